import CSQLite

/// A view as SQLite's module: eponymous and read-only, its rows those of a SELECT on the same
/// connection, and so in the same read transaction.
///
/// A SQL view would know no moment and take no parameter. Its columns are found when it is first used;
/// to SQLite, ``MomentColumn`` stands before them.
final class ViewModule {
  let view: View
  let reading: ReadSession
  /// Those of the SELECT; empty until the view is first used.
  private(set) var columns: [ViewColumn] = []
  private(set) var names: [String] = []
  private let connection: OpaquePointer
  private let authorizer: Authorizer
  private var key: [Int] = []
  private var plans: [ViewPlan] = []
  private var numbers: [ViewPlan: Int32] = [:]
  /// Prepared statements that no cursor uses, by their text.
  private var idle: [String: [OpaquePointer]] = [:]

  init(
    _ view: View, _ reading: ReadSession, on connection: OpaquePointer, _ authorizer: Authorizer
  ) {
    self.view = view
    self.reading = reading
    self.connection = connection
    self.authorizer = authorizer
  }

  /// Registers it (`sqlite3_create_module_v2`); it must live as long as the connection.
  func register() -> Int32 {
    let user = Unmanaged.passUnretained(self).toOpaque()
    return sqlite3_create_module_v2(connection, view.name, Self.callbacks, user, nil)
  }

  /// Lets go of its statements, before the connection is closed.
  func finalize() {
    for statement in idle.values.joined() { sqlite3_finalize(statement) }
    idle = [:]
  }

  /// The columns, found now if nothing has used the view before.
  func describe() throws(SQLError) -> [ViewColumn] {
    do throws(ScanFailure) { try discover() } catch { throw SQLError(.internal, error.message) }
    return columns
  }

  /// The plan of a number.
  func plan(_ number: Int32) -> ViewPlan { plans[Int(number)] }

  /// A statement that runs nothing yet: one that was let go, or a new one.
  func statement(_ sql: String) throws(ScanFailure) -> OpaquePointer {
    if let statement = idle[sql]?.popLast() { return statement }
    return try prepare(sql)
  }

  /// Takes a statement back.
  func release(_ statement: OpaquePointer, _ sql: String) {
    sqlite3_reset(statement)
    sqlite3_clear_bindings(statement)
    idle[sql, default: []].append(statement)
  }

  /// The failure that a result code of the SELECT stands for.
  func failure(_ code: Int32) -> ScanFailure {
    ScanFailure(code: code, String(cString: sqlite3_errmsg(connection)))
  }

  private func choose(_ info: UnsafeMutablePointer<sqlite3_index_info>) -> Int32 {
    let choice = ViewChoice(info, columns, key: key)
    if choice.moment == .unavailable { return SQLITE_CONSTRAINT }
    let number = numbers[choice.plan] ?? Int32(plans.count)
    if number == plans.count {
      plans.append(choice.plan)
      numbers[choice.plan] = number
    }
    return choice.write(to: info, number: number, names)
  }

  private func discover() throws(ScanFailure) {
    guard columns.isEmpty else { return }
    let statement = try prepare("SELECT * FROM (\n\(view.sql)\n)")
    defer { sqlite3_finalize(statement) }
    let found = ViewColumn.all(of: statement)
    key = view.key.compactMap { name in found.firstIndex { $0.name == name } }
    guard key.count == view.key.count, !key.isEmpty else {
      throw ScanFailure(code: SQLITE_ERROR, "the key of \(view.name) is not among its columns")
    }
    names = found.map(\.name)
    columns = found
  }

  /// Our own text, so nothing that the authorizer need ask about.
  private func prepare(_ sql: String) throws(ScanFailure) -> OpaquePointer {
    var statement: OpaquePointer?
    let rc = authorizer.trusting {
      sqlite3_prepare_v3(
        connection, sql, -1, UInt32(SQLITE_PREPARE_PERSISTENT), &statement, nil)
    }
    guard rc == SQLITE_OK, let statement else { throw failure(rc) }
    return statement
  }

  /// What `sqlite3_declare_vtab` is given: without rowids, SQLite tells rows apart by the key.
  private var declaration: String {
    let key = view.key.map(\.quotedName) + [MomentColumn.name]
    let parts =
      [MomentColumn.declaration] + columns.map { "\($0.name.quotedName) \($0.declaredType)" }
      + ["PRIMARY KEY (\(key.joined(separator: ", ")))"]
    return "CREATE TABLE x(\(parts.joined(separator: ", "))) WITHOUT ROWID"
  }
}

// MARK: - What SQLite calls

