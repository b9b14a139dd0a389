extension SQLError {
  /// The error as a terminal shows it: message, source line, caret, hint, note.
  ///
  /// Control and bidirectional characters of the source are shown as pictures, never sent. A long
  /// line is cut around the caret. No newline at the end.
  public func render(source: String?) -> String {
    var text = "error: " + message.shown
    if let source, let offset, let quote = Quote(of: source, at: offset) {
      text += "\n  " + quote.line + "\n  " + quote.padding + "^"
    }
    if let hint { text += "\nhint: " + hint.shown }
    if let note { text += "\nnote: " + note.shown }
    return text
  }
}

/// One line of a statement and the blanks that lead to a place in it.
private struct Quote {
  /// Cells of a terminal that a quoted line may take.
  static let width = 76

  let line: String
  let padding: String

  init?(of source: String, at offset: Int) {
    let bytes = source.utf8
    guard offset >= 0, offset <= bytes.count else { return nil }
    let place = bytes.index(bytes.startIndex, offsetBy: offset)
    let start = bytes[..<place].lastIndex(of: UInt8(ascii: "\n")).map(bytes.index(after:))
    let end = bytes[place...].firstIndex(of: UInt8(ascii: "\n")) ?? bytes.endIndex
    let whole = source.unicodeScalars
    var before = Array(whole[(start ?? bytes.startIndex)..<place])
    var after = Array(whole[place..<end])
    if before.count + after.count > Self.width {
      let room = Self.width - 2
      if before.count > room / 2 {
        let kept = max(room / 2, room - after.count)
        if before.count > kept { before = ["…"] + before.suffix(kept) }
      }
      let rest = max(room - before.count, 1)
      if after.count > rest { after = after.prefix(rest) + ["…"] }
    }
    line = (before + after).map(\.shown).joined()
    padding = before.map { $0.isWide ? "  " : $0.isZeroWidth ? "" : " " }.joined()
  }
}

extension String {
  /// The same with every character that would drive a terminal made visible.
  var shown: String { unicodeScalars.map(\.shown).joined() }
}

extension Unicode.Scalar {
  /// The scalar, or a picture of it where it would move the cursor or turn the text around.
  fileprivate var shown: String {
    switch value {
    case 0x09: return " "
    case 0x00...0x1F: return String(Unicode.Scalar(0x2400 + value) ?? "\u{FFFD}")
    case 0x7F: return "\u{2421}"
    case 0x80...0x9F, 0x061C, 0x200E, 0x200F, 0x2028...0x202E, 0x2066...0x2069, 0xFEFF,
      0xE0000...0xE007F:
      return "\u{FFFD}"
    default: return String(self)
    }
  }

  /// Whether it takes two cells: enough to put a caret under the right word.
  fileprivate var isWide: Bool {
    switch value {
    case 0x1100...0x115F, 0x2E80...0xA4CF, 0xAC00...0xD7A3, 0xF900...0xFAFF, 0xFE30...0xFE6F,
      0xFF00...0xFF60, 0xFFE0...0xFFE6, 0x1F300...0x1FAFF, 0x20000...0x3FFFD:
      true
    default: false
    }
  }

  /// Whether it takes no cell of its own, as a combining accent does.
  fileprivate var isZeroWidth: Bool {
    switch properties.generalCategory {
    case .nonspacingMark, .enclosingMark: true
    case .format: shown == String(self)
    default: false
    }
  }
}
