import Clinic
import EventLog
import Records

/// The JSON that reports are told in: absent values are null, so that every object has every key.
extension JSONValue {
  static func members(_ members: KeyValuePairs<String, JSONValue>) -> JSONValue {
    .object(members.map { Member(key: $0.key, value: $0.value) })
  }

  static func text(_ text: String?) -> JSONValue { text.map(JSONValue.string) ?? .null }

  static func integer(_ integer: some BinaryInteger) -> JSONValue { .number(String(integer)) }

  static func integer(_ integer: Int64?) -> JSONValue {
    integer.map { .number(String($0)) } ?? .null
  }

  static func instant(_ instant: Instant?) -> JSONValue { text(instant?.rfc3339) }

  static func day(_ day: CalendarDate?) -> JSONValue { text(day?.iso) }

  static func word(_ word: (some Vocabulary)?) -> JSONValue { text(word?.name) }

  static func texts(_ texts: [String]) -> JSONValue { .array(texts.map(JSONValue.string)) }

  /// An event's data by its schema.
  static func data(_ payload: [UInt8], of type: EventType) -> JSONValue {
    let json = type.record.json(of: payload.span.bytes)
    return (try? JSONValue(parsing: json)) ?? .null
  }
}
