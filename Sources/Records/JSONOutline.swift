/// The members of one JSON object: every key and where its value stands, without a tree.
///
/// The whole text is read once and held to all rules (see ``JSONError``); what a value means is then
/// read from its own bytes, as an importer does with an event line's envelope and its data.
public struct JSONOutline: Sendable {
  /// What a value is.
  public enum Kind: UInt8, Sendable {
    /// The kinds of RFC 8259 §3.
    case object, array, string, number, boolean, null
  }

  /// One member.
  public struct Member: Sendable {
    /// The key.
    public let key: String
    /// What its value is.
    public let kind: Kind
    /// Where its value stands in the text, quotes and brackets included.
    public let range: Range<Int>
    let string: JSONString?
  }

  /// The members in the order of the text; no key is there twice.
  public private(set) var members: [Member] = []

  /// Reads an object; anything else is refused.
  public init(_ text: RawSpan) throws(JSONError) {
    members = try text.withUnsafeBytes { (buffer) throws(JSONError) -> [Member] in
      try Self.members(of: buffer)
    }
  }

  private static func members(of buffer: UnsafeRawBufferPointer) throws(JSONError) -> [Member] {
    var scanner = JSONScanner(buffer)
    guard scanner.peek() == UInt8(ascii: "{") else {
      throw scanner.unexpected("an object is expected")
    }
    try scanner.enter()
    var members: [Member] = []
    var keys: [JSONString] = []
    var isFirst = true
    while let key = try scanner.nextKey(&isFirst) {
      keys.append(key)
      let kind = Self.kind(scanner.peek())
      let start = scanner.at
      var string: JSONString?
      if kind == .string { string = try scanner.string() } else { try scanner.skipValue() }
      members.append(
        Member(
          key: key.text(in: buffer), kind: kind, range: start..<scanner.at, string: string))
    }
    try scanner.finish()
    if let twice = JSONString.firstDuplicate(keys[...], in: buffer) {
      throw JSONError(twice.start, "a key is there twice")
    }
    return members
  }

  private static func kind(_ first: UInt8) -> Kind {
    switch first {
    case UInt8(ascii: "{"): .object
    case UInt8(ascii: "["): .array
    case UInt8(ascii: "\""): .string
    case UInt8(ascii: "t"), UInt8(ascii: "f"): .boolean
    case UInt8(ascii: "n"): .null
    default: .number
    }
  }

  /// The member of a key, or nil.
  public subscript(key: String) -> Member? {
    members.first { $0.key == key }
  }

  /// The text of a member that is a string, decoded; nil for any other.
  ///
  /// `text` is what the outline was made from.
  public func string(_ member: Member, in text: RawSpan) -> String? {
    guard let string = member.string, string.end < text.byteCount else { return nil }
    return text.withUnsafeBytes { string.text(in: $0) }
  }

  /// The whole number of a member, exactly (`12`, `1.2e1`); nil for any other.
  public func integer(_ member: Member, in text: RawSpan) -> Int64? {
    guard member.kind == .number, member.range.upperBound <= text.byteCount else { return nil }
    let reading = text.extracting(member.range).withUnsafeBytes { DecimalReading($0, scale: 0) }
    guard case .exact(let value) = reading else { return nil }
    return value
  }
}
