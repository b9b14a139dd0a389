import Records
import Testing

@testable import LineEditor
@testable import TestTerminal

/// What the bytes make of a terminal, against a whole drawing put together in another way.
struct ScreenTests {
  static let prompt = LineEditor.Prompt("store> ", continuation: "  ...> ", style: TextStyle(.cyan))

  /// The rows of a text, filled character by character.
  private func rows(_ state: EditorState, columns: Int) -> [String] {
    var rows: [String] = []
    let ghost = state.ghost?.rest ?? ""
    var line = Self.prompt.text
    var place = 0
    func end() {
      var row = ""
      var width = 0
      for character in line.flatMap(shown) {
        let piece = displayWidth(character) > columns ? "?" : character
        if width + displayWidth(piece) > columns {
          rows.append(row)
          (row, width) = ("", 0)
        }
        row.append(piece)
        width += displayWidth(piece)
      }
      rows.append(row)
      if width == columns { rows.append("") }
    }
    for character in state.text.characters {
      if place == state.text.cursor { line += ghost }
      place += 1
      if character == "\n" {
        end()
        line = Self.prompt.continuation
      } else {
        line.append(character)
      }
    }
    if place == state.text.cursor { line += ghost }
    end()
    return rows.map { row in
      String(row[..<(row.lastIndex { $0 != " " }.map(row.index(after:)) ?? row.startIndex)])
    }
  }

  private func shown(_ character: Character) -> [Character] {
    switch character {
    case "\u{1}": ["^", "A"]
    case "\u{202E}": Array("\\u{202E}")
    default: [character]
    }
  }

  static var language: EditedLanguage {
    var language = EditedLanguage.completing(
      ["ghost", "lots", "lots_used", "日本語"], details: ["lots": "all 日本"])
    language.highlight = { text in
      text.utf8.enumerated().compactMap { offset, byte in
        byte == UInt8(ascii: "a") ? StyledRange(offset..<offset + 1, TextStyle(.red)) : nil
      }
    }
    return language
  }

  static let keys: [String] =
    EditorModelTests.keys.filter {
      !["\u{301}", "\u{200D}", "🇬", "🇧", "\u{1161}", "\u{94D}"].contains($0)
    }
    + [
      "<up>", "<down>", "<tab>", "<tab>", "<s-tab>", "<esc>", "<C-r>", "<C-g>", "g", "gh", "l",
      "lots", "日", "<C-_>",
      KeyScript.paste("aa\n日本語 \u{1} \u{202E}x\n\nlast"), "<a-enter>", "<a-enter>",
    ]

  @Test(arguments: 1...120)
  func `after any key the screen is what a whole drawing is`(columns: Int) {
    var generator = Seeded(columns)
    let size = TerminalSize(columns: columns, rows: .random(in: 1...30, using: &generator))
    var terminal = VirtualTerminal(columns: columns, rows: size.rows)
    let above = (0..<Int.random(in: 0...40, using: &generator)).map { "#\($0 % 9)".prefix(columns) }
    for line in above { terminal.feed(Array("\(line)\r\n".utf8)) }
    var screen = Screen(size: size, isColored: true)
    var typist = Typist(Self.language, history: ["select a;", "a\nb\nc日本;"])
    var script = ""
    for _ in 0..<80 {
      let key = Self.keys.randomElement(using: &generator)!
      script += key
      typist.type(key)
      // Keys may come in bursts, and be drawn once.
      if Int.random(in: 0..<4, using: &generator) == 0 { continue }
      let frame = Frame(typist.state, prompt: Self.prompt, size: size, top: screen.frame?.top ?? 0)
      terminal.feed(screen.draw(frame))
      check(terminal, frame, typist.state, above: above.map(String.init), script)
      if typist.state.text.characters.count > 300 {
        typist.type("<esc><c-end><C-u><C-u><C-u><C-u>")
      }
    }
    let last = Frame(final: typist.state, prompt: Self.prompt, columns: columns)
    terminal.feed(screen.finish(last))
    typist.state.mode = .text
    typist.state.withoutGhost = typist.state.text
    #expect(terminal.complaints.isEmpty)
    let rows = rows(typist.state, columns: columns)
    #expect(withoutBlankEnd(terminal.transcript) == withoutBlankEnd(above.map(String.init) + rows))
    #expect(terminal.column == 0)
    #expect(terminal.scrolled.count + terminal.row == above.count + rows.count)
  }

