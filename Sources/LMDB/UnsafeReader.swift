/// A read transaction that a C callback can keep: begun and ended by hand, used again and again.
///
/// The object owns its transaction. Every `UnsafeCursor` and every pointer made from it must be
/// done with before `reset`, and the object must outlive them. For one thread at a time.
@unsafe
public final class UnsafeReader {
  /// The environment, which stays open as long as this.
  public let environment: Environment
  private var current: ReadTransaction?

  /// Makes a reader that sees nothing yet.
  public init(_ environment: Environment) { self.environment = environment }

  /// Whether a transaction is open.
  public var isActive: Bool { current != nil }

  /// Begins, seeing the last commit; does nothing if begun already (`mdb_txn_renew`).
  public func renew() throws(LMDBError) {
    if current == nil { current = ReadTransaction(try environment.beginReading(), environment) }
  }

  /// Ends, so that no old page is held; does nothing if not begun.
  public func reset() { current = nil }

  /// The open transaction's handle, of which there must be one; good until `reset`.
  public var transaction: UnsafeTransaction {
    guard let transaction = current?.unsafe else {
      preconditionFailure("a reader used between reset and renew")
    }
    return transaction
  }

  /// The open transaction's safe view: there must be one, and the body must not end it.
  public func withView<R, E: Error>(
    _ body: (TransactionView) throws(E) -> R
  ) throws(E) -> R {
    try transaction.withView(body)
  }
}

extension ReadTransaction {
  /// The handle without the lifetime.
  var unsafe: UnsafeTransaction { UnsafeTransaction(view) }
}
