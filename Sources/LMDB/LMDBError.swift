/// What went wrong in the storage, and what state it has left behind.
///
/// Carries names of actions, tables and files, never a key or a value.
public struct LMDBError: Error, Hashable, Sendable {
  /// What kind of failure it is: LMDB's code, an `errno`, or one of this module's own.
  public var code: Code
  /// What was being done, as the object of "cannot": `open data.mdb`, `commit`.
  public var action: String
  /// What is left behind, as a clause: `nothing was written`.
  public var state: String
  /// Whether the change may be there all the same: a commit that failed and could not be looked at, or
  /// that is there and not durable.
  public var leavesDoubt = false
  /// Who holds the write lock, if that is what failed and the holder has signed.
  public var holder: LockHolder?

  /// Describes a failure.
  public init(
    _ code: Code, _ action: String, state: String = "nothing was changed",
    holder: LockHolder? = nil
  ) {
    self.code = code
    self.action = action
    self.state = state
    self.holder = holder
  }
}

extension LMDBError: CustomStringConvertible {
  /// One line: what could not be done, why, the state left.
  public var description: String { "\(reason); \(state)" }

  /// What could not be done, and why.
  public var reason: String {
    guard code == .locked else { return "cannot \(action): \(code.message)" }
    return "the store is locked by " + (holder.map(\.description) ?? "another process")
  }
}

/// An error type that a failure of the storage can be turned into.
///
/// `Environment.read` and `Environment.write` throw their body's error type, so that type has to
/// have a place for what the storage itself reports.
public protocol LMDBErrorConvertible: Error {
  /// Wraps a failure of the storage.
  init(_ error: LMDBError)
}

extension LMDBError: LMDBErrorConvertible {
  /// The failure itself.
  public init(_ error: LMDBError) { self = error }
}

extension LMDBError {
  /// Throws if LMDB returned anything but `MDB_SUCCESS`.
  @inline(__always)
  static func check(
    _ result: Int32, _ action: @autoclosure () -> String,
    state: @autoclosure () -> String = "nothing was changed"
  ) throws(LMDBError) {
    if result != 0 { throw LMDBError(Code(rawValue: result), action(), state: state()) }
  }
}
