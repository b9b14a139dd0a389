public import EventLog
public import Records

/// An entry of the log as its stream reads it now: corrections applied, a strike marked.
public struct EffectiveEvent: Hashable, Sendable {
  // What is large lies behind references, since an entry is handed on and kept in lists.
  private let written: Written
  /// What corrections make of it; nil while there are none, which is nearly always.
  private var correction: Correction?
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
    self.init(
      recorded,
      try ClinicEvent(
        type: recorded.envelope.type, version: recorded.envelope.schema,
        payload: recorded.payload.rawBytes))
  }

  /// An entry that nothing has amended, and what its payload says.
  public init(_ recorded: StoredEvent, _ event: ClinicEvent) {
    written = Written(recorded, event)
    amendments = []
    isStruck = false
    target = nil
  }

  /// The entry as first written.
  public var recorded: StoredEvent { written.recorded }
  /// The event as first written.
  public var original: ClinicEvent { written.event }

  /// The envelope, with time and performer as corrected.
  public internal(set) var envelope: Envelope {
    get { correction?.envelope ?? written.recorded.envelope }
    set { correction = Correction(newValue, event, payload) }
  }

  /// When it happened, as corrected.
  public var occurredAt: Instant {
    correction?.envelope.occurredAt ?? written.recorded.envelope.occurredAt
  }

  /// The staff id of whoever did it, as corrected.
  public var performedBy: String {
    correction?.envelope.performedBy ?? written.recorded.envelope.performedBy
  }

  /// The event, as corrected.
  public var event: ClinicEvent { correction?.event ?? written.event }

  /// The event's bytes, as corrected.
  public var payload: [UInt8] { correction?.payload ?? written.recorded.payload }

  /// Puts another event in the place of the one recorded, with its bytes.
  mutating func correct(to event: ClinicEvent, _ payload: [UInt8]) {
    correction = Correction(envelope, event, payload)
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

extension EventType {
  /// Whether events of a type, by its number, amend others of their stream.
  public static func isAmendment(_ number: UInt16) -> Bool {
    number == EntryCorrected.eventType.number || number == EntryStruckOut.eventType.number
  }
}

/// An entry as it was recorded.
private final class Written: Hashable, Sendable {
  let recorded: StoredEvent
  let event: ClinicEvent

  init(_ recorded: StoredEvent, _ event: ClinicEvent) {
    self.recorded = recorded
    self.event = event
  }

  static func == (one: Written, other: Written) -> Bool {
    one === other || one.recorded == other.recorded
  }

  func hash(into hasher: inout Hasher) { hasher.combine(recorded) }
}

/// What corrections make of an entry.
private final class Correction: Hashable, Sendable {
  let envelope: Envelope
  let event: ClinicEvent
  let payload: [UInt8]

  init(_ envelope: Envelope, _ event: ClinicEvent, _ payload: [UInt8]) {
    self.envelope = envelope
    self.event = event
    self.payload = payload
  }

  static func == (one: Correction, other: Correction) -> Bool {
    one === other || one.envelope == other.envelope && one.payload == other.payload
  }

  func hash(into hasher: inout Hasher) {
    hasher.combine(envelope)
    hasher.combine(payload)
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
