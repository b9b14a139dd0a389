/// A read transaction that a C callback can keep: begun and ended by hand, used again and again.
///
/// The object owns its transaction. Every `UnsafeCursor` and every pointer made from it must be
/// done with before `reset`, after which a cursor can only be renewed or closed; the object must
/// outlive them. For one thread at a time.
@unsafe
public final class UnsafeReader {
  /// The environment, which stays open as long as this.
  public let environment: Environment
  /// The open transaction's own handle: a query for one row would notice what counts references.
  private var pointer: OpaquePointer?

  /// Makes a reader that sees nothing yet.
  public init(_ environment: Environment) { self.environment = environment }

  deinit { reset() }

  /// Whether a transaction is open.
  public var isActive: Bool { pointer != nil }

  /// Begins, seeing the last commit; does nothing if begun already (`mdb_txn_renew`).
  public func renew() throws(LMDBError) {
    if pointer == nil { pointer = try environment.beginReading() }
  }

  /// Ends, so that no old page is held; does nothing if not begun.
  public func reset() {
    guard let open = pointer else { return }
    pointer = nil
    environment.endReading(open)
  }

  /// The open transaction's handle, of which there must be one; good until `reset`.
  public var transaction: UnsafeTransaction {
    guard let pointer else { preconditionFailure("a reader used between reset and renew") }
    return UnsafeTransaction(pointer, environment)
  }

  /// The open transaction's safe view: there must be one, and the body must not end it.
  public func withView<R, E: Error>(
    _ body: (TransactionView) throws(E) -> R
  ) throws(E) -> R {
    try transaction.withView(body)
  }
}
