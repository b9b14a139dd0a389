public import Clinic

/// Why the store did not do what was asked, in words for a person.
///
/// It never carries a client's value, and it says what state is left.
public struct StoreError: Error, Equatable, Sendable {
  /// What kind of refusal it is; a command's exit code follows from it.
  public enum Kind: Sendable {
    /// A rule or the log refused the entry.
    case refused
    /// What was given cannot be read as what it should be.
    case badInput
    /// There is no store there, or what is there is none.
    case noStore
    /// Another process holds the store's write lock.
    case locked
    /// The system does not let this user do it.
    case notAllowed
    /// The disk or the system failed.
    case io
    /// What is stored is not what was written.
    case damaged
    /// Whoever asked for it wanted it no longer.
    case interrupted
  }

  /// What kind of refusal it is.
  public var kind: Kind
  /// What went wrong, one sentence without a full stop.
  public var message: String
  /// What else is wrong with the same input, a sentence each.
  public var also: [String] = []
  /// What the rules found, where they are what refuses the entry.
  public internal(set) var findings: [Finding] = []
  /// One thing to run or write, if there is one.
  public var hint: String?
  /// The state that is left behind.
  public var note: String?
  /// Whether what was asked may have been done all the same; then no other note takes this one's place.
  public internal(set) var leavesDoubt = false

  /// An error of that kind.
  public init(_ kind: Kind, _ message: String, hint: String? = nil, note: String? = nil) {
    self.kind = kind
    self.message = message
    self.hint = hint
    self.note = note
  }

  /// Ctrl-C, while something was running that had changed nothing yet.
  public static let interrupted = StoreError(.interrupted, "interrupted")

  /// The same error with the place it happened at put before its message.
  public func at(_ place: String) -> StoreError {
    var error = self
    error.message = "\(place): \(message)"
    error.also = also.map { "\(place): \($0)" }
    return error
  }

  /// The same error with another note on the state that is left, unless that is in doubt.
  public func noting(_ note: String) -> StoreError {
    var error = self
    guard !leavesDoubt else { return error }
    error.note = note
    return error
  }
}
