import CSQLite
public import ClinicStore

/// SQLite over a store's tables: an in-memory connection that can read and nothing else.
///
/// For one thread. Statements keep it alive.
public final class Connection {
  /// What one connection, or the process, may take.
  public struct Limits: Sendable {
    /// Bytes of memory that SQLite may use in this process (`sqlite3_hard_heap_limit64`).
    public var memory: Int64 = 512 << 20
    /// Bytes of one value or one row of a result.
    public var length: Int32 = 64 << 20
    /// Bytes of one statement's text.
    public var sqlLength: Int32 = 1 << 20

    /// The limits that suit a person at a terminal.
    public init() {}
  }

  /// What tables and views there are.
  public private(set) lazy var catalog = Catalog(
    tables.map(\.module.shape), histories.map(\.module.shape), views)
  /// The names of the functions that a statement may call.
  public private(set) lazy var functions = authorizer.trusting {
    Set(Self.strings("select name from pragma_function_list", of: handle))
      .filter(Authorizer.allows(function:)).sorted()
  }

  let reading: ReadSession
  let flag = Interruption.Flag()
  let handle: OpaquePointer
  /// What is called while a statement runs.
  var waiting: Waiting?
  private let authorizer: Authorizer
  private let context: Functions.Context
  private let tables: [OfferedModule<TableModule>]
  private let histories: [OfferedModule<HistoryModule>]
  private let views: [ViewModule]
  /// The tables and views that take a moment, and nothing else, as their argument.
  private let momentTakers: Set<String>
  /// Modules of SQLite's own that no statement has named yet.
  private var undeclared = Authorizer.builtInModules

  /// Opens the tables of a source.
  public init(_ source: TableSource, limits: Limits = Limits()) throws(SQLError) {
    sqlite3_hard_heap_limit64(limits.memory)
    var opened: OpaquePointer?
    let flags =
      SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_MEMORY | SQLITE_OPEN_NOMUTEX
    guard sqlite3_open_v2(":memory:", &opened, flags, nil) == SQLITE_OK, let handle = opened else {
      sqlite3_close_v2(opened)
      throw SQLError(.internal, "SQLite cannot be opened")
    }
    self.handle = handle
    reading = ReadSession(source, flag: flag)
    context = Functions.Context(local: source.local)
    let shapes = source.shapes
    let past = source.past == nil ? [] : source.tables.map(HistoryShape.kind)
    let names =
      shapes.map(\.name) + source.views.map(\.name)
      + zip(shapes, past).compactMap { $1 == nil ? nil : HistoryShape.name(of: $0.name) }
    let authorizer = Authorizer(tables: names)
    self.authorizer = authorizer
    momentTakers = Set(names)
    let tables = shapes.map { [reading] shape in
      OfferedModule(shape.name) { TableModule(shape.make(), reading, authorizer) }
    }
    self.tables = tables
    histories = zip(tables, past).compactMap { [reading] table, kind in
      guard let kind else { return nil }
      return OfferedModule(HistoryShape.name(of: table.name)) {
        guard let shape = HistoryShape(table.module.shape, kind: kind) else {
          preconditionFailure("\(table.name) has rows without id or version")
        }
        return HistoryModule(shape, reading, authorizer)
      }
    }
    views = source.views.map { [reading] in ViewModule($0, reading, on: handle, authorizer) }

    Self.harden(handle, limits)
    var rc = Functions.install(on: handle, context)
    for table in tables where rc == SQLITE_OK { rc = TableModule.register(table, on: handle) }
    for history in histories where rc == SQLITE_OK {
      rc = HistoryModule.register(history, on: handle)
    }
    for view in views where rc == SQLITE_OK { rc = view.register() }
    guard rc == SQLITE_OK else {
      throw SQLError(.internal, String(cString: sqlite3_errmsg(handle)))
    }
    authorizer.install(on: handle)
  }

  deinit {
    for view in views { view.finalize() }
    sqlite3_close_v2(handle)
  }

  /// What stops a running query; may be used from a signal's handler while the connection lives.
  public var interruption: Interruption { Interruption(connection: handle, flag: flag) }

