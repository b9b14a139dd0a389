import CSQLite

/// A history as SQLite's module: eponymous, so it is there without being created, and read-only.
final class HistoryModule {
  let shape: HistoryShape
  let reading: ReadSession
  private let authorizer: Authorizer

  init(_ shape: HistoryShape, _ reading: ReadSession, _ authorizer: Authorizer) {
    self.shape = shape
    self.reading = reading
    self.authorizer = authorizer
  }

  /// Registers one (`sqlite3_create_module_v2`); it must live as long as the connection.
  static func register(
    _ offer: OfferedModule<HistoryModule>, on connection: OpaquePointer
  ) -> Int32 {
    let user = Unmanaged.passUnretained(offer).toOpaque()
    return sqlite3_create_module_v2(connection, offer.name, callbacks, user, nil)
  }
}

// MARK: - What SQLite calls

/// A history as SQLite holds it: SQLite's own part first.
private struct HistoryTable {
  var base = sqlite3_vtab()
  let module: Unmanaged<HistoryModule>
}

/// A cursor as SQLite holds it: SQLite's own part first.
private struct HistoryHandle {
  var base = sqlite3_vtab_cursor()
  let cursor: HistoryCursor
}

extension HistoryModule {
  /// One for all histories; SQLite keeps the pointer.
  nonisolated(unsafe) private static let callbacks: UnsafePointer<sqlite3_module> = {
    assert(MemoryLayout<HistoryTable>.offset(of: \.base) == 0)
    assert(MemoryLayout<HistoryHandle>.offset(of: \.base) == 0)
    var module = sqlite3_module()
    module.iVersion = 3
    module.xConnect = { connection, user, _, _, table, _ in
      HistoryModule.connect(connection, user, table)
    }
    module.xDisconnect = { table in
      table?.withHistory { pointer in
        sqlite3_free(pointer.pointee.base.zErrMsg)
        pointer.deinitialize(count: 1)
        pointer.deallocate()
      }
      return SQLITE_OK
    }
    module.xBestIndex = { table, info in
      guard let table, let info else { return SQLITE_MISUSE }
      return table.withHistory { pointer in
        let module = pointer.pointee.module.takeUnretainedValue()
        let count = module.reading.estimate(module.shape.table)
        return HistoryChoice(info, module.shape, count: count).write(to: info)
      }
    }
    module.xOpen = { table, cursor in
      guard let table, let cursor else { return SQLITE_MISUSE }
      let pointer = UnsafeMutablePointer<HistoryHandle>.allocate(capacity: 1)
      table.withHistory {
        let module = $0.pointee.module.takeUnretainedValue()
        pointer.initialize(to: HistoryHandle(cursor: HistoryCursor(module.shape, module.reading)))
      }
      cursor.pointee = UnsafeMutableRawPointer(pointer)
        .assumingMemoryBound(to: sqlite3_vtab_cursor.self)
      return SQLITE_OK
    }
    module.xClose = { cursor in
      cursor?.withHistory { pointer in
        pointer.pointee.cursor.close()
        pointer.deinitialize(count: 1)
        pointer.deallocate()
      }
      return SQLITE_OK
    }
    module.xFilter = { cursor, number, _, _, arguments in
      guard let cursor else { return SQLITE_MISUSE }
      return cursor.withHistory { pointer in
        ScanFailure.code(cursor) { () throws(ScanFailure) in
          try pointer.pointee.cursor.filter(HistoryPlan(number: number), arguments)
        }
      }
    }
    module.xNext = { cursor in
      guard let cursor else { return SQLITE_MISUSE }
      return cursor.withHistory { pointer in
        ScanFailure.code(cursor) { () throws(ScanFailure) in
          try pointer.pointee.cursor.advance()
        }
      }
    }
    module.xEof = { cursor in
      cursor?.withHistory { $0.pointee.cursor.state == nil ? 1 : 0 } ?? 1
    }
    module.xColumn = { cursor, context, place in
      guard let cursor else { return SQLITE_MISUSE }
      return cursor.withHistory { pointer in
        ScanFailure.code(cursor) { () throws(ScanFailure) in
          try pointer.pointee.cursor.column(Int(place), into: context)
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
    let offer = Unmanaged<OfferedModule<HistoryModule>>.fromOpaque(user)
    let module = offer.takeUnretainedValue().module
    let rc = module.declare(on: connection)
    guard rc == SQLITE_OK else { return rc }
    stipple_vtab_config(connection, SQLITE_VTAB_INNOCUOUS)
    let pointer = UnsafeMutablePointer<HistoryTable>.allocate(capacity: 1)
    pointer.initialize(to: HistoryTable(module: .passUnretained(module)))
    table.pointee = UnsafeMutableRawPointer(pointer).assumingMemoryBound(to: sqlite3_vtab.self)
    return SQLITE_OK
  }
}

extension UnsafeMutablePointer<sqlite3_vtab> {
  fileprivate func withHistory<Result>(
    _ body: (UnsafeMutablePointer<HistoryTable>) -> Result
  ) -> Result {
    body(UnsafeMutableRawPointer(self).assumingMemoryBound(to: HistoryTable.self))
  }
}

extension UnsafeMutablePointer<sqlite3_vtab_cursor> {
  fileprivate func withHistory<Result>(
    _ body: (UnsafeMutablePointer<HistoryHandle>) -> Result
  ) -> Result {
    body(UnsafeMutableRawPointer(self).assumingMemoryBound(to: HistoryHandle.self))
  }
}
