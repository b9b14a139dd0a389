import CSQLite
import Synchronization

/// What stops a running query, from another thread or from a signal's handler.
///
/// It must not be used after its connection is gone.
public struct Interruption: @unchecked Sendable {
  /// Set by whoever interrupts; looked at by scans of our own, which SQLite's own flag
  /// (`sqlite3_is_interrupted` came after 3.40) does not reach.
  final class Flag: Sendable {
    private let state = Atomic<Bool>(false)

    /// Whether someone wants the query to stop.
    var isSet: Bool {
      get { state.load(ordering: .relaxed) }
      set { state.store(newValue, ordering: .relaxed) }
    }
  }

  let connection: OpaquePointer
  let flag: Flag

  /// Cancels what runs now, or else the next step (`sqlite3_interrupt`).
  public func interrupt() {
    flag.isSet = true
    sqlite3_interrupt(connection)
  }
}
