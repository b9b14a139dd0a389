import CSQLite
import ClinicSQL
import ClinicStore
import EventLog
import LMDB
import Records

/// SQLite with WAL and synchronous=FULL, with the stand's rows in tables of its own.
final class SQLitePeer {
  let path: String
  private let handle: OpaquePointer

  init(path: String) throws {
    self.path = path
    var handle: OpaquePointer?
    guard sqlite3_open(path, &handle) == SQLITE_OK, let handle else {
      throw Refusal("SQLite does not open \(path)")
    }
    self.handle = handle
    try run("pragma journal_mode=wal")
    try run("pragma synchronous=full")
  }

  /// Makes tables as a clinic would on SQLite alone, and copies the stand's events and rows.
  convenience init(copying stand: Stand, to name: String) throws {
    try self.init(path: "\(stand.folder)/\(name)")
    try run("begin")
    for statement in RelationalSchema.log(bytes: "blob") { try run(statement) }
    try copyLog(stand)
    for name in RelationalSchema.tables {
      guard let table = stand.database.catalog.table(named: name) else {
        throw Refusal("there is no table \(name)")
      }
      for statement in RelationalSchema.statements(of: table) { try run(statement) }
      try copy(table, from: stand.database)
    }
    try run("commit")
    try run("analyze")
    try run("pragma wal_checkpoint(truncate)")
  }

  deinit { sqlite3_close_v2(handle) }

  func run(_ sql: String) throws {
    guard sqlite3_exec(handle, sql, nil, nil, nil) == SQLITE_OK else { throw refusal }
  }

  func prepare(_ sql: String) throws -> NativeStatement {
    var statement: OpaquePointer?
    guard sqlite3_prepare_v2(handle, sql, -1, &statement, nil) == SQLITE_OK, let statement else {
      throw refusal
    }
    return NativeStatement(statement)
  }

  private var refusal: Refusal { Refusal("SQLite: " + String(cString: sqlite3_errmsg(handle))) }

  private func copyLog(_ stand: Stand) throws {
    let insert = try prepare("insert into log values (?, ?, ?, ?, ?)")
    try stand.store.environment.read { (txn) throws(LogError) in
      try stand.store.log.forEach(in: txn.view) { event throws(LogError) in
        insert.bind(Int64(event.position), at: 1)
        insert.bind("\(event.kind)/\(event.streamID)", at: 2)
        insert.bind(Int64(event.version), at: 3)
        insert.bind(Int64(event.type), at: 4)
        insert.bind(event.record.withUnsafeBytes { Array($0) }, at: 5)
        insert.runOnce()
        return .next
      }
    }
  }

  private func copy(_ table: Catalog.Table, from database: Connection) throws {
    let columns = table.columns.filter { !$0.isHidden }
    let marks = columns.map { _ in "?" }.joined(separator: ", ")
    let insert = try prepare("insert into \(table.name) values (\(marks))")
    let names = columns.map { "\"\($0.name)\"" }.joined(separator: ", ")
    guard let rows = try database.prepare("select \(names) from \(table.name)") else { return }
    while try rows.step() {
      for place in columns.indices {
        switch rows.value(at: place) {
        case .null: insert.bindNull(at: place + 1)
        case .integer(let integer): insert.bind(integer, at: place + 1)
        case .real(let real): insert.bind(real, at: place + 1)
        case .text(let text): insert.bind(text, at: place + 1)
        case .blob(let bytes): insert.bind(bytes, at: place + 1)
        }
      }
      insert.runOnce()
    }
  }
}
