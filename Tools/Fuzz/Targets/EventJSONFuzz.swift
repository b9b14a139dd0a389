import Clinic
import Records

/// Bytes as the JSON of an event's data or of a row: the first byte says which.
struct EventJSONFuzz {
  private let types = EventType.all.map(\.record) + TableRow.all.map(\.type)

  func run(_ input: [UInt8]) throws {
    guard let first = input.first else { return }
    let text = Array(input.dropFirst())
    let value = try readAsTree(text)
    let type = types[Int(first) % types.count]
    guard let record = try? type.record(fromJSON: text.span.bytes) else { return }
    try expect(value != nil, "what is taken as a record is JSON")
    try compare(record, type)
  }

  /// The three readers of JSON are of one mind, and what is written is read as the same.
  private func readAsTree(_ text: [UInt8]) throws -> JSONValue? {
    guard let value = try? JSONValue(parsing: text.span.bytes) else {
      try expect(
        (try? JSONOutline(text.span.bytes, names: [])) == nil, "an outline is of JSON only")
      return nil
    }
    if case .object(let members) = value {
      try compareOutline(of: text, with: members)
    } else {
      try expect(
        (try? JSONOutline(text.span.bytes, names: [])) == nil, "an outline is of an object only")
    }
    let again = try expect("JSON that was written is read") { try JSONValue(parsing: value.text) }
    try expect(again == value, "JSON that was written is read as the same")
    try expect(again.text.utf8 == value.text.utf8, "JSON is written in one way")
    return value
  }

  /// An outline that knows every other key has the members that the tree has.
  private func compareOutline(of text: [UInt8], with members: [JSONValue.Member]) throws {
    let known = stride(from: 0, to: min(members.count, 512), by: 2).map { members[$0] }
    let outline = try expect("an outline is of any object") {
      try JSONOutline(text.span.bytes, names: known.map(\.key))
    }
    let unknown = members.enumerated().filter { $0.offset % 2 == 1 || $0.offset >= 512 }
      .map(\.element.key.utf8)
    try expect(
      outline.unknown.map(\.utf8).elementsEqual(unknown, by: ==),
      "an outline tells the keys that it does not know")
    for (place, member) in known.enumerated() {
      let value = outline[place].flatMap { found -> JSONValue? in
        let own = Array(text[found.range])
        return try? JSONValue(parsing: own.span.bytes)
      }
      try expect(value == member.value, "an outline's ranges stand alone as the values")
    }
  }

  private func compare(_ record: [UInt8], _ type: RecordType) throws {
    let json = type.json(of: record.span.bytes)
    let again = try expect("a record's JSON is taken") { try type.record(fromJSON: json) }
    try expect(again == record, "a record's JSON gives the record again")
    if let event = EventType.numbered(type.id), event.record === type {
      let typed = try expect("a record from JSON decodes") {
        try ClinicEvent(type: event.number, version: event.version, payload: record.span.bytes)
      }
      try expect(typed.encoded() == record, "a decoded event encodes to its record")
    }
    if let row = TableRow.all.first(where: { $0.type === type }) {
      let encoded = try expect("a row from JSON decodes") { try row.again(record) }
      try expect(encoded == record, "a decoded row encodes to its record")
    }
    for field in type.fields {
      let value = type.json(ofField: field, in: record.span.bytes)
      // An absent field reads as null, which no required one takes.
      guard RecordView(trusting: record.span.bytes).isPresent(field.slot) else { continue }
      let same = try expect("a field's own value is taken: \(field.name)") {
        try type.setting(field, toJSON: value, in: record.span.bytes)
      }
      try expect(same == record, "a field set to its own value changes nothing: \(field.name)")
      let canonical = try expect("a field's own value is canonical") {
        try type.canonical(field, json: value)
      }
      try expect(canonical.utf8 == value.utf8, "a field's value is written in one way")
    }
  }
}

extension JSONOutline {
  fileprivate init(_ text: RawSpan, names: [String]) throws(JSONError) {
    try self.init(text, names: EnumType(name: "names", words: names))
  }
}

extension String.UTF8View {
  fileprivate static func == (left: Self, right: Self) -> Bool { left.elementsEqual(right) }
}
