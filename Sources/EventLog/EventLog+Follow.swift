public import LMDB

extension EventLog {
  /// Yields every event after a position, and then each that comes, until told to stop.
  ///
  /// Whenever there is none, `pause` is called: it waits as it sees fit, and returns false to end.
  /// No transaction is open while `pause` or `body` runs, however long they take.
  /// - Returns: the last position yielded, or `position`.
  public func follow(
    after position: UInt64, in environment: Environment, pause: () -> Bool,
    _ body: (StoredEvent) throws(LogError) -> Walk
  ) throws(LogError) -> UInt64 {
    var last = position
    while true {
      let batch = try batch(after: last, in: environment)
      if batch.isEmpty, !pause() { return last }
      for event in batch {
        last = event.envelope.position
        if try body(event) == .stop { return last }
      }
    }
  }

  /// The events after a position, a few at a time so that memory is bounded.
  private func batch(
    after position: UInt64, in environment: Environment
  ) throws(LogError) -> [StoredEvent] {
    guard position < .max else { return [] }
    let limit = 256
    return try environment.read { (txn: borrowing ReadTransaction) throws(LogError) in
      var events: [StoredEvent] = []
      try forEach(from: position + 1, in: txn.view) { event throws(LogError) in
        events.append(event.stored)
        return events.count < limit ? .next : .stop
      }
      return events
    }
  }
}
