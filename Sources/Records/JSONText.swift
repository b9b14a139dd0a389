/// JSON in the making, as UTF-8.
///
/// Its strings also escape DEL, C1 controls and the characters that turn the direction of text, so
/// that printing it cannot drive a terminal or show one thing and mean another.
public struct JSONText: Sendable {
  /// What is written so far.
  public var bytes: [UInt8] = []

  /// Nothing yet.
  public init() {}

  /// What is written so far.
  public var string: String { String(decoding: bytes, as: UTF8.self) }

  /// Appends text that is JSON already, or a part of it such as a brace.
  public mutating func appendRaw(_ json: String) {
    bytes.append(contentsOf: json.utf8)
  }

  /// Appends a whole number.
  public mutating func appendInteger(_ value: Int64) {
    bytes.appendInteger(value)
  }

  /// Appends a string in quotes.
  public mutating func appendString(_ text: String) {
    var text = text
    text.withUTF8 { appendString(UnsafeRawBufferPointer($0)) }
  }

  /// Appends a string in quotes from its UTF-8; a byte that is none becomes U+FFFD.
  public mutating func appendString(utf8: RawSpan) {
    utf8.withUnsafeBytes { appendString($0) }
  }

  mutating func appendString(_ text: UnsafeRawBufferPointer) {
    bytes.append(UInt8(ascii: "\""))
    var plain = 0
    var at = 0
    while at < text.count {
      let length = text[at] < 0x80 ? 1 : UTF8Sequence.length(in: text, at: at)
      if length > 0, !Self.isEscaped(text, at: at) {
        at += length
        continue
      }
      bytes.append(contentsOf: UnsafeRawBufferPointer(rebasing: text[plain..<at]))
      appendEscape(text, at: at, length: length)
      at += max(length, 1)
      plain = at
    }
    bytes.append(contentsOf: UnsafeRawBufferPointer(rebasing: text[plain..<at]))
    bytes.append(UInt8(ascii: "\""))
  }

  /// True if the well-formed sequence here may not stand for itself.
  private static func isEscaped(_ text: UnsafeRawBufferPointer, at: Int) -> Bool {
    switch text[at] {
    case ..<0x20, 0x22, 0x5C, 0x7F: true
    case 0xC2: text[at + 1] < 0xA0
    // U+061C, U+200E–200F, U+2028–202E, U+2066–2069.
    case 0xD8: text[at + 1] == 0x9C
    case 0xE2:
      switch (text[at + 1], text[at + 2]) {
      case (0x80, 0x8E...0x8F), (0x80, 0xA8...0xAE), (0x81, 0xA6...0xA9): true
      default: false
      }
    default: false
    }
  }

  private mutating func appendEscape(_ text: UnsafeRawBufferPointer, at: Int, length: Int) {
    guard length > 0 else {
      bytes.append(contentsOf: [0xEF, 0xBF, 0xBD])
      return
    }
    let scalar: UInt32 =
      switch length {
      case 1: UInt32(text[at])
      case 2: UInt32(text[at] & 0x1F) << 6 | UInt32(text[at + 1] & 0x3F)
      default:
        UInt32(text[at] & 0x0F) << 12 | UInt32(text[at + 1] & 0x3F) << 6
          | UInt32(text[at + 2] & 0x3F)
      }
    bytes.append(UInt8(ascii: "\\"))
    switch scalar {
    case 0x22, 0x5C: bytes.append(UInt8(scalar))
    case 0x08: bytes.append(UInt8(ascii: "b"))
    case 0x09: bytes.append(UInt8(ascii: "t"))
    case 0x0A: bytes.append(UInt8(ascii: "n"))
    case 0x0C: bytes.append(UInt8(ascii: "f"))
    case 0x0D: bytes.append(UInt8(ascii: "r"))
    default:
      bytes.append(UInt8(ascii: "u"))
      for shift in [12, 8, 4, 0] {
        let digit = UInt8(scalar >> UInt32(shift) & 0xF)
        bytes.append(digit < 10 ? UInt8(ascii: "0") + digit : UInt8(ascii: "a") + digit - 10)
      }
    }
  }
}
