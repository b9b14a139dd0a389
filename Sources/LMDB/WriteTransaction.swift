import CLMDB
import Glibc
import Synchronization

/// The write transaction: all or nothing, one at a time over all processes.
///
/// `commit` makes it durable; dropped, it leaves nothing. Bytes read from it live until its next
/// change. It stays on the thread that began it.
@safe
public struct WriteTransaction: ~Copyable {
  private var handle: OpaquePointer?
  /// The environment, which stays open as long as this.
  public let environment: Environment
  /// Let go of last, after the transaction has ended.
  private let lock: WriteLock
  private let thread: pthread_t
  /// Whether an operation found the map full; the environment grows at the next write.
  private(set) var isFull = false
  /// The cursors on the entries put last, one a table at most.
  ///
  /// They end with the transaction, which frees them (`mdb_txn_commit`).
  var cursors: [PutCursor] = []

  init(_ pointer: OpaquePointer, _ environment: Environment, _ lock: consuming WriteLock) {
    handle = pointer
    self.environment = environment
    self.lock = lock
    thread = pthread_self()
  }

  deinit {
    guard let handle else { return }
    checkThread()
    mdb_txn_abort(handle)
    environment.leave()
  }

  var pointer: OpaquePointer { handle! }

  /// Makes it durable: both of LMDB's flushes are done when this returns (`mdb_txn_commit`).
  ///
  /// After a failure the environment is closed, reopened and asked whether the change is there, which
  /// the error's `state` says. Where transactions of this process are open, nothing begins until
  /// they have ended and the next has reopened it.
  /// - Throws: `.mapFull`; `.noSpace` and `.fileTooBig` where there was no room; another `errno`.
  @available(*, noasync)
  public consuming func commit() throws(LMDBError) {
    checkThread()
    let pointer = self.pointer
    handle = nil
    let fault = environment.commitFault.withLock { fault in
      defer { fault = nil }
      return fault
    }
    let number = mdb_txn_id(pointer)
    let result: Int32
    if let fault {
      mdb_txn_abort(pointer)
      result = fault.rawValue
    } else {
      result = mdb_txn_commit(pointer)
    }
    let code = LMDBError.Code(rawValue: result)
    if result != 0 {
      if code == .mapFull { environment.growAtNextWrite() }
      if !Environment.isSound(after: code) { environment.suspect() }
    }
    environment.leave()
    if result == 0 { return }
    // The environment is asked through `self`, which holds the write lock up to here.
    throw self.environment.failure(ofCommit: number, code)
  }

  /// Ends it with nothing written, as dropping it does (`mdb_txn_abort`).
  public consuming func abort() {}

  /// LMDB would return success from another thread, and the next writer would hang for ever.
  private func checkThread() {
    precondition(
      pthread_equal(thread, pthread_self()) != 0, "a write transaction ended on another thread")
  }

  /// Throws LMDB's result, having noted whether the map is full.
  @inline(__always)
  mutating func note(
    _ result: Int32, _ action: @autoclosure () -> String
  ) throws(LMDBError) {
    if result == 0 { return }
    if result == MDB_MAP_FULL, !isFull {
      isFull = true
      environment.growAtNextWrite()
    }
    throw LMDBError(
      .init(rawValue: result), action(),
      state: result == MDB_KEYEXIST
        ? "the transaction goes on" : "nothing is written unless the transaction commits")
  }
}

extension WriteTransaction {
  /// What can be read, changes of this transaction included; it cannot be changed meanwhile.
  public var view: TransactionView {
    @_lifetime(borrow self)
    get {
      _overrideLifetime(
        TransactionView(pointer, ObjectIdentifier(environment)), borrowing: self)
    }
  }

  /// The value of a key, or nil (`mdb_get`); good until the next change.
  @_lifetime(borrow self)
  public func get(_ table: Table, _ key: RawSpan) throws(LMDBError) -> RawSpan? {
    try view.get(table, key)
  }

  /// The value of a key, or nil (`mdb_get`); good until the next change.
  @_lifetime(borrow self)
  public func get(_ table: Table, _ key: Key) throws(LMDBError) -> RawSpan? {
    try view.get(table, key)
  }

  /// A cursor over a table, before its first entry; gone before the next change.
  @_lifetime(borrow self)
  public func cursor(_ table: Table) throws(LMDBError) -> Cursor {
    try view.cursor(table)
  }
}

/// A cursor on the entry put last in a table.
@safe
struct PutCursor {
  let table: MDB_dbi
  /// Whether it stands at the table's end, where LMDB does not look whether another has gone on.
  let appends: Bool
  let pointer: OpaquePointer
}
