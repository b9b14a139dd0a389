import Foundation
import TestProcesses
import Testing

/// Whole visits through pipes, as a script or a person at the keyboard would go through them.
@Suite struct GuidedVisitTests {
  /// A store with the first visit, in which no lot and no credential ever runs out.
  static func clinic() throws -> Command {
    let clinic = try Command()
    try clinic.expect(
      "init", "clinic.stipple", "--clinic", "Fictional Street", "--zone", "Europe/London")
    let lines = try String(contentsOf: Command.fixture, encoding: .utf8)
      .replacingOccurrences(of: "2027-", with: "2099-")
      .replacingOccurrences(of: "2028-", with: "2099-")
    try clinic.expect("import", "-", input: lines)
    return clinic
  }

  /// The answers of each step, for a visit of client C1 as U2; an empty line takes what is usual.
  static let open = ["", "", ""]
  static let check = ["fit"]
  static let cleanse = ["", "yes"]
  static let photo = ["declined"]
  static let numbing = ["declined", "client", "usual", "y", "-"]
  static let cartridge = ["", "", "", "", "", ""]
  static let pass = ["forehead", "mid", "0.5", "2", "hor,ver", "glide", "", ""]
  static let serum = ["yes", "ha-7", "", "", "", "", "1.00", "y", "yes"]
  static let endpoint = ["mild"]
  static let pain = ["3", "y", "-"]
  static let mask = ["applied", "", "10", "seal"]
  static let discard = ["SB-12"]
  static let aftercare = ["", "", "", ""]
  static let close = ["calm", "", ""]

  static let toPass = open + check + cleanse + photo + numbing + cartridge + pass
  static let whole =
    toPass + ["no"] + serum + endpoint + ["no"] + pain + mask + discard + aftercare + close

  static func text(_ lines: [String]) -> String { lines.map { $0 + "\n" }.joined() }

  static func visit(
    _ clinic: Command, _ lines: [String], _ arguments: String...
  ) throws -> Command.Outcome {
    try clinic.run(
      ["session", "C1", "--actor", "U2"] + arguments, input: Data(text(lines).utf8))
  }

  /// What was shown, every run of blanks and line ends as one blank.
  static func flat(_ outcome: Command.Outcome) -> String {
    outcome.output.split { $0 == " " || $0 == "\n" }.joined(separator: " ")
  }

  static func types(_ clinic: Command, _ session: String = "S2") throws -> [String] {
    try clinic.run(
      "query", "-c",
      "select type from events where stream = 'session/\(session)' order by position",
      "--json"
    ).rows().compactMap { $0["type"] as? String }
  }

