import Testing

@testable import LineEditor

struct CompletionTests {
  static let words = ["select", "session", "sessions", "from", "日本"]

  @Test(
    arguments: [
      ("fr", "om"), ("FR", "om"), ("f", "rom"), ("s", nil), ("from", nil), ("", nil), ("x", nil),
      ("select fr", "om"), ("日", "本"), ("fr<left>", nil), ("fr<esc>", nil), ("fr<esc>o", "m"),
      ("fr<a-enter><left>", "om"), ("se<tab>", nil), ("fr<C-r>", nil),
    ])
  func `what can only be one word is a ghost`(script: String, ghost: String?) {
    var typist = Typist(.completing(Self.words))
    typist.type(script)
    #expect(typist.state.ghost?.rest == ghost)
  }

  @Test(
    arguments: [
      ("fr<right>", "from|"), ("fr<end>", "from|"), ("fr<C-f>", "from|"), ("fr<C-e>", "from|"),
      ("FR<right>", "from|"), ("fr<tab>", "from|"), ("fr<right><C-_>", "fr|"), ("fr<left>", "f|r"),
      ("fr<C-a>", "|fr"), ("fr<esc><right>", "fr|"), ("fr<enter>", "fr\n|"), ("fr;<enter>", "fr;|"),
      ("fr<a-enter>x<up><end><right>", "from|\nx"),
    ])
  func `only keys that ask for the ghost take it`(script: String, seen: String) {
    var typist = Typist(.completing(Self.words))
    typist.type(script)
    #expect(typist.seen == seen)
  }

  @Test func `Enter submits what was typed and not the ghost`() {
    var typist = Typist(.completing(["a;bc"]))
    #expect(typist.type("a;") == .none)
    #expect(typist.state.ghost?.rest == "bc")
    #expect(typist.type("<enter>") == .submit("a;"))
  }

  @Test(
    arguments: [
      ("se<tab>", "se|"), ("ses<tab>", "session|"), ("ses<tab><tab>", "session|"),
      ("ses<tab><tab><tab>", "sessions|"), ("ses<tab><tab><tab><tab>", "session|"),
      ("ses<tab><s-tab>", "sessions|"), ("ses<tab><s-tab><s-tab>", "session|"),
      ("ses<tab><tab><tab><esc>", "session|"), ("se<tab><tab><esc>", "se|"),
      ("se<tab><tab><C-g>", "se|"), ("se<tab><tab> x", "select x|"), ("se<tab>s<tab>", "session|"),
      ("se<tab><tab><enter>", "select|"), ("se<tab><tab><C-_>", "se|"),
      ("SE<tab><tab>", "select|"), ("se x<home><right><right><tab><tab>", "select| x"),
      ("zz<tab>", "zz|"), ("from<tab>", "from|"), ("<s-tab>", "|"),
      ("se<tab><tab><tab><C-_><C-_>", "|"),
    ])
  func `Tab completes, lists and goes through the list`(script: String, seen: String) {
    var typist = Typist(.completing(Self.words))
    typist.type(script)
    #expect(typist.seen == seen)
  }

  @Test func `Enter takes the chosen one, and runs only when pressed again`() {
    var typist = Typist(.completing(["a;", "ab;"]))
    #expect(typist.type("a<tab><tab><enter>") == .none)
    #expect(typist.seen == "a;|")
    #expect(typist.type("<enter>") == .submit("a;"))
  }

  @Test func `Enter with none chosen is Enter`() {
    var typist = Typist(.completing(["select", "session"]))
    typist.type("se<tab><enter>")
    #expect(typist.seen == "se\n|")
  }

  @Test(
    arguments: [
      (0..<99, "abc"), (0..<1, "abc"), (1..<2, "é"), (0..<0, "abc"), (3..<3, "ab|"),
      (-1..<2, "abc"),
    ])
  func `an answer that does not fit the text is passed over`(range: Range<Int>, text: String) {
    let language = EditedLanguage(
      complete: { _, _ in
        Completion(range: range, candidates: [.init(""), .init("x"), .init("y")])
      },
      highlight: { _ in [StyledRange(range, TextStyle(.red)), StyledRange(1..<1_000, .plain)] })
    var typist = Typist(language)
    typist.type(text + "<left><tab><tab><tab>")
    #expect(typist.state.text.string == text || range == 0..<0)
    #expect(typist.state.styles.count == typist.state.text.characters.count)
  }
}
