import CSQLite
import Records

/// One prepared statement and the place where its reading stands.
///
/// The first step opens the connection's read transaction unless another statement holds it; it is
/// let go once no statement is running, after this one's reset.
public final class Statement {
  /// A column of the result.
  public struct Column: Hashable, Sendable {
    /// The heading: the alias or, without one, the expression as written.
    public let name: String
    /// The table that it comes from unchanged, if it does.
    public let table: String?
    /// The column that it comes from unchanged, if it does.
    public let origin: String?
    /// TEXT, INTEGER or REAL of that column.
    public let declaredType: String?
  }

  private enum State {
    case ready, running, done
  }

  /// The statement alone, without what follows it.
  public let sql: String
  /// What follows it in the text that was given.
  public let tail: String
  /// The columns of the result, in order.
  public let columns: [Column]
  /// The parameters' names with their `:`, `@`, `$` or `?`; index 1 comes first.
  public let parameters: [String]

  private let connection: Connection
  private let reading: ReadSession
  private let handle: OpaquePointer
  private var state = State.ready
  /// Whether the parameter of each index has a value.
  private var isBound: [Bool]

  init(_ handle: OpaquePointer, sql: String, tail: String, of connection: Connection) {
    self.handle = handle
    self.sql = sql
    self.tail = tail
    self.connection = connection
    reading = connection.reading
    columns = (0..<sqlite3_column_count(handle)).map { index in
      Column(
        name: sqlite3_column_name(handle, index).map { String(cString: $0) } ?? "",
        table: sqlite3_column_table_name(handle, index).map { String(cString: $0) },
        origin: sqlite3_column_origin_name(handle, index).map { String(cString: $0) },
        declaredType: sqlite3_column_decltype(handle, index).map { String(cString: $0) })
    }
    parameters = (0..<sqlite3_bind_parameter_count(handle)).map { index in
      sqlite3_bind_parameter_name(handle, index + 1).map { String(cString: $0) } ?? "?\(index + 1)"
    }
    isBound = Array(repeating: false, count: parameters.count)
    // `@3041` unquoted is a parameter to SQLite and a position to everyone else.
    for (place, name) in parameters.enumerated() where name.first == "@" {
      guard let position = Int64(name.dropFirst()) else { continue }
      sqlite3_bind_int64(handle, Int32(place + 1), position)
      isBound[place] = true
    }
  }

  deinit {
    sqlite3_finalize(handle)
    if state == .running { reading.end() }
  }

  /// The parameters that have no value yet, and so read as NULL.
  public var unboundParameters: [String] {
    parameters.indices.filter { !isBound[$0] }.map { parameters[$0] }
  }

  /// Gives the parameter of an index, from 1, its value.
  ///
  /// A statement that is running is reset first.
  public func bind(_ value: SQLValue, at index: Int) throws(SQLError) {
    reset()
    guard parameters.indices.contains(index - 1) else {
      throw SQLError(.sql, "the statement has \(parameters.count) parameters, not \(index)")
    }
    let place = Int32(index)
    let rc =
      switch value {
      case .null: sqlite3_bind_null(handle, place)
      case .integer(let number): sqlite3_bind_int64(handle, place, number)
      case .real(let number): sqlite3_bind_double(handle, place, number)
      case .text(let text): bind(text, at: place)
      case .blob(let bytes):
        bytes.withUnsafeBytes {
          // A null pointer would bind NULL, so an empty blob needs the other call.
          $0.isEmpty
            ? sqlite3_bind_zeroblob(handle, place, 0)
            : sqlite3_bind_blob64(handle, place, $0.baseAddress, UInt64($0.count), transient)
        }
      }
    guard rc == SQLITE_OK else { throw connection.failure(rc) }
    isBound[index - 1] = true
  }