  @Test func `a visit from open to close, with a mistake corrected`() throws {
    let clinic = try Self.clinic()
    let lines =
      Self.toPass + ["fix depth_mm=0.75", "no"] + Self.serum + Self.endpoint + ["no"] + Self.pain
      + Self.mask + Self.discard + Self.aftercare + Self.close
    let outcome = try Self.visit(clinic, lines)
    #expect(outcome.status == 0, "\(outcome)")
    #expect(outcome.errors == "")
    #expect(
      try Self.types(clinic) == [
        "session-opened", "pre-treatment-checked", "skin-cleansed", "photo-declined",
        "numbing-decided", "cartridge-opened", "needle-pass-made", "entry-corrected",
        "serum-applied", "endpoint-reached", "pain-scored", "mask-applied", "cartridge-discarded",
        "aftercare-given", "session-closed",
      ])
    #expect(
      try clinic.ask("select depth_mm || ' ' || amended from passes where session = 'S2'")
        == "0.75 1")
    #expect(
      try clinic.ask("select was || ' ' || now || ' ' || reason from amendments")
        == "0.50 0.75 transcription")
    #expect(outcome.output.contains("depth_mm was 0.50, is 0.75 now"), "\(outcome)")
    #expect(Self.flat(outcome).contains("missing nothing"), "\(outcome)")
    #expect(outcome.output.contains("session S2 closed · 15 events now"), "\(outcome)")
    #expect(
      try clinic.ask("select course || ' ' || ordinal || ' ' || room from sessions where id = 'S2'")
        == "K1 2 R1")
    #expect(
      try clinic.ask("select count(*) from events where stream = 'session/S2' and deviations <> ''")
        == "0")
  }

  @Test func `what is recorded is durable at once, and taken up again where it was left`() throws {
    let clinic = try Self.clinic()
    let first = try Self.visit(
      clinic, Self.open + Self.check + Self.cleanse + Self.photo + ["leave", "never read"])
    #expect(first.status == 0, "\(first)")
    #expect(first.output.contains("left · session S2 open · 4 events now"), "\(first)")
    let second = try Self.visit(clinic, Self.numbing + Self.cartridge + Self.pass)
    #expect(second.status == 0, "\(second)")
    #expect(second.output.contains("session S2, opened "), "\(second)")
    #expect(!second.output.contains("Cleanse"), "\(second)")
    // Left behind the pass: the round is gone on with, not begun anew.
    let third = try Self.visit(
      clinic,
      ["no"] + Self.serum + Self.endpoint + ["no"] + Self.pain + Self.mask + Self.discard
        + Self.aftercare + Self.close)
    #expect(third.status == 0, "\(third)")
    #expect(third.output.contains("another pass on the forehead"), "\(third)")
    #expect(try clinic.ask("select status from sessions where id = 'S2'") == "closed")
    #expect(try clinic.ask("select count(*) from sessions") == "2")
    let next = try Self.visit(clinic, [])
    #expect(next.output.contains("Open the session"), "\(next)")
    #expect(try clinic.ask("select count(*) from sessions") == "2")
  }

  /// An end of input at any line: all that was recorded before stands, and goes on.
  @Test(arguments: [1, 3, 5, 9, 14, 22, 29, 33, 40, 48])
  func `an end of the answers mid-step leaves what stands`(count: Int) throws {
    let clinic = try Self.clinic()
    let first = try Self.visit(clinic, Array(Self.whole.prefix(count)))
    #expect(first.status == 0, "\(first)")
    #expect(first.output.contains("left · "), "\(first)")
    let types = count < 3 ? [] : try Self.types(clinic)
    let whole = try Self.clinic()
    #expect(try Self.visit(whole, Self.whole).status == 0)
    #expect(try Self.types(whole).starts(with: types))
    #expect(try clinic.ask("select count(*) from events") == "\(49 + types.count)")
  }

  @Test func `a step passed over is named as missing, before the close and when taken up`() throws {
    let clinic = try Self.clinic()
    let lines =
      Self.open + Self.check + ["skip", "skip"] + Self.numbing + Self.cartridge + Self.pass
    let first = try Self.visit(clinic, lines)
    #expect(first.status == 0, "\(first)")
    let again = try Self.visit(
      clinic,
      ["no", "no"] + Self.endpoint + ["no"] + Self.pain + ["none", "skip", "skip"] + Self.aftercare)
    #expect(again.output.contains("missing so far"), "\(again)")
    let shown = try #require(Self.flat(again).split(separator: " Close ").last)
    for missing in ["cleanse (go cleanse)", "photos before (go photo)", "discard of N-118-S2-1"] {
      #expect(shown.contains(missing), "\(missing)\n\(again)")
    }
    #expect(!shown.contains("endpoint"))
  }

  @Test func `a close without aftercare is refused until it is given`() throws {
    let clinic = try Self.clinic()
    let before =
      Self.toPass + ["no", "no"] + Self.endpoint + ["no"] + Self.pain + ["none"] + Self.discard
    let refused = try Self.visit(clinic, before + ["skip"] + Self.close)
    #expect(refused.status == 1, "\(refused)")
    #expect(refused.errors.contains("the session has no aftercare"), "\(refused)")
    #expect(refused.output.contains("aftercare (go aftercare)"), "\(refused)")
    #expect(refused.errors.contains("of session S2 stand"), "\(refused)")
    let closed = try Self.visit(clinic, ["skip", "go aftercare"] + Self.aftercare + Self.close)
    #expect(closed.status == 0, "\(closed)")
    #expect(try clinic.ask("select status from sessions where id = 'S2'") == "closed")
  }

  struct BadLot: CustomTestStringConvertible, Sendable {
    var typed: String
    var status: Int32
    var says: String
    var testDescription: String { typed }
  }

  @Test(arguments: [
    BadLot(typed: "HA-OLD", status: 1, says: "lot HA-OLD expired on 2026-01-31"),
    BadLot(typed: "HA-REC", status: 1, says: "lot HA-REC was recalled"),
    BadLot(typed: "B-77", status: 1, says: "lot HA-REC was recalled"),
    BadLot(typed: "HA-QUA", status: 1, says: "lot HA-QUA is in quarantine"),
    BadLot(typed: "MK-2", status: 1, says: "lot MK-2 is of kind mask, not serum"),
    BadLot(typed: "HA-99", status: 65, says: "there is no such lot"),
  ])
  func `a lot is looked at before it is used`(_ lot: BadLot) throws {
    let clinic = try Self.clinic()
    try clinic.expectLots()
    let before = Self.toPass + ["no", "yes"]
    let outcome = try Self.visit(clinic, before + [lot.typed, "", "", "", "", "1.00", "y", "yes"])
    #expect(outcome.status == lot.status, "\(outcome)")
    #expect(outcome.errors.contains("line \(before.count + 1): "), "\(outcome)")
    #expect(outcome.errors.contains(lot.says), "\(outcome)")
    #expect(try clinic.ask("select count(*) from serums where session = 'S2'") == "0")
    #expect(outcome.output.contains("not to be used"), "\(outcome)")
  }

  @Test func `a lot used all the same is owned up to with a reason`() throws {
    let clinic = try Self.clinic()
    try clinic.expectLots()
    let outcome = try Self.visit(
      clinic,
      Self.toPass + [
        "no", "yes", "HA-OLD", "because it was noticed too late", "", "", "", "", "1.00", "y", "y",
      ])
    #expect(outcome.status == 0, "\(outcome)")
    #expect(outcome.output.contains("noted, rule 9"), "\(outcome)")
    #expect(!outcome.output.contains("noticed too late"))
    #expect(
      try clinic.ask(
        "select rule || ' ' || authorised_by || ' ' || reason from deviations where session = 'S2'")
        == "9 U2 it was noticed too late")
  }

  @Test func `a depth over the credential takes a reason`() throws {
    let clinic = try Self.clinic()
    let deep = Self.open + Self.check + Self.cleanse + Self.photo + Self.numbing + Self.cartridge
    let pass = ["cheek", "left", "1.75", "2", "hor", "glide", "-"]
    let refused = try Self.visit(clinic, deep + pass + ["yes"])
    #expect(refused.status == 1, "\(refused)")
    #expect(refused.errors.contains("1.75 mm is over the 1.50 mm of U2’s credential"), "\(refused)")
    #expect(!refused.errors.contains("--reason"), "\(refused)")
    #expect(try clinic.ask("select count(*) from passes where session = 'S2'") == "0")
    let taken = try Self.visit(clinic, pass + ["because the scar is deep", "no"])
    #expect(taken.status == 0, "\(taken)")
    #expect(taken.output.contains("noted, rule 13"), "\(taken)")
    #expect(try clinic.ask("select rule from deviations where session = 'S2'") == "13")
  }

  @Test func `data that makes no sense no reason changes`() throws {
    let clinic = try Self.clinic()
    let before = Self.open + Self.check + Self.cleanse + Self.photo + Self.numbing + Self.cartridge
    let outcome = try Self.visit(
      clinic, before + ["cheek", "left", "2.5", "2", "hor", "glide", "-", "because I say so"])
    #expect(outcome.status == 1, "\(outcome)")
    #expect(outcome.errors.contains("deeper than cartridge"), "\(outcome)")
    #expect(try clinic.ask("select count(*) from passes where session = 'S2'") == "0")
  }

  @Test func `cream goes on and off, and its dose is looked at`() throws {
    let clinic = try Self.clinic()
    try clinic.expect(
      "record", "product-defined", "product/P9", "name=Lidocaine cream", "category=anaesthetic",
      #"ingredients:=[{"name":"lidocaine","percent":4,"class":"amide"}]"#,
      #"label:={"grams_per_10cm2":2,"min_minutes":30,"max_minutes":60}"#, "source=a label")
    try clinic.expect(
      "record", "lot-received", "lot/LC-1", "product=P9", "lot_no=LC-1", "expires_on=2099-01-31",
      "quantity=5", "unit=tube")
    let numbing = ["accepted", "protocol", "low", "", "y", "-"]
    let cream = ["", "30", "50", "cheek", "", "y", ""]
    let lines = Self.open + Self.check + Self.cleanse + Self.photo + numbing + cream
    let outcome = try Self.visit(
      clinic, lines + ["because it is thick", "", "", ""] + Self.cartridge)
    #expect(outcome.status == 0, "\(outcome)")
    #expect(outcome.output.contains("noted, rule 14"), "\(outcome)")
    #expect(
      outcome.output.contains("Cream off · on for 0 min, label from 30 to 60 min"), "\(outcome)")
    #expect(
      try Self.types(clinic).suffix(4) == [
        "numbing-decided", "numbing-applied", "numbing-removed", "cartridge-opened",
      ])
    #expect(
      try clinic.ask("select ingredients from numbing_applications")
        == #"[{"name":"lidocaine","percent":4.00,"class":"amide"}]"#)
  }

  @Test func `somebody who is not fit goes home`() throws {
    let clinic = try Self.clinic()
    let outcome = try Self.visit(clinic, Self.open + ["defer", "a cold", "end", "a cold", "more"])
    #expect(outcome.status == 0, "\(outcome)")
    #expect(
      try Self.types(clinic) == ["session-opened", "pre-treatment-checked", "session-abandoned"])
    #expect(!(outcome.output + outcome.errors).contains("a cold"))
    #expect(outcome.output.contains("session S2 abandoned"), "\(outcome)")
  }

  @Test func `one may go back and list what there is`() throws {
    let clinic = try Self.clinic()
    let outcome = try Self.visit(
      clinic,
      Self.open + Self.check + Self.cleanse + Self.photo
        + ["?", "declined", "?", "back", "not_offered", "time", "help", "usual", "y", ""])
    #expect(outcome.status == 0, "\(outcome)")
    #expect(Self.flat(outcome).contains("2 declined offered, and not wanted"), "\(outcome)")
    #expect(outcome.output.contains("passes the step over"), "\(outcome)")
    #expect(
      try clinic.ask(
        "select decision || ' ' || reason from numbing_decisions where session = 'S2'")
        == "not_offered time")
  }

  @Test func `a bad line ends it, and is not repeated`() throws {
    let clinic = try Self.clinic()
    let outcome = try Self.visit(clinic, Self.open + Self.check + ["Marlowe", "yes"])
    #expect(outcome.status == 65, "\(outcome)")
    #expect(outcome.errors.contains("line 5: lot: there is no such lot"), "\(outcome)")
    #expect(outcome.errors.contains("note: @50 to @51 of session S2 stand"), "\(outcome)")
    #expect(!outcome.errors.contains("Marlowe"))
    #expect(try Self.types(clinic) == ["session-opened", "pre-treatment-checked"])
  }

  @Test func `what cannot be begun says so and writes nothing`() throws {
    let clinic = try Self.clinic()
    for (arguments, status, says) in [
      (["C9"], 1, "there is no client C9"),
      (["C1", "--actor", "U9"], 1, "nobody is enrolled as U9"),
      (["C1", "--session", "S1"], 1, "session S1 is closed already"),
      (["C1", "--session", "a b"], 65, "id"),
    ] as [([String], Int32, String)] {
      let outcome = try clinic.run(["session"] + arguments)
      #expect(outcome.status == status, "\(outcome)")
      #expect(outcome.errors.contains(says), "\(outcome)")
      #expect(outcome.errors.contains("nothing was recorded") || status == 65, "\(outcome)")
    }
    #expect(try clinic.ask("select count(*) from events") == "49")
  }

  @Test func `the receipts are the data, the talk is beside them`() throws {
    let clinic = try Self.clinic()
    let outcome = try Self.visit(clinic, Self.open + Self.check, "--json", "--session", "V-7")
    #expect(outcome.status == 0, "\(outcome)")
    #expect(try outcome.rows().compactMap { $0["event"] as? String } == ["@50", "@51"])
    #expect(outcome.errors.contains("Same-day check"))
    #expect(try clinic.ask("select id from sessions where course = 'K1' and ordinal = 2") == "V-7")
  }

  @Test func `what is stored never reaches the screen as it is`() throws {
    let clinic = try Self.clinic()
    try clinic.expect(
      "record", "client-registered", "client/C2", "name=A\u{202E}B", "born_on=1990-01-01")
    let outcome = try clinic.run("session", "C2", "--actor", "U2")
    #expect(outcome.output.contains(#"A\u{202E}B"#), "\(outcome)")
    #expect(!outcome.output.contains("\u{202E}"))
    #expect(outcome.output.contains("no medical history was taken"))
    #expect(Self.flat(outcome).contains("consents none in force"))
  }

  @Test func `the screen of a short visit`() throws {
    let clinic = try Self.clinic()
    let outcome = try Self.visit(
      clinic,
      Self.toPass + ["no"] + Self.serum + Self.endpoint + ["no"] + Self.pain + ["none"]
        + Self.discard + Self.aftercare + Self.close)
    #expect(outcome.status == 0, "\(outcome)")
    for line in outcome.output.split(separator: "\n") {
      #expect(line.count <= 80, "\(line)")
    }
    // The next visit is due so many days from whenever this test runs.
    let text = outcome.output.replacing(/next due on (.*) \[\d{4}-\d\d-\d\d\]> \d{4}-\d\d-\d\d/) {
      "next due on \($0.output.1) [DAY]> DAY"
    }
    try expectSnapshot(text, "guide-visit")
  }
}

extension Command {
  /// Receives serums that are not to be used.
  func expectLots() throws {
    for (id, number, expires) in [
      ("HA-OLD", "HA-OLD", "2026-01-31"), ("HA-REC", "B-77", "2099-01-31"),
      ("HA-QUA", "B-78", "2099-01-31"),
    ] {
      try expect(
        "record", "lot-received", "lot/\(id)", "product=P1", "lot_no=\(number)",
        "expires_on=\(expires)", "quantity=5", "unit=vial")
    }
    try expect("record", "lot-recalled", "lot/HA-REC", "issuer=the maker", "notice=N-1")
    try expect("record", "lot-quarantined", "lot/HA-QUA", "reason=a broken seal")
  }
}
