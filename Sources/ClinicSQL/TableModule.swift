import CSQLite

/// A table as SQLite's module: eponymous, so it is there without being created, and read-only.
final class TableModule {
  let shape: TableShape
  let reading: ReadSession
  private let authorizer: Authorizer
  /// A cursor that is closed, kept for the next statement: most have one of a table.
  private var idle: UnsafeMutablePointer<RowCursor>?

  init(_ shape: TableShape, _ reading: ReadSession, _ authorizer: Authorizer) {
    self.shape = shape
    self.reading = reading
    self.authorizer = authorizer
  }

  deinit { idle?.dispose() }

  /// A cursor that stands nowhere yet.
  fileprivate func open() -> UnsafeMutablePointer<RowCursor> {
    if let cursor = idle {
      idle = nil
      return cursor
    }
    let cursor = UnsafeMutablePointer<RowCursor>.allocate(capacity: 1)
    cursor.initialize(to: RowCursor(self))
    return cursor
  }

  /// Takes a cursor back that SQLite is done with.
  fileprivate func close(_ cursor: UnsafeMutablePointer<RowCursor>) {
    cursor.pointee.close()
    guard idle != nil else {
      idle = cursor
      return
    }
    cursor.dispose()
  }

  /// Registers one (`sqlite3_create_module_v2`); it must live as long as the connection.
  static func register(
    _ offer: OfferedModule<TableModule>, on connection: OpaquePointer
  ) -> Int32 {
    let user = Unmanaged.passUnretained(offer).toOpaque()
    return sqlite3_create_module_v2(connection, offer.name, callbacks, user, nil)
  }

  /// A cursor over one of its indexes, or over the table itself.
  func cursor(index: Int?) throws(ScanFailure) -> MapCursor {
    try reading.cursor(shape, index: index)
  }

  /// The rows that the open transaction should find in it.
  func keptCount() throws(ScanFailure) -> Int { try reading.keptCount(shape) }

  /// The same, about: for costs.
  var estimate: Int { reading.estimate(shape) }
}

// MARK: - What SQLite calls

extension TableModule {
  /// One for all tables, since each call brings its table or cursor; SQLite keeps the pointer.
  nonisolated(unsafe) private static let callbacks: UnsafePointer<sqlite3_module> = {
    assert(MemoryLayout<RowTable>.offset(of: \.base) == 0)
    assert(MemoryLayout<RowCursor>.offset(of: \.base) == 0)
    var module = sqlite3_module()
    module.iVersion = 3
    module.xConnect = { connection, user, _, _, table, _ in
      TableModule.connect(connection, user, table)
    }
    module.xDisconnect = { table in
      table?.withTable { pointer in
        sqlite3_free(pointer.pointee.base.zErrMsg)
        pointer.deinitialize(count: 1)
        pointer.deallocate()
      }
      return SQLITE_OK
    }
    module.xBestIndex = { table, info in
      guard let table, let info else { return SQLITE_MISUSE }
      return table.withTable { pointer in
        let module = pointer.pointee.module.takeUnretainedValue()
        let question = ScanQuestion(info, module.shape, count: module.estimate)
        if question.moment == .unavailable { return SQLITE_CONSTRAINT }
        return question.answer.write(to: info, module.shape)
      }
    }
    module.xOpen = { table, cursor in
      guard let table, let cursor else { return SQLITE_MISUSE }
      let pointer = table.withTable { $0.pointee.module._withUnsafeGuaranteedRef { $0.open() } }
      cursor.pointee = UnsafeMutableRawPointer(pointer)
        .assumingMemoryBound(to: sqlite3_vtab_cursor.self)
      return SQLITE_OK
    }
    module.xClose = { cursor in
      cursor?.withRows { pointer in
        pointer.pointee.module._withUnsafeGuaranteedRef { $0.close(pointer) }
      }
      return SQLITE_OK
    }
    module.xFilter = { cursor, number, _, _, arguments in
      guard let cursor else { return SQLITE_MISUSE }
      return cursor.withRows { pointer in
        pointer.pointee.module._withUnsafeGuaranteedRef { module in
          ScanFailure.code(cursor) { () throws(ScanFailure) in
            try pointer.pointee.filter(number, arguments, module)
          }
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
      guard let cursor else { return SQLITE_MISUSE }
      return cursor.withRows { pointer in
        ScanFailure.code(cursor) { () throws(ScanFailure) in
          try pointer.pointee.column(Int(place), into: context)
        }
      }
    }
    // Tables WITHOUT ROWID are never asked for one.
    module.xRowid = { _, _ in SQLITE_ERROR }
    let memory = UnsafeMutablePointer<sqlite3_module>.allocate(capacity: 1)
    memory.initialize(to: module)
    return UnsafePointer(memory)
  }()

  private func declare(on connection: OpaquePointer) -> Int32 {
    authorizer.declare(shape.declaration, on: connection)
  }

  private static func connect(
    _ connection: OpaquePointer?, _ user: UnsafeMutableRawPointer?,
    _ table: UnsafeMutablePointer<UnsafeMutablePointer<sqlite3_vtab>?>?
  ) -> Int32 {
    guard let connection, let user, let table else { return SQLITE_MISUSE }
    let offer = Unmanaged<OfferedModule<TableModule>>.fromOpaque(user)
    let module = offer.takeUnretainedValue().module
    let rc = module.declare(on: connection)
    guard rc == SQLITE_OK else { return rc }
    stipple_vtab_config(connection, SQLITE_VTAB_INNOCUOUS)
    let pointer = UnsafeMutablePointer<RowTable>.allocate(capacity: 1)
    pointer.initialize(to: RowTable(module: .passUnretained(module)))
    table.pointee = UnsafeMutableRawPointer(pointer).assumingMemoryBound(to: sqlite3_vtab.self)
    return SQLITE_OK
  }
}

extension UnsafeMutablePointer<RowCursor> {
  /// Frees a closed cursor and what it lies in.
  fileprivate func dispose() {
    pointee.dispose()
    deinitialize(count: 1)
    deallocate()
  }
}

extension UnsafeMutablePointer<sqlite3_vtab> {
  @inline(__always)
  fileprivate func withTable<Result>(
    _ body: (UnsafeMutablePointer<RowTable>) -> Result
  ) -> Result {
    body(UnsafeMutableRawPointer(self).assumingMemoryBound(to: RowTable.self))
  }
}

extension UnsafeMutablePointer<sqlite3_vtab_cursor> {
  @inline(__always)
  fileprivate func withRows<Result>(
    _ body: (UnsafeMutablePointer<RowCursor>) -> Result
  ) -> Result {
    body(UnsafeMutableRawPointer(self).assumingMemoryBound(to: RowCursor.self))
  }
}
