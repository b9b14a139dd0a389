import ClinicSQL
import ClinicStore
import EventLog

/// What is asked of a store, and what a sound one answers.
struct Questions {
  /// One statement.
  struct Question: Sendable {
    let sql: String
    /// What the sound store answers, row by row.
    let rows: [String]

    /// Whether these are some of the sound store's rows, none of them more often than there.
    func isShort(_ found: [String]) -> Bool {
      guard found.count < rows.count else { return false }
      var left = rows.reduce(into: [:]) { $0[$1, default: 0] += 1 }
      for row in found {
        guard let count = left[row], count > 0 else { return false }
        left[row] = count - 1
      }
      return true
    }
  }

  private(set) var all: [Question] = []

  /// Asks the sound store: every table whole, each of its rows by key and by index, the past.
  init(_ store: ClinicStore) throws {
    let database = try Connection(store)
    for table in database.catalog.tables {
      switch table.kind {
      case .table:
        try add("select * from \(table.name)", database)
        for column in table.columns where column.isIndexed || column.isKey {
          guard let value = try Self.value(of: column.name, in: table.name, database) else {
            continue
          }
          try add("select * from \(table.name) where \(column.name) = \(value)", database)
        }
      case .history:
        guard table.name == "sessions_history" else { continue }
        try add("select * from sessions_history where id = 'S1'", database)
      case .view:
        break
      }
    }
    let middle = try store.head().position / 2
    for name in ["sessions", "clients", "lots"] {
      try add("select * from \(name)('@\(middle)')", database)
    }
  }

  /// Asks again; nil is an answer that told of damage, else the rows.
  static func rows(_ sql: String, _ database: Connection) throws(SQLError) -> [String] {
    guard let statement = try database.prepare(sql) else { return [] }
    var rows: [String] = []
    while try statement.step() {
      var row = ""
      for column in statement.columns.indices {
        // Not by the value's description, which costs more than the query.
        switch statement.value(at: column) {
        case .null: row += "|"
        case .integer(let number): row += "\(number)|"
        case .real(let number): row += "\(number)|"
        case .text(let text): row += text + "|"
        case .blob(let bytes): row += String(decoding: bytes, as: UTF8.self) + "|"
        }
      }
      rows.append(row)
    }
    return rows
  }

  private mutating func add(_ sql: String, _ database: Connection) throws {
    all.append(Question(sql: sql, rows: try Self.rows(sql, database)))
  }

  /// A value of a column, from the middle of the table, as SQL writes it.
  private static func value(
    of column: String, in table: String, _ database: Connection
  ) throws -> String? {
    let sql = "select quote(\(column)) from \(table) where \(column) is not null"
    guard let statement = try database.prepare(sql) else { return nil }
    var values: [String] = []
    while try statement.step() { values.append(statement.text(at: 0)) }
    return values.isEmpty ? nil : values[values.count / 2]
  }
}
