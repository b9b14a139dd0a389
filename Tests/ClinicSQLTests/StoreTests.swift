import Clinic
import ClinicSQL
import ClinicStore
import EventLog
import Foundation
import MadeUpTables
import Records
import Testing

/// The tables of a real store: what was recorded is what SQL answers.
@Suite struct StoreTests {
  private let folder: Folder
  private let store: ClinicStore
  private let connection: Connection

  init() throws {
    folder = try Folder()
    store = try ClinicStore.create(
      at: folder.path + "/clinic.stipple", clinic: "Example",
      zone: try #require(.init("Europe/London")),
      recordedBy: "U1")
    connection = try Connection(store)
    for (stream, type, data) in [
      ("staff/U1", "staff-enrolled", #"{"name":"Jo Owner","role":"owner"}"#),
      (
        "product/P-HA", "product-defined",
        #"{"name":"Serum","category":"serum","ingredients":[],"source":"leaflet"}"#
      ),
      (
        "lot/HA-1", "lot-received",
        #"{"product":"P-HA","lot_no":"HA-1","expires_on":"2030-08-31","quantity":2,"unit":"vial"}"#
      ),
      ("client/C1", "client-registered", #"{"name":"Rowan 'x' Example","born_on":"1988-04-12"}"#),
      ("session/S1", "session-opened", #"{"client":"C1","practitioner":"U1"}"#),
      (
        "session/S1", "serum-applied",
        #"{"product":"P-HA","lot":"HA-1","kind":"hyaluronic_acid","purpose":"treatment","timing":"during","zones":["cheek","nose"],"volume_ml":2.25,"sterile":true,"labelled_for_needling":"unknown"}"#
      ),
    ] {
      try record(stream, type, data)
    }
  }

  private func record(_ stream: String, _ type: String, _ data: String) throws {
    let type = try #require(EventType.named(type))
    var entry = Entry(
      stream: try StreamName(parsing: stream), type: type,
      payload: try type.record.record(fromJSON: data), recordedBy: "U1")
    entry.occurredAt = OccurredAt(
      try #require(OffsetInstant(rfc3339: "2026-07-01T10:05:00+01:00")), .exact)
    // What is imported is past: rules note it and do not refuse it.
    entry.mode = .import
    try store.record([entry])
  }

  /// A join asks for one key after the other by one plan: each of them must be answered for itself.
  @Test func `a join finds the row of each key that it asks for, whatever was asked before`() throws
  {
    try record("client/c2", "client-registered", #"{"name":"Sam Example","born_on":"1990-01-02"}"#)
    let keys = [
      "'C1'", "'c2'", "'C'", "null", "'c2'", "7", "'C1'", "'C1' || char(0)", "'C1'", "x'4331'",
      "'C1' || printf('%0600d', 1)", "'c2'", "''", "1.5", "'C1'", "'C1'", "'C10'", "'c2'",
    ]
    let asked = keys.enumerated().map { "(\($0), \($1))" }.joined(separator: ", ")
    let answers = { (clients: String) in
      try connection.rows(
        of: """
          with asked(place, id) as (values \(asked))
          select asked.place, c.id, c.name
          from asked left join \(clients) c on c.id = asked.id order by asked.place
          """)
    }
    let found = try answers("clients")
    // What is materialized has no keys of ours: SQLite looks through it by itself.
    #expect(try found == answers("(select id, name from clients limit -1 offset 0)"))
    #expect(
      found.filter { $0[1] != "null" }.map { $0[0] + " " + $0[1] } == [
        "int 0 text C1", "int 1 text c2", "int 4 text c2", "int 6 text C1", "int 8 text C1",
        "int 11 text c2", "int 14 text C1", "int 15 text C1", "int 17 text c2",
      ])
  }

  @Test func `rows are what was recorded`() throws {
    #expect(
      try connection.rows(of: "select id, name, born_on, version, first_position from clients") == [
        ["text C1", "text Rowan 'x' Example", "text 1988-04-12", "int 1", "int 5"]
      ])
    #expect(
      try connection.rows(
        of: """
          select s.session, s.client, s.lot, s.kind, s.zones, s.volume_ml, s.sterile, l.expires_on,
            s.occurred_at, local(s.occurred_at)
          from serums s join lots l on l.id = s.lot
          """) == [
          [
            "text S1", "text C1", "text HA-1", "text hyaluronic_acid", "text [\"cheek\",\"nose\"]",
            "real 2.25", "int 1", "text 2030-08-31", "text 2026-07-01 09:05:00",
            "text 2026-07-01 10:05:00",
          ]
        ])
  }

  @Test func `events are the log`() throws {
    #expect(
      try connection.rows(
        of: "select position, stream, type, data ->> 'client' from events where kind = 'session'")
        == [
          ["int 6", "text session/S1", "text session-opened", "text C1"],
          ["int 7", "text session/S1", "text serum-applied", "null"],
        ])
  }

  /// A whole scan is an error unless it finds what the store counted.
  @Test func `every table can be scanned whole, by every column`() throws {
    let states = TableType.all.filter { $0.kind != .facts }
    #expect(
      connection.catalog.tables.count
        == TableType.all.count + states.count + 1 + View.all.count)
    for table in connection.catalog.tables {
      _ = try connection.rows(of: "select * from \(table.name)")
      for column in table.columns {
        _ = try connection.rows(
          of: "select \"\(column.name)\" from \(table.name) order by \"\(column.name)\"")
      }
    }
  }

  @Test func `what is recorded later is seen by the next statement`() throws {
    let count = "select count(*) from sessions where client = 'C1'"
    #expect(try connection.rows(of: count) == [["int 1"]])
    try record("session/S2", "session-opened", #"{"client":"C1","practitioner":"U1"}"#)
    #expect(try connection.rows(of: count) == [["int 2"]])
    #expect(try connection.explain(count).contains("client=?"))
  }
}
