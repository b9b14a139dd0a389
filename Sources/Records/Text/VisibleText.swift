/// The text as it may be sent to a terminal: whatever cannot be seen is written out.
///
/// `\n`, `\r`, `\t`, `\e`, and `\u{202E}` for all else that is hidden. A backslash of the text itself is
/// doubled where it would read as one of these, so that two texts never look the same.
public func visible(_ text: String) -> String {
  if text.utf8.allSatisfy({ isPrintableASCII($0) && $0 != UInt8(ascii: "\\") }) { return text }
  var bytes: [UInt8] = []
  appendVisible(text, to: &bytes)
  return String(decoding: bytes, as: UTF8.self)
}

/// Appends the text as `visible(_:)` gives it.
public func appendVisible(_ text: String, to bytes: inout [UInt8]) {
  var afterBackslash = false
  walkScalars(of: text) { scalar, isConcealed in
    if afterBackslash, isConcealed || "nrteu\\".unicodeScalars.contains(scalar) {
      bytes.append(UInt8(ascii: "\\"))
    }
    if isConcealed {
      appendEscape(of: scalar, to: &bytes)
    } else {
      bytes.append(contentsOf: UTF8.encode(scalar)!)
    }
    afterBackslash = !isConcealed && scalar == "\\"
  }
}

/// Writes a scalar that must not be sent: `\n`, `\r`, `\t`, `\e` or `\u{…}`.
public func appendEscape(of scalar: Unicode.Scalar, to bytes: inout [UInt8]) {
  switch scalar {
  case "\n": bytes.append(contentsOf: "\\n".utf8)
  case "\r": bytes.append(contentsOf: "\\r".utf8)
  case "\t": bytes.append(contentsOf: "\\t".utf8)
  case "\u{1B}": bytes.append(contentsOf: "\\e".utf8)
  default:
    let digits = String(scalar.value, radix: 16, uppercase: true)
    bytes.append(contentsOf: "\\u{\(digits)}".utf8)
  }
}

/// Whether a byte is a character that every terminal prints as itself.
public func isPrintableASCII(_ byte: UInt8) -> Bool { (0x20...0x7E).contains(byte) }

/// Visits each scalar of the text, saying whether it must be concealed, that is written as an escape.
///
/// Concealed are controls (C0, DEL, C1), format and bidi characters, line and paragraph separators,
/// invisible and non-characters. Joiners, variation selectors and tags are shown only where they spell
/// something that is seen: an emoji sequence, a word of a joining script, an ideograph's variant.
/// Combining marks are concealed without a base, and from the ninth on one base.
public func walkScalars(of text: String, _ visit: (Unicode.Scalar, _ isConcealed: Bool) -> Void) {
  let scalars = Array(text.unicodeScalars)
  var context = ClusterContext()
  var index = 0
  while index < scalars.count {
    if let end = endOfFlagTags(in: scalars, from: index) {
      for scalar in scalars[index..<end] { visit(scalar, false) }
      context = ClusterContext(after: ScalarProperties(scalars[index]))
      index = end
      continue
    }
    let next = index + 1 < scalars.count ? ScalarProperties(scalars[index + 1]) : nil
    let isShown = context.take(scalars[index], before: next)
    visit(scalars[index], !isShown)
    index += 1
  }
}

/// What stands before a scalar, which decides whether it can be shown.
private struct ClusterContext {
  /// More marks than any script stacks; a tower of them would paint over the lines above.
  static let mostMarks = 8

  private var base: ScalarProperties?
  private var previous: ScalarProperties?
  private var marks = 0

  init(after base: ScalarProperties? = nil) {
    self.base = base
    previous = base
  }

  /// Takes the next scalar, and says whether it is shown.
  mutating func take(_ scalar: Unicode.Scalar, before next: ScalarProperties?) -> Bool {
    let properties = ScalarProperties(scalar)
    if properties.isHidden {
      guard isSpelling(scalar, before: next) else {
        self = ClusterContext()
        return false
      }
      previous = properties
      return true
    }
    if properties.isMark {
      guard base != nil, marks < Self.mostMarks else { return false }
      marks += 1
      previous = properties
      return true
    }
    if !(scalar.isEmojiModifier && base?.isPictograph == true) {
      base = properties
    }
    previous = properties
    marks = 0
    return true
  }

  /// Whether an invisible scalar belongs to the spelling of what is seen here.
  private func isSpelling(_ scalar: Unicode.Scalar, before next: ScalarProperties?) -> Bool {
    guard let previous else { return false }
    let joins = previous.isJoining && next?.isJoining == true
    switch scalar.value {
    case 0xFE0E, 0xFE0F: return previous.isEmojiBase
    case 0xFE00...0xFE0D, 0xE0100...0xE01EF: return previous.isIdeograph
    case 0x200C: return joins
    case 0x200D: return joins || (base?.isPictograph == true && next?.isPictograph == true)
    case 0x180B...0x180F: return previous.isJoining
    default: return false
    }
  }
}

/// Where the tags of a black flag end (🏴󠁧󠁢󠁳󠁣󠁴󠁿, UTS #51 §2.8), nil if no such flag begins here.
private func endOfFlagTags(in scalars: [Unicode.Scalar], from start: Int) -> Int? {
  guard scalars[start].value == 0x1F3F4 else { return nil }
  var index = start + 1
  while index < scalars.count, isTagSpecifier(scalars[index]) { index += 1 }
  guard (3...6).contains(index - start - 1) else { return nil }
  guard index < scalars.count, scalars[index].value == 0xE007F else { return nil }
  return index + 1
}

/// A digit or lower-case letter among the tags.
private func isTagSpecifier(_ scalar: Unicode.Scalar) -> Bool {
  (0xE0030...0xE0039).contains(scalar.value) || (0xE0061...0xE007A).contains(scalar.value)
}
