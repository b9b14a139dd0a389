/// What a verification of a store looked at, and what it found amiss.
public struct Verification: Sendable {
  /// One kind of thing that was looked at.
  public struct Check: Sendable, Hashable {
    /// What was looked at: `log records`, `rows of sessions`.
    public let name: String
    /// How many of them.
    public internal(set) var looked = 0
    /// How many findings there are.
    public internal(set) var found = 0
    /// Whether it is of the log and its own indexes, which no rebuild makes anew.
    public let isOfLog: Bool
    /// How many were left out, since the events that they follow from cannot be read.
    public internal(set) var leftOut = 0
  }

  /// One thing amiss; it names places and columns, never a value.
  public struct Finding: Sendable, Hashable {
    /// The check that found it.
    public let check: String
    /// Where: `@3041`, `sessions S1`, `stream session/S1`.
    public let place: String
    /// The position of the event that it is about, if it is about one.
    public let position: UInt64?
    /// What is amiss.
    public let message: String
  }

  /// Every check, in the order in which they were made.
  public internal(set) var checks: [Check] = []
  /// The findings, of each check the first thousand at most.
  public internal(set) var findings: [Finding] = []
  /// How many events the log should have.
  public internal(set) var events: UInt64 = 0
  /// How many tables there are.
  public internal(set) var tables = 0

  /// How many findings there are, those not kept among them.
  public var found: Int { checks.reduce(0) { $0 + $1.found } }
  /// Whether the log and its own indexes are whole, so that a rebuild mends what else is damaged.
  public var isLogSound: Bool { checks.allSatisfy { !$0.isOfLog || $0.found == 0 } }
  /// Whether nothing is damaged.
  public var isSound: Bool { found == 0 }
}
