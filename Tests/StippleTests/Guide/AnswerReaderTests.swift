import Clinic
import Records
import Testing

@testable import stipple

/// What a typed line comes to as the value of a field.
@Suite struct AnswerReaderTests {
  static func read(
    _ line: String, _ type: EventType, _ field: String, _ candidates: [Candidate]? = nil
  ) throws -> String {
    let field = try #require(type.record.field(named: field))
    let reader = AnswerReader(
      type: type.record, field: field, candidates: candidates,
      today: CalendarDate(year: 2026, month: 3, day: 1)!)
    return try reader.read(line).text
  }

  static func problem(
    _ line: String, _ type: EventType, _ field: String, _ candidates: [Candidate]? = nil
  ) throws -> AnswerProblem {
    try #require(throws: AnswerProblem.self) { try read(line, type, field, candidates) }
  }

  @Test(arguments: [
    ("3", #""accepted""#), ("acc", #""accepted""#), ("ACCEPTED", #""accepted""#),
    ("not offered", #""not_offered""#), ("not-offered", #""not_offered""#),
    (" n ", #""not_offered""#),
  ])
  func `a word is taken by its number, itself or its beginning`(line: String, json: String) throws {
    #expect(try Self.read(line, NumbingDecided.eventType, "decision") == json)
  }

  @Test func `a beginning that several words have is none of them`() throws {
    let problem = try Self.problem("peri", NeedlePassMade.eventType, "zone")
    #expect(problem.message.hint == "periorbital, perioral")
    #expect(try Self.read("cheek", NeedlePassMade.eventType, "zone") == #""cheek""#)
  }

  @Test(arguments: [
    ("no", NeedlePassMade.eventType, "zone"), ("NO", NumbingDecided.eventType, "decision"),
    ("yes", NeedlePassMade.eventType, "zone"), ("cheek, no", SerumApplied.eventType, "zones"),
  ])
  func `yes and no begin no word`(line: String, type: EventType, field: String) throws {
    let problem = try Self.problem(line, type, field)
    #expect(problem.message.hint == "? lists them, skip passes it over")
    #expect(try Self.read("nos", NeedlePassMade.eventType, "zone") == #""nose""#)
  }

  @Test(arguments: ["0", "20", "", "zzz", "-1"])
  func `what is no word of the list is told without repeating it`(line: String) throws {
    let problem = try Self.problem(line, NeedlePassMade.eventType, "zone")
    #expect(problem.message.error.hasPrefix("zone: "))
    #expect(problem.message.status == .badInput)
    #expect(problem.value == nil)
  }

  @Test func `a word nearly right is suggested`() throws {
    let problem = try Self.problem("forhead", NeedlePassMade.eventType, "zone")
    #expect(problem.message.hint == "did you mean forehead?")
  }

  @Test(arguments: [
    ("cheek,nose", #"["cheek","nose"]"#), ("7, 5", #"["cheek","nose"]"#),
    ("cheek,cheek", #"["cheek"]"#), ("forehead ,  chi", #"["forehead","chin"]"#),
  ])
  func `a list is written with commas`(line: String, json: String) throws {
    #expect(try Self.read(line, SerumApplied.eventType, "zones") == json)
  }

  @Test func `a list may be none where none is allowed`() throws {
    #expect(try Self.read("none", NeedlePassMade.eventType, "directions") == "[]")
    #expect(throws: AnswerProblem.self) {
      try Self.read("none", SerumApplied.eventType, "zones")
    }
  }

  @Test(arguments: [("1", "1.00"), ("0.75", "0.75"), ("1.5 mm", "1.50"), ("1.5mm", "1.50")])
  func `a number is taken with or without its unit`(line: String, json: String) throws {
    #expect(try Self.read(line, NeedlePassMade.eventType, "depth_mm") == json)
  }

  @Test(arguments: ["0", "3.01", "0.075", "deep", "1,5", "[1]", ""])
  func `a number out of its range is refused`(line: String) throws {
    #expect(throws: AnswerProblem.self) {
      try Self.read(line, NeedlePassMade.eventType, "depth_mm")
    }
  }

  @Test(arguments: [
    ("2026-03-29", #""2026-03-29""#), ("4w", #""2026-03-29""#), ("28d", #""2026-03-29""#),
  ])
  func `a day is written or counted from today`(line: String, json: String) throws {
    #expect(try Self.read(line, SessionClosed.eventType, "next_due_on") == json)
  }

  @Test(arguments: ["2026-02-30", "4x", "0d", "99999w", "w", "soon"])
  func `a day that does not exist is refused`(line: String) throws {
    #expect(throws: AnswerProblem.self) {
      try Self.read(line, SessionClosed.eventType, "next_due_on")
    }
  }

  @Test func `yes and no are taken by their beginning`() throws {
    for (line, json) in [("y", "true"), ("YES", "true"), ("n", "false"), ("false", "false")] {
      #expect(try Self.read(line, SerumApplied.eventType, "sterile") == json)
    }
    #expect(throws: AnswerProblem.self) {
      try Self.read("maybe", SerumApplied.eventType, "sterile")
    }
  }

  @Test func `what is personal is never in an error`() throws {
    let problem = try Self.problem("secret\u{1B}[2J", PainScored.eventType, "note")
    #expect(!problem.message.text().contains("secret"))
  }

  static let lots = [
    Candidate(id: "HA-7", aliases: ["0107340"]), Candidate(id: "HA-8"),
    Candidate(id: "HA-OLD", fault: "expired on 2026-01-31"),
    Candidate(id: "CL-3", isListed: false),
  ]

  @Test(arguments: [("HA-7", "HA-7"), ("ha-7", "HA-7"), ("0107340", "HA-7"), ("CL-3", "CL-3")])
  func `an id is taken by itself, without regard to case, or as it is scanned`(
    line: String, id: String
  ) throws {
    #expect(try Self.read(line, SerumApplied.eventType, "lot", Self.lots) == "\"\(id)\"")
  }

  @Test func `an id is taken by a beginning that only it has`() throws {
    let two = Array(Self.lots.prefix(1)) + [Candidate(id: "MK-2")]
    #expect(try Self.read("m", MaskApplied.eventType, "lot", two) == #""MK-2""#)
    let problem = try Self.problem("HA", SerumApplied.eventType, "lot", Self.lots)
    #expect(problem.message.hint == "HA-7, HA-8, HA-OLD")
    // What is not asked about is not guessed from a beginning.
    #expect(throws: AnswerProblem.self) {
      try Self.read("C", SerumApplied.eventType, "lot", Self.lots)
    }
  }

  @Test func `an id with a fault is refused, and could be excused`() throws {
    let problem = try Self.problem("HA-OLD", SerumApplied.eventType, "lot", Self.lots)
    #expect(problem.message.error == "lot HA-OLD expired on 2026-01-31")
    #expect(problem.value == .string("HA-OLD"))
  }

  @Test func `two deliveries of one number are told apart by their ids`() throws {
    let lots = [Candidate(id: "L1", aliases: ["X9"]), Candidate(id: "L2", aliases: ["X9"])]
    let problem = try Self.problem("x9", SerumApplied.eventType, "lot", lots)
    #expect(problem.message.hint == "L1, L2")
  }

  @Test(arguments: [
    ("back", SpokenCommand.back), (" leave ", .leave), ("?", .list), ("fix", .fix("")),
    ("fix depth_mm=0.75", .fix("depth_mm=0.75")), ("go cleanse", .go("cleanse")),
    ("note she was tired", .note("she was tired")),
  ])
  func `a command is known`(line: String, command: SpokenCommand) {
    #expect(SpokenCommand(line, isFreeText: false) == command)
  }

  @Test(arguments: ["note the left cheek", "go gently next time", "fix it later", "backwards"])
  func `free text is not taken for a command`(line: String) {
    #expect(SpokenCommand(line, isFreeText: true) == nil)
  }

  @Test func `a command meant at free text is still one`() {
    #expect(SpokenCommand("go aftercare", isFreeText: true) == .go("aftercare"))
    #expect(SpokenCommand("go adverse-event", isFreeText: true) == .go("adverse-event"))
    #expect(SpokenCommand("fix score=3", isFreeText: true) == .fix("score=3"))
    #expect(SpokenCommand("skip", isFreeText: true) == .skip)
  }
}
