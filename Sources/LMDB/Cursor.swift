/// A place in a table that can be moved: keys in the order of their bytes.
///
/// Begins *fresh*, before the first and after the last. A move that finds nothing returns false
/// and leaves it *exhausted*: it stands on nothing until `first`, `last` or `seek`.
/// Cannot outlive its transaction; a write transaction cannot be changed while it has one.
@safe
public struct Cursor: ~Copyable, ~Escapable {
  private var raw: UnsafeCursor

  @_lifetime(copy view)
  init(_ view: TransactionView, _ table: Table) throws(LMDBError) {
    raw = try UnsafeCursor(UnsafeTransaction(view), table)
  }

  deinit { raw.close() }

  /// Whether it stands on an entry.
  public var isOnEntry: Bool { raw.isOnEntry }

  /// The key it stands on, empty if none; good as long as the transaction, also after a move.
  public var key: RawSpan {
    @_lifetime(copy self)
    get { _overrideLifetime(RawSpan(_unsafeBytes: raw.key), copying: self) }
  }

  /// The value it stands on, empty if none; good as long as the transaction, also after a move.
  public var value: RawSpan {
    @_lifetime(copy self)
    get { _overrideLifetime(RawSpan(_unsafeBytes: raw.value), copying: self) }
  }

  /// Goes to the first entry; false if there is none (`MDB_FIRST`).
  @_lifetime(self: copy self)
  public mutating func first() throws(LMDBError) -> Bool { try raw.first() }

  /// Goes to the last entry; false if there is none (`MDB_LAST`).
  @_lifetime(self: copy self)
  public mutating func last() throws(LMDBError) -> Bool { try raw.last() }

  /// Goes on by one, from fresh to the first; false at the end (`MDB_NEXT`).
  @_lifetime(self: copy self)
  public mutating func next() throws(LMDBError) -> Bool { try raw.next() }

  /// Goes back by one, from fresh to the last; false at the start (`MDB_PREV`).
  @_lifetime(self: copy self)
  public mutating func previous() throws(LMDBError) -> Bool { try raw.previous() }

  /// Goes to the first key not before this one; false if all are before it (`MDB_SET_RANGE`).
  @_lifetime(self: copy self)
  public mutating func seek(_ key: RawSpan) throws(LMDBError) -> Bool {
    try key.withUnsafeBytes { (key) throws(LMDBError) in try raw.seek(key) }
  }

  /// Goes to the first key not before this one; false if all are before it (`MDB_SET_RANGE`).
  @_lifetime(self: copy self)
  public mutating func seek(_ key: Key) throws(LMDBError) -> Bool {
    try key.check("move a cursor")
    return try seek(key.bytes)
  }
}

extension Cursor {
  /// Goes to the first key that begins with the prefix; false if none does.
  @_lifetime(self: copy self)
  public mutating func first(prefix: Key) throws(LMDBError) -> Bool {
    try prefix.check("move a cursor")
    return try prefix.bytes.withUnsafeBytes { (prefix) throws(LMDBError) in
      try raw.first(prefix: prefix)
    }
  }

  /// Goes to the last key that begins with the prefix; false if none does.
  @_lifetime(self: copy self)
  public mutating func last(prefix: Key) throws(LMDBError) -> Bool {
    try prefix.check("move a cursor")
    return try prefix.bytes.withUnsafeBytes { (prefix) throws(LMDBError) in
      try raw.last(prefix: prefix)
    }
  }

  /// Goes on by one, from fresh to the prefix's first; false where the prefix ends.
  @_lifetime(self: copy self)
  public mutating func next(prefix: Key) throws(LMDBError) -> Bool {
    try prefix.check("move a cursor")
    return try prefix.bytes.withUnsafeBytes { (prefix) throws(LMDBError) in
      try raw.next(prefix: prefix)
    }
  }

  /// Goes back by one, from fresh to the prefix's last; false where the prefix begins.
  @_lifetime(self: copy self)
  public mutating func previous(prefix: Key) throws(LMDBError) -> Bool {
    try prefix.check("move a cursor")
    return try prefix.bytes.withUnsafeBytes { (prefix) throws(LMDBError) in
      try raw.previous(prefix: prefix)
    }
  }
}
