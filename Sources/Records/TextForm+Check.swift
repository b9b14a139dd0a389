extension TextForm {
  /// True if every byte of well-formed UTF-8 keeps to the form.
  func holds(_ bytes: UnsafeRawBufferPointer) -> Bool {
    switch self {
    case .any: return true
    case .id:
      guard (1...64).contains(bytes.count) else { return false }
      return bytes.allSatisfy { Self.isIDByte($0) }
    case .hex64: return bytes.count == 64 && bytes.allSatisfy { $0.hexDigit != nil }
    case .name:
      guard (1...64).contains(bytes.count), let first = bytes.first else { return false }
      return (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(first)
        && bytes.allSatisfy { Self.isNameByte($0) }
    case .timeZone:
      guard (1...64).contains(bytes.count) else { return false }
      return bytes.allSatisfy {
        $0 != UInt8(ascii: ":")
          && (Self.isIDByte($0) || $0 == UInt8(ascii: "+") || $0 == UInt8(ascii: "/"))
      }
    case .line: return !Self.hasControl(bytes, allowingBreaks: false)
    case .text: return !Self.hasControl(bytes, allowingBreaks: true)
    }
  }

  static func isIDByte(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "a")...UInt8(ascii: "z"),
      UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "."), UInt8(ascii: "_"),
      UInt8(ascii: ":"), UInt8(ascii: "-"):
      true
    default: false
    }
  }

  private static func isNameByte(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "0")...UInt8(ascii: "9"),
      UInt8(ascii: "_"):
      true
    default: false
    }
  }

  private static func hasControl(
    _ bytes: UnsafeRawBufferPointer, allowingBreaks: Bool
  ) -> Bool {
    for (index, byte) in bytes.enumerated() {
      switch byte {
      case 0x09, 0x0A: if !allowingBreaks { return true }
      case ..<0x20, 0x7F: return true
      // U+0080–U+009F are C2 80 – C2 9F.
      case 0xC2: if index + 1 < bytes.count, bytes[index + 1] < 0xA0 { return true }
      default: break
      }
    }
    return false
  }

  /// What a text that breaks the form is told, and what to write instead.
  var refusal: (message: String, hint: String?) {
    switch self {
    case .any: ("cannot be read", nil)
    case .id: ("is no id", "1 to 64 of A-Z a-z 0-9 . _ : -")
    case .hex64: ("is no SHA-256", "64 hex digits")
    case .name: ("is no field's name", "a-z, then a-z 0-9 _")
    case .timeZone: ("is no time zone", "a name such as Europe/London")
    case .line: ("holds a control character", nil)
    case .text: ("holds a control character other than tab and newline", nil)
    }
  }
}

extension UnsafeRawBufferPointer {
  /// The Unicode scalars in well-formed UTF-8.
  var scalarCount: Int {
    var count = 0
    for byte in self where byte & 0xC0 != 0x80 { count += 1 }
    return count
  }
}
