public import LMDB
public import Records

extension EventLog {
  /// Appends one event, or answers it by its event id; see the form for several.
  public func append(
    _ draft: Draft, to txn: inout WriteTransaction, clock: OffsetInstant, confirmClock: Bool = false
  ) throws(LogError) -> Appended {
    try append([draft], to: &txn, clock: clock, confirmClock: confirmClock)[0]
  }

  /// Appends events, one after the other, within the caller's transaction.
  ///
  /// `clock` is the machine's raw clock with the clinic's offset: the time of those that give none. A
  /// clock more than 5 minutes behind the last entry is refused unless `confirmClock`.
  ///
  /// On a throw the events before the one refused are in the transaction, so drop it: all or nothing.
  public func append(
    _ drafts: [Draft], to txn: inout WriteTransaction, clock: OffsetInstant,
    confirmClock: Bool = false
  ) throws(LogError) -> [Appended] {
    var end = try end(in: txn.view)
    var answers: [Appended] = []
    answers.reserveCapacity(drafts.count)
    do throws(LogError) {
      for draft in drafts {
        answers.append(
          try append(draft, after: &end, to: &txn, clock: clock, confirmClock: confirmClock))
      }
    } catch {
      // No throw leaves log and end apart, even for a caller who goes on with the transaction.
      try keep(end, in: &txn)
      throw error
    }
    try keep(end, in: &txn)
    return answers
  }

  /// Appends one event after a log's end that the caller carries on, and keeps when all is appended.
  ///
  /// Refuses as the form for several does; `end` and the transaction are then as they were.
  public func append(
    _ draft: Draft, after end: inout LogEnd, to txn: inout WriteTransaction, clock: OffsetInstant,
    confirmClock: Bool = false
  ) throws(LogError) -> Appended {
    if draft.eventID != nil, let earlier = try answered(draft, in: txn.view) { return earlier }
    let (stream, version) = try place(of: draft.target, after: &end, in: &txn)
    if let expected = draft.expectedVersion, expected != version {
      throw .versionMismatch(stream: stream, expected: expected, actual: version)
    }
    let recordedAt = try ClockRule.recordedAt(
      clock: clock.instant, head: end.head.recordedAt, isConfirmed: confirmClock)
    let envelope = draft.envelope(
      position: end.head.position + 1, stream: stream, version: version + 1, clock: clock,
      recordedAt: recordedAt)
    // Its stream and event id were looked at to find its place.
    try envelope.checkContents()
    try put(envelope, draft.payload, after: &end, in: &txn)
    return Appended(envelope: consume envelope, isRepeat: false)
  }

  /// The answer to a draft whose event id was seen before; nil for any other.
  ///
  /// Ask before judging a draft by rules: what was taken once needs no second judgement. Throws
  /// `eventIDTaken` if the id stands for an event with other content.
  public func answered(
    _ draft: Draft, in view: TransactionView
  ) throws(LogError) -> Appended? {
    guard let eventID = draft.eventID else { return nil }
    guard IDForm.matches(eventID, limit: Envelope.eventIDLimit) else {
      throw .malformed(field: "event_id")
    }
    guard let position = try position(ofEventID: eventID, in: view) else { return nil }
    guard let first = try event(at: position, in: view), first.envelope.eventID == eventID else {
      throw .damaged(position: position, what: "its event_id leads elsewhere")
    }
    guard let field = draft.difference(from: first) else {
      return Appended(envelope: first.envelope, isRepeat: true)
    }
    var asked: StreamID?
    if case .stream(let stream) = draft.target { asked = stream }
    throw .eventIDTaken(
      eventID: eventID, first: position, firstStream: first.envelope.stream, stream: asked,
      differs: field)
  }

  /// The stream that a draft goes to, and the version it has.
  private func place(
    of target: Draft.Target, after end: inout LogEnd, in txn: inout WriteTransaction
  ) throws(LogError) -> (stream: StreamID, version: UInt64) {
    switch target {
    case .stream(let stream):
      return (stream, try versionToExtend(of: stream, after: &end, in: txn.view))
    case .new(let kind, let prefix):
      return (StreamID(kind: kind, id: try nextID(kind: kind, prefix: prefix, in: &txn)), 0)
    }
  }

  /// The version of a stream that is to have another event.
  ///
  /// Throws `malformed`, or `idDiffersInCase` if it is there under another spelling.
  func versionToExtend(
    of stream: StreamID, after end: inout LogEnd, in view: TransactionView
  ) throws(LogError) -> UInt64 {
    let known = end.versions.version(of: stream)
    // A stream that is known has had its name looked at.
    if let known, known > 0 { return known }
    guard stream.isWellFormed else { throw .malformed(field: "stream") }
    let version = if let known { known } else { try version(of: stream, in: view) }
    if version == 0, let existing = try spelling(of: stream, in: view) {
      throw .idDiffersInCase(given: stream, existing: existing)
    }
    return version
  }