  /// Forgets an interruption that came when nothing was running.
  public func clearInterruption() { flag.isSet = false }

  /// Whether a statement holds the read transaction.
  public var isReading: Bool { reading.holders > 0 }

  /// What tables and views are asked about where a statement names no moment; nil is now.
  ///
  /// To be set while no statement runs.
  public var moment: Moment? {
    get { reading.moment }
    set {
      precondition(!isReading, "the moment changes under a running statement")
      reading.moment = newValue
    }
  }

  /// The position of the last event that the statement which ran last could see; nil before the first.
  public var lastHead: UInt64? { reading.lastHead?.position }

  /// Prepares the first statement of a text; nil if there is none in it.
  ///
  /// Throws what SQLite makes of it, in words for the person who wrote it.
  public func prepare(_ sql: String) throws(SQLError) -> Statement? {
    guard !sql.utf8.contains(0) else { throw SQLError(.sql, "the statement holds a NUL character") }
    var text = sql
    while true {
      if let refusal = SQLDiagnosis.refusal(of: text, takingMoments: momentTakers) {
        throw refusal.moved(sql, to: text)
      }
      declareBuiltIns(namedIn: text)
      authorizer.reset()
      // Costs come from the counts as they are now.
      reading.refreshCounts()
      let (rc, statement, used) = compile(text)
      guard rc == SQLITE_OK else { throw diagnosis(rc, text).moved(sql, to: text) }
      let tail = String(decoding: text.utf8.dropFirst(used), as: UTF8.self)
      if let statement {
        guard sqlite3_stmt_readonly(statement) != 0 else {
          sqlite3_finalize(statement)
          throw SQLError.readOnly
        }
        let own = String(decoding: text.utf8.prefix(used), as: UTF8.self)
        return Statement(statement, sql: own, tail: tail, of: self)
      }
      guard !tail.isEmpty, used > 0 else { return nil }
      text = tail
    }
  }

  /// How a statement would be answered, one step a line (`EXPLAIN QUERY PLAN`).
  public func explain(_ sql: String) throws(SQLError) -> String {
    guard let statement = try prepare("explain query plan " + sql) else { return "" }
    var depths: [Int64: Int] = [0: -1]
    var lines: [String] = []
    while try statement.step() {
      let depth = (depths[statement.integer(at: 1)] ?? -1) + 1
      depths[statement.integer(at: 0)] = depth
      lines.append(String(repeating: "  ", count: depth) + statement.text(at: 3))
    }
    return lines.joined(separator: "\n")
  }

  /// Whether a text ends in a semicolon outside of quotes and comments (`sqlite3_complete`).
  public static func isComplete(_ sql: String) -> Bool { sqlite3_complete(sql) == 1 }

  /// Whether a text holds only blanks, comments and semicolons.
  public static func isBlank(_ sql: String) -> Bool {
    SQLToken.all(of: sql).allSatisfy { $0.kind == .symbol && $0.text == ";" }
  }

  /// The error of a step or a bind that failed.
  func failure(_ rc: Int32, of statement: OpaquePointer? = nil) -> SQLError {
    if rc == SQLITE_INTERRUPT { return SQLDiagnosis.interrupted }
    if rc == SQLITE_AUTH, let denial = authorizer.denial { return denial.error }
    let message = String(cString: sqlite3_errmsg(handle))
    if let refusal = reading.refusal, refusal.message == message {
      return refusal.error(of: statement.map(Self.expanded) ?? "")
    }
    return SQLDiagnosis.failure(rc, message)
  }

  /// A statement's text with what its parameters are bound to (`sqlite3_expanded_sql`).
  private static func expanded(_ statement: OpaquePointer) -> String {
    guard let text = sqlite3_expanded_sql(statement) else { return "" }
    defer { sqlite3_free(text) }
    return String(cString: text)
  }

