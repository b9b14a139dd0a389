import CSQLite

/// SQLite with WAL and synchronous=FULL: the same events and rows in tables of its own.
final class Peer {
  private var handle: OpaquePointer?
  private var statements: [String: OpaquePointer] = [:]

  init(path: String) {
    check(sqlite3_open(path, &handle))
    run("pragma journal_mode=wal")
    run("pragma synchronous=full")
    run(
      """
      create table log (position integer primary key, stream text, version integer, type integer,
        record blob);
      create unique index log_stream on log (stream, version);
      create table sessions (id text primary key, client text, status text, record blob)
        without rowid;
      create index sessions_client on sessions (client);
      create table pains (position integer primary key, session text, client text,
        phase text, score integer, occurred_at text, recorded_at text, recorded_by text);
      create index pains_session on pains (session);
      create index pains_client on pains (client);
      """)
  }

  deinit {
    statements.values.forEach { sqlite3_finalize($0) }
    sqlite3_close(handle)
  }

  func run(_ sql: String) { check(sqlite3_exec(handle, sql, nil, nil, nil)) }

  /// Runs a statement that was prepared before, and gives the rows it stepped over.
  @discardableResult
  func step(_ sql: String, _ values: [Value] = []) -> Int {
    let statement = statements[sql] ?? prepare(sql)
    for (index, value) in values.enumerated() {
      switch value {
      case .integer(let integer): sqlite3_bind_int64(statement, Int32(index + 1), integer)
      case .text(let text):
        sqlite3_bind_text(statement, Int32(index + 1), text, -1, Self.transient)
      case .blob(let bytes):
        sqlite3_bind_blob(statement, Int32(index + 1), bytes, Int32(bytes.count), Self.transient)
      }
    }
    var rows = 0
    var result = sqlite3_step(statement)
    while result == SQLITE_ROW {
      rows += 1
      for column in 0..<sqlite3_column_count(statement) {
        _ = sqlite3_column_type(statement, column)
      }
      result = sqlite3_step(statement)
    }
    precondition(result == SQLITE_DONE, String(cString: sqlite3_errmsg(handle)))
    sqlite3_reset(statement)
    return rows
  }

  enum Value {
    case integer(Int64)
    case text(String)
    case blob([UInt8])
  }

  private static let transient = unsafeBitCast(-1, to: sqlite3_destructor_type.self)

  private func prepare(_ sql: String) -> OpaquePointer? {
    var statement: OpaquePointer?
    check(sqlite3_prepare_v2(handle, sql, -1, &statement, nil))
    statements[sql] = statement
    return statement
  }

  private func check(_ result: Int32) {
    precondition(result == SQLITE_OK, String(cString: sqlite3_errmsg(handle)))
  }
}
