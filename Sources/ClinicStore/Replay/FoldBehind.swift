/// A fold that goes on behind the log's writer, on a thread of its own: what was appended is folded
/// some events at a time, while the next are read and appended.
struct FoldBehind {
  /// How many events are folded at a time.
  private static let size = 1_024

  private let store: ClinicStore
  private let folded: Folded
  /// The values of the last events, not yet handed over.
  private var values: [[UInt8]] = []
  /// The position of the first of them.
  private var next: UInt64
  private var work: SideWork<Void>?

  /// Goes on with a fold of all events before the position `next`.
  init(_ fold: consuming Fold, of store: ClinicStore, next: UInt64) {
    self.store = store
    self.next = next
    folded = Folded(fold)
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
    // What came before is folded first.
    work = nil
    let (values, first) = (values, next)
    next += UInt64(values.count)
    self.values.removeAll()
    self.values.reserveCapacity(Self.size)
    work = SideWork(isSmall: values.count < Self.size) { [store, folded] in
      folded.take(values, from: first, of: store)
    }
  }

  /// The fold as far as it has come: used by one thread at a time, the next begun when the last has
  /// ended.
  private final class Folded: @unchecked Sendable {
    private var fold: Fold?
    private var failure: (any Error)?

    init(_ fold: consuming Fold) { self.fold = fold }

    func take(_ values: [[UInt8]], from first: UInt64, of store: ClinicStore) {
      guard failure == nil, fold != nil else { return }
      do {
        for (place, value) in values.enumerated() {
          try store.take(value, at: first + UInt64(place), into: &fold!)
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
