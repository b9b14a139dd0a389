import Clinic
public import EventLog
import Records

/// One event as a line of JSON, as import reads and export writes it.
///
/// `{"stream":"session/S1","type":"serum-applied","occurred_at":"…","recorded_by":"U1","data":{…}}`;
/// its schema is `Schemas/event-line.json`.
public enum EventLine {
  /// The longest line that import reads, in bytes; an event itself is at most 64 KiB.
  public static let maximumBytes = 512 * 1024

  /// The line of a stored event, every field of the envelope in it, without a line end.
  public static func json(of event: StoredEvent) -> [UInt8] {
    let envelope = event.envelope
    var text = JSONText()
    var separator = "{"
    func key(_ name: String) {
      text.appendRaw(separator)
      separator = ","
      text.appendString(name)
      text.appendRaw(":")
    }
    func string(_ name: String, _ value: String?) {
      guard let value else { return }
      key(name)
      text.appendString(value)
    }
    func integer(_ name: String, _ value: Int64?) {
      guard let value else { return }
      key(name)
      text.appendInteger(value)
    }
    let type = EventType.numbered(envelope.type)
    // Clamped: a forged record may hold any number, and showing it must not trap.
    integer("position", Int64(clamping: envelope.position))
    string("stream", envelope.stream.text)
    integer("version", Int64(clamping: envelope.version))
    string("type", type?.name ?? "unknown")
    integer("schema", Int64(envelope.schema))
    let occurred = OffsetInstant(
      instant: envelope.occurredAt, offsetMinutes: envelope.offsetMinutes)
    string("occurred_at", occurred.rfc3339)
    string("precision", envelope.precision.name)
    string("recorded_at", envelope.recordedAt.rfc3339)
    string("clock", envelope.clock.rfc3339)
    string("recorded_by", envelope.recordedBy)
    string("performed_by", envelope.performedBy)
    string("entry_mode", envelope.entryMode.name)
    string("late_reason", envelope.lateReason)
    string("correlation", envelope.correlation)
    integer("causation", envelope.causation.map { Int64(clamping: $0) })
    string("event_id", envelope.eventID)
    if !envelope.deviations.isEmpty {
      key("deviations")
      text.appendRaw(Deviation.json(envelope.deviations))
    }
    key("data")
    text.appendRaw(type?.record.json(of: event.payload.span.bytes) ?? "{}")
    text.appendRaw("}")
    return text.bytes
  }
}

extension Deviation {
  /// Deviations as a JSON array of objects.
  public static func json(_ deviations: [Deviation]) -> String {
    var text = JSONText()
    text.appendRaw("[")
    for (index, deviation) in deviations.enumerated() {
      text.appendRaw(index == 0 ? "{\"rule\":" : ",{\"rule\":")
      text.appendInteger(Int64(deviation.rule))
      for (name, value) in [
        ("limit", deviation.limit), ("observed", deviation.observed),
        ("reason", deviation.reason), ("authorised_by", deviation.authorisedBy),
      ] {
        text.appendRaw(",\"\(name)\":")
        text.appendString(value)
      }
      text.appendRaw("}")
    }
    text.appendRaw("]")
    return text.string
  }
}
