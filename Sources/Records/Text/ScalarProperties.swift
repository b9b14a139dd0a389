/// What the terminal does with one Unicode scalar: how wide it is, whether it can be seen at all.
///
/// The bits are made by `Tools/UnicodeWidths/generate.py`, and named here.
struct ScalarProperties {
  private let bits: UInt8

  /// Looks the scalar up among the transitions, in about ten steps; printable ASCII needs none.
  init(_ scalar: Unicode.Scalar) {
    if (0x20...0x7E).contains(scalar.value), !Self.isKeycapBase(scalar) {
      bits = 1
      return
    }
    let table = Self.transitions
    let wanted = scalar.value << 8 | 0xFF
    var low = 0
    var high = table.count
    while high - low > 1 {
      let middle = (low + high) / 2
      if table[middle] <= wanted { low = middle } else { high = middle }
    }
    bits = UInt8(truncatingIfNeeded: table[low])
  }

  /// Digits, `#` and `*`: plain ASCII but for the keycap emoji that they begin.
  private static func isKeycapBase(_ scalar: Unicode.Scalar) -> Bool {
    (0x30...0x39).contains(scalar.value) || scalar == "#" || scalar == "*"
  }

  /// Columns of the terminal, 0 to 2, of the scalar alone.
  var width: Int { Int(bits & 3) }

  /// Controls, bidi marks, zero-width characters and tags: nothing that a reader could see.
  var isHidden: Bool { bits & 1 << 2 != 0 }

  /// Extended_Pictographic of UTS #51: an emoji, or a place kept for one.
  var isPictograph: Bool { bits & 1 << 3 != 0 }

  /// Whether U+FE0F after it asks for its emoji form.
  var isEmojiBase: Bool { bits & 1 << 4 != 0 }

  /// A script that is misspelt without the zero-width joiner and non-joiner.
  var isJoining: Bool { bits & 1 << 5 != 0 }

  /// A CJK ideograph, whose variant a selector may choose.
  var isIdeograph: Bool { bits & 1 << 6 != 0 }

  /// A combining mark (general category M), which needs a base to stand on.
  var isMark: Bool { bits & 1 << 7 != 0 }
}

extension Unicode.Scalar {
  /// One half of a flag.
  var isRegionalIndicator: Bool { (0x1F1E6...0x1F1FF).contains(value) }

  /// A skin tone.
  var isEmojiModifier: Bool { (0x1F3FB...0x1F3FF).contains(value) }
}
