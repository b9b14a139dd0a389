/// Text that is not JSON by RFC 8259, read strictly: no duplicate keys, no NUL, no depth past 32.
public struct JSONError: Error, Hashable, Sendable {
  /// The byte at which reading stopped, from 0.
  public var offset: Int
  /// Why, in a few words that hold nothing of the text.
  public var reason: String

  init(_ offset: Int, _ reason: String) {
    self.offset = offset
    self.reason = reason
  }
}

extension JSONError: CustomStringConvertible {
  /// `is not JSON: a comma or } is missing at byte 17`.
  public var description: String { "is not JSON: \(reason) at byte \(offset + 1)" }
}
