import Clinic
import EventLog
import Records

extension ClinicStore {
  /// The entry that corrects one field of the event at a position; `was` is the value in force.
  ///
  /// - Parameter change: `field=value`, or `field:=JSON`; null takes an optional value away.
  /// - Throws: ``StoreError`` for an unknown event or field, or a value that the field does not take.
  public func correction(
    of position: UInt64, change: String, reason: String, note: String?, recordedBy: String
  ) throws(StoreError) -> Entry {
    let target = try self.target(position)
    let type = target.event.type.record
    let word = try self.word(change, of: type)
    return try guarding {
      let was: String
      let now: String
      if let field = type.field(named: word.key) {
        was = type.json(ofField: field, in: target.payload.span.bytes)
        let given = word.isJSON ? word.value : type.json(fromWord: word.value, for: field)
        now = given == "null" ? given : try type.canonical(field, json: given)
      } else {
        was = try target.envelope.amendable(word.key, of: type)
        now = word.isJSON ? word.value : JSONValue.string(word.value).text
      }
      let data = JSONValue.object(
        [
          .init(key: "target", value: .number(String(target.recorded.envelope.version))),
          .init(key: "field", value: .string(word.key)),
          .init(key: "was", value: try JSONValue(parsing: was)),
          .init(key: "now", value: try JSONValue(parsing: now)),
          .init(key: "reason", value: .string(reason)),
        ] + (note.map { [.init(key: "note", value: .string($0))] } ?? []))
      return try amendment(EntryCorrected.eventType, of: target, data, recordedBy)
    }
  }

  /// The entry that strikes out the event at a position.
  public func strikeOut(
    of position: UInt64, reason: String, recordedBy: String
  ) throws(StoreError) -> Entry {
    let target = try self.target(position)
    return try guarding {
      let data = JSONValue.object([
        .init(key: "target", value: .number(String(target.recorded.envelope.version))),
        .init(key: "reason", value: .string(reason)),
      ])
      return try amendment(EntryStruckOut.eventType, of: target, data, recordedBy)
    }
  }

  private func amendment(
    _ type: EventType, of target: EffectiveEvent, _ data: JSONValue, _ recordedBy: String
  ) throws -> Entry {
    Entry(
      stream: .stream(target.recorded.envelope.stream), type: type,
      payload: try type.record.record(fromJSON: data.text), recordedBy: recordedBy)
  }

  /// The event at a position, as amendments so far have left it.
  private func target(_ position: UInt64) throws(StoreError) -> EffectiveEvent {
    guard let event = try event(at: position) else {
      let last = try head().position
      throw StoreError(
        .badInput, "@\(position) is after the last event, @\(last)", note: "nothing was recorded")
    }
    let stream = try events(of: event.envelope.stream)
    return try guarding {
      let events = try effectiveEvents(stream)
      guard let target = events.first(where: { $0.envelope.position == position }) else {
        throw StoreError(.damaged, "@\(position) is missing from its stream")
      }
      return target
    }
  }
}

extension Envelope {
  /// The JSON of a field of the envelope that a correction may change.
  fileprivate func amendable(_ field: String, of type: RecordType) throws -> String {
    switch field {
    case "occurred_at":
      let occurred = OffsetInstant(instant: occurredAt, offsetMinutes: offsetMinutes)
      return JSONValue.string(occurred.rfc3339).text
    case "performed_by":
      return JSONValue.string(performedBy).text
    default:
      let names = type.fields.map(\.name) + ["occurred_at", "performed_by"]
      let near = Suggestion.nearest(to: field, among: names)
      throw StoreError(
        .badInput, "\(type.name) has no such field",
        hint: near.map { "did you mean \($0)?" } ?? "one of \(names.joined(separator: ", "))",
        note: "nothing was recorded")
    }
  }
}
