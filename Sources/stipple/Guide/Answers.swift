import Clinic
import Records

/// What was answered so far in a step, by field.
struct Answers: Sendable, Equatable {
  private var values: [String: JSONValue] = [:]

  /// The value of a field; nil if it is left out.
  subscript(field: String) -> JSONValue? {
    get { values[field] }
    set { values[field] = newValue }
  }

  /// The text of a field, where it is one.
  func text(_ field: String) -> String? {
    if case .string(let text) = values[field] { text } else { nil }
  }

  /// The answers as data of an event, its fields in their order.
  func payload(of type: EventType) throws(InputError) -> [UInt8] {
    let members = type.record.fields.compactMap { field in
      values[field.name].map { JSONValue.Member(key: field.name, value: $0) }
    }
    return try type.record.record(fromJSON: JSONValue.object(members).text, path: "")
  }
}

extension JSONValue {
  /// The word of a vocabulary.
  static func word(_ word: some Vocabulary) -> JSONValue { .string(word.name) }

  /// Words of a vocabulary.
  static func words(_ words: [some Vocabulary]) -> JSONValue { .array(words.map { .word($0) }) }

  /// A whole number.
  static func integer(_ number: Int64) -> JSONValue { .number(String(number)) }

  /// A text, or nothing.
  static func text(_ text: String?) -> JSONValue? { text.map { .string($0) } }

  /// The value as somebody would type it: `cheek,nose`, `yes`, `1.00`.
  var typed: String {
    switch self {
    case .null: "-"
    case .boolean(let isTrue): isTrue ? "yes" : "no"
    case .number(let digits): digits
    case .string(let text): text
    case .array(let items): items.isEmpty ? "none" : items.map(\.typed).joined(separator: ",")
    // What is named by one id shows it; all else may be personal.
    case .object(let members) where members.count == 1 && members[0].key != "other":
      members[0].value.typed
    case .object: "…"
    }
  }
}
