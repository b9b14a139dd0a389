public import EventLog
public import Records

/// An entry about to be recorded, as it would stand in the log.
public struct Proposal: Hashable, Sendable {
  /// The envelope that it would have: its position, version and times.
  public var envelope: Envelope
  /// What it says.
  public var event: ClinicEvent
  /// The same, in bytes.
  public var payload: [UInt8]

  /// The proposal to record an entry.
  ///
  /// Throws when the payload is not a record of its type.
  public init(_ stored: StoredEvent) throws(RecordError) {
    self.init(
      stored,
      try ClinicEvent(
        type: stored.envelope.type, version: stored.envelope.schema,
        payload: stored.payload.rawBytes))
  }

  /// The proposal to record an entry, and what its payload says.
  public init(_ stored: StoredEvent, _ event: ClinicEvent) {
    envelope = stored.envelope
    payload = stored.payload
    self.event = event
  }

  /// The entry as the log would hold it.
  var stored: StoredEvent { StoredEvent(envelope: envelope, payload: payload) }

  /// What its stream is about; nil for a kind that this version does not know.
  var kind: StreamKind? { envelope.stream.streamKind }
}
