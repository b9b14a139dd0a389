import Clinic
import EventLog
import Foundation
import Records

/// Sessions folded from lines of JSON that Foundation reads: what replay would be if the log were JSON.
///
/// A line's object becomes the same typed event, and the same fold takes it; of other streams no more
/// than the name is looked at. Amendments change nothing here, which is less work, not more.
struct FoundationFold {
  private(set) var sessions: [String: Session] = [:]

  mutating func take(_ line: Data) throws {
    guard let object = try JSONSerialization.jsonObject(with: line) as? [String: Any],
      let name = object["stream"] as? String, name.hasPrefix("session/"),
      let type = (object["type"] as? String).flatMap({ EventType.named($0) }),
      let data = object["data"] as? [String: Any],
      let position = object["position"] as? Int, let version = object["version"] as? Int,
      let occurredAt = Self.instant(object["occurred_at"]),
      let recordedAt = Self.instant(object["recorded_at"]),
      let recordedBy = object["recorded_by"] as? String
    else { return }
    let id = String(name.dropFirst("session/".count))
    let envelope = Envelope(
      position: UInt64(position), stream: StreamID(.session, id), version: UInt64(version),
      type: type.number, schema: type.version, occurredAt: occurredAt, recordedAt: recordedAt,
      clock: recordedAt, recordedBy: recordedBy,
      performedBy: object["performed_by"] as? String ?? recordedBy)
    let payload = Self.record(type.record, data)
    let event = try EffectiveEvent(StoredEvent(envelope: envelope, payload: payload))
    sessions[id, default: Session(id: id)].take(event)
  }

  private static func instant(_ value: Any?) -> Instant? {
    (value as? String).flatMap { OffsetInstant(rfc3339: $0) }?.instant
  }

  private static func record(_ type: RecordType, _ object: [String: Any]) -> [UInt8] {
    var writer = RecordWriter(type)
    for field in type.fields {
      guard let value = object[field.name] else { continue }
      switch field.kind {
      case .text: writer.set(field.slot, text: value as? String)
      case .json: writer.set(field.slot, text: json(value))
      case .structure(let nested):
        writer.set(field.slot, nested: (value as? [String: Any]).map { record(nested, $0) })
      case .list(.text): writer.set(field.slot, list: value as? [String])
      case .list(.structure(let nested)):
        writer.set(field.slot, list: (value as? [[String: Any]])?.map { record(nested, $0) })
      case .list(let element):
        writer.set(field.slot, list: (value as? [Any])?.compactMap { integer($0, element) })
      case .boolean, .integer, .decimal, .date, .instant, .enumeration:
        writer.set(field.slot, integer: integer(value, field.kind))
      }
    }
    return writer.finish()
  }

  private static func integer(_ value: Any, _ kind: Field.Kind) -> Int64? {
    switch kind {
    case .boolean: (value as? Bool).map { $0 ? 1 : 0 }
    case .integer: (value as? NSNumber)?.int64Value
    case .decimal(let scale):
      (value as? NSNumber).map { Int64(($0.doubleValue * pow(10, Double(scale))).rounded()) }
    case .date: (value as? String).flatMap { CalendarDate(iso: $0) }?.days
    case .instant: instant(value)?.microseconds
    case .enumeration(let type): (value as? String).flatMap { type.code($0) }
    case .text, .json, .structure, .list: nil
    }
  }

  private static func json(_ value: Any) -> String? {
    let data = try? JSONSerialization.data(withJSONObject: value, options: .fragmentsAllowed)
    return data.map { String(decoding: $0, as: UTF8.self) }
  }
}
