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
  /// Puts a value under a key (`mdb_put`).
  /// - Throws: `.keyExists` by the mode; `.badValueSize`; `.mapFull`; `.nulInKey`.
  public mutating func put(
    _ table: Table, _ key: Key, _ value: RawSpan, _ mode: PutMode = .replace
  ) throws(LMDBError) {
    try key.check("write to \(table.name)")
    try put(table, key.bytes, value, mode)
  }

  /// Puts a value under a key (`mdb_put`).
  public mutating func put(
    _ table: Table, _ key: Key, _ value: [UInt8], _ mode: PutMode = .replace
  ) throws(LMDBError) {
    try put(table, key, value.span.bytes, mode)
  }

  /// Puts a value under a key (`mdb_put`).
  public mutating func put(
    _ table: Table, _ key: RawSpan, _ value: RawSpan, _ mode: PutMode = .replace
  ) throws(LMDBError) {
    table.check(ObjectIdentifier(environment))
    let transaction = pointer
    let tail = mode == .append ? try tail(of: table) : nil
    if mode != .append { leaveTail(of: table) }
    let result = key.withUnsafeBytes { key in
      value.withUnsafeBytes { value in
        var key = MDB_val(key)
        var value = MDB_val(value)
        return if let tail {
          mdb_cursor_put(tail, &key, &value, mode.flags)
        } else {
          mdb_put(transaction, table.handle, &key, &value, mode.flags)
        }
      }
    }
    if result != 0 { leaveTail(of: table) }
    try note(result, "write to \(table.name)")
  }

  /// The cursor to append to a table with, kept for the next append to it.
  private mutating func tail(of table: Table) throws(LMDBError) -> OpaquePointer {
    if let tail, tail.table == table.handle { return tail.cursor }
    if let tail { mdb_cursor_close(tail.cursor) }
    tail = nil
    var cursor: OpaquePointer?
    try note(mdb_cursor_open(pointer, table.handle, &cursor), "write to \(table.name)")
    tail = (table.handle, cursor!)
    return cursor!
  }

  /// Ends the appending to a table, whose last entry may be another from here on.
  @inline(__always)
  private mutating func leaveTail(of table: Table) {
    guard let tail, tail.table == table.handle else { return }
    mdb_cursor_close(tail.cursor)
    self.tail = nil
  }

  /// Takes a key out; false if it was not there (`mdb_del`).
  @discardableResult
  public mutating func delete(_ table: Table, _ key: RawSpan) throws(LMDBError) -> Bool {
    table.check(ObjectIdentifier(environment))
    leaveTail(of: table)
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
    leaveTail(of: table)
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
