import CLMDB

/// What can be read in a transaction, of either kind: the type for functions that only read.
///
/// Lives no longer than its transaction; a write transaction cannot be written to meanwhile.
/// Bytes read are the map's own, and may be unaligned.
@safe
public struct TransactionView: ~Escapable {
  let pointer: OpaquePointer
  let environment: ObjectIdentifier

  /// The caller ties it to the transaction.
  @_lifetime(immortal)
  init(_ pointer: OpaquePointer, _ environment: ObjectIdentifier) {
    self.pointer = pointer
    self.environment = environment
  }

  /// The value of a key, or nil, without a copy (`mdb_get`).
  @_lifetime(copy self)
  public func get(_ table: Table, _ key: RawSpan) throws(LMDBError) -> RawSpan? {
    guard let value = try UnsafeTransaction(self).get(table, key) else { return nil }
    return _overrideLifetime(RawSpan(_unsafeBytes: value), copying: self)
  }

  /// The value of a key, or nil, without a copy (`mdb_get`).
  @_lifetime(copy self)
  public func get(_ table: Table, _ key: Key) throws(LMDBError) -> RawSpan? {
    try key.check("read from \(table.name)")
    return try get(table, key.bytes)
  }

  /// Whether the table has the key.
  public func contains(_ table: Table, _ key: RawSpan) throws(LMDBError) -> Bool {
    try UnsafeTransaction(self).get(table, key) != nil
  }

  /// Whether the table has the key.
  public func contains(_ table: Table, _ key: Key) throws(LMDBError) -> Bool {
    try key.check("read from \(table.name)")
    return try contains(table, key.bytes)
  }

  /// How many entries the table has, and how large it is (`mdb_stat`).
  public func statistics(_ table: Table) throws(LMDBError) -> TableStatistics {
    try UnsafeTransaction(self).statistics(table)
  }

  /// A cursor over a table, before its first entry (`mdb_cursor_open`).
  @_lifetime(copy self)
  public func cursor(_ table: Table) throws(LMDBError) -> Cursor {
    try Cursor(self, table)
  }

  /// The number of the transaction: of the last commit seen, or of the one being made.
  public var number: UInt64 { UInt64(mdb_txn_id(pointer)) }
}

/// The size of one table.
public struct TableStatistics: Hashable, Sendable {
  /// How many keys it has.
  public var entries: Int
  /// How deep its tree is.
  public var depth: Int
  /// How many bytes its pages take.
  public var bytes: Int
}
