import CSQLite
import Clinic
import ClinicStore
import EventLog
import MadeUpTables
import Records
import Testing

/// The histories of a store in tables that are SQLite's own: each state folded anew from the first
/// event, with nothing shared with what is tested.
final class NativeHistory {
  private let handle: OpaquePointer

  /// - Parameter moments: positions; the history as each knew it is the table `sessions_history_41`.
  init(_ store: ClinicStore, moments: [UInt64] = []) throws {
    var opened: OpaquePointer?
    guard sqlite3_open_v2(":memory:", &opened, SQLITE_OPEN_READWRITE, nil) == SQLITE_OK,
      let opened
    else { throw NativeError(message: "open") }
    handle = opened
    var streams: [StreamID: [StoredEvent]] = [:]
    try store.forEachEvent(EventRange()) { event in
      streams[event.envelope.stream, default: []].append(event)
      return true
    }
    for table in TableType.all {
      guard case .state(let kind) = table.kind else { continue }
      for moment in [nil] + moments.map({ $0 as UInt64? }) {
        let name = "\(table.name)_history" + (moment.map { "_\($0)" } ?? "")
        try create(name, table)
        for (stream, events) in streams where stream.streamKind == kind {
          let known = events.filter { $0.envelope.position <= moment ?? .max }
          for place in known.indices { try insert(name, table, stream, known, place) }
        }
      }
    }
  }

  deinit { sqlite3_close_v2(handle) }

  /// The rows of an answer, each value spelt with its kind.
  func rows(of sql: String) throws -> [[String]] {
    var statement: OpaquePointer?
    guard sqlite3_prepare_v2(handle, sql, -1, &statement, nil) == SQLITE_OK else {
      throw NativeError(message: String(cString: sqlite3_errmsg(handle)) + " in " + sql)
    }
    defer { sqlite3_finalize(statement) }
    var rows: [[String]] = []
    while sqlite3_step(statement) == SQLITE_ROW {
      rows.append(
        (0..<sqlite3_column_count(statement)).map { column in
          switch sqlite3_column_type(statement, column) {
          case SQLITE_NULL: "null"
          case SQLITE_INTEGER: "int \(sqlite3_column_int64(statement, column))"
          case SQLITE_FLOAT: "real \(sqlite3_column_double(statement, column))"
          default: "text " + String(cString: sqlite3_column_text(statement, column))
          }
        })
    }
    return rows
  }

  private func run(_ sql: String) throws {
    guard sqlite3_exec(handle, sql, nil, nil, nil) == SQLITE_OK else {
      throw NativeError(message: String(cString: sqlite3_errmsg(handle)) + " in " + sql)
    }
  }

  private func create(_ name: String, _ table: TableType) throws {
    let columns = table.record.fields.filter { !$0.isHidden }.map { field in
      let type =
        switch field.kind {
        case .boolean, .integer: "INTEGER"
        case .decimal: "REAL"
        default: "TEXT"
        }
      return "\"\(field.name)\" \(type)"
    }
    let own = [
      "from_position INTEGER", "to_position INTEGER", "from_at TEXT", "to_at TEXT", "by TEXT",
      "event TEXT", "occurred_at TEXT",
    ]
    try run("create table \(name) (\((columns + own).joined(separator: ", ")))")
  }

  private func insert(
    _ name: String, _ table: TableType, _ stream: StreamID, _ events: [StoredEvent], _ place: Int
  ) throws {
    let kind = try #require(stream.streamKind)
    var state = try #require(ClinicState(kind, id: stream.id))
    for event in try effectiveEvents(Array(events[...place])) { state.take(event) }
    let record = state.encoded()
    let made = events[place].envelope
    let ended = place + 1 < events.count ? events[place + 1].envelope : nil
    var values = try table.record.fields.filter { !$0.isHidden }.map { field in
      try Self.literal(field, table.record.json(ofField: field, in: record.span.bytes))
    }
    values += [
      "\(made.position)", ended.map { "\($0.position)" } ?? "null", made.recordedAt.sql.quoted,
      ended?.recordedAt.sql.quoted ?? "null", made.recordedBy.quoted,
      try #require(EventType.numbered(made.type)).name.quoted, made.occurredAt.sql.quoted,
    ]
    try run("insert into \(name) values (\(values.joined(separator: ", ")))")
  }

  /// A value of JSON as SQL's tables show it.
  private static func literal(_ field: Field, _ json: String) throws -> String {
    switch try JSONValue(parsing: json) {
    case .null: "null"
    case .boolean(let isTrue): isTrue ? "1" : "0"
    case .number(let digits): digits
    case .string(let text):
      if case .instant = field.kind {
        try #require(Instant(rfc3339: text)).sql.quoted
      } else {
        text.quoted
      }
    case .array, .object: json.quoted
    }
  }
}
