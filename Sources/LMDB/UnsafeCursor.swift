import CLMDB
import Glibc

/// A cursor without a lifetime, for C callbacks (`MDB_cursor`): `close` it by hand, once.
///
/// Its transaction must be open while it moves and while its key and value are read; in a write
/// transaction, it must be closed before any change and before the end.
@unsafe
public struct UnsafeCursor {
  private enum Place: UInt8 { case fresh, entry, exhausted }

  private let pointer: OpaquePointer
  private var place = Place.fresh
  private var readAhead = ReadAhead()

  /// The entry's key, in the map; nothing if it stands on no entry.
  public private(set) var key = Self.nothing
  /// The entry's value, in the map; nothing if it stands on no entry.
  public private(set) var value = Self.nothing

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
    leave(.fresh)
  }

  /// Whether it stands on an entry, so that `key` and `value` mean something.
  public var isOnEntry: Bool { place == .entry }

  /// Goes to the first entry; false if there is none.
  public mutating func first() throws(LMDBError) -> Bool { try move(MDB_FIRST) }

  /// Goes to the last entry; false if there is none.
  public mutating func last() throws(LMDBError) -> Bool { try move(MDB_LAST) }

  /// Goes on by one, or to the first if fresh; false at the end, and then until placed anew.
  public mutating func next() throws(LMDBError) -> Bool {
    guard place != .exhausted, try move(place == .fresh ? MDB_FIRST : MDB_NEXT) else {
      return false
    }
    readAhead.pass(key, value)
    return true
  }

  /// Goes back by one, or to the last if fresh; false at the start, and then until placed anew.
  public mutating func previous() throws(LMDBError) -> Bool {
    place == .exhausted ? false : try move(place == .fresh ? MDB_LAST : MDB_PREV)
  }

  /// Goes to the first key not before this one; false if all are before it (`MDB_SET_RANGE`).
  public mutating func seek(_ key: UnsafeRawBufferPointer) throws(LMDBError) -> Bool {
    try move(MDB_SET_RANGE, from: MDB_val(key))
  }

  /// Goes to this very key; false if it is not there (`MDB_SET_KEY`).
  public mutating func find(_ key: UnsafeRawBufferPointer) throws(LMDBError) -> Bool {
    try move(MDB_SET_KEY, from: MDB_val(key))
  }

  @inline(__always)
  private mutating func move(
    _ operation: MDB_cursor_op, from wanted: MDB_val = MDB_val()
  ) throws(LMDBError) -> Bool {
    var key = wanted
    var value = MDB_val()
    let result = mdb_cursor_get(pointer, &key, &value, operation)
    guard result == 0 else {
      leave(.exhausted)
      if result == MDB_NOTFOUND { return false }
      throw Self.failure(result)
    }
    place = .entry
    self.key = key.bytes
    self.value = value.bytes
    return true
  }

  /// Stands on no entry.
  private mutating func leave(_ place: Place) {
    self.place = place
    key = Self.nothing
    value = Self.nothing
  }

  @inline(never)
  private static func failure(_ code: Int32) -> LMDBError {
    LMDBError(.init(rawValue: code), "move a cursor")
  }

  private static var nothing: UnsafeRawBufferPointer { .init(start: nil, count: 0) }
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
    if key.count >= prefix.count,
      prefix.isEmpty || memcmp(key.baseAddress!, prefix.baseAddress!, prefix.count) == 0
    {
      return true
    }
    leave(.exhausted)
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
