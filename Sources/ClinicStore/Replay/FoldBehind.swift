import Synchronization

/// A fold that goes on behind the log's writer, on a thread of its own: what was appended is folded
/// some events at a time, while the next are read and appended.
struct FoldBehind {
  /// How many events are handed over at a time.
  private static let size = 1_024
  /// How many times as many may wait, before the writer waits for the fold: some megabytes.
  private static let most = 64

  private let folded: Folded
  /// The values of the last events, not yet handed over.
  private var values: [[UInt8]] = []
  private var work: SideWork<Void>?

  /// Goes on with a fold of all events before the position `next`.
  init(_ fold: consuming Fold, of store: ClinicStore, next: UInt64) {
    folded = Folded(fold, of: store, next: next)
    values.reserveCapacity(Self.size)
  }

  /// Takes in the next event, from the value that the log keeps.
  mutating func take(_ value: [UInt8]) {
    values.append(value)
    if values.count == Self.size { handOver() }
  }

  /// The fold of all that was taken; throws at the first event that does not read.
  mutating func finish() throws -> Fold {
    handOver()
    work = nil
    return try folded.take()
  }

  private mutating func handOver() {
    let isSmall = values.count < Self.size
    let (waiting, isAtWork) = folded.wait(values)
    values.removeAll()
    values.reserveCapacity(Self.size)
    if isAtWork {
      // Dropped, the work is waited for: it ends when nothing is left to fold.
      if waiting >= Self.most { work = nil }
    } else {
      work = SideWork(isSmall: isSmall) { [folded] in folded.foldAll() }
    }
  }

  /// The fold as far as it has come: changed by one thread at a time, which begins when the last has
  /// found nothing to fold.
  private final class Folded: @unchecked Sendable {
    private let store: ClinicStore
    private let queue = Mutex(Queue())
    private var next: UInt64
    private var fold: Fold?
    private var failure: (any Error)?

    private struct Queue {
      var values: [[[UInt8]]] = []
      var isAtWork = false
    }

    init(_ fold: consuming Fold, of store: ClinicStore, next: UInt64) {
      self.store = store
      self.next = next
      self.fold = fold
    }

    /// Has values folded after those before them: how much waits then, and whether someone is at it.
    ///
    /// Where nobody is, ``foldAll()`` is to be called.
    func wait(_ values: [[UInt8]]) -> (count: Int, isAtWork: Bool) {
      queue.withLock { queue in
        defer { queue.isAtWork = true }
        queue.values.append(values)
        return (queue.values.count, queue.isAtWork)
      }
    }

    /// Folds what waits, until there is no more.
    func foldAll() {
      while let values = first() { take(values) }
    }

    private func first() -> [[UInt8]]? {
      queue.withLock { queue in
        queue.isAtWork = !queue.values.isEmpty
        return queue.values.isEmpty ? nil : queue.values.removeFirst()
      }
    }

    private func take(_ values: [[UInt8]]) {
      guard failure == nil, fold != nil else { return }
      do {
        for value in values {
          try store.take(value, at: next, into: &fold!)
          next += 1
        }
      } catch {
        failure = error
      }
    }

    /// The fold, taken out so that it is changed without a copy.
    func take() throws -> Fold {
      if let failure { throw failure }
      guard let fold = fold.take() else { preconditionFailure("a fold is finished once") }
      return fold
    }
  }
}
