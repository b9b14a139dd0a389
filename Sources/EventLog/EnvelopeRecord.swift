import Records

/// The record that an event is kept in, and over which its hash is taken: slots and their coding.
///
/// What every event has comes first, the payload as a nested record included. What an event may lack
/// comes last, so that what is absent from some slot on costs nothing.
enum EnvelopeRecord {
  /// Schema numbers under 100 are the log's own.
  static let schema: UInt16 = 1
  static let version: UInt16 = 1

  /// The most bytes of one event's record.
  static let limit = 64 * 1024

  enum Slot {
    static let position = 0
    static let traits = 1
    static let stream = 2
    static let streamVersion = 3
    static let occurredAt = 4
    static let recordedAt = 5
    static let recordedBy = 6
    static let payload = 7
    /// Absent when equal to `recordedAt`, as it is while the machine's clock goes forward.
    static let clock = 8
    /// Absent when equal to `recordedBy`.
    static let performedBy = 9
    static let eventID = 10
    static let correlation = 11
    static let causation = 12
    /// The two places of free text, to be sealed under the stream's key.
    static let lateReason = 13
    static let deviations = 14

    static let mandatoryCount = 8
    static let count = 15
  }

  /// A writer for the records of many events, one after the other.
  static var writer: RecordWriter { RecordWriter(schema: schema, version: version, slots: 0) }

  /// The record's bytes.
  static func encode(_ envelope: Envelope, payload: [UInt8]) -> [UInt8] {
    var writer = writer
    set(envelope, payload: payload, in: &writer)
    return writer.finish()
  }

  /// Sets every slot of the record that a writer is to write next.
  static func set(_ envelope: Envelope, payload: [UInt8], in writer: inout RecordWriter) {
    writer.begin(schema: schema, version: version, slots: Slot.count)
    writer.set(Slot.position, integer: Int64(envelope.position))
    writer.set(Slot.traits, integer: EventTraits(envelope).word)
    writer.set(Slot.stream, text: envelope.stream.id)
    writer.set(Slot.streamVersion, integer: Int64(envelope.version))
    writer.set(Slot.occurredAt, instant: envelope.occurredAt)
    writer.set(Slot.recordedAt, instant: envelope.recordedAt)
    writer.set(Slot.recordedBy, text: envelope.recordedBy)
    writer.set(Slot.payload, nested: payload)
    writer.set(
      Slot.clock, instant: envelope.clock == envelope.recordedAt ? nil : envelope.clock)
    writer.set(
      Slot.performedBy,
      text: envelope.performedBy == envelope.recordedBy ? nil : envelope.performedBy)
    writer.set(Slot.eventID, text: envelope.eventID)
    writer.set(Slot.correlation, text: envelope.correlation)
    writer.set(Slot.causation, integer: envelope.causation.map { Int64($0) })
    writer.set(Slot.lateReason, text: envelope.lateReason)
    if !envelope.deviations.isEmpty {
      writer.set(Slot.deviations, list: envelope.deviations.map { DeviationRecord.encode($0) })
    }
  }
}

/// The record of one deviation, nested in an event's.
enum DeviationRecord {
  static let schema: UInt16 = 2
  static let version: UInt16 = 1

  enum Slot {
    static let rule = 0
    static let authorisedBy = 1
    static let limit = 2
    static let observed = 3
    static let reason = 4
    static let count = 5
  }

  static func encode(_ deviation: Deviation) -> [UInt8] {
    var writer = RecordWriter(schema: schema, version: version, slots: Slot.count)
    writer.set(Slot.rule, integer: Int64(deviation.rule))
    writer.set(Slot.authorisedBy, text: deviation.authorisedBy)
    writer.set(Slot.limit, text: deviation.limit)
    writer.set(Slot.observed, text: deviation.observed)
    writer.set(Slot.reason, text: deviation.reason)
    return writer.finish()
  }

  static func decode(_ bytes: RawSpan) -> Deviation {
    let record = RecordView(trusting: bytes)
    return Deviation(
      rule: Int(record.integer(Slot.rule) ?? 0),
      limit: record.text(Slot.limit) ?? "",
      observed: record.text(Slot.observed) ?? "",
      reason: record.text(Slot.reason) ?? "",
      authorisedBy: record.text(Slot.authorisedBy) ?? "")
  }
}

/// An event's small facts, packed in one slot: five slots saved are 40 bytes an event.
///
/// Bits from the lowest: type 16, schema 16, minutes of offset 16 (two's complement), kind of stream
/// 8, precision 4, entry mode 4.
struct EventTraits: Equatable {
  var type: UInt16
  var schema: UInt16
  var offsetMinutes: Int16
  var kind: UInt8
  var precision: Precision
  var entryMode: EntryMode

  init(_ envelope: Envelope) {
    type = envelope.type
    schema = envelope.schema
    offsetMinutes = envelope.offsetMinutes
    kind = envelope.stream.kind
    precision = envelope.precision
    entryMode = envelope.entryMode
  }

  /// Nil for a precision or entry mode that this version does not know.
  init?(word: Int64) {
    let bits = UInt64(bitPattern: word)
    guard let precision = Precision(rawValue: UInt8(bits >> 56 & 0xF)),
      let entryMode = EntryMode(rawValue: UInt8(bits >> 60))
    else { return nil }
    type = UInt16(truncatingIfNeeded: bits)
    schema = UInt16(truncatingIfNeeded: bits >> 16)
    offsetMinutes = Int16(truncatingIfNeeded: bits >> 32)
    kind = UInt8(truncatingIfNeeded: bits >> 48)
    self.precision = precision
    self.entryMode = entryMode
  }

  var word: Int64 {
    var bits = UInt64(type) | UInt64(schema) << 16
    bits |= UInt64(UInt16(bitPattern: offsetMinutes)) << 32 | UInt64(kind) << 48
    bits |= UInt64(precision.rawValue) << 56 | UInt64(entryMode.rawValue) << 60
    return Int64(bitPattern: bits)
  }
}
