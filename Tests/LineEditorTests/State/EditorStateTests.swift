import Testing

@testable import LineEditor
@testable import TestTerminal

/// Type this, see that; `|` is the cursor.
struct EditorStateTests {
  @Test(
    arguments: [
      ("|", "abc", "abc|"), ("a|c", "b", "ab|c"), ("abc|", "<left><left>", "a|bc"),
      ("|abc", "<right>", "a|bc"), ("|", "<left><right><home><end>", "|"),
      ("abc|", "<C-b><C-b><C-f>", "ab|c"), ("ab|c", "<home>", "|abc"), ("ab|c", "<C-a>", "|abc"),
      ("a|bc", "<end>", "abc|"), ("a|bc", "<C-e>", "abc|"),
      ("one\ntw|o", "<home>", "one\n|two"), ("o|ne\ntwo", "<end>", "one|\ntwo"),
      ("one|\ntwo", "<right>", "one\n|two"), ("one\n|two", "<left>", "one|\ntwo"),
      ("one\ntw|o", "<c-home>", "|one\ntwo"), ("o|ne\ntwo", "<c-end>", "one\ntwo|"),
      ("select count(|*)", "<A-b>", "select |count(*)"),
      ("|select count", "<A-f><A-f>", "select count|"),
      ("a_b  c|", "<c-left><c-left>", "|a_b  c"), ("|a_b  c", "<c-right>", "a_b|  c"),
      ("日本 é|", "<A-b>", "日本 |é"), ("日|本", "<left>", "|日本"),
    ])
  func `the cursor moves`(before: String, script: String, after: String) {
    #expect(Typist.seen(before, script) == after)
  }

  @Test(
    arguments: [
      ("abc|", "<bs>", "ab|"), ("|abc", "<bs>", "|abc"), ("a|bc", "<del>", "a|c"),
      ("a|bc", "<C-d>", "a|c"), ("one\n|two", "<bs>", "one|two"), ("one|\ntwo", "<del>", "one|two"),
      ("👩‍👩‍👧‍👦|", "<bs>", "|"), ("e\u{301}|", "<bs>", "|"), ("🇬🇧🇫🇷|", "<bs>", "🇬🇧|"),
      ("日|本", "<del>", "日|"),
      ("one two|", "<C-w>", "one |"), ("one two|", "<a-bs>", "one |"),
      ("a.b-c  |", "<C-w>", "|"), ("a.b-c  |", "<a-bs>", "a.b-|"),
      ("|one two", "<A-d>", "| two"), ("one| two", "<A-d>", "one|"),
      ("one |two", "<C-k>", "one |"), ("one |two", "<C-u>", "|two"),
      ("o|ne\ntwo", "<C-k>", "o|\ntwo"), ("one|\ntwo", "<C-k>", "one|two"),
      ("one\nt|wo", "<C-u>", "one\n|wo"), ("one\n|two", "<C-u>", "one|two"),
      ("|", "<C-k><C-u><C-w><A-d><a-bs><del>", "|"),
      ("ab|", "<C-t>", "ba|"), ("a|bc", "<C-t>", "ba|c"), ("|ab", "<C-t>", "|ab"),
      ("a|", "<C-t>", "a|"),
      ("ab\n|c", "<C-t>", "ab\n|c"), ("ab|\nc", "<C-t>", "ba|\nc"), ("日本|", "<C-t>", "本日|"),
    ])
  func `text goes and changes places`(before: String, script: String, after: String) {
    #expect(Typist.seen(before, script) == after)
  }

