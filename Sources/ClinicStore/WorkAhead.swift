/// Pieces of work, each done on a thread of its own while use is made of what those before it gave.
struct WorkAhead<Made: Sendable> {
  private let begin: () -> SideWork<Made>?
  /// The next pieces in their order.
  private var coming: [SideWork<Made>] = []

  /// Begins the first.
  ///
  /// - Parameters:
  ///   - depth: how many are at work at once.
  ///   - begin: begins the next piece; nil after the last.
  init(depth: Int = 1, _ begin: @escaping () -> SideWork<Made>?) {
    self.begin = begin
    for _ in 0..<depth { beginNext() }
  }

  /// What the next piece gives; nil after the last.
  mutating func take() -> Made? {
    guard !coming.isEmpty else { return nil }
    let made = coming.removeFirst().result()
    beginNext()
    return made
  }

  /// What all the pieces that are left give.
  consuming func rest() -> [Made] {
    var rest: [Made] = []
    while let made = take() { rest.append(made) }
    return rest
  }

  private mutating func beginNext() {
    if let work = begin() { coming.append(work) }
  }
}
