import ClinicSQL

/// The tables that a relational database keeps for the same clinic: the events, and rows as ours.
enum RelationalSchema {
  /// Those of our tables that are asked or written to.
  static let tables = ["sessions", "clients", "pain_scores", "passes", "serums"]

  /// - Parameter bytes: what the database calls a column of bytes.
  static func log(bytes: String) -> [String] {
    [
      """
      create table log (position bigint primary key, stream text not null, version bigint not null,
        type bigint not null, record \(bytes) not null)
      """.replacing("bigint primary", with: bytes == "blob" ? "integer primary" : "bigint primary"),
      "create unique index log_stream on log (stream, version)",
    ]
  }

  /// A table with our columns, keyed as ours is, and an index wherever ours has one.
  static func statements(of table: Catalog.Table, isPostgres: Bool = false) -> [String] {
    let columns = table.columns.filter { !$0.isHidden }
    let isFact = columns.first?.name == "position"
    let key = isFact ? "position, ordinal" : "id"
    let lines =
      columns.map { "\"\($0.name)\" \(isPostgres ? postgresType($0.type) : $0.type)" }
      + ["primary key (\(key))"]
    let ending = isPostgres ? "" : " without rowid"
    return ["create table \(table.name) (\(lines.joined(separator: ", ")))\(ending)"]
      + columns.filter(\.isIndexed).map {
        "create index \(table.name)_\($0.name) on \(table.name) (\"\($0.name)\")"
      }
  }

  private static func postgresType(_ type: String) -> String {
    switch type {
    case "INTEGER": "bigint"
    case "REAL": "double precision"
    default: "text"
    }
  }
}
