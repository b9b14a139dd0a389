public import LMDB
public import Records

/// Which way a range is read.
public enum Order: Sendable {
  case forward, reverse
}

/// Whether a scan goes on.
public enum Walk: Sendable {
  case next, stop
}

extension EventLog {
  /// Where the log ends.
  public func head(in view: TransactionView) throws(LogError) -> Head {
    try headRecord(in: view).head
  }

  /// The event at a position; nil for 0 and past the head.
  public func event(
    at position: UInt64, in view: TransactionView
  ) throws(LogError) -> StoredEvent? {
    try withEvent(at: position, in: view) { event throws(LogError) in event.stored }
  }

  /// Reads the event at a position in place; nil for 0 and past the head.
  public func withEvent<Result>(
    at position: UInt64, in view: TransactionView,
    _ body: (borrowing EventView) throws(LogError) -> Result
  ) throws(LogError) -> Result? {
    if let value = try view.value(log, LogKey.number(position)) {
      return try body(EventView(checking: value, at: position))
    }
    if position > 0, try head(in: view).position >= position { throw .gone(position) }
    return nil
  }

  /// Reads the events of a range of positions in place, one after the other.
  ///
  /// Throws `damaged` at an event that is not as written or is gone, and, for a range that takes in
  /// the head, where the log does not end there.
  public func forEach(
    from first: UInt64 = 1, through last: UInt64 = .max, order: Order = .forward,
    in view: TransactionView, _ body: (borrowing EventView) throws(LogError) -> Walk
  ) throws(LogError) {
    let head = try head(in: view).position
    if last >= head { try checkEnd(head, in: view) }
    let (low, high) = (max(first, 1), min(last, head))
    guard low <= high else { return }
    var (position, end) = order == .forward ? (low, high) : (high, low)
    var cursor = try view.scan(log)
    var isThere = try cursor.go(to: LogKey.number(position))
    while true {
      guard isThere, LogKey.number(in: cursor.key) == position else { throw .gone(position) }
      if try body(EventView(checking: cursor.value, at: position)) == .stop { return }
      if position == end { return }
      position = order == .forward ? position + 1 : position - 1
      isThere = try cursor.go(order)
    }
  }

  /// Throws if the log goes on past its head; if it ends before, the scan itself will miss an event.
  private func checkEnd(_ head: UInt64, in view: TransactionView) throws(LogError) {
    var cursor = try view.scan(log)
    let last = try cursor.go(.reverse) ? LogKey.number(in: cursor.key) ?? 0 : 0
    if last > head { throw .damaged(position: last, what: "it lies past the log's head") }
  }

  /// The last position recorded at or before a moment, 0 if there is none; in log n reads.
  public func lastPosition(
    recordedNotAfter moment: Instant, in view: TransactionView
  ) throws(LogError) -> UInt64 {
    var (low, high) = (0 as UInt64, try head(in: view).position)
    while low < high {
      let middle = high - (high - low) / 2
      let isWithin = try withEvent(at: middle, in: view) { event throws(LogError) in
        event.recordedAt <= moment
      }
      guard let isWithin else { throw .gone(middle) }
      if isWithin { low = middle } else { high = middle - 1 }
    }
    return low
  }

  /// The position of the event that a caller gave an id; nil if no event has it.
  public func position(
    ofEventID id: String, in view: TransactionView
  ) throws(LogError) -> UInt64? {
    guard IDForm.matches(id, limit: Envelope.eventIDLimit) else { return nil }
    return try number(at: Key(Array(id.utf8)), of: eventID, in: view)
  }
}
