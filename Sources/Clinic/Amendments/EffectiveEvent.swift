public import EventLog
public import Records

/// An entry of the log as its stream reads it now: corrections applied, a strike marked.
public struct EffectiveEvent: Hashable, Sendable {
  /// The entry as first written.
  public let recorded: StoredEvent
  /// The event as first written.
  public let original: ClinicEvent
  /// The envelope, with time and performer as corrected.
  public internal(set) var envelope: Envelope
  /// The event, as corrected.
  public internal(set) var event: ClinicEvent
  /// The event's bytes, as corrected.
  public internal(set) var payload: [UInt8]
  /// The positions of the amendments in force on it, ascending.
  public internal(set) var amendments: [UInt64]
  /// Whether it is struck out, and so has no effect on the state.
  public internal(set) var isStruck: Bool
  /// What it amends; nil unless it is an amendment of an entry that there is.
  public internal(set) var target: AmendmentTarget?

  /// An entry that nothing has amended.
  ///
  /// Throws when the payload is not a record of its type.
  public init(_ recorded: StoredEvent) throws(RecordError) {
    self.recorded = recorded
    original = try ClinicEvent(
      type: recorded.envelope.type, version: recorded.envelope.schema,
      payload: recorded.payload.rawBytes)
    envelope = recorded.envelope
    event = original
    payload = recorded.payload
    amendments = []
    isStruck = false
    target = nil
  }

  /// Whether it is a correction or a strike.
  public var isAmendment: Bool {
    switch original {
    case .any(.entryCorrected), .any(.entryStruckOut): true
    case .any(.noteAdded), .client, .course, .booking, .session, .product, .lot, .device, .staff,
      .protocol, .store:
      false
    }
  }
}

/// What an amendment amends.
public struct AmendmentTarget: Hashable, Sendable {
  /// The position of the entry amended.
  public let position: UInt64
  /// Its place in its own stream.
  public let version: UInt64
  /// Its type.
  public let type: EventType
  /// Whether the amendment has effect: not struck out, and not overtaken by a later one.
  public internal(set) var isInForce: Bool
}
