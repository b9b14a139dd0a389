import Testing

@testable import LineEditor

struct HistoryLineTests {
  @Test(
    arguments: [
      ("select 1;", "select 1;"), ("a\nb", "a\\nb"), ("a\\nb", "a\\\\nb"),
      ("\u{1B}[2J", "\\x1B[2J"),
      ("\t", "\\x09"), ("\u{7F}", "\\x7F"), ("日本 é", "日本 é"), ("\\", "\\\\"), ("\\x41", "\\\\x41"),
    ])
  func `a statement is one line and comes back`(statement: String, line: String) {
    #expect(String(decoding: HistoryLine.encoded(statement), as: UTF8.self) == line)
    #expect(HistoryLine.decoded(Array(line.utf8)[...]) == statement)
  }

  @Test(
    arguments: [
      "", "a\\", "a\\q", "\\x1", "\\xZZ", "\\x+1", "a\tb", "a\u{1B}[2J", "a\0", "\\xFF", "\\xC3x",
    ])
  func `what is no line of ours is none`(line: String) {
    #expect(HistoryLine.decoded(Array(line.utf8)[...]) == nil)
  }

  @Test func `ill-formed bytes are none`() {
    #expect(HistoryLine.decoded([0x61, 0xFF][...]) == nil)
  }

  @Test(arguments: 0..<50)
  func `any text comes back`(seed: Int) {
    var generator = Seeded(seed)
    let alphabet = ["\\", "n", "x", "0", "1", "B", "\n", "\u{1B}", "\t", "é", "日", "\u{7F}", "\r"]
    let text = (0..<20).map { _ in alphabet.randomElement(using: &generator)! }.joined()
    let line = HistoryLine.encoded(text)
    #expect(line.allSatisfy { $0 >= 0x20 && $0 != 0x7F })
    #expect(HistoryLine.decoded(line[...])?.utf8.elementsEqual(text.utf8) == true)
  }
}
