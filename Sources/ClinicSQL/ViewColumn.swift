import CSQLite

/// A column of a view, as its SELECT gives it.
struct ViewColumn {
  /// What a comparison with the column does to the other side.
  enum Affinity {
    case number, text
  }

  let name: String
  /// TEXT, INTEGER or REAL of the table's column that it is; empty where it is worked out.
  let declaredType: String
  /// The table that it comes from unchanged, if it does.
  let table: String?
  /// The column that it comes from unchanged, if it does.
  let origin: String?

  /// Nil where it is worked out.
  var affinity: Affinity? {
    switch declaredType {
    case "TEXT": .text
    case "INTEGER", "REAL": .number
    default: nil
    }
  }

  /// The columns of a prepared SELECT.
  static func all(of statement: OpaquePointer) -> [ViewColumn] {
    (0..<sqlite3_column_count(statement)).map { place in
      func text(_ pointer: UnsafePointer<CChar>?) -> String? { pointer.map { String(cString: $0) } }
      return ViewColumn(
        name: text(sqlite3_column_name(statement, place)) ?? "",
        declaredType: text(sqlite3_column_decltype(statement, place)) ?? "",
        table: text(sqlite3_column_table_name(statement, place)),
        origin: text(sqlite3_column_origin_name(statement, place)))
    }
  }
}
