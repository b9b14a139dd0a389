/// Any JSON value as a tree: keys keep their order, numbers the digits that they were written with.
public indirect enum JSONValue: Hashable, Sendable {
  /// One member of an object.
  public struct Member: Hashable, Sendable {
    /// The key.
    public var key: String
    /// The value.
    public var value: JSONValue

    /// A member.
    public init(key: String, value: JSONValue) {
      self.key = key
      self.value = value
    }
  }

  /// `null`.
  case null
  /// `true` or `false`.
  case boolean(Bool)
  /// A number's digits as written.
  case number(String)
  /// A string.
  case string(String)
  /// A list.
  case array([JSONValue])
  /// An object, whose keys are unique.
  case object([Member])

  /// Reads one value, strictly (see ``JSONError``).
  public init(parsing text: String) throws(JSONError) {
    let bytes = Array(text.utf8)
    try self.init(parsing: bytes.span.bytes)
  }

  /// Reads one value from its UTF-8, strictly (see ``JSONError``).
  public init(parsing bytes: RawSpan) throws(JSONError) {
    self = try bytes.withUnsafeBytes { (buffer) throws(JSONError) -> JSONValue in
      var scanner = JSONScanner(buffer)
      let value = try JSONValue(&scanner)
      try scanner.finish()
      return value
    }
  }

  init(_ scanner: inout JSONScanner) throws(JSONError) {
    switch scanner.peek() {
    case UInt8(ascii: "{"): self = .object(try Self.members(&scanner))
    case UInt8(ascii: "["):
      try scanner.enter()
      var items: [JSONValue] = []
      var isFirst = true
      while try scanner.nextElement(&isFirst) { items.append(try JSONValue(&scanner)) }
      self = .array(items)
    case UInt8(ascii: "\""): self = .string(try scanner.string().text(in: scanner.bytes))
    case UInt8(ascii: "t"):
      try scanner.literal("true")
      self = .boolean(true)
    case UInt8(ascii: "f"):
      try scanner.literal("false")
      self = .boolean(false)
    case UInt8(ascii: "n"):
      try scanner.literal("null")
      self = .null
    case UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"):
      let digits = try scanner.number()
      let slice = UnsafeRawBufferPointer(rebasing: scanner.bytes[digits])
      self = .number(String(decoding: slice, as: UTF8.self))
    default: throw scanner.unexpected("a value is missing")
    }
  }

  private static func members(_ scanner: inout JSONScanner) throws(JSONError) -> [Member] {
    try scanner.enter()
    var members: [Member] = []
    // By their bytes: as text, `é` in one piece and in two are the same.
    var seen: Set<[UInt8]> = []
    var isFirst = true
    while let key = try scanner.nextKey(&isFirst) {
      let name = key.text(in: scanner.bytes)
      guard seen.insert(Array(name.utf8)).inserted else {
        throw JSONError(key.start, "a key is there twice")
      }
      members.append(Member(key: name, value: try JSONValue(&scanner)))
    }
    return members
  }

  /// The value of a key, or nil if this is no object or has no such key.
  public subscript(key: String) -> JSONValue? {
    guard case .object(let members) = self else { return nil }
    return members.first { $0.key == key }?.value
  }

  /// The value as JSON without white space: the same tree always gives the same text.
  public var text: String {
    var text = JSONText()
    write(to: &text)
    return text.string
  }

  /// Appends ``text``.
  public func write(to text: inout JSONText) {
    switch self {
    case .null: text.appendRaw("null")
    case .boolean(let value): text.appendRaw(value ? "true" : "false")
    case .number(let digits): text.appendRaw(digits)
    case .string(let string): text.appendString(string)
    case .array(let items):
      text.appendRaw("[")
      for (index, item) in items.enumerated() {
        if index > 0 { text.appendRaw(",") }
        item.write(to: &text)
      }
      text.appendRaw("]")
    case .object(let members):
      text.appendRaw("{")
      for (index, member) in members.enumerated() {
        if index > 0 { text.appendRaw(",") }
        text.appendString(member.key)
        text.appendRaw(":")
        member.value.write(to: &text)
      }
      text.appendRaw("}")
    }
  }
}
