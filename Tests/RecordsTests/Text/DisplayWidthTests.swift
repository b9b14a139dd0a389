import Testing

@testable import Records

struct DisplayWidthTests {
  @Test(
    arguments: [
      ("", 0), ("a", 1), ("plain text", 10), ("7", 1), ("#", 1),
      ("é", 1), ("e\u{301}", 1), ("a\u{300}\u{301}\u{302}", 1), ("ñandú", 5),
      ("日本語", 6), ("ｱ", 1), ("Ａ", 2), ("한", 2), ("\u{1112}\u{1161}\u{11AB}", 2), ("（", 2),
      ("👍", 2), ("👍🏽", 2), ("👩‍👩‍👧‍👦", 2), ("🏳️‍🌈", 2), ("🏴󠁧󠁢󠁳󠁣󠁴󠁿", 2), ("❤️‍🔥", 2),
      ("🇬🇧", 2), ("🇬🇧🇫🇷", 4), ("\u{1F1EC}", 1),
      ("☎", 1), ("☎\u{FE0F}", 2), ("☎\u{FE0E}", 1), ("⌚", 2), ("❤", 1), ("❤\u{FE0F}", 2),
      ("1\u{FE0F}\u{20E3}", 2), ("©", 1), ("©\u{FE0F}", 2), ("\u{1FAE9}", 2),
      ("\u{915}\u{94D}\u{937}", 2), ("\u{915}\u{93E}", 2), ("ไทย", 3), ("ก\u{E33}", 2), ("ที่", 1),
      ("שלום", 4), ("مرحبا", 5), ("מָ", 1),
      ("…", 1), ("·", 1), ("←", 1), ("─", 1), ("\u{E000}", 1), ("\u{A0}", 1), ("\u{3000}", 2),
      ("葛\u{E0100}", 2), ("𠀀", 2), ("𝒜", 1),
    ])
  func `a text takes so many columns`(text: String, width: Int) {
    #expect(displayWidth(text) == width)
  }

  @Test(
    arguments: [
      ("abcdef", 6, "abcdef"), ("abcdef", 5, "abcd…"), ("abcdef", 1, "…"), ("abcdef", 0, ""),
      ("日本語", 5, "日本…"), ("日本語", 4, "日…"), ("日本語", 3, "日…"), ("日本語", 2, "…"),
      ("a👩‍👩‍👧b", 3, "a…"), ("a👩‍👩‍👧b", 4, "a👩‍👩‍👧b"), ("e\u{301}e\u{301}e", 2, "e\u{301}…"),
    ])
  func `what does not fit is cut between graphemes`(text: String, columns: Int, cut: String) {
    let fit = fitted(text, into: columns)
    #expect(fit.text == cut)
    #expect(fit.width == displayWidth(cut))
    #expect(fit.width <= columns)
  }

  /// Swift's own Unicode tables are another reading of the same data; scalars newer than ours are left out.
  @Test func `the table agrees with the standard library`() {
    var seen = 0
    for value in UInt32(0)...0x10FFFF {
      guard let scalar = Unicode.Scalar(value) else { continue }
      let theirs = scalar.properties
      guard let age = theirs.age, age.major <= 15, (age.major, age.minor) != (15, 1) else {
        continue
      }
      let ours = ScalarProperties(scalar)
      seen += 1
      switch theirs.generalCategory {
      case .nonspacingMark, .enclosingMark:
        #expect(ours.isMark && ours.width == 0, "U+\(String(value, radix: 16))")
      case .spacingMark:
        #expect(ours.isMark, "U+\(String(value, radix: 16))")
      case .control, .lineSeparator, .paragraphSeparator:
        #expect(ours.isHidden, "U+\(String(value, radix: 16))")
      default:
        #expect(!ours.isMark, "U+\(String(value, radix: 16))")
      }
      if theirs.isDefaultIgnorableCodePoint || theirs.isBidiControl {
        #expect(ours.isHidden, "U+\(String(value, radix: 16))")
      }
      if theirs.isEmojiPresentation, !scalar.isRegionalIndicator {
        #expect(ours.width == 2, "U+\(String(value, radix: 16))")
      }
      if theirs.isUnifiedIdeograph {
        #expect(ours.isIdeograph && ours.width == 2, "U+\(String(value, radix: 16))")
      }
      if ours.isHidden { #expect(ours.width == 0, "U+\(String(value, radix: 16))") }
    }
    #expect(seen > 140_000)
  }
}
