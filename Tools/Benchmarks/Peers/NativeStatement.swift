import CSQLite

/// A statement of SQLite's own, used as its C API is meant to be.
final class NativeStatement {
  private let handle: OpaquePointer

  init(_ handle: OpaquePointer) { self.handle = handle }

  deinit { sqlite3_finalize(handle) }

  func bind(_ integer: Int64, at index: Int) { sqlite3_bind_int64(handle, Int32(index), integer) }

  func bind(_ real: Double, at index: Int) { sqlite3_bind_double(handle, Int32(index), real) }

  func bind(_ text: String, at index: Int) {
    sqlite3_bind_text(handle, Int32(index), text, -1, Self.copied)
  }

  func bind(_ bytes: [UInt8], at index: Int) {
    sqlite3_bind_blob(handle, Int32(index), bytes, Int32(bytes.count), Self.copied)
  }

  func bindNull(at index: Int) { sqlite3_bind_null(handle, Int32(index)) }

  /// Whether there is a row; after the last, and after an error, the statement is reset.
  func step() -> Bool {
    let result = sqlite3_step(handle)
    if result == SQLITE_ROW { return true }
    sqlite3_reset(handle)
    precondition(result == SQLITE_DONE, "SQLite: \(String(cString: sqlite3_errstr(result)))")
    return false
  }

  func reset() { sqlite3_reset(handle) }

  func runOnce() { while step() {} }

  var columnCount: Int { Int(sqlite3_column_count(handle)) }

  /// Looks at a column of the row as a reader of it would: its text's bytes, or its number.
  func touch(_ column: Int) {
    if sqlite3_column_type(handle, Int32(column)) == SQLITE_TEXT {
      _ = sqlite3_column_text(handle, Int32(column))
      _ = sqlite3_column_bytes(handle, Int32(column))
    } else {
      _ = sqlite3_column_double(handle, Int32(column))
    }
  }

  /// The row as text, for a comparison of answers.
  var row: [String] {
    (0..<columnCount).map { column in
      sqlite3_column_text(handle, Int32(column)).map { String(cString: $0) } ?? "∅"
    }
  }

  private static let copied = unsafeBitCast(-1, to: sqlite3_destructor_type.self)
}
