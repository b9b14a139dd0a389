public import Records

/// An event as its caller gives it, before the log has placed it.
///
/// A field left nil was *not given*: it takes its default, and a repeated `eventID` does not compare
/// it. So a caller must leave nil what nobody said, or an honest repeat would look like another event.
public struct Draft: Sendable {
  /// Where the event goes.
  public enum Target: Hashable, Sendable {
    /// A stream by name, begun or not.
    case stream(StreamID)
    /// A stream not begun yet, named `prefix` and the smallest free counter.
    case new(kind: UInt8, prefix: String)

    /// The kind of the stream.
    public var kind: UInt8 {
      switch self {
      case .stream(let stream): stream.kind
      case .new(let kind, _): kind
      }
    }
  }

  /// Where the event goes.
  public var target: Target
  /// The number of the event's type.
  public var type: UInt16
  /// The version of that type's schema.
  public var schema: UInt16
  /// What it says, in bytes that the log does not read.
  public var payload: [UInt8]
  /// When it happened; nil for the clock.
  public var occurredAt: Optional<OffsetInstant>
  /// How closely that is known; nil for exact.
  public var precision: Optional<Precision>
  /// The staff id of whoever enters it.
  public var recordedBy: String
  /// The staff id of whoever did it; nil for `recordedBy`.
  public var performedBy: Optional<String>
  /// When it is entered, as against when it happened; nil for live.
  public var entryMode: Optional<EntryMode>
  /// Why it is entered late; personal.
  public var lateReason: Optional<String>
  /// The visit it belongs to.
  public var correlation: Optional<String>
  /// The position of the event that led to it.
  public var causation: Optional<UInt64>
  /// The rules it breaks.
  ///
  /// Never compared: they come of checking, which may find otherwise another time.
  public var deviations: Optional<[Deviation]>
  /// The caller's own id: 1–128 of the letters of a stream's id.
  public var eventID: Optional<String>
  /// The version that the stream must have, 0 for one not begun.
  ///
  /// A condition, not content: an event answered by its id has met it already, so a repeat does not
  /// compare it.
  public var expectedVersion: Optional<UInt64>

  /// A draft by its parts.
  public init(
    _ target: Target, type: UInt16, schema: UInt16, payload: [UInt8], recordedBy: String,
    occurredAt: OffsetInstant? = nil, precision: Precision? = nil, performedBy: String? = nil,
    entryMode: EntryMode? = nil, lateReason: String? = nil, correlation: String? = nil,
    causation: UInt64? = nil, deviations: [Deviation]? = nil, eventID: String? = nil,
    expectedVersion: UInt64? = nil
  ) {
    self.target = target
    self.type = type
    self.schema = schema
    self.payload = payload
    self.occurredAt = occurredAt
    self.precision = precision
    self.recordedBy = recordedBy
    self.performedBy = performedBy
    self.entryMode = entryMode
    self.lateReason = lateReason
    self.correlation = correlation
    self.causation = causation
    self.deviations = deviations
    self.eventID = eventID
    self.expectedVersion = expectedVersion
  }
}

extension Draft {
  /// The first field in which this draft, as given, says other than an event does; nil if none.
  func difference(from event: StoredEvent) -> String? {
    let first = event.envelope
    switch target {
    case .stream(let stream): if stream != first.stream { return "stream" }
    case .new(let kind, _): if kind != first.stream.kind { return "stream" }
    }
    if type != first.type { return "type" }
    if schema != first.schema { return "schema" }
    if let occurredAt,
      occurredAt.instant != first.occurredAt || occurredAt.offsetMinutes != first.offsetMinutes
    {
      return "occurred_at"
    }
    if let precision, precision != first.precision { return "precision" }
    if recordedBy != first.recordedBy { return "recorded_by" }
    if let performedBy, performedBy != first.performedBy { return "performed_by" }
    if let entryMode, entryMode != first.entryMode { return "entry_mode" }
    if let lateReason, lateReason != first.lateReason { return "late_reason" }
    if let correlation, correlation != first.correlation { return "correlation" }
    if let causation, causation != first.causation { return "causation" }
    return payload == event.payload ? nil : "data"
  }
}

/// What the log answers to a draft.
public struct Appended: Hashable, Sendable {
  /// The event's envelope; of the first, if its id was seen before.
  public let envelope: Envelope
  /// Whether its id was seen before, so that nothing was written.
  public let isRepeat: Bool

  /// An answer by its parts.
  public init(envelope: Envelope, isRepeat: Bool) {
    self.envelope = envelope
    self.isRepeat = isRepeat
  }
}
