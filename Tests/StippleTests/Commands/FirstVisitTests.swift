import Foundation
import TestProcesses
import Testing

/// The visit that the project began with, recorded two ways and asked.
@Suite struct FirstVisitTests {
  @Test func `every word of the visit is there to be asked`() throws {
    let clinic = try Command.withFirstVisit()
    let answers = [
      "select decision || ', ' || reason || ', tolerance ' || pain_tolerance from numbing_decisions":
        "not_offered, low_pain_expected, tolerance low",
      "select kind || ', ' || timing || ', ' || volume_ml || ' ml' from serums":
        "hyaluronic_acid, during, 2.0 ml",
      "select json_extract(data, '$.purpose') from events where type = 'mask-applied'": "seal",
      "select score from pain_scores": "3",
      "select json_extract(data, '$.tolerable') from events where type = 'pain-scored'": "1",
      "select downtime_days from follow_ups": "2",
      "select redness || ' ' || sun_avoided from calls": "1 1",
      "select sessions_planned from courses": "3",
      "select count(*) from events, json_each(data, '$.advice') where value = 'no_home_roller'":
        "1",
      "select count(*) from events, json_each(data, '$.advice') where value = 'sun_avoidance'": "1",
      "select count(*) from events where type = 'skin-cleansed'": "1",
    ]
    for (question, answer) in answers {
      #expect(try clinic.ask(question) == answer, "\(question)")
    }
  }

  /// The tables that have a schema; views follow from them.
  static func tables() throws -> [String] {
    let folder = ReadmeTests.root.appendingPathComponent("Schemas/tables")
    return try FileManager.default.contentsOfDirectory(atPath: folder.path).sorted()
      .map { ($0 as NSString).deletingPathExtension }
  }

  @Test func `recorded by command and by import it gives the same rows`() throws {
    let imported = try Command.withFirstVisit()
    let recorded = try Command()
    try recorded.expect(
      "init", "clinic.stipple", "--clinic", "Fictional Street", "--zone", "Europe/London")
    let lines = try String(contentsOf: Command.fixture, encoding: .utf8).split(separator: "\n")
    for line in lines {
      let event = try #require(
        JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any])
      try recorded.expect(event: event)
    }
    let tables = try Self.tables()
    #expect(tables.count == 26)
    for table in tables {
      // When the log took an entry differs between two runs; everything else is the entry's own.
      let columns = try imported.columns(of: table).filter { $0 != "recorded_at" }
        .joined(separator: ", ")
      let question = "select \(columns) from \(table)"
      #expect(
        try recorded.run("query", "-c", question, "--json").output
          == imported.run("query", "-c", question, "--json").output, "\(table)")
    }
  }

  @Test func `exported and imported as recorded it gives the same tables`() throws {
    let first = try Command.withFirstVisit()
    try first.expect("correct", "@33", "volume_ml=1.50", "--reason", "transcription")
    try first.expect("export", "-o", "log.ndjson")
    let log = first.folder.appendingPathComponent("log.ndjson")
    let second = try Command()
    try second.expect("import", log.path, "--as-recorded")
    #expect(try second.run("export").output == first.run("export").output)
    for table in try Self.tables() + ["events"] {
      let question = "select * from \(table)"
      #expect(
        try second.run("query", "-c", question, "--json").output
          == first.run("query", "-c", question, "--json").output, "\(table)")
    }
  }
}

extension Command {
  /// The names of a table's columns.
  func columns(of table: String) throws -> [String] {
    try run("query", "-c", "select name from pragma_table_info('\(table)')", "--json").rows()
      .compactMap { $0["name"] as? String }
  }

  /// Records one event line by `stipple record`.
  func expect(event: [String: Any]) throws {
    let type = try #require(event["type"] as? String)
    let stream = try #require(event["stream"] as? String)
    var arguments = ["record", type, stream]
    for (option, key) in [
      ("--at", "occurred_at"), ("--actor", "recorded_by"), ("--correlation", "correlation"),
    ] {
      if let value = event[key] as? String { arguments += [option, value] }
    }
    for (key, value) in try #require(event["data"] as? [String: Any]) {
      let json = try JSONSerialization.data(withJSONObject: value, options: .fragmentsAllowed)
      arguments.append("\(key):=\(String(decoding: json, as: UTF8.self))")
    }
    let outcome = try run(arguments)
    #expect(outcome.status == 0, "\(arguments)\n\(outcome)")
  }

  @Test func `a booking made in a chart that was merged is the course's next one`() throws {
    let clinic = try Command.withFirstVisit()
    try clinic.expect(
      "record", "client-registered", "client/C9", "name=Same Person", "born_on=1980-01-01")
    try clinic.expect(
      "record", "booking-made", "booking/B9", "client=C9", "service=face", "practitioner=U2",
      "room=R1", "starts_at=2090-01-05T10:00", "ends_at=2090-01-05T11:00", "channel=phone")
    let next = "select coalesce(next_booking, '-') from course_progress where course = 'K1'"
    #expect(try clinic.ask(next) == "-")
    try clinic.expect("record", "client-merged-into", "client/C9", "client=C1")
    #expect(try clinic.ask(next) == "B9")
  }
}
