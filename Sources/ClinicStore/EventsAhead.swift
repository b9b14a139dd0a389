import EventLog

/// The lines of an export read as events, some of them ahead on a thread of their own while those
/// before are taken.
///
/// What comes out is what reading line by line gives: the same events in the same order, and then the
/// first line's error that is none.
struct EventsAhead {
  /// Some lines' events, one a line, as far as they could be read.
  struct Batch: Sendable {
    fileprivate(set) var events: [StoredEvent] = []
    /// What the line after those is refused for.
    fileprivate(set) var failure: StoreError?
  }

  /// How many lines are read at a time.
  static let batch = 1_024
  /// Fewer are not worth a thread, which costs about ten of them.
  private static let fewest = 64

  private let lines: [NumberedLine]
  private var next = 0
  private var coming: SideWork<Batch>?

  init(_ lines: [NumberedLine]) {
    self.lines = lines
    begin()
  }

  /// The next lines' events; nil when all were given.
  mutating func take() -> Batch? {
    guard let coming else { return nil }
    let batch = coming.result()
    begin()
    return batch
  }

  /// Begins to read the next lines.
  private mutating func begin() {
    coming = nil
    let end = min(next + Self.batch, lines.count)
    guard next < end else { return }
    coming = SideWork(isSmall: end - next < Self.fewest) { [lines, next] in
      Self.read(lines, next..<end)
    }
    next = end
  }

  private static func read(_ lines: [NumberedLine], _ range: Range<Int>) -> Batch {
    var batch = Batch()
    batch.events.reserveCapacity(range.count)
    do {
      for place in range { batch.events.append(try lines[place].parsed(asRecorded: true).stored) }
    } catch {
      batch.failure = StoreError(cause: error)
    }
    return batch
  }
}
