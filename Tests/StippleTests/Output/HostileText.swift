@testable import stipple

/// Texts that a terminal, a spreadsheet or a parser would act on.
enum HostileText {
  static let all: [String] =
    [
      "\u{1B}[2J\u{1B}[1;1Hgone", "\u{1B}]0;title\u{7}",
      "\u{1B}]8;;http://example.invalid\u{1B}\\link",
      "\u{1B}]52;c;aGk=\u{7}", "\u{1B}P1$r0m\u{1B}\\", "\u{9B}31mred", "\u{9D}0;t\u{9C}",
      "\u{90}q\u{9C}",
      "over\rwrite", "back\u{8}\u{8}space", "\u{7}bell", "\0nul\0", "form\u{C}feed",
      "\u{E}\u{F}shift",
      "\u{202E}gnp.exe", "\u{2066}a\u{2067}b\u{2068}c\u{2069}", "\u{202A}\u{202B}\u{202C}\u{202D}",
      "\u{200E}\u{200F}\u{61C}", "zero\u{200B}width\u{200C}\u{200D}\u{2060}\u{FEFF}",
      "tag\u{E0001}\u{E0068}\u{E0069}\u{E007F}", "soft\u{AD}hyphen", "line\u{2028}para\u{2029}end",
      "\u{301}loose",
      "z\u{301}\u{302}\u{303}\u{304}\u{305}\u{306}\u{307}\u{308}\u{309}\u{30A}\u{30B}",
      "a\nb\r\nc\td", "\n", "\r", "\t", "\\n \\e \\u{202E} \\", "\\",
      "a,b", "\"quoted\"", "\"", "'", "a\"b,c\nd", " lead and trail ", "", "NULL", "\\N",
      "=1+1", "+1+1", "-1+1", "@SUM(A1)", "=cmd|' /C calc'!A0", "-5", "+5.5e3", "-", "+", "\t=1",
      "\r=1",
      "a|b", "`code`", "<script>alert(1)</script>", "&amp;", "![x](http://example.invalid)",
      "*b* _i_ a_b",
      "日本語", "👩‍👩‍👧‍👦🇬🇧🏴󠁧󠁢󠁳󠁣󠁴󠁿", "e\u{301}", "{\"a\":[1,\"x\\ny\"]}", "\u{FFFD}\u{FFFE}\u{10FFFF}",
    ] + controls

  /// Each control and bidi character alone between two letters.
  private static let controls: [String] =
    [0x00...0x1F, 0x7F...0x9F, 0x200B...0x200F, 0x2028...0x202E, 0x2060...0x206F]
    .flatMap { (range: ClosedRange<UInt32>) in range.map { "a\(Unicode.Scalar($0)!)b" } }

  /// Whether a terminal could be driven, or a reader deceived, by this scalar; newlines are not asked.
  ///
  /// Written apart from the code under test, from the names of the characters.
  static func isUnsafe(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case 0..<0x20, 0x7F...0x9F: true
    case 0xAD, 0x61C, 0x200B, 0x200E, 0x200F, 0x2028...0x202E, 0x2060...0x206F, 0xFEFF: true
    case 0xFFF9...0xFFFB, 0xE0001...0xE001F: true
    default: false
    }
  }
}
