import Testing

@testable import Records

struct VisibleTextTests {
  @Test(
    arguments: [
      ("plain", "plain"), ("", ""), ("naïve 日本 ✓", "naïve 日本 ✓"),
      ("a\nb", "a\\nb"), ("a\r\nb", "a\\r\\nb"), ("a\tb", "a\\tb"), ("\u{1B}[2J", "\\e[2J"),
      ("\0", "\\u{0}"), ("\u{7}\u{8}", "\\u{7}\\u{8}"), ("\u{7F}", "\\u{7F}"),
      ("\u{85}", "\\u{85}"), ("\u{9B}31m", "\\u{9B}31m"),
      ("\u{202E}fdp", "\\u{202E}fdp"), ("\u{2066}x\u{2069}", "\\u{2066}x\\u{2069}"),
      ("\u{200E}\u{200F}\u{61C}", "\\u{200E}\\u{200F}\\u{61C}"),
      ("a\u{200B}b", "a\\u{200B}b"), ("\u{FEFF}a", "\\u{FEFF}a"), ("co\u{AD}op", "co\\u{AD}op"),
      ("\u{2028}\u{2029}", "\\u{2028}\\u{2029}"), ("\u{E0041}", "\\u{E0041}"),
      ("a\u{E0061}\u{E0062}", "a\\u{E0061}\\u{E0062}"), ("\u{FFF9}", "\\u{FFF9}"),
      ("\u{3164}", "\\u{3164}"), ("\u{FFFE}", "\\u{FFFE}"), ("\u{FFFD}", "\u{FFFD}"),
    ])
  func `what cannot be seen is written out`(text: String, shown: String) {
    #expect(visible(text) == shown)
  }

  @Test(
    arguments: [
      "👩‍👩‍👧‍👦", "🏳️‍🌈", "👩🏽‍🚀", "❤️‍🔥", "☎\u{FE0E}", "1️⃣", "🏴󠁧󠁢󠁳󠁣󠁴󠁿", "🇬🇧", "e\u{301}", "葛\u{E0100}",
      "می‌خواهم", "क्‍ष", "ශ්‍රී", "ที่", "מָ",
    ])
  func `what spells something seen is left`(text: String) {
    #expect(visible(text) == text)
  }

  @Test(
    arguments: [
      ("a\u{200D}b", "a\\u{200D}b"), ("👩\u{200D}", "👩\\u{200D}"), ("👩\u{200D}x", "👩\\u{200D}x"),
      ("\u{200D}👩", "\\u{200D}👩"), ("a\u{200C}b", "a\\u{200C}b"),
      ("a\u{FE0F}", "a\\u{FE0F}"), ("☎\u{FE0F}\u{FE0F}", "☎\u{FE0F}\\u{FE0F}"),
      ("a\u{E0100}", "a\\u{E0100}"), ("🏴\u{E0067}", "🏴\\u{E0067}"),
      ("\u{301}", "\\u{301}"), ("\n\u{301}", "\\n\\u{301}"),
    ])
  func `a joiner or selector out of place is shown`(text: String, shown: String) {
    #expect(visible(text).unicodeScalars.elementsEqual(shown.unicodeScalars))
  }

  @Test func `a tower of accents is cut down`() {
    let tower = "a" + String(repeating: "\u{301}", count: 200)
    let shown = visible(tower)
    #expect(shown.unicodeScalars.count { $0 == "\u{301}" } == 8)
    #expect(shown.contains("\\u{301}"))
  }

  @Test func `no two texts look the same`() {
    let alphabet = [
      "\\", "n", "\n", "e", "\u{1B}", "u", "{", "2A", "}", "q", "\u{2A00}", "\u{202A}",
    ]
    var texts = [""]
    var seen: [String: String] = ["": ""]
    for _ in 0..<4 {
      texts = texts.flatMap { text in alphabet.map { text + $0 } }
      for text in texts {
        let other = seen.updateValue(text, forKey: visible(text))
        #expect(other == nil, "\(text.debugDescription) and \(other.debugDescription)")
      }
    }
  }
}
