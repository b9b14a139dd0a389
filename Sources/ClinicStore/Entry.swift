public import Clinic
public import EventLog
import Records

/// What a caller gives to be recorded: one event, before the log has taken it.
public struct Entry: Sendable {
  /// The stream, or `new` for the next free id of its kind.
  public var stream: StreamName
  /// The event's type.
  public var type: EventType
  /// The data as a record of that type, without checksum.
  public var payload: [UInt8]
  /// When it happened; nil is now.
  public var occurredAt: OccurredAt?
  /// The staff id of who records it.
  public var recordedBy: String
  /// The staff id of who did it; nil is who records it.
  public var performedBy: String?
  /// How it reaches the log.
  public var mode: EntryMode = .live
  /// Why it is entered late, or why a rule is overridden.
  ///
  /// Personal: free text.
  public var reason: String?
  /// Whether a fact already past is taken despite a rule; asks for a reason.
  public var isOverride = false
  /// The caller's own id: the same id with the same given fields is recorded once.
  public var eventID: String?
  /// The number of events that the stream must have for this one to be taken.
  public var expectedVersion: UInt64?
  /// The visit that it belongs to.
  public var correlation: String?
  /// The position of the event that led to this one.
  public var causation: UInt64?
  /// Whether the store itself records it, of its own doing; see ``EventType/isStoresOwn``.
  var isOwn = false

  /// An entry that happened now.
  public init(stream: StreamName, type: EventType, payload: [UInt8], recordedBy: String) {
    self.stream = stream
    self.type = type
    self.payload = payload
    self.recordedBy = recordedBy
  }
}

extension EventType {
  /// Whether only the store records it: nobody can say by hand that a key was changed.
  var isStoresOwn: Bool {
    number == CheckpointKeyRotated.eventType.number || number == StoreRestored.eventType.number
  }
}

extension Entry {
  /// What it says.
  var event: ClinicEvent {
    get throws(RecordError) {
      try ClinicEvent(type: type.number, version: type.version, payload: payload.span.bytes)
    }
  }

  /// Throws where a text of it says nothing.
  ///
  /// - Parameter path: what stands before the names of the data's fields.
  func refuseBlanks(_ path: String) throws(InputError) {
    var problems = type.record.blankTexts(in: payload.span.bytes, path: path)
    if let reason, TextForm.isBlank(reason) { problems.append(.blank("reason")) }
    if !problems.isEmpty { throw InputError(problems) }
  }

  /// The reason, where it is given for lateness or to override a rule; not where it is for a note.
  var lateReason: String? {
    mode == .live && !isOverride ? nil : reason
  }
}

/// What the log answers for one entry.
public struct Receipt: Hashable, Sendable {
  /// The event as it stands in the log.
  public let envelope: Envelope
  /// Its type.
  public let type: EventType
  /// Whether the event id was known, so that nothing was written.
  public let isRepeat: Bool
}