  @Test(
    arguments: [
      ("one two|", "<C-w><C-y><C-y>", "one twotwo|"), ("one two|", "<C-w><C-w><C-y>", "one two|"),
      ("|one two", "<A-d><A-d><C-y>", "one two|"), ("one |two", "<C-u><C-k><C-y>", "one two|"),
      ("one two|", "<C-w><left><C-w><C-y>", "one| "),
      ("a b c|", "<C-w><left><C-w><C-y><A-y>", "a c| "),
      ("a|", "<C-y>", "a|"), ("ab|", "<C-w><C-y><A-y>", "ab|"), ("ab|", "<C-w>x<A-y>", "x|"),
      ("a\nb|", "<C-u><C-u><C-y>", "a\nb|"),
    ])
  func `what was killed is yanked`(before: String, script: String, after: String) {
    #expect(Typist.seen(before, script) == after)
  }

  @Test(
    arguments: [
      ("|", "abc<C-_>", "|"), ("|", "ab cd<C-_>", "ab |"), ("|", "ab cd<C-_><C-_>", "|"),
      ("|", "ab cd<C-_><C-_><A-_>", "ab |"), ("|", "ab cd<C-_><C-_><A-_><A-_>", "ab cd|"),
      ("|", "ab<C-_>c<A-_>", "c|"), ("ab cd|", "<C-w><C-_>", "ab cd|"),
      ("abc|", "<bs><bs><C-_>", "abc|"), ("abc|", "<left><bs><C-_>", "ab|c"),
      ("|", "<C-_>", "|"), ("a|", "<C-_><A-_>", "a|"), ("ab|", "<C-t><C-_>", "ab|"),
      ("|", "a<enter>b<C-_><C-_>", "a|"),
    ])
  func `changes are undone and done again`(before: String, script: String, after: String) {
    #expect(Typist.seen(before, script) == after)
  }

  @Test(
    arguments: [
      ("one\ntw|o", "<up>", "on|e\ntwo"), ("on|e\ntwo", "<down>", "one\ntw|o"),
      ("longer|\nx\nlonger", "<down><down>", "longer\nx\nlonger|"),
      ("longer|\nx\nlonger", "<down><left><down>", "longer\nx\n|longer"),
      ("日本\nabc|", "<up>", "日|本\nabc"), ("日本\nabcd|", "<up>", "日本|\nabcd"),
      ("\n|", "<up>", "|\n"), ("a\n\n|b", "<up><up>", "|a\n\nb"), ("a|b", "<up>", "a|b"),
      ("a|b", "<down>", "a|b"), ("a\nb|", "<C-p>", "a|\nb"), ("a|\nb", "<C-n>", "a\nb|"),
    ])
  func `up and down move between the lines`(before: String, script: String, after: String) {
    #expect(Typist.seen(before, script) == after)
  }

  @Test func `Enter runs what is complete and else begins a line`() {
    var typist = Typist()
    #expect(typist.type("select 1<enter>") == .none)
    #expect(typist.type("from lots;<enter>") == .submit("select 1\nfrom lots;"))
    typist = Typist()
    #expect(typist.type("select 1;<left><left><enter>") == .submit("select 1;"))
    typist = Typist()
    #expect(typist.type("select 1;<a-enter>") == .none)
    #expect(typist.seen == "select 1;\n|")
  }

  @Test func `keys for the world outside are told`() {
    var typist = Typist()
    #expect(typist.type("<C-d>") == .end)
    #expect(typist.type("ab<C-d>") == .bell)
    #expect(typist.type("<C-z>") == .suspend)
    #expect(typist.type("<C-l>") == .clearScreen)
    #expect(typist.seen == "ab|")
    #expect(typist.type("<C-c>") == .interrupted)
    typist.state.begin(history: [])
    #expect(typist.seen == "|")
  }

  @Test func `a paste is inserted as one step and runs nothing`() {
    var typist = Typist()
    typist.type("a b<left>" + KeyScript.paste("drop;\nselect\r\n;\u{1B}[2J"))
    #expect(typist.seen == "a drop;\nselect\n;\u{1B}[2J|b")
    #expect(typist.effects.allSatisfy { $0 == .none })
    typist.type("<C-_>")
    #expect(typist.seen == "a |b")
  }