  /// Writes an event whose place has been found, and its form checked: log, stream, event id, tree.
  ///
  /// What the log keeps of it is then the end's ``LogEnd/value``.
  func put(
    _ envelope: Envelope, _ payload: [UInt8], after end: inout LogEnd,
    in txn: inout WriteTransaction
  ) throws(LogError) {
    // A record only adds to its payload, so one too long is not worth encoding.
    var size = payload.count
    guard size <= EnvelopeRecord.limit else {
      throw .tooLarge(bytes: size, limit: EnvelopeRecord.limit)
    }
    EnvelopeRecord.set(envelope, payload: payload, in: &end.writer)
    end.value.removeAll(keepingCapacity: true)
    end.writer.append(to: &end.value, reserving: Checksum.byteCount)
    size = end.value.count
    guard size <= EnvelopeRecord.limit else {
      throw .tooLarge(bytes: size, limit: EnvelopeRecord.limit)
    }
    let position = NumberKey(envelope.position)
    let leaf = Hash.leaf(of: end.value)
    Checksum.append(to: &end.value)
    do throws(LMDBError) {
      try txn.put(log, position, end.value, .append)
      let version = LogKey.version(envelope.version, of: envelope.stream)
      try txn.put(stream, version, position.bytes)
      if envelope.version == 1 {
        try unsafe txn.put(
          stream, LogKey.spelling(of: envelope.stream), envelope.stream.id.utf8.span.bytes)
      }
      if let eventID = envelope.eventID {
        try unsafe txn.put(self.eventID, Key(eventID.utf8.span.bytes), position.bytes)
      }
    } catch {
      if error.code == .keyExists {
        throw .damaged(position: envelope.position, what: "the log goes on past its head")
      }
      throw LogError(error)
    }
    try grow(&end, by: leaf, in: &txn)
    end.record.take(envelope)
    end.versions.keep(envelope.version, of: envelope.stream)
  }
}

extension Draft {
  /// The event's envelope, once the log has found its place; what was not given takes its default.
  fileprivate func envelope(
    position: UInt64, stream: StreamID, version: UInt64, clock: OffsetInstant, recordedAt: Instant
  ) -> Envelope {
    let occurredAt = occurredAt ?? clock
    return Envelope(
      position: position, stream: stream, version: version, type: type, schema: schema,
      occurredAt: occurredAt.instant, offsetMinutes: occurredAt.offsetMinutes,
      precision: precision ?? .exact, recordedAt: recordedAt, clock: clock.instant,
      recordedBy: recordedBy, performedBy: performedBy ?? recordedBy,
      entryMode: entryMode ?? .live, lateReason: lateReason, correlation: correlation,
      causation: causation, deviations: deviations ?? [], eventID: eventID)
  }
}

extension Envelope {
  /// The greatest length of an event id, in bytes.
  public static let eventIDLimit = 128

  /// Throws `malformed` for a field that no record of the log may hold.
  func checkForm() throws(LogError) {
    guard stream.isWellFormed else { throw .malformed(field: "stream") }
    guard eventID.map({ IDForm.matches($0, limit: Self.eventIDLimit) }) ?? true else {
      throw .malformed(field: "event_id")
    }
    try checkContents()
  }

  /// The same for all but what names the event's place: its stream, and its event id.
  func checkContents() throws(LogError) {
    func check(_ isSound: Bool, _ field: String) throws(LogError) {
      if !isSound { throw .malformed(field: field) }
    }
    let limit = StreamID.idLimit
    try check(IDForm.matches(recordedBy, limit: limit), "recorded_by")
    try check(
      performedBy == recordedBy || IDForm.matches(performedBy, limit: limit), "performed_by")
    try check(correlation.map { IDForm.matches($0, limit: limit) } ?? true, "correlation")
    try check(causation.map { 1..<position ~= $0 } ?? true, "causation")
    try check(-1439...1439 ~= offsetMinutes, "occurred_at")
    try check(lateReason.map { !$0.utf8.contains(0) } ?? true, "late_reason")
    for deviation in deviations {
      let texts = [deviation.limit, deviation.observed, deviation.reason, deviation.authorisedBy]
      try check(!texts.contains { $0.utf8.contains(0) }, "deviations")
    }
  }
}
