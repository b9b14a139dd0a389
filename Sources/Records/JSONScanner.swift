/// Walks JSON (RFC 8259) by hand over bytes that outlive it, making no tree.
///
/// Strict: depth at most ``maximumDepth``, no NUL, no lone surrogate, no invalid UTF-8, nothing
/// after the value. Duplicate keys are refused wherever a value is skipped; who walks an object
/// itself checks its own.
struct JSONScanner {
  static let maximumDepth = 32

  let bytes: UnsafeRawBufferPointer
  private(set) var at: Int
  private var depth = 0
  /// The keys of the objects being skipped, innermost last.
  private var keys: [JSONString] = []

  init(_ bytes: UnsafeRawBufferPointer) {
    self.bytes = bytes
    at = 0
  }

  /// The next byte that is no white space, without moving past it; 0 at the end.
  @inline(__always)
  mutating func peek() -> UInt8 {
    while at < bytes.count {
      let byte = bytes[at]
      guard byte <= 0x20, byte == 0x20 || byte == 0x0A || byte == 0x0D || byte == 0x09 else {
        return byte
      }
      at += 1
    }
    return 0
  }

  /// Refuses anything but white space up to the end.
  mutating func finish() throws(JSONError) {
    _ = peek()
    guard at == bytes.count else { throw JSONError(at, "something follows the value") }
  }

  /// Why the byte here cannot stand here.
  func unexpected(_ expected: String) -> JSONError {
    if at >= bytes.count { return JSONError(at, "it ends too soon") }
    if bytes[at] == 0 { return JSONError(at, "a NUL") }
    return JSONError(at, expected)
  }

  // MARK: Containers

  /// Moves into an object or a list whose opening byte is next.
  mutating func enter() throws(JSONError) {
    depth += 1
    guard depth <= Self.maximumDepth else {
      throw JSONError(at, "more than \(Self.maximumDepth) levels deep")
    }
    at += 1
  }

  /// The next member's key, having moved past its colon; nil past the object's end.
  mutating func nextKey(_ isFirst: inout Bool) throws(JSONError) -> JSONString? {
    guard try more(&isFirst, close: UInt8(ascii: "}")) else { return nil }
    guard peek() == UInt8(ascii: "\"") else { throw unexpected("a key in quotes is missing") }
    let key = try string()
    guard peek() == UInt8(ascii: ":") else { throw unexpected("a colon is missing") }
    at += 1
    return key
  }

  /// True if an element follows; false having moved past the list's end.
  mutating func nextElement(_ isFirst: inout Bool) throws(JSONError) -> Bool {
    try more(&isFirst, close: UInt8(ascii: "]"))
  }

  private mutating func more(_ isFirst: inout Bool, close: UInt8) throws(JSONError) -> Bool {
    let byte = peek()
    if byte == close {
      at += 1
      depth -= 1
      return false
    }
    if isFirst {
      isFirst = false
      return true
    }
    guard byte == UInt8(ascii: ",") else {
      throw unexpected(
        close == UInt8(ascii: "}") ? "a comma or } is missing" : "a comma or ] is missing")
    }
    at += 1
    return true
  }

  // MARK: Scalars

  /// Moves past a number and returns where its digits stand.
  mutating func number() throws(JSONError) -> Range<Int> {
    let start = at
    if at < bytes.count, bytes[at] == UInt8(ascii: "-") { at += 1 }
    let whole = at
    try digits()
    if at > whole + 1, bytes[whole] == UInt8(ascii: "0") {
      throw JSONError(whole, "a number begins with 0")
    }
    if at < bytes.count, bytes[at] == UInt8(ascii: ".") {
      at += 1
      try digits()
    }
    if at < bytes.count, bytes[at] | 0x20 == UInt8(ascii: "e") {
      at += 1
      if at < bytes.count, bytes[at] == UInt8(ascii: "+") || bytes[at] == UInt8(ascii: "-") {
        at += 1
      }
      try digits()
    }
    return start..<at
  }

  private mutating func digits() throws(JSONError) {
    let start = at
    while at < bytes.count, bytes[at] &- UInt8(ascii: "0") <= 9 { at += 1 }
    guard at > start else { throw unexpected("a digit is missing") }
  }

  /// Moves past `true`, `false` or `null`.
  mutating func literal(_ word: StaticString) throws(JSONError) {
    let matches = word.withUTF8Buffer { expected in
      guard at + expected.count <= bytes.count else { return false }
      for index in 0..<expected.count where bytes[at + index] != expected[index] { return false }
      return true
    }
    guard matches else { throw unexpected("no such word") }
    at += word.utf8CodeUnitCount
  }

