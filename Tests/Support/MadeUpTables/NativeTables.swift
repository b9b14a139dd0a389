import CSQLite
package import ClinicSQL
import Records

/// The same rows in tables that are SQLite's own: what every answer is compared with.
package final class NativeTables {
  private let handle: OpaquePointer

  /// No tables yet.
  package init() throws {
    var opened: OpaquePointer?
    guard
      sqlite3_open_v2(
        ":memory:", &opened, SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_MEMORY, nil)
        == SQLITE_OK, let opened
    else { throw NativeError(message: "open") }
    handle = opened
    stipple_leave_out_bloom_filters(opened)
  }

  /// The same rows as a ``MadeUpStore`` of them has.
  package convenience init(_ rows: [MadeUp.Row]) throws {
    try self.init()
    for (_, type) in MadeUp.tables {
      let columns = type.fields.map { field in "\"\(field.name)\" \(Self.declared(field))" }
      try run("create table \(type.name) (\(columns.joined(separator: ", ")))")
    }
    try run("begin")
    for row in rows {
      let type = MadeUp.tables[row.table].record
      let values = zip(type.fields, row.cells).map(Self.literal)
      try run("insert into \(type.name) values (\(values.joined(separator: ", ")))")
    }
    try run("commit")
  }

  deinit { sqlite3_close_v2(handle) }

  /// Adds a table of columns, each with its declared type, and its rows.
  package func add(
    _ name: String, _ columns: [(name: String, type: String)], _ rows: [[SQLValue]]
  ) throws {
    let declared = columns.map { "\"\($0.name)\" \($0.type)" }
    try run("create table \"\(name)\" (\(declared.joined(separator: ", ")))")
    var statement: OpaquePointer?
    let places = columns.map { _ in "?" }.joined(separator: ", ")
    guard
      sqlite3_prepare_v2(
        handle, "insert into \"\(name)\" values (\(places))", -1, &statement, nil) == SQLITE_OK
    else { throw NativeError(message: String(cString: sqlite3_errmsg(handle))) }
    defer { sqlite3_finalize(statement) }
    for row in rows {
      for (place, value) in row.enumerated() {
        let number = Int32(place + 1)
        switch value {
        case .null: sqlite3_bind_null(statement, number)
        case .integer(let integer): sqlite3_bind_int64(statement, number, integer)
        case .real(let real): sqlite3_bind_double(statement, number, real)
        case .text(let text):
          sqlite3_bind_text(
            statement, number, text, -1, unsafeBitCast(-1, to: sqlite3_destructor_type.self))
        case .blob: throw NativeError(message: "no column holds a blob")
        }
      }
      guard sqlite3_step(statement) == SQLITE_DONE else {
        throw NativeError(message: String(cString: sqlite3_errmsg(handle)))
      }
      sqlite3_reset(statement)
    }
  }

  /// The rows of an answer, each value spelt with its kind.
  package func rows(of sql: String) throws -> [[String]] {
    var statement: OpaquePointer?
    guard sqlite3_prepare_v2(handle, sql, -1, &statement, nil) == SQLITE_OK else {
      throw NativeError(message: String(cString: sqlite3_errmsg(handle)))
    }
    defer { sqlite3_finalize(statement) }
    var rows: [[String]] = []
    while true {
      switch sqlite3_step(statement) {
      case SQLITE_ROW:
        rows.append((0..<sqlite3_column_count(statement)).map { Self.value(statement, $0) })
      case SQLITE_DONE: return rows
      default: throw NativeError(message: String(cString: sqlite3_errmsg(handle)))
      }
    }
  }

  private func run(_ sql: String) throws {
    guard sqlite3_exec(handle, sql, nil, nil, nil) == SQLITE_OK else {
      throw NativeError(message: String(cString: sqlite3_errmsg(handle)) + " in " + sql)
    }
  }

  private static func value(_ statement: OpaquePointer?, _ column: Int32) -> String {
    switch sqlite3_column_type(statement, column) {
    case SQLITE_NULL: "null"
    case SQLITE_INTEGER: "int \(sqlite3_column_int64(statement, column))"
    case SQLITE_FLOAT: "real \(sqlite3_column_double(statement, column))"
    case SQLITE_TEXT:
      "text "
        + String(
          decoding: UnsafeBufferPointer(
            start: sqlite3_column_text(statement, column),
            count: Int(sqlite3_column_bytes(statement, column))), as: UTF8.self)
    default: "blob of \(sqlite3_column_bytes(statement, column))"
    }
  }

  private static func declared(_ field: Field) -> String {
    switch field.kind {
    case .boolean, .integer: "INTEGER"
    case .decimal: "REAL"
    default: "TEXT"
    }
  }

  private static func literal(_ field: Field, _ cell: Cell) -> String {
    switch (cell, field.kind) {
    case (.null, _): return "null"
    case (.number(let units), .decimal(let scale)):
      return "\(ScaledDecimal(units: units, scale: scale))"
    case (.number(let days), .date): return "'\(CalendarDate(days: days).iso)'"
    case (.number(let time), .instant): return "'\(Instant(microseconds: time).sql)'"
    case (.number(let code), .enumeration(let type)): return "'\(type.words[Int(code)])'"
    case (.number(.min), _): return "(-9223372036854775807 - 1)"
    case (.number(let number), _): return "\(number)"
    case (.text(let text), _): return text.quoted
    case (.words(let codes), _):
      return ("[" + codes.map { "\"\(MadeUp.zone.words[Int($0)])\"" }.joined(separator: ",") + "]")
        .quoted
    case (.part(let name, let percent), _):
      let tail = percent.map { ",\"percent\":\(ScaledDecimal(units: $0, scale: 1))" } ?? ""
      return "{\"name\":\"\(name)\"\(tail)}".quoted
    }
  }
}

/// What SQLite says is wrong.
package struct NativeError: Error {
  package var message: String

  /// An error by its message.
  package init(message: String) { self.message = message }
}

extension String {
  /// The text as SQL writes it.
  package var quoted: String {
    "'" + split(separator: "'", omittingEmptySubsequences: false).joined(separator: "''") + "'"
  }
}
