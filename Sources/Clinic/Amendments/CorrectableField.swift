import EventLog
public import Records

/// A field of an entry that a correction may name.
public enum CorrectableField: Sendable {
  /// When it happened.
  case occurredAt
  /// Who did it.
  case performedBy
  /// A field of the event's data.
  case data(Field)

  /// The field of that name in an event of that type; nil if there is none that may be corrected.
  ///
  /// Any field of the data, and `occurred_at` and `performed_by`; of an amendment, only what it
  /// says and not what it amends: `now`, `reason` and `note`.
  public init?(_ name: String, of type: EventType) {
    guard CorrectableField.names(of: type).contains(name) else { return nil }
    switch name {
    case "occurred_at": self = .occurredAt
    case "performed_by": self = .performedBy
    default:
      guard let field = type.record.field(named: name) else { return nil }
      self = .data(field)
    }
  }

  /// The names of the fields that may be corrected in an event of that type.
  public static func names(of type: EventType) -> [String] {
    let fields = type.record.fields.map(\.name)
    if type == EntryCorrected.eventType || type == EntryStruckOut.eventType {
      return fields.filter { ["now", "reason", "note"].contains($0) }
    }
    return fields + ["occurred_at", "performed_by"].filter { !fields.contains($0) }
  }
}

extension EffectiveEvent {
  /// The value in force of a field, as canonical JSON; `null` if there is none.
  public func value(of field: CorrectableField) -> String {
    switch field {
    case .occurredAt:
      JSONValue.string(
        OffsetInstant(instant: envelope.occurredAt, offsetMinutes: envelope.offsetMinutes).rfc3339
      ).text
    case .performedBy: JSONValue.string(envelope.performedBy).text
    case .data(let field): event.type.record.json(ofField: field, in: payload.rawBytes)
    }
  }

  /// Gives a field the value that JSON text holds; false, and nothing changes, if it cannot be.
  mutating func correct(_ name: String, to json: String) -> Bool {
    guard let field = CorrectableField(name, of: event.type) else { return false }
    switch field {
    case .occurredAt:
      guard let moment = OffsetInstant(json: json) else { return false }
      envelope.occurredAt = moment.instant
      envelope.offsetMinutes = moment.offsetMinutes
      return true
    case .performedBy:
      guard let id = String(idJSON: json) else { return false }
      envelope.performedBy = id
      return true
    case .data(let field):
      let type = event.type
      guard
        let corrected = try? type.record.setting(field, toJSON: json, in: payload.rawBytes),
        let event = try? ClinicEvent(
          type: type.number, version: envelope.schema, payload: corrected.rawBytes)
      else { return false }
      correct(to: event, corrected)
      return true
    }
  }
}

extension OffsetInstant {
  /// The moment that a JSON string holds by RFC 3339; nil if it holds none.
  init?(json: String) {
    guard let value = try? JSONValue(parsing: json), case .string(let text) = value else {
      return nil
    }
    self.init(rfc3339: text)
  }
}

extension String {
  /// The id that a JSON string holds; nil if it holds none.
  init?(idJSON json: String) {
    guard let value = try? JSONValue(parsing: json), case .string(let text) = value,
      StreamID(.staff, text).isWellFormed
    else { return nil }
    self = text
  }
}