  private func compile(_ sql: String) -> (rc: Int32, statement: OpaquePointer?, used: Int) {
    var statement: OpaquePointer?
    var sql = sql
    var used = 0
    let rc = sql.withUTF8 { bytes in
      bytes.withMemoryRebound(to: CChar.self) { text in
        var tail: UnsafePointer<CChar>?
        let rc = sqlite3_prepare_v3(
          handle, text.baseAddress, Int32(clamping: text.count), 0, &statement, &tail)
        if let tail, let start = text.baseAddress { used = tail - start }
        return rc
      }
    }
    return (rc, statement, used)
  }

  private func diagnosis(_ rc: Int32, _ sql: String) -> SQLError {
    let message = String(cString: sqlite3_errmsg(handle))
    if let table = message.split(separator: "vtable constructor failed: ").first,
      message.hasPrefix("vtable constructor failed: ")
    {
      return SQLError(.notAllowed, "the table \(table) is switched off here")
    }
    let offset = Int(sqlite3_error_offset(handle))
    if var error = authorizer.denial?.error {
      if offset >= 0 { error.offset = offset }
      return error
    }
    guard rc == SQLITE_ERROR else { return failure(rc) }
    return SQLDiagnosis(sql, catalog: catalog, functions: functions)
      .error(message, offset: offset < 0 ? nil : offset)
  }
}

extension Connection {
  /// Has SQLite's own modules that a text names declare their tables, which the authorizer would take
  /// for writes: theirs it cannot tell from a statement's.
  private func declareBuiltIns(namedIn sql: String) {
    guard !undeclared.isEmpty else { return }
    for token in SQLToken.all(of: sql) where token.isName {
      guard let name = undeclared.remove(token.text.lowercased()) else { continue }
      _ = authorizer.trusting { Self.strings("select 1 from \(name) limit 0", of: handle) }
    }
  }

  private static func harden(_ handle: OpaquePointer, _ limits: Limits) {
    for option in [
      SQLITE_DBCONFIG_DQS_DML, SQLITE_DBCONFIG_DQS_DDL, SQLITE_DBCONFIG_TRUSTED_SCHEMA,
      SQLITE_DBCONFIG_ENABLE_LOAD_EXTENSION, SQLITE_DBCONFIG_ENABLE_FTS3_TOKENIZER,
      SQLITE_DBCONFIG_ENABLE_TRIGGER, SQLITE_DBCONFIG_WRITABLE_SCHEMA,
    ] {
      stipple_db_config_bool(handle, option, 0)
    }
    stipple_db_config_bool(handle, SQLITE_DBCONFIG_DEFENSIVE, 1)
    stipple_leave_out_bloom_filters(handle)
    // Debian's build would sort clients' data into files of /var/tmp, even here.
    sqlite3_exec(handle, "pragma temp_store = memory; pragma query_only = 1", nil, nil, nil)
    for (limit, value) in [
      (SQLITE_LIMIT_LENGTH, limits.length), (SQLITE_LIMIT_SQL_LENGTH, limits.sqlLength),
      (SQLITE_LIMIT_ATTACHED, 0), (SQLITE_LIMIT_WORKER_THREADS, 0), (SQLITE_LIMIT_TRIGGER_DEPTH, 1),
      (SQLITE_LIMIT_EXPR_DEPTH, 500), (SQLITE_LIMIT_LIKE_PATTERN_LENGTH, 10_000),
      (SQLITE_LIMIT_VDBE_OP, 5_000_000),
    ] {
      sqlite3_limit(handle, limit, value)
    }
    // One transaction of SQLite's own, over its empty database, for as long as the connection lives:
    // each statement would begin and end one else, at a tenth of the cost of a row by its key. A
    // failure that SQLite answers by taking everything back ends it, which costs no more than that.
    sqlite3_exec(handle, "begin", nil, nil, nil)
  }

  /// The first column of a statement of our own, that the authorizer lets through.
  private static func strings(_ sql: String, of handle: OpaquePointer) -> [String] {
    var statement: OpaquePointer?
    guard sqlite3_prepare_v2(handle, sql, -1, &statement, nil) == SQLITE_OK else { return [] }
    defer { sqlite3_finalize(statement) }
    var result: [String] = []
    while sqlite3_step(statement) == SQLITE_ROW {
      if let text = sqlite3_column_text(statement, 0) { result.append(String(cString: text)) }
    }
    return result
  }
}
