import EventLog
import Records

/// The log as an ordinary array: slow, plain, and with nothing of the real one in it.
struct ModelLog {
  var events: [StoredEvent] = []

  func version(of stream: StreamID) -> UInt64 {
    UInt64(events.filter { $0.envelope.stream == stream }.count)
  }

  func stream(_ stream: StreamID) -> [StoredEvent] {
    events.filter { $0.envelope.stream == stream }
  }

  /// All drafts or none.
  mutating func append(
    _ drafts: [Draft], clock: Instant
  ) throws(LogError) -> [Appended] {
    var next = self
    var answers: [(Envelope, Bool)] = []
    for draft in drafts { answers.append(try next.append(draft, clock: clock)) }
    self = next
    return answers.map { Appended(envelope: $0.0, isRepeat: $0.1) }
  }

  private mutating func append(
    _ draft: Draft, clock: Instant
  ) throws(LogError) -> (Envelope, Bool) {
    if let id = draft.eventID, let first = events.first(where: { $0.envelope.eventID == id }) {
      try compare(draft, with: first, id)
      return (first.envelope, true)
    }
    let stream = try resolve(draft.target)
    let version = version(of: stream)
    if let expected = draft.expectedVersion, expected != version {
      throw .versionMismatch(stream: stream, expected: expected, actual: version)
    }
    let head = events.last?.envelope.recordedAt ?? clock
    if clock.after(seconds: 300) < head { throw .clockBehind(clock: clock, head: head) }
    let envelope = Envelope(
      position: UInt64(events.count) + 1, stream: stream, version: version + 1, type: draft.type,
      schema: draft.schema, occurredAt: draft.occurredAt?.instant ?? clock,
      offsetMinutes: draft.occurredAt?.offsetMinutes ?? 0, precision: draft.precision ?? .exact,
      recordedAt: max(clock, head), clock: clock, recordedBy: draft.recordedBy,
      performedBy: draft.performedBy ?? draft.recordedBy, entryMode: draft.entryMode ?? .live,
      lateReason: draft.lateReason, correlation: draft.correlation, causation: draft.causation,
      deviations: draft.deviations ?? [], eventID: draft.eventID)
    events.append(StoredEvent(envelope: envelope, payload: draft.payload))
    return (envelope, false)
  }

  private func resolve(_ target: Draft.Target) throws(LogError) -> StreamID {
    switch target {
    case .stream(let stream):
      let alike = events.map(\.envelope.stream).first {
        $0.kind == stream.kind && $0.id.lowercased() == stream.id.lowercased()
      }
      if let alike, alike != stream { throw .idDiffersInCase(given: stream, existing: alike) }
      return stream
    case .new(let kind, let prefix):
      let taken = Set(
        events.map(\.envelope.stream).filter { $0.kind == kind }.map { $0.id.lowercased() })
      var counter = 1
      while taken.contains("\(prefix)\(counter)".lowercased()) { counter += 1 }
      return StreamID(kind: kind, id: "\(prefix)\(counter)")
    }
  }

  private func compare(_ draft: Draft, with first: StoredEvent, _ id: String) throws(LogError) {
    var asked: StreamID?
    if case .stream(let stream) = draft.target { asked = stream }
    let there = first.envelope
    let when = OffsetInstant(instant: there.occurredAt, offsetMinutes: there.offsetMinutes)
    let pairs: [(String, Bool)] = [
      ("stream", (asked ?? there.stream) == there.stream && draft.target.kind == there.stream.kind),
      ("type", draft.type == there.type),
      ("schema", draft.schema == there.schema),
      ("occurred_at", (draft.occurredAt ?? when) == when),
      ("precision", (draft.precision ?? there.precision) == there.precision),
      ("recorded_by", draft.recordedBy == there.recordedBy),
      ("performed_by", (draft.performedBy ?? there.performedBy) == there.performedBy),
      ("entry_mode", (draft.entryMode ?? there.entryMode) == there.entryMode),
      ("late_reason", (draft.lateReason ?? there.lateReason) == there.lateReason),
      ("correlation", (draft.correlation ?? there.correlation) == there.correlation),
      ("causation", (draft.causation ?? there.causation) == there.causation),
      ("data", draft.payload == first.payload),
    ]
    if let differs = pairs.first(where: { !$0.1 })?.0 {
      throw .eventIDTaken(
        eventID: id, first: there.position, firstStream: there.stream, stream: asked,
        differs: differs)
    }
  }
}
