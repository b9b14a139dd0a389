import CLMDB

/// A transaction's handle without its lifetime, for C callbacks that can keep no borrow.
///
/// Whoever makes one keeps the transaction alive, and unchanged, for as long as this and every
/// pointer and `UnsafeCursor` made from it are used. Nothing checks it.
@unsafe
public struct UnsafeTransaction {
  let pointer: OpaquePointer
  let environment: ObjectIdentifier

  /// Takes the handle out of its lifetime.
  public init(_ view: TransactionView) {
    pointer = view.pointer
    environment = view.environment
  }

  /// The handle of an environment's transaction.
  init(_ pointer: OpaquePointer, _ environment: Environment) {
    self.pointer = pointer
    self.environment = ObjectIdentifier(environment)
  }

  /// The safe view again; the caller sees to it that the transaction outlives the body's run.
  public func withView<R, E: Error>(
    _ body: (TransactionView) throws(E) -> R
  ) throws(E) -> R {
    try body(TransactionView(pointer, environment))
  }

  /// The number of the last commit seen.
  public var number: UInt64 { UInt64(mdb_txn_id(pointer)) }

  /// The value of a key, or nil (`mdb_get`); points into the map.
  @inline(__always)
  public func get(
    _ table: Table, _ key: UnsafeRawBufferPointer
  ) throws(LMDBError) -> UnsafeRawBufferPointer? {
    table.check(environment)
    var key = MDB_val(key)
    var value = MDB_val()
    let result = mdb_get(pointer, table.handle, &key, &value)
    if result == MDB_NOTFOUND { return nil }
    try LMDBError.check(result, "read from \(table.name)")
    return value.bytes
  }

  @inline(__always)
  func get(_ table: Table, _ key: RawSpan) throws(LMDBError) -> UnsafeRawBufferPointer? {
    try key.withUnsafeBytes { (key) throws(LMDBError) in try get(table, key) }
  }

  func statistics(_ table: Table) throws(LMDBError) -> TableStatistics {
    table.check(environment)
    var figures = MDB_stat()
    try LMDBError.check(mdb_stat(pointer, table.handle, &figures), "measure \(table.name)")
    let pages = figures.ms_branch_pages + figures.ms_leaf_pages + figures.ms_overflow_pages
    return TableStatistics(
      entries: Int(figures.ms_entries), depth: Int(figures.ms_depth),
      bytes: Int(pages) * Int(figures.ms_psize))
  }
}
