/// The five kinds of value that SQLite knows (`sqlite3_column_type`).
public enum SQLKind: Hashable, Sendable {
  case null, integer, real, text, blob
}

/// One value on its way into or out of a statement.
public enum SQLValue: Hashable, Sendable {
  case null
  case integer(Int64)
  case real(Double)
  case text(String)
  case blob([UInt8])

  /// Which of the five kinds it is.
  public var kind: SQLKind {
    switch self {
    case .null: .null
    case .integer: .integer
    case .real: .real
    case .text: .text
    case .blob: .blob
    }
  }
}
