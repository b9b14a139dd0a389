import CLMDB

/// What a put does about a key that is there already.
public enum PutMode: Sendable {
  /// Its value is replaced.
  case replace
  /// The put throws `.keyExists` (`MDB_NOOVERWRITE`).
  case insert
  /// The key must sort after every other, and goes last without a search (`MDB_APPEND`).
  case append

  fileprivate var flags: UInt32 {
    switch self {
    case .replace: 0
    case .insert: UInt32(MDB_NOOVERWRITE)
    case .append: UInt32(MDB_APPEND)
    }
  }
}

extension WriteTransaction {
  /// Puts a value under a key (`mdb_cursor_put`).
  /// - Throws: `.keyExists` by the mode; `.badValueSize`; `.mapFull`; `.nulInKey`.
  public mutating func put(
    _ table: Table, _ key: Key, _ value: RawSpan, _ mode: PutMode = .replace
  ) throws(LMDBError) {
    try key.check("write to \(table.name)")
    try put(table, key.bytes, value, mode)
  }

  /// Puts a value under a key (`mdb_cursor_put`).
  public mutating func put(
    _ table: Table, _ key: Key, _ value: [UInt8], _ mode: PutMode = .replace
  ) throws(LMDBError) {
    try put(table, key, value.span.bytes, mode)
  }

  /// Puts a value under a number (`mdb_cursor_put`).
  public mutating func put(
    _ table: Table, _ key: NumberKey, _ value: [UInt8], _ mode: PutMode = .replace
  ) throws(LMDBError) {
    try put(table, key.bytes, value.span.bytes, mode)
  }

  /// Puts a value under a key (`mdb_cursor_put`).
  ///
  /// From the key put last in the table LMDB goes on without a search from the tree's root, if this
  /// one belongs near it: keys in their order go in fastest.
  public mutating func put(
    _ table: Table, _ key: RawSpan, _ value: RawSpan, _ mode: PutMode = .replace
  ) throws(LMDBError) {
    table.check(ObjectIdentifier(environment))
    let cursor = try cursor(toPutIn: table, mode)
    let result = key.withUnsafeBytes { key in
      value.withUnsafeBytes { value in
        var key = MDB_val(key)
        var value = MDB_val(value)
        return mdb_cursor_put(cursor, &key, &value, mode.flags)
      }
    }
    if result != 0 { closeCursor(of: table) }
    try note(result, "write to \(table.name)")
  }

  /// The cursor to put with in a table, kept for the next put there.
  @inline(__always)
  private mutating func cursor(
    toPutIn table: Table, _ mode: PutMode
  ) throws(LMDBError) -> OpaquePointer {
    for cursor in cursors where cursor.table == table.handle {
      if cursor.appends == (mode == .append) { return cursor.pointer }
      break
    }
    return try openCursor(toPutIn: table, mode)
  }

  @inline(never)
  private mutating func openCursor(
    toPutIn table: Table, _ mode: PutMode
  ) throws(LMDBError) -> OpaquePointer {
    closeCursor(of: table)
    var opened: OpaquePointer?
    try note(mdb_cursor_open(pointer, table.handle, &opened), "write to \(table.name)")
    cursors.append(PutCursor(table: table.handle, appends: mode == .append, pointer: opened!))
    return opened!
  }

  /// Ends the going on in a table, whose entries may be others from here on.
  private mutating func closeCursor(of table: Table) {
    guard let place = cursors.firstIndex(where: { $0.table == table.handle }) else { return }
    mdb_cursor_close(cursors.remove(at: place).pointer)
  }

  /// Takes a key out; false if it was not there (`mdb_del`).
  @discardableResult
  public mutating func delete(_ table: Table, _ key: RawSpan) throws(LMDBError) -> Bool {
    table.check(ObjectIdentifier(environment))
    closeCursor(of: table)
    let transaction = pointer
    let result = key.withUnsafeBytes { key in
      var key = MDB_val(key)
      return mdb_del(transaction, table.handle, &key, nil)
    }
    if result == MDB_NOTFOUND { return false }
    try note(result, "delete from \(table.name)")
    return true
  }

  /// Takes a key out; false if it was not there (`mdb_del`).
  @discardableResult
  public mutating func delete(_ table: Table, _ key: Key) throws(LMDBError) -> Bool {
    try key.check("delete from \(table.name)")
    return try delete(table, key.bytes)
  }

  /// Empties a table (`mdb_drop`); its pages are freed, their bytes stay until written over.
  public mutating func clear(_ table: Table) throws(LMDBError) {
    table.check(ObjectIdentifier(environment))
    closeCursor(of: table)
    try note(mdb_drop(pointer, table.handle, 0), "empty \(table.name)")
  }
}

extension MDB_val {
  /// Points at bytes that LMDB only reads.
  @inline(__always)
  init(_ bytes: UnsafeRawBufferPointer) {
    self.init(mv_size: bytes.count, mv_data: UnsafeMutableRawPointer(mutating: bytes.baseAddress))
  }

  /// The bytes pointed at.
  @inline(__always)
  var bytes: UnsafeRawBufferPointer { UnsafeRawBufferPointer(start: mv_data, count: mv_size) }
}

extension Table {
  /// A handle means another table, or none, in another environment.
  @inline(__always)
  func check(_ other: ObjectIdentifier) {
    precondition(environment == other, "a table used in another environment")
  }
}