  private func check(
    _ terminal: VirtualTerminal, _ frame: Frame, _ state: EditorState, above: [String],
    _ script: String
  ) {
    #expect(terminal.complaints.isEmpty, "\(script.debugDescription)")
    // Nothing above is touched, and nothing is below.
    let start = above.count
    #expect(Array(terminal.transcript[..<start]) == above, "\(script.debugDescription)")
    let drawn = frame.rows.map { row in trimmed(row.map(\.text).joined()) }
    #expect(
      withoutBlankEnd(Array(terminal.transcript[start...])) == withoutBlankEnd(drawn),
      "\(script.debugDescription)")
    #expect(
      [terminal.scrolled.count + terminal.row - start, terminal.column]
        == [frame.cursor.row, frame.cursor.column], "\(script.debugDescription)")
    // The same bytes from nothing, styles and all.
    var fresh = Screen(
      size: TerminalSize(columns: terminal.columns, rows: terminal.rows), isColored: true)
    var other = VirtualTerminal(columns: terminal.columns, rows: terminal.rows)
    other.feed(fresh.draw(frame))
    let top = start - terminal.scrolled.count
    let cells = terminal.cells(from: max(0, top))
    #expect(cells == Array(other.cells(from: 0).prefix(cells.count)), "\(script.debugDescription)")
    guard case .text = state.mode else { return }
    let expected = rows(state, columns: terminal.columns)
    let height = min(expected.count, terminal.rows)
    #expect(
      drawn == Array(expected[frame.top..<frame.top + height]), "\(script.debugDescription)")
  }

  private func trimmed(_ text: String) -> String {
    String(text[..<(text.lastIndex { $0 != " " }.map(text.index(after:)) ?? text.startIndex)])
  }

  private func withoutBlankEnd(_ rows: [String]) -> [String] {
    Array(rows[..<(rows.lastIndex { !$0.isEmpty }.map { $0 + 1 } ?? 0)])
  }

  @Test(arguments: 0..<60)
  func `after a change of size the screen is right again`(seed: Int) {
    var generator = Seeded(seed)
    var size = TerminalSize(columns: .random(in: 8...60, using: &generator), rows: 30)
    var terminal = VirtualTerminal(columns: size.columns, rows: size.rows)
    terminal.feed(Array("above\r\n".utf8))
    var screen = Screen(size: size, isColored: false)
    var typist = Typist()
    for _ in 0..<30 {
      typist.type(
        ["a", "select", " ", "<left>", "<a-enter>", "<home>"].randomElement(using: &generator)!)
      if Int.random(in: 0..<4, using: &generator) == 0 {
        size = TerminalSize(columns: .random(in: 8...60, using: &generator), rows: 30)
        terminal.resize(columns: size.columns, rows: size.rows)
        terminal.feed(screen.resize(to: size))
      }
      let frame = Frame(typist.state, prompt: Self.prompt, size: size)
      terminal.feed(screen.draw(frame))
      #expect(terminal.complaints.isEmpty)
      #expect(
        withoutBlankEnd(terminal.transcript) == ["above"]
          + withoutBlankEnd(rows(typist.state, columns: size.columns)))
    }
  }

  @Test func `a key sends little`() {
    var screen = Screen(size: TerminalSize(columns: 80, rows: 24), isColored: true)
    var typist = Typist()
    typist.type("select count(*) from sessions")
    let size = screen.size
    _ = screen.draw(Frame(typist.state, prompt: Self.prompt, size: size))
    #expect(screen.draw(Frame(typist.state, prompt: Self.prompt, size: size)).isEmpty)
    typist.type("x")
    #expect(screen.draw(Frame(typist.state, prompt: Self.prompt, size: size)).count < 24)
    typist.type("<left>")
    #expect(screen.draw(Frame(typist.state, prompt: Self.prompt, size: size)).count < 8)
  }

  @Test func `a row is written anew from a character whose width terminals differ about`() {
    var screen = Screen(size: TerminalSize(columns: 80, rows: 24), isColored: true)
    var typist = Typist()
    typist.type("ab👩\u{200D}👧cd")
    _ = screen.draw(Frame(typist.state, prompt: Self.prompt, size: screen.size))
    typist.type("e")
    let bytes = screen.draw(Frame(typist.state, prompt: Self.prompt, size: screen.size))
    #expect(String(decoding: bytes, as: UTF8.self).contains("👩\u{200D}👧cde"))
    #expect(!String(decoding: bytes, as: UTF8.self).contains("b👩"))
  }

  @Test func `without colours there are none, and dim is left`() {
    var screen = Screen(size: TerminalSize(columns: 80, rows: 24), isColored: false)
    var typist = Typist(Self.language)
    typist.type("a g")
    let bytes = screen.draw(Frame(typist.state, prompt: Self.prompt, size: screen.size))
    let text = String(decoding: bytes, as: UTF8.self)
    #expect(!text.contains("31") && !text.contains("36"))
    #expect(text.contains("\u{1B}[0;2m"))
  }

  @Test func `the terminal is never asked anything`() {
    var generator = Seeded(7)
    var screen = Screen(size: TerminalSize(columns: 20, rows: 5), isColored: true)
    var typist = Typist(Self.language, history: ["a;"])
    for _ in 0..<300 {
      typist.type(Self.keys.randomElement(using: &generator)!)
      let bytes = screen.draw(Frame(typist.state, prompt: Self.prompt, size: screen.size))
      let text = String(decoding: bytes, as: UTF8.self)
      // No OSC, DCS, DSR, DA, nor any sequence but CSI.
      for (place, byte) in bytes.enumerated() where byte == 0x1B {
        #expect(bytes[place + 1] == 0x5B)
      }
      #expect(!text.contains("6n") && !text.contains("\u{1B}[c") && !text.contains("\u{1B}[0c"))
    }
  }
}
