import Testing

@testable import stipple

/// That no word is broken on a narrow screen.
@Suite struct RowsOfTextTests {
  @Test func `a line that fits is one row as it is`() {
    #expect("  a  b ".rows(of: 7) == ["  a  b "])
    #expect("".rows(of: 7) == [""])
  }

  @Test func `a longer one is broken at spaces, set in as it begins`() {
    #expect(
      "  session S2 is taken up where it was left".rows(of: 20) == [
        "  session S2 is", "  taken up where it", "  was left",
      ])
  }

  @Test func `what stands apart by blanks is gone on with below itself`() {
    #expect(
      "  fix    corrects what was last".rows(of: 22) == [
        "  fix    corrects what", "         was last",
      ])
  }

  @Test func `a word that is wider than the screen stays whole`() {
    #expect("a 0123456789 b".rows(of: 5) == ["a", "0123456789", "b"])
  }

  @Test func `wide letters count for what they take`() {
    #expect("日本 日本 日本".rows(of: 9) == ["日本 日本", "日本"])
  }
}
