import CLMDB

/// A cursor without a lifetime, for C callbacks (`MDB_cursor`): `close` it by hand, once.
///
/// Its transaction must be open while it moves and while its key and value are read; in a write
/// transaction, it must be closed before any change and before the end.
@unsafe
public struct UnsafeCursor {
  private enum Place: UInt8 { case fresh, entry, exhausted }

  private let pointer: OpaquePointer
  private var place = Place.fresh
  private var currentKey = MDB_val()
  private var currentValue = MDB_val()

  /// Opens before the first entry (`mdb_cursor_open`).
  public init(_ transaction: UnsafeTransaction, _ table: Table) throws(LMDBError) {
    table.check(transaction.environment)
    var opened: OpaquePointer?
    try LMDBError.check(
      mdb_cursor_open(transaction.pointer, table.handle, &opened), "open a cursor on \(table.name)")
    pointer = opened!
  }

  /// Closes (`mdb_cursor_close`).
  public func close() { mdb_cursor_close(pointer) }

  /// Takes the cursor over into another read transaction, fresh (`mdb_cursor_renew`).
  public mutating func renew(_ transaction: UnsafeTransaction) throws(LMDBError) {
    try LMDBError.check(mdb_cursor_renew(transaction.pointer, pointer), "renew a cursor")
    place = .fresh
  }

  /// Whether it stands on an entry, so that `key` and `value` mean something.
  public var isOnEntry: Bool { place == .entry }

  /// The entry's key, in the map; nothing if it stands on no entry.
  public var key: UnsafeRawBufferPointer {
    isOnEntry ? currentKey.bytes : .init(start: nil, count: 0)
  }

  /// The entry's value, in the map; nothing if it stands on no entry.
  public var value: UnsafeRawBufferPointer {
    isOnEntry ? currentValue.bytes : .init(start: nil, count: 0)
  }

  /// Goes to the first entry; false if there is none.
  public mutating func first() throws(LMDBError) -> Bool { try move(MDB_FIRST) }

  /// Goes to the last entry; false if there is none.
  public mutating func last() throws(LMDBError) -> Bool { try move(MDB_LAST) }

  /// Goes on by one, or to the first if fresh; false at the end, and then until placed anew.
  public mutating func next() throws(LMDBError) -> Bool {
    place == .exhausted ? false : try move(place == .fresh ? MDB_FIRST : MDB_NEXT)
  }

  /// Goes back by one, or to the last if fresh; false at the start, and then until placed anew.
  public mutating func previous() throws(LMDBError) -> Bool {
    place == .exhausted ? false : try move(place == .fresh ? MDB_LAST : MDB_PREV)
  }

  /// Goes to the first key not before this one; false if all are before it (`MDB_SET_RANGE`).
  public mutating func seek(_ key: UnsafeRawBufferPointer) throws(LMDBError) -> Bool {
    currentKey = MDB_val(key)
    return try move(MDB_SET_RANGE)
  }

  private mutating func move(_ operation: MDB_cursor_op) throws(LMDBError) -> Bool {
    let result = mdb_cursor_get(pointer, &currentKey, &currentValue, operation)
    if result == 0 {
      place = .entry
      return true
    }
    place = .exhausted
    if result == MDB_NOTFOUND { return false }
    throw LMDBError(.init(rawValue: result), "move a cursor")
  }
}

extension UnsafeCursor {
  /// Goes to the last key that begins with these bytes; false if none does.
  public mutating func last(prefix: UnsafeRawBufferPointer) throws(LMDBError) -> Bool {
    guard try seekPast(prefix) ? previous() : last() else { return false }
    return keep(prefix)
  }

  /// Goes to the first key that begins with these bytes; false if none does.
  public mutating func first(prefix: UnsafeRawBufferPointer) throws(LMDBError) -> Bool {
    guard try prefix.isEmpty ? first() : seek(prefix) else { return false }
    return keep(prefix)
  }

  /// Stays only on a key that begins with these bytes.
  fileprivate mutating func keep(_ prefix: UnsafeRawBufferPointer) -> Bool {
    if key.count >= prefix.count, key.prefix(prefix.count).elementsEqual(prefix) { return true }
    place = .exhausted
    return false
  }

  /// Goes to the first key after all that begin with the prefix; false if there is none.
  private mutating func seekPast(_ prefix: UnsafeRawBufferPointer) throws(LMDBError) -> Bool {
    guard let last = prefix.lastIndex(where: { $0 != 0xFF }) else { return false }
    var after = Array(prefix[...last])
    after[last] += 1
    return try after.span.bytes.withUnsafeBytes { (after) throws(LMDBError) in try seek(after) }
  }

  /// Goes on by one; false, too, where the key does not begin with these bytes.
  public mutating func next(prefix: UnsafeRawBufferPointer) throws(LMDBError) -> Bool {
    if place == .fresh { return try first(prefix: prefix) }
    return try next() ? keep(prefix) : false
  }

  /// Goes back by one; false, too, where the key does not begin with these bytes.
  public mutating func previous(prefix: UnsafeRawBufferPointer) throws(LMDBError) -> Bool {
    if place == .fresh { return try last(prefix: prefix) }
    return try previous() ? keep(prefix) : false
  }
}
