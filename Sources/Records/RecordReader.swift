/// Reads JSON straight into a record, as a type's fields say, gathering every problem on the way.
///
/// Paths grow from the inside outwards: a problem is noted with the path within its own object, and
/// whoever called puts its own name before it. Where nothing is wrong, no path is ever made.
struct RecordReader {
  var scanner: JSONScanner
  var problems: [InputError.Problem] = []

  init(_ bytes: UnsafeRawBufferPointer) {
    scanner = JSONScanner(bytes)
  }

  mutating func note(_ path: String, _ message: String, hint: String? = nil) {
    problems.append(InputError.Problem(path: path, message: message, hint: hint))
  }

  /// Puts `prefix` before the paths of the problems from `mark` on.
  mutating func prefix(from mark: Int, _ prefix: @autoclosure () -> String) {
    guard mark < problems.count else { return }
    let prefix = prefix()
    guard !prefix.isEmpty else { return }
    for index in mark..<problems.count {
      let path = problems[index].path
      problems[index].path = path.isEmpty ? prefix : "\(prefix).\(path)"
    }
  }

  // MARK: Objects

  /// Reads the object that is next into `writer`.
  mutating func object(_ type: RecordType, into writer: inout RecordWriter) throws(JSONError) {
    guard scanner.peek() == UInt8(ascii: "{") else {
      try mismatch("", "expected an object")
      return
    }
    try scanner.enter()
    var seen = FieldSet()
    var expected = 0
    var isFirst = true
    while let key = try scanner.nextKey(&isFirst) {
      let found = key.withBytes(in: scanner.bytes) {
        type.names.index(of: $0, expecting: expected)
      }
      guard let index = found else {
        noteUnknown(key.text(in: scanner.bytes), type)
        try scanner.skipValue()
        continue
      }
      expected = index + 1
      guard seen.insert(index) else {
        note(type.fields[index].name, "is there twice")
        try scanner.skipValue()
        continue
      }
      try value(type, index, into: &writer)
    }
    for (index, rule) in type.rules.enumerated() where rule.isRequired && !seen.contains(index) {
      note(type.fields[index].name, "is missing")
    }
  }

  private mutating func noteUnknown(_ name: String, _ type: RecordType) {
    // A name is shown only if it could be one: a caller may have put a value in its place.
    guard Self.isShowable(name) else {
      note("", "has a field whose name cannot be one")
      return
    }
    note(name, "no such field", hint: Suggestion.hint(for: name, among: type.fields.map(\.name)))
  }

  /// True for a word of at most 40 letters, digits, `_` and `-`.
  static func isShowable(_ word: String) -> Bool {
    (1...40).contains(word.utf8.count)
      && word.utf8.allSatisfy { byte in
        switch byte {
        case UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "a")...UInt8(ascii: "z"),
          UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"), UInt8(ascii: "-"):
          true
        default: false
        }
      }
  }

  // MARK: Values

  /// Reads the value that is next into the slot of the field at `index`.
  mutating func value(
    _ type: RecordType, _ index: Int, into writer: inout RecordWriter
  ) throws(JSONError) {
    let rule = type.rules[index]
    let first = scanner.peek()
    switch rule.tag {
    case .integer, .decimal:
      guard first == UInt8(ascii: "-") || first &- UInt8(ascii: "0") <= 9 else {
        try mismatch(
          type.fields[index].name,
          rule.tag == .integer ? "expected a whole number" : "expected a number")
        return
      }
      let digits = UnsafeRawBufferPointer(rebasing: scanner.bytes[try scanner.number()])
      if let number = number(digits, rule, type.fields[index]) {
        writer.set(rule.slot, integer: number)
      }
    case .boolean:
      guard first == UInt8(ascii: "t") || first == UInt8(ascii: "f") else {
        try mismatch(type.fields[index].name, "expected true or false")
        return
      }
      try scanner.literal(first == UInt8(ascii: "t") ? "true" : "false")
      writer.set(rule.slot, integer: first == UInt8(ascii: "t") ? 1 : 0)
    case .text, .date, .instant, .enumeration:
      guard first == UInt8(ascii: "\"") else {
        try mismatch(type.fields[index].name, Self.expectation(rule.tag))
        return
      }
      let string = try scanner.string()
      if rule.tag == .text {
        text(string, rule, type.fields[index], into: &writer)
      } else if let number = fixed(
        string, rule.tag, type.vocabularies[index], type.fields[index])
      {
        writer.set(rule.slot, integer: number)
      }
    case .json:
      let value = try JSONValue(&scanner)
      var text = JSONText()
      value.write(to: &text)
      writer.set(rule.slot, utf8: text.bytes.span.bytes)
    case .structure:
      guard case .structure(let nested) = type.fields[index].kind else { return }
      let mark = problems.count
      var inner = RecordWriter(nested)
      try object(nested, into: &inner)
      prefix(from: mark, type.fields[index].name)
      if mark == problems.count { writer.set(rule.slot, nested: inner.finish()) }
    case .list:
      try list(type.fields[index], type.vocabularies[index], into: &writer)
    }
  }

  /// Notes that the value that is next is of the wrong kind, and moves past it.
  mutating func mismatch(_ name: String, _ message: String) throws(JSONError) {
    if scanner.peek() == UInt8(ascii: "n") {
      note(name, "null is no value", hint: "leave the field out")
    } else {
      note(name, message)
    }
    try scanner.skipValue()
  }

  static func expectation(_ tag: FieldRule.Tag) -> String {
    switch tag {
    case .boolean: "expected true or false"
    case .integer: "expected a whole number"
    case .decimal: "expected a number"
    case .date: "expected a date such as \"2026-03-01\""
    case .instant: "expected a time such as \"2026-03-01T10:05:00+00:00\""
    case .text: "expected text in quotes"
    case .enumeration: "expected a word in quotes"
    case .structure: "expected an object"
    case .list: "expected a list"
    case .json: "expected JSON"
    }
  }
}

/// The fields of an object that have been seen, by their place.
private struct FieldSet {
  private var low: UInt64 = 0
  private var high: Set<Int> = []

  /// False if the field was there already.
  mutating func insert(_ index: Int) -> Bool {
    guard index < 64 else { return high.insert(index).inserted }
    let bit: UInt64 = 1 << UInt64(index)
    defer { low |= bit }
    return low & bit == 0
  }

  func contains(_ index: Int) -> Bool {
    index < 64 ? low >> UInt64(index) & 1 == 1 : high.contains(index)
  }
}
