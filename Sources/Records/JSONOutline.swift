/// The members of one JSON object whose names are known beforehand: where each value stands, without
/// a tree.
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
    /// What its value is.
    public let kind: Kind
    /// True for a string with an escape in it.
    let isEscaped: Bool
    /// Where its value stands in the text, quotes and brackets included.
    public let range: Range<Int>
  }

  /// The members by the place of their name in the list of names.
  private var members: [Member?] = []
  /// The keys that are no names of the list, in the order of the text; none is there twice.
  public private(set) var unknown: [String] = []

  /// Reads an object; anything else is refused.
  public init(_ text: RawSpan, names: EnumType) throws(JSONError) {
    members.reserveCapacity(names.words.count)
    for _ in 0..<names.words.count { members.append(nil) }
    try text.withUnsafeBytes { (buffer) throws(JSONError) in try read(buffer, names.table) }
  }

  private mutating func read(
    _ text: UnsafeRawBufferPointer, _ names: WordTable
  ) throws(JSONError) {
    var scanner = JSONScanner(text)
    guard scanner.peek() == UInt8(ascii: "{") else {
      throw scanner.unexpected("an object is expected")
    }
    try scanner.enter()
    var others: [JSONString] = []
    var twice: JSONString?
    var expected = 0
    var isFirst = true
    while let key = try scanner.nextKey(&isFirst) {
      let place = key.withBytes(in: text) { names.index(of: $0, expecting: expected) }
      let member = try Self.value(&scanner)
      guard let place else {
        others.append(key)
        continue
      }
      expected = place + 1
      if members[place] == nil { members[place] = member } else { twice = twice ?? key }
    }
    try scanner.finish()
    // Of two that are there twice, the one that comes first in the text is told.
    let other = JSONString.firstDuplicate(others[...], in: text)
    if let start = [twice, other].compactMap({ $0?.start }).min() {
      throw JSONError(start, "a key is there twice")
    }
    for key in others { unknown.append(key.text(in: text)) }
  }

  /// Moves past the value that is next.
  private static func value(_ scanner: inout JSONScanner) throws(JSONError) -> Member {
    let kind = kind(scanner.peek())
    let start = scanner.at
    var isEscaped = false
    if kind == .string {
      isEscaped = try scanner.string().isEscaped
    } else {
      try scanner.skipValue()
    }
    return Member(kind: kind, isEscaped: isEscaped, range: start..<scanner.at)
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

  /// The member whose name is at a place of the list, or nil.
  public subscript(place: Int) -> Member? { members[place] }

  /// The text of a member that is a string, decoded; nil for any other.
  ///
  /// `text` is what the outline was made from.
  public func string(_ member: Member, in text: RawSpan) -> String? {
    guard let string = string(of: member, in: text) else { return nil }
    return text.withUnsafeBytes { string.text(in: $0) }
  }

  /// The bytes of a member that is a string without an escape; nil for any other.
  @_lifetime(copy text)
  public func plainBytes(_ member: Member, in text: RawSpan) -> RawSpan? {
    guard let string = string(of: member, in: text), !string.isEscaped else { return nil }
    return text.extracting(string.start..<string.end)
  }

  /// The code of a member that is a word of a list; nil for any other.
  public func word(_ member: Member, of words: EnumType, in text: RawSpan) -> Int64? {
    guard let string = string(of: member, in: text) else { return nil }
    let place = text.withUnsafeBytes { bytes in
      string.withBytes(in: bytes) { words.table.index(of: $0) }
    }
    return place.map { Int64($0) }
  }

  /// The moment of a member that is a time with its offset (RFC 3339); nil for any other.
  public func offsetInstant(_ member: Member, in text: RawSpan) -> OffsetInstant? {
    guard let string = string(of: member, in: text) else { return nil }
    return text.withUnsafeBytes { bytes in
      string.withBytes(in: bytes) { OffsetInstant(rfc3339: $0) }
    }
  }

  private func string(of member: Member, in text: RawSpan) -> JSONString? {
    guard member.kind == .string, member.range.upperBound <= text.byteCount else { return nil }
    return JSONString(
      start: member.range.lowerBound + 1, end: member.range.upperBound - 1,
      isEscaped: member.isEscaped)
  }

  /// The whole number of a member, exactly (`12`, `1.2e1`); nil for any other.
  public func integer(_ member: Member, in text: RawSpan) -> Int64? {
    guard member.kind == .number, member.range.upperBound <= text.byteCount else { return nil }
    let reading = text.extracting(member.range).withUnsafeBytes { DecimalReading($0, scale: 0) }
    guard case .exact(let value) = reading else { return nil }
    return value
  }
}
