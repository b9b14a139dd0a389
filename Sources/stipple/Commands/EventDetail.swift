import Clinic
import Records

/// An event's data in one line, for reading: `zone cheek, side left, depth_mm 1.00 mm, passes 3`.
enum EventDetail {
  static func text(of payload: [UInt8], type: EventType) -> String {
    let view = RecordView(trusting: payload.span.bytes)
    var parts: [String] = []
    for field in type.record.fields where view.isPresent(field.slot) {
      parts.append(
        "\(field.name) \(plain(type.record.json(ofField: field, in: payload.span.bytes)))")
    }
    return parts.joined(separator: ", ")
  }

  /// JSON without the quotes and brackets that a reader does not need.
  static func plain(_ json: String) -> String {
    guard let value = try? JSONValue(parsing: json) else { return json }
    return plain(value)
  }

  private static func plain(_ value: JSONValue) -> String {
    switch value {
    case .null: "nothing"
    case .boolean(let isTrue): isTrue ? "yes" : "no"
    case .number(let digits): digits
    case .string(let text): text
    case .array(let items): items.isEmpty ? "none" : items.map(plain).joined(separator: "+")
    case .object(let members):
      "(" + members.map { "\($0.key) \(plain($0.value))" }.joined(separator: ", ") + ")"
    }
  }
}
