/// A named database of one environment (`MDB_dbi`).
///
/// Opened by `Environment.table(_:create:)` before the transactions that use it; good for as long
/// as the environment, also across its reopening.
public struct Table: Hashable, Sendable {
  /// The name in the environment.
  public let name: String
  let handle: UInt32
  let environment: ObjectIdentifier
}
