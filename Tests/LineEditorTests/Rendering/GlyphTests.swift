import Records
import Testing

@testable import LineEditor

struct GlyphTests {
  @Test(
    arguments: [
      ("abc", "abc"), ("日本é", "日本é"), ("e\u{301}", "e\u{301}"), ("👩‍👩‍👧‍👦🇬🇧", "👩‍👩‍👧‍👦🇬🇧"),
      ("\u{1}\u{1B}[2J", "^A^[[2J"), ("\0\u{1F}\u{7F}", "^@^_^?"), ("\u{9B}1m", "\\u{9B}1m"),
      ("a\u{202E}b", "a\\u{202E}b"), ("a\u{200B}b", "a\\u{200B}b"), ("\u{301}", "\\u{301}"),
      ("a\u{200D}b", "a\\u{200D}b"), ("\u{1161}", "\\u{1161}"), ("می‌خواهم", "می‌خواهم"),
      ("a\tb", "a       b"), ("\t", "        "), ("日\tb", "日      b"),
      ("12345678\t", "12345678        "),
      ("\r", "^M"), ("\u{2028}", "\\u{2028}"), ("x\u{E0041}", "x\\u{E0041}"),
      ("\u{FEFF}", "\\u{FEFF}"),
    ])
  func `what is sent can be seen and drives nothing`(text: String, shown: String) {
    let glyphs = Glyph.glyphs(of: text, style: .plain)
    #expect(
      glyphs.map(\.text).joined().unicodeScalars.elementsEqual(shown.unicodeScalars),
      "\(glyphs.map(\.text))")
    #expect(glyphs.width == displayWidth(shown))
    #expect(glyphs.allSatisfy { $0.width > 0 })
  }

  @Test func `what is written out is set off from the same text`() {
    let control = Glyph.glyphs(of: "\u{1}", style: .plain)
    let typed = Glyph.glyphs(of: "^A", style: .plain)
    #expect(control.map(\.text) == typed.map(\.text))
    #expect(control != typed)
  }

  /// Where controls, marks, joiners, selectors, emoji and tags are, alone and after a letter.
  @Test func `no scalar is sent that a terminal acts on`() {
    let values = [
      0...0x30FF, 0xA960...0xA97F, 0xD7B0...0xFFFF, 0x1F000...0x1FAFF, 0xE0000...0xE0FFF,
    ]
    .flatMap { (range: ClosedRange<UInt32>) in Array(range) }
    for value in values {
      guard let scalar = Unicode.Scalar(value), scalar != "\n" else { continue }
      for text in [String(scalar), "a" + String(scalar)] {
        let glyphs = Glyph.glyphs(of: text, style: .plain)
        let sent = glyphs.flatMap { Array($0.text.unicodeScalars) }
        for scalar in sent where scalar.properties.generalCategory == .control {
          Issue.record("U+\(String(value, radix: 16))")
        }
        if glyphs.contains(where: { $0.width < 1 }) {
          Issue.record("U+\(String(value, radix: 16))")
        }
      }
    }
  }

  @Test(
    arguments: [
      (TextStyle.plain, true, "0"), (TextStyle(.red), true, "0;31"), (TextStyle(.red), false, "0"),
      (TextStyle(.brightBlack), true, "0;90"), (TextStyle(.brightWhite), true, "0;97"),
      (
        TextStyle(.cyan, isBold: true, isDim: true, isUnderlined: true, isReversed: true), true,
        "0;1;2;4;7;36"
      ),
      (TextStyle(.cyan, isDim: true), false, "0;2"),
    ])
  func `a style is one sequence of 16 colours`(style: TextStyle, isColored: Bool, codes: String) {
    #expect(style.sequence(isColored: isColored) == "\u{1B}[\(codes)m")
  }

  @Test(
    arguments: [
      ("abcdef", 6, "abcdef"), ("abcdef", 5, "abcd…"), ("日本語", 5, "日本…"), ("日本語", 4, "日…"),
      ("ab", 0, ""),
    ])
  func `what does not fit is cut`(text: String, columns: Int, cut: String) {
    let glyphs = Glyph.glyphs(of: text, style: .plain).fitted(into: columns)
    #expect(glyphs.map(\.text).joined() == cut)
  }
}
