public import Records

/// An event read where it lies in the store, without a copy; gone with its transaction.
public struct EventView: ~Escapable {
  /// Place in the whole log, from 1, gapless.
  public let position: UInt64
  /// Place in its stream, from 1, gapless.
  public let version: UInt64
  /// When it happened.
  public let occurredAt: Instant
  /// When the log took it.
  public let recordedAt: Instant
  /// The record's bytes: what the leaf hash is taken over.
  public let record: RawSpan
  private let traits: EventTraits
  private let fields: RecordView

  /// Reads a value of the log, checking that its bytes are as written and belong to that position.
  ///
  /// Throws `damaged` if not. A checksum can be made to fit: that the bytes are those of the tree's
  /// leaf belongs to verifying.
  @_lifetime(copy value)
  public init(checking value: RawSpan, at position: UInt64) throws(LogError) {
    guard let record = Checksum.body(of: value) else {
      throw .damaged(position: position, what: "its checksum does not fit its bytes")
    }
    try self.init(record: record, at: position)
  }

  /// Reads an event's record; throws `damaged` if it is not that position's.
  @_lifetime(copy record)
  init(record: RawSpan, at position: UInt64) throws(LogError) {
    self.record = record
    fields = RecordView(trusting: record)
    guard fields.schema == EnvelopeRecord.schema, fields.version == EnvelopeRecord.version,
      fields.isPresent(first: EnvelopeRecord.Slot.mandatoryCount),
      let traits = EventTraits(word: fields.present(EnvelopeRecord.Slot.traits))
    else {
      throw .damaged(position: position, what: "it is not an event's record of this version")
    }
    guard UInt64(bitPattern: fields.present(EnvelopeRecord.Slot.position)) == position else {
      throw .damaged(position: position, what: "it is another event's record")
    }
    self.position = position
    version = UInt64(bitPattern: fields.present(EnvelopeRecord.Slot.streamVersion))
    occurredAt = Instant(microseconds: fields.present(EnvelopeRecord.Slot.occurredAt))
    recordedAt = Instant(microseconds: fields.present(EnvelopeRecord.Slot.recordedAt))
    self.traits = traits
  }

  /// The kind of its stream.
  public var kind: UInt8 { traits.kind }
  /// The number of the event's type.
  public var type: UInt16 { traits.type }
  /// The version of that type's schema.
  public var schema: UInt16 { traits.schema }
  /// The offset of the clock that `occurredAt` was read from, in minutes east of UTC.
  public var offsetMinutes: Int16 { traits.offsetMinutes }
  /// How closely `occurredAt` is known.
  public var precision: Precision { traits.precision }
  /// When it was entered, as against when it happened.
  public var entryMode: EntryMode { traits.entryMode }
  /// The raw clock when the log took it.
  public var clock: Instant { fields.instant(EnvelopeRecord.Slot.clock) ?? recordedAt }
  /// The position of the event that led to it.
  public var causation: UInt64? {
    fields.integer(EnvelopeRecord.Slot.causation).map { UInt64(bitPattern: $0) }
  }
  /// Whether it broke any rule.
  public var hasDeviations: Bool { fields.isPresent(EnvelopeRecord.Slot.deviations) }

  /// What it says, in bytes that the log does not read.
  public var payload: RawSpan {
    @_lifetime(copy self)
    get { chunk(EnvelopeRecord.Slot.payload) }
  }
  /// The id of its stream, in UTF-8.
  public var streamIDBytes: RawSpan {
    @_lifetime(copy self)
    get { chunk(EnvelopeRecord.Slot.stream) }
  }
  /// The staff id of whoever entered it, in UTF-8.
  public var recordedByBytes: RawSpan {
    @_lifetime(copy self)
    get { chunk(EnvelopeRecord.Slot.recordedBy) }
  }
  /// The staff id of whoever did what it tells of, in UTF-8.
  public var performedByBytes: RawSpan {
    @_lifetime(copy self)
    get { chunk(Self.performerSlot(of: fields)) }
  }

  /// The staff id of whoever did what a record tells of.
  public static func performedBy(in record: RawSpan) -> String {
    let fields = RecordView(trusting: record)
    return fields.text(performerSlot(of: fields)) ?? ""
  }

  /// Where a record says who did it: who entered it, where nobody else is named.
  private static func performerSlot(of fields: RecordView) -> Int {
    let slot = EnvelopeRecord.Slot.performedBy
    return fields.isPresent(slot) ? slot : EnvelopeRecord.Slot.recordedBy
  }

  /// The bytes that a slot points to, none if it is absent.
  @_lifetime(copy self)
  private func chunk(_ slot: Int) -> RawSpan {
    if let bytes = fields.utf8(slot) { return bytes }
    return RawSpan()
  }

  /// The id of its stream.
  public var streamID: String { fields.text(EnvelopeRecord.Slot.stream) ?? "" }
  /// The staff id of whoever entered it.
  public var recordedBy: String { fields.text(EnvelopeRecord.Slot.recordedBy) ?? "" }
  /// The staff id of whoever did what it tells of.
  public var performedBy: String { Self.performedBy(in: record) }
  /// Why it was entered late; personal.
  public var lateReason: String? { fields.text(EnvelopeRecord.Slot.lateReason) }
  /// The visit it belongs to.
  public var correlation: String? { fields.text(EnvelopeRecord.Slot.correlation) }
  /// The caller's own id.
  public var eventID: String? { fields.text(EnvelopeRecord.Slot.eventID) }
}

extension EventView {
  /// The rules it broke.
  public var deviations: [Deviation] {
    guard let list = fields.list(EnvelopeRecord.Slot.deviations) else { return [] }
    var deviations: [Deviation] = []
    for index in 0..<list.count {
      if let bytes = list.nested(index) { deviations.append(DeviationRecord.decode(bytes)) }
    }
    return deviations
  }

  /// The hash of its leaf in the log's tree, SHA-256(0x00 ‖ record) (RFC 6962 §2.1).
  public var leafHash: Hash { .leaf(of: record) }

  /// All that the log knows of it, as a value of its own.
  public var envelope: Envelope {
    Envelope(
      position: position, stream: StreamID(kind: kind, id: streamID), version: version, type: type,
      schema: schema, occurredAt: occurredAt, offsetMinutes: offsetMinutes, precision: precision,
      recordedAt: recordedAt, clock: clock, recordedBy: recordedBy, performedBy: performedBy,
      entryMode: entryMode, lateReason: lateReason, correlation: correlation, causation: causation,
      deviations: deviations, eventID: eventID)
  }

  /// The event as a value of its own.
  public var stored: StoredEvent {
    StoredEvent(envelope: envelope, payload: payload.copied)
  }
}
