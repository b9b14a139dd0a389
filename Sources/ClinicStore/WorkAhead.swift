/// Pieces of work, each done on a thread of its own while use is made of what the one before it gave.
struct WorkAhead<Made: Sendable> {
  private let begin: () -> SideWork<Made>?
  private var coming: SideWork<Made>?

  /// Begins the first.
  ///
  /// - Parameter begin: begins the next piece; nil after the last.
  init(_ begin: @escaping () -> SideWork<Made>?) {
    self.begin = begin
    coming = begin()
  }

  /// What the next piece gives; nil after the last.
  mutating func take() -> Made? {
    guard let made = coming?.result() else { return nil }
    coming = begin()
    return made
  }
}
