public import EventLog

/// A root of the log that was kept outside of it: what its first events must still lead to.
public struct KnownRoot: Hashable, Sendable {
  /// How many events it is over.
  public let size: UInt64
  /// The root over them.
  public let root: Hash

  /// The root that a checkpoint tells of.
  public init(_ checkpoint: Checkpoint) {
    size = checkpoint.size
    root = checkpoint.root
  }

  /// A root as a day's report gives it, `@3042 ` and 44 characters of base64; nil for other text.
  public init?(_ text: String) {
    let words = text.split(separator: " ")
    guard words.count == 2, words[0].first == "@", let size = UInt64(words[0].dropFirst()),
      size <= Checkpoint.sizeLimit, let root = Hash(base64: String(words[1]))
    else { return nil }
    self.size = size
    self.root = root
  }

  /// As a day's report gives it.
  public var text: String { "@\(size) \(root.base64)" }
}
