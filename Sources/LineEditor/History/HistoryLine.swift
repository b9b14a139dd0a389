/// A statement as one line of the history's file.
///
/// A backslash is doubled; LF is `\n`, another control `\x1B`: so the file can be looked at on a terminal.
enum HistoryLine {
  static func encoded(_ statement: String) -> [UInt8] {
    var bytes: [UInt8] = []
    for byte in statement.utf8 {
      switch byte {
      case UInt8(ascii: "\\"): bytes += Array("\\\\".utf8)
      case UInt8(ascii: "\n"): bytes += Array("\\n".utf8)
      case 0..<0x20, 0x7F:
        let digits = String(byte, radix: 16, uppercase: true)
        bytes += Array("\\x\(byte < 0x10 ? "0" : "")\(digits)".utf8)
      default: bytes.append(byte)
      }
    }
    return bytes
  }

  /// The statement of a line; nil if it is none.
  static func decoded(_ line: ArraySlice<UInt8>) -> String? {
    var bytes: [UInt8] = []
    var rest = line
    while let byte = rest.popFirst() {
      guard byte >= 0x20, byte != 0x7F else { return nil }
      guard byte == UInt8(ascii: "\\") else {
        bytes.append(byte)
        continue
      }
      switch rest.popFirst() {
      case UInt8(ascii: "\\"): bytes.append(byte)
      case UInt8(ascii: "n"): bytes.append(UInt8(ascii: "\n"))
      case UInt8(ascii: "x"):
        let digits = String(decoding: rest.prefix(2), as: UTF8.self)
        guard rest.count >= 2, rest.first != UInt8(ascii: "+"), let code = UInt8(digits, radix: 16)
        else { return nil }
        bytes.append(code)
        rest = rest.dropFirst(2)
      default: return nil
      }
    }
    return bytes.isEmpty ? nil : String(validating: bytes, as: UTF8.self)
  }
}