  /// Moves past a string in quotes, checking its UTF-8 and escapes.
  mutating func string() throws(JSONError) -> JSONString {
    let start = at + 1
    at = start
    var isEscaped = false
    while true {
      skipPlain()
      guard at < bytes.count else { throw JSONError(at, "it ends within a string") }
      let byte = bytes[at]
      switch byte {
      case UInt8(ascii: "\""):
        at += 1
        return JSONString(start: start, end: at - 1, isEscaped: isEscaped)
      case UInt8(ascii: "\\"):
        isEscaped = true
        try escape()
      case 0:
        throw JSONError(at, "a NUL")
      case ..<0x20:
        throw JSONError(at, "a control character within a string")
      default:
        let length = UTF8Sequence.length(in: bytes, at: at)
        guard length > 0 else { throw JSONError(at, "bytes that are not UTF-8") }
        at += length
      }
    }
  }

  /// Moves over ASCII that stands for itself, eight bytes at a time where it can.
  private mutating func skipPlain() {
    let ones: UInt64 = 0x0101_0101_0101_0101
    let highs: UInt64 = 0x8080_8080_8080_8080
    while at + 8 <= bytes.count {
      let word = bytes.loadUnaligned(fromByteOffset: at, as: UInt64.self).littleEndian
      // A byte's high bit is set below where it is no plain ASCII, or just above one that is not: so
      // the lowest that is set tells where the first stop is.
      let quotes = word ^ (ones &* 0x22)
      let slashes = word ^ (ones &* 0x5C)
      let stops =
        word | (word &- ones &* 0x20) | (quotes &- ones) | (slashes &- ones)
      guard stops & highs == 0 else {
        at += (stops & highs).trailingZeroBitCount / 8
        return
      }
      at += 8
    }
    while at < bytes.count {
      let byte = bytes[at]
      guard byte >= 0x20, byte < 0x80, byte != 0x22, byte != 0x5C else { return }
      at += 1
    }
  }

  private mutating func escape() throws(JSONError) {
    guard at + 1 < bytes.count else { throw JSONError(at, "it ends within a string") }
    switch bytes[at + 1] {
    case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"), UInt8(ascii: "b"),
      UInt8(ascii: "f"), UInt8(ascii: "n"), UInt8(ascii: "r"), UInt8(ascii: "t"):
      at += 2
    case UInt8(ascii: "u"):
      guard let unit = hex(at + 2) else { throw JSONError(at, "four hex digits are missing") }
      switch unit {
      case 0: throw JSONError(at, "a NUL")
      case 0xD800...0xDBFF:
        guard at + 7 < bytes.count, bytes[at + 6] == UInt8(ascii: "\\"),
          bytes[at + 7] == UInt8(ascii: "u"), let low = hex(at + 8), low >> 10 == 0x37
        else { throw JSONError(at, "half a surrogate pair") }
        at += 12
      case 0xDC00...0xDFFF: throw JSONError(at, "half a surrogate pair")
      default: at += 6
      }
    default: throw JSONError(at, "no such escape")
    }
  }

  private func hex(_ start: Int) -> UInt32? {
    bytes.hex(at: start)
  }

  // MARK: Whole values

  /// Moves past any value, holding all of it to the rules.
  mutating func skipValue() throws(JSONError) {
    switch peek() {
    case UInt8(ascii: "{"): try skipObject()
    case UInt8(ascii: "["):
      try enter()
      var isFirst = true
      while try nextElement(&isFirst) { try skipValue() }
    case UInt8(ascii: "\""): _ = try string()
    case UInt8(ascii: "t"): try literal("true")
    case UInt8(ascii: "f"): try literal("false")
    case UInt8(ascii: "n"): try literal("null")
    case UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"): _ = try number()
    default: throw unexpected("a value is missing")
    }
  }

  private mutating func skipObject() throws(JSONError) {
    try enter()
    if keys.isEmpty { keys.reserveCapacity(16) }
    let base = keys.count
    var isFirst = true
    while let key = try nextKey(&isFirst) {
      keys.append(key)
      try skipValue()
    }
    if let twice = JSONString.firstDuplicate(keys[base...], in: bytes) {
      throw JSONError(twice.start, "a key is there twice")
    }
    keys.removeLast(keys.count - base)
  }
}
