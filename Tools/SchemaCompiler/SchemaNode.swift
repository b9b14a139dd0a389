import Records

/// A place in a schema file, which says where it is when something there is not understood.
struct SchemaNode {
  let file: String
  let pointer: String
  let value: JSONValue

  init(file: String, pointer: String = "", value: JSONValue) {
    self.file = file
    self.pointer = pointer
    self.value = value
  }

  /// Reads a file.
  init(file: String, in folder: String) throws {
    let bytes = try Disk.read("\(folder)/\(file)")
    do {
      self.init(file: file, value: try JSONValue(parsing: bytes.span.bytes))
    } catch {
      throw Refusal(file: file, pointer: "", reason: "\(error)")
    }
  }

  func refuse(_ reason: String) -> Refusal {
    Refusal(file: file, pointer: pointer, reason: reason)
  }

  /// The node of a key, or nil.
  func child(_ key: String) -> SchemaNode? {
    guard let value = value[key] else { return nil }
    // RFC 6901 writes ~ and / in a key as ~0 and ~1.
    var step = ""
    for character in key {
      step += character == "~" ? "~0" : character == "/" ? "~1" : String(character)
    }
    return SchemaNode(file: file, pointer: "\(pointer)/\(step)", value: value)
  }

  func required(_ key: String) throws -> SchemaNode {
    guard let child = child(key) else { throw refuse("\(key) is missing") }
    return child
  }

  /// The members of an object in the file's order.
  func members() throws -> [(key: String, node: SchemaNode)] {
    guard case .object(let members) = value else { throw refuse("an object is expected") }
    return members.map { ($0.key, child($0.key)!) }
  }

  /// The items of a list.
  func items() throws -> [SchemaNode] {
    guard case .array(let items) = value else { throw refuse("a list is expected") }
    return items.enumerated().map {
      SchemaNode(file: file, pointer: "\(pointer)/\($0.offset)", value: $0.element)
    }
  }

  /// Refuses every key that is not among `keys`: what is not understood is not passed over.
  func allow(_ keys: Set<String>) throws {
    for member in try members() where !keys.contains(member.key) {
      let near = Suggestion.nearest(to: member.key, among: keys.sorted())
      throw member.node.refuse(
        "this keyword means nothing here" + (near.map { "; did you mean \($0)?" } ?? ""))
    }
  }

  func text() throws -> String {
    guard case .string(let text) = value else { throw refuse("a string is expected") }
    return text
  }

  func text(_ key: String) throws -> String {
    try required(key).text()
  }

  /// A sentence for documentation: one line, not empty.
  func sentence(_ key: String) throws -> String {
    let node = try required(key)
    let text = try node.text()
    guard !text.isEmpty, !text.unicodeScalars.contains(where: { $0.value < 0x20 }) else {
      throw node.refuse("a sentence on one line is expected")
    }
    return text
  }

  func optionalText(_ key: String) throws -> String? {
    try child(key)?.text()
  }

  /// True if a flag is there and true; `false` is refused, so that one meaning has one spelling.
  func flag(_ key: String) throws -> Bool {
    guard let child = child(key) else { return false }
    guard child.value == .boolean(true) else {
      throw child.refuse("true is expected, or nothing")
    }
    return true
  }

  /// A number at a scale, exactly.
  func number(scale: Int) throws -> Int64 {
    guard case .number(let digits) = value,
      let decimal = ScaledDecimal(digits, scale: scale)
    else {
      throw refuse(
        scale == 0
          ? "a whole number is expected" : "a number with at most \(scale) decimals is expected")
    }
    return decimal.units
  }

  func whole(_ key: String, in range: ClosedRange<Int64>) throws -> Int {
    let node = try required(key)
    let number = try node.number(scale: 0)
    guard range.contains(number) else {
      throw node.refuse(
        "a whole number from \(range.lowerBound) to \(range.upperBound) is expected")
    }
    return Int(number)
  }

  func optionalWhole(_ key: String) throws -> Int? {
    child(key) == nil ? nil : try whole(key, in: 0...Int64(Int32.max))
  }

  /// Refuses any other value of a key.
  func expect(_ key: String, _ expected: JSONValue) throws {
    let node = try required(key)
    guard node.value == expected else { throw node.refuse("\(expected.text) is expected") }
  }
}
