import Records

/// What the terminal shows in one cell or more, and never divides.
struct Glyph: Equatable {
  /// What is sent: nothing in it controls a terminal.
  let text: String

  /// Columns, 1 or more.
  let width: Int
  var style: TextStyle

  static func space(_ style: TextStyle) -> Glyph { Glyph(text: " ", width: 1, style: style) }

  /// The columns between the places that a tab goes to.
  private static let tabWidth = 8

  /// The glyphs of each character of a text.
  ///
  /// A tab is spaces up to the next eighth column of its line. What else cannot be seen, or could drive
  /// the terminal, is written out in reverse: controls as `^X`, the rest as `\u{…}`.
  static func glyphs(
    of characters: some Collection<Character>, style: (_ index: Int) -> TextStyle
  ) -> [[Glyph]] {
    var concealed: [Bool] = []
    walkScalars(of: String(characters)) { concealed.append($1) }
    var result: [[Glyph]] = []
    result.reserveCapacity(characters.count)
    var scalar = 0
    var column = 0
    for (index, character) in characters.enumerated() {
      let style = style(index)
      if character == "\t" {
        let count = tabWidth - column % tabWidth
        result.append(Array(repeating: .space(style), count: count))
        scalar += 1
      } else {
        let count = character.unicodeScalars.count
        result.append(glyphs(of: character, concealed[scalar..<scalar + count], style))
        scalar += count
      }
      column += result[index].reduce(0) { $0 + $1.width }
    }
    return result
  }

  /// The glyphs of a text, all alike.
  static func glyphs(of text: String, style: TextStyle) -> [Glyph] {
    glyphs(of: Array(text)) { _ in style }.flatMap(\.self)
  }

  private static func glyphs(
    of character: Character, _ concealed: ArraySlice<Bool>, _ style: TextStyle
  ) -> [Glyph] {
    if !concealed.contains(true) {
      let width = displayWidth(character)
      // Nothing to see by itself, such as a vowel of Hangul without its consonant.
      if width == 0 { return character.unicodeScalars.flatMap { escape(of: $0, style) } }
      return [Glyph(text: String(character), width: width, style: style)]
    }
    var glyphs: [Glyph] = []
    var shown = ""
    for (scalar, isConcealed) in zip(character.unicodeScalars, concealed) {
      if isConcealed {
        if let glyph = glyph(of: shown, style) { glyphs.append(glyph) }
        shown = ""
        glyphs += escape(of: scalar, style)
      } else {
        shown.unicodeScalars.append(scalar)
      }
    }
    if let glyph = glyph(of: shown, style) { glyphs.append(glyph) }
    return glyphs
  }

  private static func glyph(of shown: String, _ style: TextStyle) -> Glyph? {
    let width = displayWidth(shown)
    return width == 0 ? nil : Glyph(text: shown, width: width, style: style)
  }

  private static func escape(of scalar: Unicode.Scalar, _ style: TextStyle) -> [Glyph] {
    var style = style
    style.isReversed.toggle()
    let text =
      switch scalar.value {
      case 0..<0x20: "^" + String(Unicode.Scalar(UInt8(scalar.value) + 0x40))
      case 0x7F: "^?"
      default: "\\u{" + String(scalar.value, radix: 16, uppercase: true) + "}"
      }
    return text.map { Glyph(text: String($0), width: 1, style: style) }
  }
}

extension [Glyph] {
  /// The columns that they take.
  var width: Int { reduce(0) { $0 + $1.width } }

  /// As many of them as fit, the last replaced by `…` if not all do.
  func fitted(into columns: Int) -> [Glyph] {
    guard width > columns, let style = first?.style else { return self }
    guard columns > 0 else { return [] }
    var kept: [Glyph] = []
    var taken = 0
    for glyph in self {
      if taken + glyph.width > columns - 1 { break }
      kept.append(glyph)
      taken += glyph.width
    }
    return kept + [Glyph(text: "…", width: 1, style: style)]
  }
}
