import Clinic
import ClinicSQL
import ClinicStore
import EventLog
import Foundation
import MadeUpTables
import Records
import Testing

/// The views of `Schemas/views/`: their files, their columns, their keys, their moment.
@Suite struct ViewTests {
  private static let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent()
    .appendingPathComponent("Schemas/views")

  @Test func `every view that the schemas name is there`() {
    #expect(
      Set(View.all.map(\.name)).isSuperset(of: [
        "client_state", "course_progress", "due_calls", "overdue_follow_ups", "lot_recall",
        "numbing_outcomes", "no_shows", "late_entries", "practitioner_activity",
        "adverse_event_register", "interval_breaches", "cartridge_reuse", "session_audit",
        "numbing_times", "retention_due",
      ]))
  }

  @Test func `the program holds the files as they are`() throws {
    let names = try FileManager.default.contentsOfDirectory(atPath: Self.folder.path).sorted()
    #expect(View.all.map { $0.name + ".sql" } == names)
    for view in View.all {
      let file = Self.folder.appendingPathComponent(view.name + ".sql")
      #expect(
        try String(contentsOf: file, encoding: .utf8) == """
          -- \(view.summary)
          -- key: \(view.key.joined(separator: ", "))
          \(view.sql)

          """)
    }
  }

  /// The schema compiler refuses such a file; this is what it would let through by a fault.
  @Test func `no view asks the machine's clock`() throws {
    let clock = try Regex(
      #"(?i)'(now|localtime|utc)'|current_(date|time|timestamp)|\b(date|time|datetime|julianday|unixepoch|random)\(\s*\)"#
    )
    #expect("select date('now')".contains(clock))
    for view in View.all { #expect(!view.sql.contains(clock), "\(view.name)") }
  }

  @Test func `an empty store gives columns and no rows`() throws {
    let folder = try Folder()
    let store = try ClinicStore.openOrCreateEmpty(at: folder.path + "/empty.stipple")
    let connection = try Connection(store)
    for view in View.all {
      let statement = try #require(try connection.prepare("select * from \(view.name)"))
      #expect(statement.columns.count > 1, "\(view.name)")
      #expect(try !statement.step(), "\(view.name)")
    }
  }

  @Test func `without a protocol no limit is made up`() throws {
    let folder = try Folder()
    let store = try ClinicStore.openOrCreateEmpty(at: folder.path + "/clinic.stipple")
    let lines = try String(contentsOfFile: ClinicFixture.path, encoding: .utf8)
      .split(separator: "\n", omittingEmptySubsequences: true).map(String.init)
    // An export must have no gaps: the protocol becomes a note on the owner.
    let note =
      #""type":"note-added","occurred_at":"2026-01-02T10:00:00+00:00","recorded_at":"2026-01-02T10:01:00Z","clock":"2026-01-02T10:01:00Z","recorded_by":"U1","performed_by":"U1","entry_mode":"live","data":{"note":"x"}}"#
    let changed = lines.map { line in
      line.contains("protocol-published")
        ? #"{"position":7,"stream":"staff/U1","version":2,"# + note : line
    }
    #expect(changed != lines)
    let file = folder.path + "/lines.ndjson"
    try Data(changed.joined(separator: "\n").utf8).write(to: URL(fileURLWithPath: file))
    _ = try store.importAsRecorded(try LineSource(path: file), isDryRun: false)
    let connection = try ClinicFixture.connection(to: store)
    #expect(
      try connection.rows(of: "select session, due_to, state from due_calls order by session")
        == [["text S2", "null", "null"], ["text S4", "null", "null"]])
    #expect(try connection.rows(of: "select * from overdue_follow_ups") == [])
    #expect(try connection.rows(of: "select * from retention_due") == [])
    #expect(
      try connection.rows(of: "select position, limit_hours from late_entries order by position")
        == [["int 72", "null"], ["int 106", "null"], ["int 107", "null"]])
    #expect(
      try connection.rows(of: "select session, min_days from interval_breaches")
        == [["text S2", "int 28"]])
  }

  @Test func `a view's key tells its rows apart and is never NULL`() throws {
    let connection = try ClinicFixture().connection
    for view in View.all {
      let key = view.key.joined(separator: ", ")
      let isMissing = view.key.map { "\($0) is null" }.joined(separator: " or ")
      // A limit hides the key from SQLite, which would take our word for it.
      let scanned = "(select * from \(view.name) limit -1)"
      #expect(
        try connection.rows(
          of: """
            select count(*) > 0, count(*) - (select count(*) from (select distinct \(key)
            from \(scanned))), total(\(isMissing)) from \(scanned)
            """) == [["int 1", "int 0", "real 0.0"]], "\(view.name)")
    }
  }

  @Test func `state, retention and activity are as worked out by hand`() throws {
    let connection = try ClinicFixture().connection
    #expect(
      try connection.rows(
        of: """
          select client, charts, contraindications, consents, sessions, last_session, next_due_on,
            next_booking, course, sessions_done || '/' || sessions_planned
          from client_state order by client
          """) == [
          // S1, S2 of K1; after S2 of 20 March the next is due 28 days on.
          [
            "text C1", #"text ["C1"]"#, "text []", #"text ["treatment"]"#, "int 2", "text S2",
            "text 2026-04-17", "text B4", "text K1", "text 2/3",
          ],
          // S3 on the chart C4, S5 on its own.
          [
            "text C2", #"text ["C2","C4"]"#, "text []", #"text ["treatment"]"#, "int 2", "text S5",
            "text 2026-06-01", "null", "text K2", "text 1/3",
          ],
          [
            "text C3", #"text ["C3"]"#, #"text ["recent_sun"]"#, "text []", "int 1", "text S4",
            "null", "null", "null", "null",
          ],
          [
            "text C5", #"text ["C5"]"#, "text []", "text []", "int 0", "null", "null", "null",
            "null", "null",
          ],
        ])
    // C5 was last seen on 2 May 2017; eight years are over on 2 May 2025, 409 days ago.
    #expect(
      try connection.rows(of: "select client, due_on, days_over from retention_due")
        == [["text C5", "text 2025-05-02", "int 409"]])
    #expect(
      try connection.rows(
        of: """
          select month, sessions, passes, max_depth_mm, numbing_undecided, adverse_events, deviations
          from practitioner_activity where practitioner = 'U3' order by month
          """) == [
          ["text 2026-03", "int 1", "int 2", "real 1.5", "int 0", "int 0", "int 3"],
          // 1 at the opening, 3 on the serum, 1 on the pass, 2 at the close, 2 late.
          ["text 2026-06", "int 1", "int 2", "real 0.5", "int 1", "int 0", "int 8"],
        ])
  }

  @Test func `a client who came again is not called about the time before`() throws {
    let fixture = try ClinicFixture()
    let opened = try #require(EventType.named("session-opened"))
    var entry = Entry(
      stream: try StreamName(parsing: "session/S6"), type: opened,
      payload: try opened.record.record(fromJSON: #"{"client":"C1","practitioner":"U3"}"#),
      recordedBy: "U3")
    entry.occurredAt = OccurredAt(
      try #require(OffsetInstant(rfc3339: "2026-06-14T10:00:00+01:00")), .exact)
    entry.mode = .import
    try fixture.store.record([entry])
    let connection = fixture.connection
    #expect(try connection.rows(of: "select session from due_calls") == [["text S4"]])
    #expect(
      try connection.rows(of: "select session, seen_since from overdue_follow_ups")
        == [["text S2", "text 2026-06-14 09:00:00"]])
    #expect(
      try connection.rows(of: "select last_session from client_state where client = 'C1'")
        == [["text S6"]])
  }

  @Test func `the catalogue tells views from tables, and shows the SELECT`() throws {
    let connection = try ClinicFixture().connection
    let view = try #require(connection.catalog.table(named: "DUE_CALLS"))
    #expect(view.isView)
    #expect(view.summary.hasPrefix("Aftercare calls"))
    #expect(view.columns.map(\.name).prefix(3) == ["session", "client", "name"])
    #expect(view.columns[0].isKey && !view.columns[1].isKey)
    #expect(view.columns[2].isPersonal)
    #expect(view.columns.first { $0.name == "state" }?.type == "")
    #expect(view.declaration.hasPrefix("-- Aftercare calls"))
    #expect(view.declaration.contains("\ncreate view due_calls as\nwith edition as"))
    #expect(connection.catalog.table(named: "sessions")?.isView == false)
    #expect(connection.catalog.tables.filter(\.isView).count == View.all.count)
  }
}
