/// What was killed, to be yanked: the last ten, across statements.
struct KillRing {
  private static let capacity = 10

  private var entries: [String] = []

  /// What Ctrl-Y gives, if anything was killed.
  var last: String? { entries.last }

  /// Adds an entry of its own.
  mutating func add(_ text: String) {
    if entries.count == Self.capacity { entries.removeFirst() }
    entries.append(text)
  }

  /// Adds to the entry of the kill just before, on the side that the text stood on.
  mutating func extend(_ text: String, isBefore: Bool) {
    guard let last = entries.popLast() else { return add(text) }
    entries.append(isBefore ? text + last : last + text)
  }

  /// Makes the entry before the last one; gives it.
  mutating func rotate() -> String? {
    guard let last = entries.popLast() else { return nil }
    entries.insert(last, at: 0)
    return entries.last
  }
}
