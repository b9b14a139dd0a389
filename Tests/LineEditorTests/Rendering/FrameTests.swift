import Testing

@testable import LineEditor

struct FrameTests {
  /// The rows of a text in which `|` is the cursor, and the row and column of the cursor.
  private func frame(
    _ text: String, columns: Int, rows: Int = 50, top: Int = 0,
    _ language: EditedLanguage = .statements
  ) -> (rows: [String], cursor: [Int], top: Int) {
    var typist = Typist(language)
    typist.put(text)
    let size = TerminalSize(columns: columns, rows: rows)
    let frame = Frame(typist.state, prompt: .init("> ", continuation: ". "), size: size, top: top)
    return (
      frame.rows.map { $0.map(\.text).joined() }, [frame.cursor.row, frame.cursor.column], frame.top
    )
  }

  @Test(
    arguments: [
      ("|", 10, ["> "], [0, 2]), ("ab|", 10, ["> ab"], [0, 4]),
      ("a\nb|", 10, ["> a", ". b"], [1, 3]),
      ("abcdef|gh", 6, ["> abcd", "efgh"], [1, 2]), ("abcd|", 6, ["> abcd", ""], [1, 0]),
      ("abcd|e", 6, ["> abcd", "e"], [1, 0]), ("abc|d", 6, ["> abcd", ""], [0, 5]),
      ("abcd|\nx", 6, ["> abcd", "", ". x"], [1, 0]), ("abc日|", 6, ["> abc", "日"], [1, 2]),
      ("abc|日", 6, ["> abc", "日"], [1, 0]), ("ab日|", 6, ["> ab日", ""], [1, 0]),
      ("|ab", 1, [">", " ", "a", "b", ""], [2, 0]), ("日|", 1, [">", " ", "?", ""], [3, 0]),
      ("\n|", 10, ["> ", ". "], [1, 2]), ("\n\n|", 10, ["> ", ". ", ". "], [2, 2]),
      ("a\u{1}|b", 10, ["> a^Ab"], [0, 5]), ("a\u{1}|b", 4, ["> a^", "Ab"], [1, 1]),
      ("👩‍👩‍👧e\u{301}|", 10, ["> 👩‍👩‍👧e\u{301}"], [0, 5]),
      ("\tx|", 12, ["> " + String(repeating: " ", count: 8) + "x"], [0, 11]),
    ])
  func `text flows into rows`(text: String, columns: Int, rows: [String], cursor: [Int]) {
    let shown = frame(text, columns: columns)
    #expect(shown.rows == rows)
    #expect(shown.cursor == cursor)
  }

  @Test(
    arguments: [
      ("|a\nb\nc\nd", 0, 0), ("|a\nb\nc\nd", 2, 0), ("a\nb\nc\n|d", 0, 1), ("a\nb|\nc\nd", 1, 1),
      ("a\n|b\nc\nd", 9, 1), ("a\nb\n|c\nd", 0, 0),
    ])
  func `a text taller than the terminal is scrolled no more than it must`(
    text: String, top: Int, shownTop: Int
  ) {
    let shown = frame(text, columns: 10, rows: 3, top: top)
    #expect(shown.top == shownTop)
    #expect(shown.rows.count == 3)
    #expect((0..<3).contains(shown.cursor[0]))
  }

  @Test func `the ghost is behind the cursor, dim, and goes with what stays`() {
    var typist = Typist(.completing(["select"]))
    typist.type("sel")
    let prompt = LineEditor.Prompt("> ", continuation: ". ")
    let frame = Frame(typist.state, prompt: prompt, size: TerminalSize(columns: 20, rows: 5))
    #expect(frame.rows[0].map(\.text).joined() == "> select")
    #expect(
      frame.rows[0].map(\.style.isDim) == [false, false, false, false, false, true, true, true])
    #expect(frame.cursor == Frame.Place(row: 0, column: 5))
    let final = Frame(final: typist.state, prompt: prompt, columns: 20)
    #expect(final.rows[0].map(\.text).joined() == "> sel")
    let narrow = Frame(typist.state, prompt: prompt, size: TerminalSize(columns: 5, rows: 5))
    #expect(narrow.rows.map { $0.map(\.text).joined() } == ["> sel", "ect"])
    #expect(narrow.cursor == Frame.Place(row: 1, column: 0))
  }

  @Test func `the language's styles are on whole characters, the last one holds`() {
    let language = EditedLanguage(highlight: { _ in
      [
        StyledRange(0..<4, TextStyle(.red)), StyledRange(3..<5, TextStyle(.blue)),
        StyledRange(-3..<0, TextStyle(.green)), StyledRange(7..<90, TextStyle(.cyan)),
      ]
    })
    var typist = Typist(language)
    typist.put("aé日bc|")
    #expect(typist.state.styles.map(\.color) == [.red, .red, .blue, nil, .cyan])
  }

  private func below(_ script: String, columns: Int, rows: Int, _ language: EditedLanguage)
    -> [String]
  {
    var typist = Typist(language, history: ["select 1;"])
    typist.type(script)
    let frame = Frame(
      typist.state, prompt: .init("> ", continuation: ". "),
      size: TerminalSize(columns: columns, rows: rows))
    return frame.rows.dropFirst().map { $0.map(\.text).joined() }
  }

  @Test func `candidates are listed below in columns`() {
    let words = (1...12).map { "word\($0)" }
    let language = EditedLanguage.completing(words)
    #expect(
      below("w<tab>", columns: 30, rows: 20, language) == [
        "word1   word2   word3   word4", "word5   word6   word7   word8",
        "word9   word10  word11  word12",
      ])
    #expect(below("w<tab>", columns: 8, rows: 20, language).count == 9)
    #expect(below("w<tab>", columns: 8, rows: 20, language).last == "4 more")
    #expect(below("w<tab>", columns: 3, rows: 20, language).contains("wo…"))
    #expect(
      below("w<tab>" + String(repeating: "<tab>", count: 9), columns: 8, rows: 20, language)
        == ["word9", "word10", "word11", "word12", "8 more"])
    #expect(below("w<tab>", columns: 30, rows: 1, language).isEmpty)
    #expect(below("w<tab>", columns: 30, rows: 4, language).count == 2)
  }

  @Test func `what is said of candidates stands beside them`() {
    let language = EditedLanguage.completing(["lot", "lots"], details: ["lots": "every\u{1B} lot"])
    #expect(below("l<tab>", columns: 30, rows: 20, language) == ["lot", "lots  every^[ lot"])
    #expect(below("l<tab>", columns: 10, rows: 20, language) == ["lot", "lots  eve…"])
  }

  @Test func `the search is below and has the cursor`() {
    var typist = Typist(history: ["select 1;"])
    typist.type("<C-r>sel")
    let size = TerminalSize(columns: 20, rows: 5)
    let prompt = LineEditor.Prompt("> ", continuation: ". ")
    var frame = Frame(typist.state, prompt: prompt, size: size)
    #expect(frame.rows.map { $0.map(\.text).joined() } == ["> select 1;", "search: sel"])
    #expect(frame.cursor == Frame.Place(row: 1, column: 11))
    #expect(frame.rows[0].map(\.style.isReversed)[1...5] == [false, true, true, true, false])
    typist.type("x")
    frame = Frame(typist.state, prompt: prompt, size: size)
    #expect(frame.rows[1].map(\.text).joined() == "h, no more found: selx".suffix(19))
    #expect(frame.cursor == Frame.Place(row: 1, column: 19))
  }
}