  @Test func `an oversized paste is told of`() {
    var typist = Typist()
    #expect(typist.state.take(Key(.oversizedPaste)) == .bell)
    #expect(typist.state.notice?.contains("nothing was pasted") == true)
    typist.type("x")
    #expect(typist.state.notice == nil)
  }

  @Test func `what was killed is there for the next statement`() {
    var typist = Typist()
    typist.type("lots<C-w>x;<enter>")
    typist.state.begin(history: ["x;"])
    typist.type("<C-y>")
    #expect(typist.seen == "lots|")
  }

  @Test func `scalars of a grapheme typed one by one become one`() {
    var typist = Typist()
    typist.type("e\u{301}👩\u{200D}👧🇬🇧")
    #expect(typist.state.text.characters == ["e\u{301}", "👩\u{200D}👧", "🇬🇧"])
    #expect(typist.seen == "e\u{301}👩\u{200D}👧🇬🇧|")
    typist.type("<left><left><left>")
    typist.type("\u{200D}")
    #expect(typist.state.text.string == "\u{200D}e\u{301}👩\u{200D}👧🇬🇧")
  }

  /// A sign of Arabic numbers that takes what follows into its grapheme, be it ASCII.
  @Test func `a letter typed behind a prepended mark is one with it`() {
    var typist = Typist()
    typist.type("\u{600}")
    typist.type("1")
    #expect(typist.state.text.characters.map(String.init) == ["\u{600}1"])
    #expect(typist.state.text.cursor == 1)
    typist.put("|1")
    typist.type(KeyScript.paste("a\u{600}"))
    #expect(typist.state.text.characters.map(String.init) == ["a", "\u{600}1"])
  }

  @Test func `erasing between joins what is left`() {
    var typist = Typist()
    typist.put("👩\u{200D}x|👧")
    typist.type("<bs>")
    #expect(typist.state.text.characters == ["👩\u{200D}👧"])
    #expect(typist.seen == "👩\u{200D}👧|")
  }

  @Test func `a fragment of a control is not inserted`() {
    var typist = Typist()
    _ = typist.state.take(Key(.scalar("\u{9B}")))
    _ = typist.state.take(Key(.scalar("\u{1}")))
    _ = typist.state.take(Key(.function(5)))
    _ = typist.state.take(Key(.scalar("q"), .alt))
    #expect(typist.seen == "|")
  }

  @Test func `of long texts undo keeps fewer`() {
    var steps = UndoSteps<Int>()
    for step in 0..<1_000 { steps.record(step, size: 10) }
    var count = 0
    while steps.undo(0, size: 10) != nil { count += 1 }
    #expect(count == 500)
    steps = UndoSteps()
    for step in 0..<10 { steps.record(step, size: 500_000) }
    #expect(steps.undo(10, size: 500_000) == 9)
    #expect(steps.redo(9, size: 500_000) == 10)
    count = 0
    while steps.undo(0, size: 500_000) != nil { count += 1 }
    #expect(count == 4)
    steps = UndoSteps()
    for step in 0..<3 { steps.record(step, size: 9_000_000) }
    #expect(steps.undo(3, size: 1) == 2)
    #expect(steps.undo(2, size: 1) == nil)
  }

  @Test func `every command has a key`() {
    var commands: Set<Command> = []
    for scalar in (0x20...0x7E).map({ Unicode.Scalar(UInt8($0)) }) {
      for key in [Key.control(scalar), .alt(scalar)] {
        Command(key).map { _ = commands.insert($0) }
      }
    }
    let codes: [Key.Code] = [
      .enter, .tab, .backspace, .escape, .up, .down, .left, .right, .home, .end, .pageUp,
      .pageDown, .insert, .delete,
    ]
    for code in codes {
      for modifiers in 0..<8 {
        let key = Key(code, Key.Modifiers(rawValue: UInt8(modifiers)))
        Command(key).map { _ = commands.insert($0) }
      }
    }
    #expect(commands == Set(Command.allCases))
  }
}
