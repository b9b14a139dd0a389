public import Records

/// How closely an event's time is known.
public enum Precision: UInt8, Vocabulary {
  case exact, minute, hour, day, unknown

  /// The words, in the order of their codes.
  public static let names = ["exact", "minute", "hour", "day", "unknown"]
  /// The vocabulary as a record's field sees it.
  public static let type = EnumType(name: "Precision", words: names)
}

/// When an event was entered, as against when it happened.
public enum EntryMode: UInt8, Vocabulary {
  case live, late, `import`

  /// The words, in the order of their codes.
  public static let names = ["live", "late", "import"]
  /// The vocabulary as a record's field sees it.
  public static let type = EnumType(name: "EntryMode", words: names)
}

/// A rule that an entry broke and was taken all the same.
public struct Deviation: Hashable, Sendable {
  /// The rule's number.
  public var rule: Int
  /// What the rule allows.
  public var limit: String
  /// What the entry holds instead.
  public var observed: String
  /// Why it was taken; personal.
  public var reason: String
  /// The staff id of whoever authorised it.
  public var authorisedBy: String

  /// A deviation by its parts.
  public init(rule: Int, limit: String, observed: String, reason: String, authorisedBy: String) {
    self.rule = rule
    self.limit = limit
    self.observed = observed
    self.reason = reason
    self.authorisedBy = authorisedBy
  }
}

// What may be nil is spelled `Optional` where it is stored, here and in a draft. A `?` would mean that
// it begins as nil: the initialiser would then fill a struct of its own, and give a copy of it.

/// Everything the log knows of an event but its payload.
public struct Envelope: Hashable, Sendable {
  /// Place in the whole log, from 1, gapless.
  public var position: UInt64
  /// The stream it belongs to.
  public var stream: StreamID
  /// Place in its stream, from 1, gapless.
  public var version: UInt64
  /// The number of the event's type.
  public var type: UInt16
  /// The version of that type's schema.
  public var schema: UInt16
  /// When it happened.
  public var occurredAt: Instant
  /// The offset of the clock that `occurredAt` was read from, in minutes east of UTC.
  public var offsetMinutes: Int16
  /// How closely `occurredAt` is known.
  public var precision: Precision
  /// When the log took it: never earlier than the event before.
  public var recordedAt: Instant
  /// The raw clock at that moment.
  public var clock: Instant
  /// The staff id of whoever entered it.
  public var recordedBy: String
  /// The staff id of whoever did what it tells of.
  public var performedBy: String
  /// When it was entered, as against when it happened.
  public var entryMode: EntryMode
  /// Why it was entered late; personal.
  public var lateReason: Optional<String>
  /// The visit it belongs to.
  public var correlation: Optional<String>
  /// The position of the event that led to it.
  public var causation: Optional<UInt64>
  /// The rules it broke.
  public var deviations: [Deviation]
  /// The caller's own id: 1–128 of the letters of a stream's id.
  public var eventID: Optional<String>

  /// An envelope by its parts.
  public init(
    position: UInt64, stream: StreamID, version: UInt64, type: UInt16, schema: UInt16,
    occurredAt: Instant, offsetMinutes: Int16 = 0, precision: Precision = .exact,
    recordedAt: Instant, clock: Instant, recordedBy: String, performedBy: String,
    entryMode: EntryMode = .live, lateReason: String? = nil, correlation: String? = nil,
    causation: UInt64? = nil, deviations: [Deviation] = [], eventID: String? = nil
  ) {
    self.position = position
    self.stream = stream
    self.version = version
    self.type = type
    self.schema = schema
    self.occurredAt = occurredAt
    self.offsetMinutes = offsetMinutes
    self.precision = precision
    self.recordedAt = recordedAt
    self.clock = clock
    self.recordedBy = recordedBy
    self.performedBy = performedBy
    self.entryMode = entryMode
    self.lateReason = lateReason
    self.correlation = correlation
    self.causation = causation
    self.deviations = deviations
    self.eventID = eventID
  }

  /// Whether only an owner's confirmation let its clock in, being too far behind the log's head.
  public var isClockConfirmed: Bool { ClockRule.isBehind(clock, head: recordedAt) }
}

/// An event as a value that outlives its transaction.
public struct StoredEvent: Hashable, Sendable {
  /// What the log knows of it.
  public var envelope: Envelope
  /// What it says: bytes that are the caller's to read.
  public var payload: [UInt8]

  /// An event by its parts.
  public init(envelope: Envelope, payload: [UInt8]) {
    self.envelope = envelope
    self.payload = payload
  }
}
