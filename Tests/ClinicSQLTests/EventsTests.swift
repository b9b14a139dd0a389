import ClinicSQL
import EventLog
import Foundation
import LMDB
import MadeUpTables
import Records
import Testing

/// The table `events`, straight from the log.
@Suite struct EventsTests {
  private static let seen = RecordType(
    id: 11, version: 1, name: "thing-seen", summary: "",
    fields: [
      Field("name", slot: 0, kind: .text),
      Field("depth", slot: 1, kind: .decimal(scale: 2)),
    ])
  private static let lost = RecordType(
    id: 12, version: 2, name: "thing-lost", summary: "", fields: [])

  private let folder = Folder.Handle()
  private let environment: Environment
  private let log: EventLog
  private let connection: Connection
  private let count = 30

  init() throws {
    let environment = try Environment.open(folder.path, .init(create: true))
    let log = try EventLog(in: environment)
    self.environment = environment
    self.log = log
    let row = try environment.table("row", create: true)
    let index = try environment.table("index", create: true)
    let last = count
    try environment.write(label: "test") { (transaction: inout WriteTransaction) throws(LogError) in
      for place in 1...last {
        var payload = RecordWriter(Self.seen)
        payload.set(0, text: "it's \"\(place)\"")
        payload.set(1, integer: Int64(place))
        var draft = Draft(
          .stream(StreamID(kind: UInt8(place % 2), id: "S\(place % 5)")), type: 11, schema: 1,
          payload: payload.finish(), recordedBy: "U1")
        draft.occurredAt = OffsetInstant(rfc3339: "2026-03-01T10:05:0\(place % 10)+01:00")
        if place == 4 {
          draft.precision = .day
          draft.performedBy = "U2"
          draft.entryMode = .late
          draft.lateReason = "forgot"
          draft.correlation = "V1"
          draft.causation = 2
          draft.eventID = "e-4"
          draft.deviations = [
            Deviation(rule: 9, limit: "a\"b", observed: "x", reason: "y", authorisedBy: "U3")
          ]
        }
        _ = try log.append(
          draft, to: &transaction, clock: OffsetInstant(rfc3339: "2026-03-01T12:00:00.5Z")!)
      }
    }
    connection = try Connection(
      TableSource(
        environment: environment, rows: row, indexes: index, meta: log.meta, tables: [],
        log: .init(log, kinds: ["client", "session"], types: [Self.seen, Self.lost]),
        local: { OffsetInstant(instant: $0, offsetMinutes: 0) }))
  }

