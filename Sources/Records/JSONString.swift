/// A string that a ``JSONScanner`` has passed and checked: where it stands between its quotes.
struct JSONString {
  let start: Int
  let end: Int
  /// True if a backslash is in it, so that its bytes are not its text.
  let isEscaped: Bool

  /// Appends the text's UTF-8.
  func append(from bytes: UnsafeRawBufferPointer, to text: inout [UInt8]) {
    guard isEscaped else {
      text.append(contentsOf: UnsafeRawBufferPointer(rebasing: bytes[start..<end]))
      return
    }
    var at = start
    while at < end {
      let byte = bytes[at]
      guard byte == UInt8(ascii: "\\") else {
        text.append(byte)
        at += 1
        continue
      }
      at += Self.appendEscape(bytes, at: at, to: &text)
    }
  }

  /// Appends what an escape stands for and returns its length; the scanner has checked it.
  private static func appendEscape(
    _ bytes: UnsafeRawBufferPointer, at: Int, to text: inout [UInt8]
  ) -> Int {
    switch bytes[at + 1] {
    case UInt8(ascii: "b"): text.append(0x08)
    case UInt8(ascii: "f"): text.append(0x0C)
    case UInt8(ascii: "n"): text.append(0x0A)
    case UInt8(ascii: "r"): text.append(0x0D)
    case UInt8(ascii: "t"): text.append(0x09)
    case UInt8(ascii: "u"):
      let unit = bytes.hex(at: at + 2) ?? 0
      var scalar = unit
      var length = 6
      if unit >> 10 == 0x36 {
        let low = bytes.hex(at: at + 8) ?? 0
        scalar = 0x1_0000 + (unit & 0x3FF) << 10 + low & 0x3FF
        length = 12
      }
      if let scalar = Unicode.Scalar(scalar) { text.append(contentsOf: UTF8.encode(scalar)!) }
      return length
    default: text.append(bytes[at + 1])
    }
    return 2
  }

  /// The text.
  func text(in bytes: UnsafeRawBufferPointer) -> String {
    guard isEscaped else {
      return String(
        decoding: UnsafeRawBufferPointer(rebasing: bytes[start..<end]), as: UTF8.self)
    }
    var text: [UInt8] = []
    append(from: bytes, to: &text)
    return String(decoding: text, as: UTF8.self)
  }

  /// Calls with the text's bytes, which are copied only if there is an escape in them.
  func withBytes<Result>(
    in bytes: UnsafeRawBufferPointer, _ body: (UnsafeRawBufferPointer) -> Result
  ) -> Result {
    guard isEscaped else { return body(UnsafeRawBufferPointer(rebasing: bytes[start..<end])) }
    var text: [UInt8] = []
    append(from: bytes, to: &text)
    return text.withUnsafeBytes { body($0) }
  }

  /// The first key that is there for the second time, or nil.
  static func firstDuplicate(
    _ keys: ArraySlice<JSONString>, in bytes: UnsafeRawBufferPointer
  ) -> JSONString? {
    // Few keys are compared pair by pair; many go through a set, so that no input takes for ever.
    guard keys.count <= 16, !keys.contains(where: \.isEscaped) else {
      // By their bytes, as below: as text, `é` in one piece and in two are the same.
      var seen: Set<[UInt8]> = []
      return keys.first { key in !seen.insert(key.withBytes(in: bytes) { Array($0) }).inserted }
    }
    for later in keys.indices {
      for earlier in keys.startIndex..<later where keys[earlier].equals(keys[later], in: bytes) {
        return keys[later]
      }
    }
    return nil
  }

  private func equals(_ other: JSONString, in bytes: UnsafeRawBufferPointer) -> Bool {
    guard end - start == other.end - other.start else { return false }
    for offset in 0..<(end - start) where bytes[start + offset] != bytes[other.start + offset] {
      return false
    }
    return true
  }
}

extension UnsafeRawBufferPointer {
  /// The number of four hex digits, or nil.
  func hex(at start: Int) -> UInt32? {
    guard start + 4 <= count else { return nil }
    var value: UInt32 = 0
    for index in start..<(start + 4) {
      guard let digit = self[index].hexDigit else { return nil }
      value = value << 4 | UInt32(digit)
    }
    return value
  }
}

extension UInt8 {
  /// The value of an ASCII hex digit, or nil.
  var hexDigit: UInt8? {
    switch self {
    case UInt8(ascii: "0")...UInt8(ascii: "9"): self - UInt8(ascii: "0")
    case UInt8(ascii: "a")...UInt8(ascii: "f"): self - UInt8(ascii: "a") + 10
    case UInt8(ascii: "A")...UInt8(ascii: "F"): self - UInt8(ascii: "A") + 10
    default: nil
    }
  }
}
