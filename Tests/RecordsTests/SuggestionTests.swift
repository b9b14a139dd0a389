import Records
import Testing

/// The name that somebody may have meant.
@Suite struct SuggestionTests {
  static let names = ["sessions", "serums", "passes", "numbing", "lots"]

  @Test(
    arguments: [
      ("sesions", "sessions"), ("sessoins", "sessions"), ("SESSIONS", "sessions"),
      ("numbng", "numbing"), ("lot", "lots"), ("lost", "lots"), ("pases", "passes"),
      ("treatments", nil), ("xy", nil), ("", nil), ("s", nil),
    ] as [(String, String?)])
  func `a name is suggested within a third of the word`(word: String, name: String?) {
    #expect(Suggestion.nearest(to: word, among: Self.names) == name)
  }
}
