/// The states that undo goes back to, and redo forward.
struct UndoSteps<State> {
  /// The most states there are, and the most characters in all of them: a long text has fewer.
  private static var mostStates: Int { 500 }
  private static var mostCharacters: Int { 2_000_000 }

  private var done: [(state: State, size: Int)] = []
  private var undone: [(state: State, size: Int)] = []
  private var total = 0

  /// Notes a state of so many characters that is about to change; what was undone is gone.
  mutating func record(_ state: State, size: Int) {
    total += size - undone.reduce(0) { $0 + $1.size }
    undone.removeAll()
    done.append((state, size))
    while done.count > Self.mostStates || (total > Self.mostCharacters && done.count > 1) {
      total -= done.removeFirst().size
    }
  }

  /// The state before the last change, in exchange for the one now.
  mutating func undo(_ now: State, size: Int) -> State? {
    guard let last = done.popLast() else { return nil }
    undone.append((now, size))
    total += size - last.size
    return last.state
  }

  /// The state after the change that was undone last.
  mutating func redo(_ now: State, size: Int) -> State? {
    guard let next = undone.popLast() else { return nil }
    done.append((now, size))
    total += size - next.size
    return next.state
  }
}
