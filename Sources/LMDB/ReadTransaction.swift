/// A read transaction: one unchanging view of the environment, never blocked by a writer.
///
/// Ends when dropped (`mdb_txn_reset`; the environment keeps a few for reuse). Any thread may use
/// it, one at a time.
@safe
public struct ReadTransaction: ~Copyable {
  let pointer: OpaquePointer
  /// The environment, which stays open as long as this.
  public let environment: Environment

  init(_ pointer: OpaquePointer, _ environment: Environment) {
    self.pointer = pointer
    self.environment = environment
  }

  deinit { environment.endReading(pointer) }

  /// What can be read, for functions that take either kind of transaction.
  public var view: TransactionView {
    @_lifetime(borrow self)
    get {
      _overrideLifetime(
        TransactionView(pointer, ObjectIdentifier(environment)), borrowing: self)
    }
  }

  /// The value of a key, or nil (`mdb_get`).
  @_lifetime(borrow self)
  public func get(_ table: Table, _ key: RawSpan) throws(LMDBError) -> RawSpan? {
    try view.get(table, key)
  }

  /// The value of a key, or nil (`mdb_get`).
  @_lifetime(borrow self)
  public func get(_ table: Table, _ key: Key) throws(LMDBError) -> RawSpan? {
    try view.get(table, key)
  }

  /// A cursor over a table, before its first entry.
  @_lifetime(borrow self)
  public func cursor(_ table: Table) throws(LMDBError) -> Cursor {
    try view.cursor(table)
  }
}
