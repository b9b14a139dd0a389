public import EventLog
public import Records

/// Whose facts a stream's entries are, as far as the stream's own state says.
public struct Subject: Hashable, Sendable {
  /// The client.
  public var client: String?
  /// The session.
  public var session: String?
  /// The course of treatment.
  public var course: String?
  /// The booking.
  public var booking: String?

  /// Nobody's: the facts of the store, of stock and of staff.
  public static let none = Subject()

  /// A subject by its parts.
  public init(
    client: String? = nil, session: String? = nil, course: String? = nil, booking: String? = nil
  ) {
    self.client = client
    self.session = session
    self.course = course
    self.booking = booking
  }
}

/// What fact rows take from around an event: where it stands, whose it is, when and who.
public struct FactContext: Hashable, Sendable {
  /// The position of the entry.
  public var position: UInt64
  /// The stream it stands in.
  public var stream: StreamID
  /// The session it belongs to.
  public var session: String?
  /// The course it belongs to.
  public var course: String?
  /// The booking it belongs to.
  public var booking: String?
  /// The client it belongs to.
  public var client: String?
  /// When it happened, as corrected.
  public var occurredAt: Instant
  /// When the log took it.
  public var recordedAt: Instant
  /// Who entered it.
  public var recordedBy: String
  /// Who did it, as corrected.
  public var performedBy: String
  /// How many corrections of it are in force.
  public var amended: Int

  /// The stream, as `session/S1`.
  public var streamText: String { stream.text }

  /// The context of an entry whose stream is about `subject`.
  public init(_ effective: EffectiveEvent, _ subject: Subject) {
    position = effective.recorded.envelope.position
    stream = effective.recorded.envelope.stream
    session = subject.session
    course = subject.course
    booking = subject.booking
    client = subject.client
    occurredAt = effective.occurredAt
    recordedAt = effective.recorded.envelope.recordedAt
    recordedBy = effective.recorded.envelope.recordedBy
    performedBy = effective.performedBy
    amended = effective.amendments.count
  }
}
