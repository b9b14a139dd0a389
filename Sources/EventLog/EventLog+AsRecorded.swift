public import LMDB

extension EventLog {
  /// Appends an event as it was recorded in another log: same place, same times, same bytes.
  ///
  /// Only into a log that holds nothing else: from empty, and until the first event of its own. It
  /// must follow: the next position, the next version of its stream, recorded no earlier than the
  /// event before, by a clock not ahead of that. No rule is asked, and no event id answered.
  ///
  /// Throws `notEmpty`, `outOfSequence`, `idDiffersInCase`, `malformed`, `tooLarge`; nothing of the
  /// event is then in the transaction.
  ///
  /// - Returns: the value that the log keeps, as ``EventView`` reads it.
  @discardableResult
  public func appendAsRecorded(
    _ event: StoredEvent, after end: inout LogEnd, to txn: inout WriteTransaction
  ) throws(LogError) -> [UInt8] {
    let envelope = event.envelope
    func check(_ follows: Bool, _ field: String) throws(LogError) {
      if !follows { throw .outOfSequence(field: field, position: envelope.position) }
    }
    let head = end.record
    guard head.importedThrough == head.position else { throw .notEmpty(head: head.position) }
    try check(envelope.position == head.position + 1, "position")
    try envelope.checkForm()
    let version = try versionToExtend(of: envelope.stream, after: &end, in: txn.view)
    try check(envelope.version == version + 1, "version")
    try check(head.position == 0 || envelope.recordedAt >= head.recordedAt, "recorded_at")
    try check(envelope.clock <= envelope.recordedAt, "clock")
    if let eventID = envelope.eventID {
      try check(try position(ofEventID: eventID, in: txn.view) == nil, "event_id")
    }
    try put(envelope, event.payload, after: &end, in: &txn)
    end.record.importedThrough = envelope.position
    // Taken out, not copied: the next event has memory of its own.
    defer { end.value = [] }
    return end.value
  }

  /// The same for one event, its end kept.
  public func appendAsRecorded(
    _ event: StoredEvent, to txn: inout WriteTransaction
  ) throws(LogError) {
    var end = try end(in: txn.view)
    try appendAsRecorded(event, after: &end, to: &txn)
    try keep(end, in: &txn)
  }
}