  /// Gives the parameter of a name its value; the name may leave out its `:`, `@` or `$`.
  public func bind(_ value: SQLValue, named name: String) throws(SQLError) {
    let found = parameters.firstIndex { $0 == name || String($0.dropFirst()) == name }
    guard let found else {
      let nearest = Suggestion.nearest(to: name, among: parameters.map { String($0.dropFirst()) })
      throw SQLError(
        .sql, "no such parameter: \(name)",
        hint: nearest.map { "did you mean \($0)?" }
          ?? (parameters.isEmpty ? nil : "there is " + Suggestion.list(parameters)))
    }
    try bind(value, at: found + 1)
  }

  /// Goes to the next row; false after the last one (`sqlite3_step`).
  ///
  /// After false or an error the statement is reset and holds no transaction; it answers false until
  /// `reset()`.
  public func step() throws(SQLError) -> Bool {
    switch state {
    case .done: return false
    case .running: break
    case .ready:
      try reading.begin()
      state = .running
    }
    let rc = connection.flag.isSet ? SQLITE_INTERRUPT : sqlite3_step(handle)
    switch rc {
    case SQLITE_ROW: return true
    case SQLITE_DONE:
      finish(.done)
      return false
    default:
      let error = connection.failure(rc, of: handle)
      finish(.done)
      throw error
    }
  }

  /// Makes it ready to run again with the same values (`sqlite3_reset`).
  public func reset() {
    finish(.ready)
  }

  private func finish(_ next: State) {
    if state == .running {
      sqlite3_reset(handle)
      // Only now: cursors and sorters that hold the transaction's bytes are closed by the reset.
      reading.end()
    }
    state = next
  }

  private func bind(_ text: String, at place: Int32) -> Int32 {
    var text = text
    return text.withUTF8 { bytes in
      guard let start = bytes.baseAddress else {
        return sqlite3_bind_text(handle, place, "", 0, nil)
      }
      return start.withMemoryRebound(to: CChar.self, capacity: bytes.count) {
        sqlite3_bind_text64(
          handle, place, $0, UInt64(bytes.count), transient, UInt8(SQLITE_UTF8))
      }
    }
  }
}

extension Statement {
  /// The kind of a column's value in this row (`sqlite3_column_type`).
  public func kind(at column: Int) -> SQLKind {
    switch sqlite3_column_type(handle, Int32(column)) {
    case SQLITE_INTEGER: .integer
    case SQLITE_FLOAT: .real
    case SQLITE_TEXT: .text
    case SQLITE_BLOB: .blob
    default: .null
    }
  }

  /// A column's value in this row, copied.
  public func value(at column: Int) -> SQLValue {
    switch kind(at: column) {
    case .null: .null
    case .integer: .integer(integer(at: column))
    case .real: .real(real(at: column))
    case .text: .text(text(at: column))
    case .blob: .blob(withBytes(at: column) { Array($0) })
    }
  }

  /// The value as a whole number, by SQLite's conversions (`sqlite3_column_int64`).
  public func integer(at column: Int) -> Int64 { sqlite3_column_int64(handle, Int32(column)) }

  /// The value as a real number, by SQLite's conversions (`sqlite3_column_double`).
  public func real(at column: Int) -> Double { sqlite3_column_double(handle, Int32(column)) }

  /// The value as text, by SQLite's conversions; bytes that are not UTF-8 become U+FFFD.
  public func text(at column: Int) -> String {
    withBytes(at: column) { String(decoding: $0, as: UTF8.self) }
  }

  /// The bytes of a text (UTF-8) or blob where they lie, for as long as `body` runs.
  public func withBytes<Result>(
    at column: Int, _ body: (UnsafeRawBufferPointer) -> Result
  ) -> Result {
    let index = Int32(column)
    // Of text, its UTF-8; of a number, that of its digits. The pointer first: asking for it may
    // convert the value and so change its length.
    let start = sqlite3_column_blob(handle, index)
    let count = start == nil ? 0 : Int(sqlite3_column_bytes(handle, index))
    return body(UnsafeRawBufferPointer(start: start, count: count))
  }
}