/// A view as SQLite holds it: SQLite's own part first.
struct ViewTable {
  var base = sqlite3_vtab()
  let module: Unmanaged<ViewModule>
}

extension ViewModule {
  /// One for all views; SQLite keeps the pointer.
  nonisolated(unsafe) private static let callbacks: UnsafePointer<sqlite3_module> = {
    assert(MemoryLayout<ViewTable>.offset(of: \.base) == 0)
    assert(MemoryLayout<ViewCursor>.offset(of: \.base) == 0)
    var module = sqlite3_module()
    module.iVersion = 3
    module.xConnect = { _, user, _, _, table, message in
      guard let user, let table else { return SQLITE_MISUSE }
      return Unmanaged<ViewModule>.fromOpaque(user).takeUnretainedValue().connect(table, message)
    }
    module.xDisconnect = { table in
      table?.withView { pointer in
        sqlite3_free(pointer.pointee.base.zErrMsg)
        pointer.deinitialize(count: 1)
        pointer.deallocate()
      }
      return SQLITE_OK
    }
    module.xBestIndex = { table, info in
      guard let table, let info else { return SQLITE_MISUSE }
      return table.withView { $0.pointee.module.takeUnretainedValue().choose(info) }
    }
    module.xOpen = { table, cursor in
      guard let table, let cursor else { return SQLITE_MISUSE }
      let pointer = UnsafeMutablePointer<ViewCursor>.allocate(capacity: 1)
      table.withView { pointer.initialize(to: ViewCursor(module: $0.pointee.module)) }
      cursor.pointee = UnsafeMutableRawPointer(pointer)
        .assumingMemoryBound(to: sqlite3_vtab_cursor.self)
      return SQLITE_OK
    }
    module.xClose = { cursor in
      cursor?.withRows { pointer in
        pointer.pointee.close()
        pointer.deinitialize(count: 1)
        pointer.deallocate()
      }
      return SQLITE_OK
    }
    module.xFilter = { cursor, number, _, count, arguments in
      guard let cursor else { return SQLITE_MISUSE }
      return cursor.withRows { pointer in
        ScanFailure.code(cursor) { () throws(ScanFailure) in
          try pointer.pointee.filter(number, arguments, count: Int(count))
        }
      }
    }
    module.xNext = { cursor in
      guard let cursor else { return SQLITE_MISUSE }
      return cursor.withRows { pointer in
        ScanFailure.code(cursor) { () throws(ScanFailure) in try pointer.pointee.advance() }
      }
    }
    module.xEof = { cursor in cursor?.withRows { $0.pointee.isAtEnd ? 1 : 0 } ?? 1 }
    module.xColumn = { cursor, context, place in
      cursor?.withRows { $0.pointee.column(place, into: context) }
      return SQLITE_OK
    }
    // Tables WITHOUT ROWID are never asked for one.
    module.xRowid = { _, _ in SQLITE_ERROR }
    let memory = UnsafeMutablePointer<sqlite3_module>.allocate(capacity: 1)
    memory.initialize(to: module)
    return UnsafePointer(memory)
  }()

  private func connect(
    _ table: UnsafeMutablePointer<UnsafeMutablePointer<sqlite3_vtab>?>,
    _ message: UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>?
  ) -> Int32 {
    do throws(ScanFailure) { try discover() } catch {
      message?.pointee = sqliteString(error.message)
      return error.code
    }
    let rc = authorizer.declare(declaration, on: connection)
    guard rc == SQLITE_OK else { return rc }
    stipple_vtab_config(connection, SQLITE_VTAB_INNOCUOUS)
    let pointer = UnsafeMutablePointer<ViewTable>.allocate(capacity: 1)
    pointer.initialize(to: ViewTable(module: .passUnretained(self)))
    table.pointee = UnsafeMutableRawPointer(pointer).assumingMemoryBound(to: sqlite3_vtab.self)
    return SQLITE_OK
  }
}

extension UnsafeMutablePointer<sqlite3_vtab> {
  fileprivate func withView<Result>(
    _ body: (UnsafeMutablePointer<ViewTable>) -> Result
  ) -> Result {
    body(UnsafeMutableRawPointer(self).assumingMemoryBound(to: ViewTable.self))
  }
}

extension UnsafeMutablePointer<sqlite3_vtab_cursor> {
  fileprivate func withRows<Result>(
    _ body: (UnsafeMutablePointer<ViewCursor>) -> Result
  ) -> Result {
    body(UnsafeMutableRawPointer(self).assumingMemoryBound(to: ViewCursor.self))
  }
}
