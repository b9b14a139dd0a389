import Testing

@testable import LineEditor

/// The editor against a text that is put together anew at every key.
private struct PlainText {
  var text: [Character] = []
  var cursor = 0
  var killed: String?

  /// Replaces scalars; what is one character then, and where the cursor is, is asked of the whole string.
  mutating func replace(_ range: Range<Int>, _ new: String) {
    let before = String(text[..<range.lowerBound]) + new
    let scalars = before.unicodeScalars.count
    text = Array(before + String(text[range.upperBound...]))
    var seen = 0
    cursor =
      text.firstIndex { character in
        if seen >= scalars { return true }
        seen += character.unicodeScalars.count
        return false
      } ?? text.count
  }

  mutating func kill(_ range: Range<Int>) {
    guard !range.isEmpty else { return }
    killed = String(text[range])
    replace(range, "")
  }

  var lineStart: Int { (0..<cursor).last { text[$0] == "\n" }.map { $0 + 1 } ?? 0 }
  var lineEnd: Int { (cursor..<text.count).first { text[$0] == "\n" } ?? text.count }

  func isWord(_ index: Int) -> Bool {
    text.indices.contains(index)
      && (text[index].isLetter || text[index].isNumber || text[index] == "_")
  }

  var nextWord: Int {
    (cursor + 1..<max(cursor + 2, text.count + 1)).first {
      isWord($0 - 1) && !isWord($0)
    } ?? text.count
  }

  var previousWord: Int {
    (0..<max(cursor, 1)).last { $0 < cursor && isWord($0) && !isWord($0 - 1) } ?? 0
  }

  mutating func take(_ key: String) {
    switch key {
    case "<left>": cursor = max(0, cursor - 1)
    case "<right>": cursor = min(text.count, cursor + 1)
    case "<home>": cursor = lineStart
    case "<end>": cursor = lineEnd
    case "<A-b>": cursor = previousWord
    case "<A-f>": cursor = nextWord
    case "<bs>": if cursor > 0 { replace(cursor - 1..<cursor, "") }
    case "<del>": if cursor < text.count { replace(cursor..<cursor + 1, "") }
    case "<a-enter>": replace(cursor..<cursor, "\n")
    case "<C-k>":
      kill(cursor..<min(text.count, lineEnd == cursor ? cursor + 1 : lineEnd))
    case "<C-u>": kill(max(0, lineStart == cursor ? cursor - 1 : lineStart)..<cursor)
    case "<A-d>": kill(cursor..<nextWord)
    case "<a-bs>": kill(previousWord..<cursor)
    case "<C-y>": if let killed { replace(cursor..<cursor, killed) }
    default: for scalar in key.unicodeScalars { replace(cursor..<cursor, String(scalar)) }
    }
  }
}

struct EditorModelTests {
  static let keys = [
    "<left>", "<right>", "<home>", "<end>", "<A-b>", "<A-f>", "<bs>", "<del>", "<a-enter>", "<C-k>",
    "<C-u>", "<A-d>", "<a-bs>", "<C-y>", "a", "b", "_", "7", " ", "(", "é", "日", "e\u{301}",
    "\u{301}",
    "👩", "\u{200D}", "🇬", "🇧", "👍🏽", "\u{1112}", "\u{1161}", "क", "\u{94D}", "ষ",
  ]

  @Test(arguments: 0..<150)
  func `random keys do what they do to a plain text`(seed: Int) {
    var generator = Seeded(seed)
    var typist = Typist()
    var model = PlainText()
    var script = ""
    for _ in 0..<120 {
      let key = Self.keys.randomElement(using: &generator)!
      script += key
      // Kills in a row would be one; the model keeps them apart.
      typist.type(key + "<esc>")
      model.take(key)
      let state = typist.state.text
      #expect(state.characters.map(String.init) == model.text.map(String.init), "\(script)")
      #expect(state.cursor == model.cursor, "\(script)")
      guard state.characters == model.text, state.cursor == model.cursor else { return }
    }
  }

  @Test(arguments: 0..<60)
  func `undo goes back to nothing, and redo to where it was`(seed: Int) {
    var generator = Seeded(seed)
    var typist = Typist(history: ["select 1;", "a\nb;"])
    for _ in 0..<80 {
      typist.type((Self.keys + ["<up>", "<down>", "<C-t>"]).randomElement(using: &generator)!)
    }
    let last = typist.state.text
    var seen = [last]
    while typist.type("<C-_>") == .none { seen.append(typist.state.text) }
    #expect(typist.state.text.isEmpty)
    for expected in seen.dropLast().reversed() {
      #expect(typist.type("<A-/>") == .none)
      #expect(typist.state.text.string == expected.string)
    }
    #expect(typist.state.text.string == last.string)
    #expect(typist.type("<A-/>") == .bell)
  }

  /// Nothing that a terminal could send stops the editor, whatever it makes of it.
  @Test(arguments: 0..<8)
  func `random bytes never trap`(seed: Int) {
    var generator = Seeded(seed)
    var typist = Typist(
      .completing(["select", "session", "日本語"]), history: ["select 1;", "日本\nsession;"])
    var decoder = KeyDecoder()
    var keys: [Key] = []
    let likely =
      Array("\u{1B}[\u{1B}O~;\t\r ABCDs日\u{301}\u{200D}".utf8) + [0x12, 0x13, 0x19, 0x1F]
    for index in 0..<6_000 {
      let byte =
        Bool.random(using: &generator)
        ? likely.randomElement(using: &generator)! : UInt8.random(in: 0...255, using: &generator)
      decoder.take(byte, into: &keys)
      if index % 7 == 0 { decoder.timeOut(into: &keys) }
      for key in keys {
        if case .submit = typist.state.take(key) {
          typist.state.begin(history: typist.state.history)
        }
      }
      keys.removeAll()
      let text = typist.state.text
      #expect(text.cursor <= text.characters.count)
      if index % 50 == 0 {
        #expect(Array(text.string) == text.characters)
        let size = TerminalSize(
          columns: .random(in: 1...60, using: &generator),
          rows: .random(in: 1...9, using: &generator))
        let frame = Frame(typist.state, prompt: .init("> ", continuation: ". "), size: size)
        #expect(frame.rows.count <= size.rows)
        #expect(frame.rows.allSatisfy { $0.width <= size.columns })
      }
      if text.characters.count > 400 { typist.state.begin(history: typist.state.history) }
    }
  }
}