  @Test func `an entry that leads to another version of its stream is damage, not a row twice`()
    throws
  {
    var first = Key([1])
    first.append("S1")
    var second = first
    first.append(UInt64(1))
    second.append(UInt64(2))
    let (one, two, stream) = (first, second, log.stream)
    try environment.write(label: "test") {
      (transaction: inout WriteTransaction) throws(LMDBError) in
      let position = try transaction.get(stream, one)!.withUnsafeBytes { Array($0) }
      try transaction.put(stream, two, position)
    }
    #expect {
      try connection.rows(of: "select position from events where stream = 'session/S1'")
    } throws: {
      ($0 as? SQLError)?.message == "events is damaged: the stream table leads to another event"
    }
  }

  @Test func `every field of the envelope is a column, and the data is JSON`() throws {
    #expect(
      try connection.rows(of: "select * from events where position = 4") == [
        [
          "int 4", "text client/S4", "text client", "text S4", "int 1", "text thing-seen", "int 1",
          "text 2026-03-01 09:05:04", "int 60", "text day", "text 2026-03-01 12:00:00.5",
          "text 2026-03-01 12:00:00.5", "text U1", "text U2", "text late", "text forgot", "text V1",
          "int 2", "text e-4",
          "text [{\"rule\":9,\"limit\":\"a\\\"b\",\"observed\":\"x\",\"reason\":\"y\",\"authorised_by\":\"U3\"}]",
          "text {\"name\":\"it's \\\"4\\\"\",\"depth\":0.04}",
        ]
      ])
    #expect(
      try connection.rows(
        of: "select late_reason, correlation, causation, event_id, deviations from events limit 1")
        == [["null", "null", "null", "null", "null"]])
  }

  @Test func `data is open to SQLite's JSON`() throws {
    #expect(
      try connection.rows(
        of: "select sum(data ->> 'depth' > 0.25) from events where type = 'thing-seen'")
        == [["int 5"]])
  }

  @Test(arguments: [
    "position = 7", "position between 3 and 6", "stream = 'session/S3'", "stream = 'SESSION/S3'",
    "stream = 'session/S'", "stream = 'nosuch/S3'", "stream = 'session/s3'", "stream = 'session/'",
    "stream in ('session/S3', 'client/S4', 'x', null)", "stream > 'session/S3'", "stream = 3",
    "stream = 'session/S3' collate nocase", "position > 27.5 or stream = 'client/S2'",
    "position = '7'", "position < 'x'", "kind = 'client' and version = 2", "position in (3, 4.5)",
    "stream in (select stream from events where position < 4)", "stream = 'session/S3'||char(0)",
  ])
  func `what is pushed down gives what a scan gives`(condition: String) throws {
    // A limit keeps SQLite from handing the comparison to the table.
    let scanned = "(select * from events limit -1)"
    for order in ["position", "position desc"] {
      let tail = " where \(condition) order by \(order)"
      let found = try connection.rows(of: "select position, stream, id from events" + tail)
      let expected = try connection.rows(of: "select position, stream, id from \(scanned)" + tail)
      #expect(found == expected)
    }
  }

  @Test func `plans use the log's own keys`() throws {
    for (sql, plan) in [
      ("select * from events where position = 7", "position=?"),
      ("select * from events where stream = 'session/S1' order by position", "stream=?"),
      ("select * from events order by position desc limit 3", "all, descending"),
      ("select * from events where position > 20", "position>?"),
    ] {
      let found = try connection.explain(sql)
      #expect(found.hasSuffix(":" + plan))
      #expect(!found.contains("TEMP B-TREE"))
    }
  }

  @Test func `a damaged event and a lost one are errors`() throws {
    let key = withUnsafeBytes(of: UInt64(9).bigEndian) { Array($0) }
    let table = log.log
    try environment.write(label: "test") {
      (transaction: inout WriteTransaction) throws(LMDBError) in
      var value = try transaction.get(table, key.span.bytes)!.withUnsafeBytes { Array($0) }
      value[value.count / 2] ^= 4
      try transaction.put(table, key.span.bytes, value.span.bytes)
    }
    let damaged = #expect(throws: SQLError.self) { try connection.rows(of: "select * from events") }
    #expect(damaged?.kind == .damaged)
    #expect(
      try connection.rows(of: "select count(*) from events where position > 9") == [["int 21"]])
    try environment.write(label: "test") {
      (transaction: inout WriteTransaction) throws(LMDBError) in
      _ = try transaction.delete(table, key.span.bytes)
    }
    let lost = #expect(throws: SQLError.self) { try connection.rows(of: "select * from events") }
    #expect(lost?.message == "events is damaged: 29 rows are there, and 30 were written")
  }

  @Test func `counting and ordering see every event once`() throws {
    #expect(
      try connection.rows(of: "select count(*), max(position) from events") == [
        ["int 30", "int 30"]
      ])
    let down = try connection.rows(of: "select position from events order by position desc")
    #expect(down.count == count && down.first == ["int 30"] && down.last == ["int 1"])
  }
}

extension Folder {
  /// A folder that exists from the start, for a suite's own properties.
  final class Handle {
    let path: String
    init() {
      path =
        FileManager.default.temporaryDirectory
        .appendingPathComponent("clinic-sql-\(UUID().uuidString)").path
      try? FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    }
    deinit { try? FileManager.default.removeItem(atPath: path) }
  }
}
