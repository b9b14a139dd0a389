import Clinic
import EventLog
import Records
import Testing

/// A clinic's log in memory, and what rules may see of it: the plainest view there is.
struct Chronicle: ClinicView {
  private(set) var log: [StoredEvent] = []

  /// The moment of `text`, to the minute, on a day of March 2026 unless a date is given.
  static func at(_ text: String) -> Instant {
    let full = text.contains("T") ? text : "2026-03-01T\(text)"
    guard let instant = Instant(rfc3339: "\(full):00Z") else {
      preconditionFailure("not a time: \(text)")
    }
    return instant
  }

  static func day(_ text: String) -> CalendarDate {
    guard let date = CalendarDate(iso: text) else { preconditionFailure("not a date: \(text)") }
    return date
  }

  static func stream(_ text: String) -> StreamID {
    guard case .stream(let stream) = try? StreamName(parsing: text) else {
      preconditionFailure("not a stream: \(text)")
    }
    return stream
  }

  /// An entry as it would be recorded next.
  func proposal(
    _ event: ClinicEvent, on stream: String, at time: String = "10:00", by: String = "U1",
    performedBy: String? = nil, recordedAt: String? = nil, causation: UInt64? = nil,
    deviations: [Deviation] = []
  ) -> StoredEvent {
    let stream = Self.stream(stream)
    let moment = Self.at(time)
    let recorded = recordedAt.map(Self.at) ?? max(moment, log.last?.envelope.recordedAt ?? moment)
    return StoredEvent(
      envelope: Envelope(
        position: UInt64(log.count + 1), stream: stream,
        version: UInt64(events(of: stream).count + 1), type: event.type.number,
        schema: event.type.version, occurredAt: moment, recordedAt: recorded, clock: recorded,
        recordedBy: by, performedBy: performedBy ?? by, causation: causation,
        deviations: deviations),
      payload: event.encoded())
  }

  /// Records an entry, whatever the rules say; its position.
  @discardableResult
  mutating func record(
    _ event: ClinicEvent, on stream: String, at time: String = "10:00", by: String = "U1",
    performedBy: String? = nil, recordedAt: String? = nil, deviations: [Deviation] = []
  ) -> UInt64 {
    let entry = proposal(
      event, on: stream, at: time, by: by, performedBy: performedBy, recordedAt: recordedAt,
      deviations: deviations)
    log.append(entry)
    return entry.envelope.position
  }

  mutating func record(_ entry: StoredEvent) {
    log.append(entry)
  }

  /// A correction of the entry at `position`.
  func correction(
    _ position: UInt64, _ field: String, was: String, now: String,
    reason: CorrectionReason = .transcription
  ) -> (event: ClinicEvent, stream: String) {
    let target = log[Int(position) - 1].envelope
    let event = ClinicEvent.any(
      .entryCorrected(
        EntryCorrected(
          target: Int64(target.version), field: field, was: was, now: now, reason: reason)))
    return (event, target.stream.text)
  }

  @discardableResult
  mutating func correct(
    _ position: UInt64, _ field: String, was: String, now: String,
    reason: CorrectionReason = .transcription, at time: String = "20:00"
  ) -> UInt64 {
    let (event, stream) = correction(position, field, was: was, now: now, reason: reason)
    return record(event, on: stream, at: time)
  }

  @discardableResult
  mutating func strike(
    _ position: UInt64, reason: StrikeReason = .neverHappened, at time: String = "20:00"
  ) -> UInt64 {
    let target = log[Int(position) - 1].envelope
    return record(
      .any(.entryStruckOut(EntryStruckOut(target: Int64(target.version), reason: reason))),
      on: target.stream.text, at: time)
  }

  func effective(_ stream: String) throws -> [EffectiveEvent] {
    try effectiveEvents(events(of: Self.stream(stream)))
  }

  /// What the rules of those numbers find of an entry: the log's own, unless others are asked for.
  func findings(
    _ event: ClinicEvent, on stream: String, at time: String = "10:00", by: String = "U1",
    performedBy: String? = nil, recordedAt: String? = nil, causation: UInt64? = nil,
    deviations: [Deviation] = [], rules: ClosedRange<Int> = 0...4
  ) throws -> [Finding] {
    check(
      try Proposal(
        proposal(
          event, on: stream, at: time, by: by, performedBy: performedBy, recordedAt: recordedAt,
          causation: causation, deviations: deviations)),
      in: self
    ).filter { rules.contains($0.rule) }
  }

  // MARK: ClinicView

  func events(of stream: StreamID) -> [StoredEvent] {
    log.filter { $0.envelope.stream == stream }
  }

  func state(_ kind: StreamKind, _ id: String) -> ClinicState? {
    let entries = events(of: StreamID(kind, id))
    guard !entries.isEmpty, let effective = try? effectiveEvents(entries) else { return nil }
    var state = ClinicState(kind, id: id)
    for event in effective { state?.take(event) }
    return state
  }

  func all(_ kind: StreamKind) -> [ClinicState] {
    let ids = Set(log.map(\.envelope.stream).filter { $0.streamKind == kind })
    return ids.map(\.id).sorted().compactMap { state(kind, $0) }
  }

  // MARK: States

  /// The row of a stream's state.
  func state<State: StateRow>(_ type: State.Type, _ id: String) -> State? {
    let entries = events(of: StreamID(State.streamKind, id))
    guard !entries.isEmpty, let effective = try? effectiveEvents(entries) else { return nil }
    return fold(State.self, id: id, effective)
  }

  // MARK: Facts

  /// Every fact row of the log, by table.
  func facts<Row: RecordCodable>(_ table: TableType, as type: Row.Type) throws -> [Row] {
    var rows: [Row] = []
    var streams: [StreamID] = []
    for entry in log where !streams.contains(entry.envelope.stream) {
      streams.append(entry.envelope.stream)
    }
    for stream in streams {
      let effective = try effectiveEvents(events(of: stream))
      var state = stream.streamKind.flatMap { ClinicState($0, id: stream.id) }
      for event in effective { state?.take(event) }
      for event in effective {
        for row in Clinic.facts(of: event, state?.subject ?? .none) where row.table == table.id {
          #expect(row.position == event.envelope.position)
          rows.append(try Row(record: row.bytes.span.bytes))
        }
      }
    }
    return rows
  }
}
