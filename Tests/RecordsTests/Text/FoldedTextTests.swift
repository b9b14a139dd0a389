import Records
import Testing

/// Long texts folded for a screen.
@Suite struct FoldedTextTests {
  @Test func `a text that fits stays as it is`() {
    #expect(folded("one two", into: 7) == ["one two"])
    #expect(folded("one two three", into: nil) == ["one two three"])
    #expect(folded("", into: 10) == [""])
  }

  @Test func `it breaks at spaces, and later lines are two columns shorter`() {
    #expect(folded("aaaa bbbb cccc dddd", into: 10) == ["aaaa bbbb", "cccc", "dddd"])
  }

  @Test func `a word longer than a line is broken itself, and nothing is lost`() {
    let lines = folded(String(repeating: "x", count: 25) + " y", into: 10)
    #expect(lines == ["xxxxxxxxxx", "xxxxxxxx", "xxxxxxx", "y"])
  }

  @Test func `width is counted in columns, not characters`() {
    // Each of these takes two columns.
    #expect(folded("日本語日本語", into: 10) == ["日本語日本", "語"])
  }
}
