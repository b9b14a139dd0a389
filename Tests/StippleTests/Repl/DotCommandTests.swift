import Testing

@testable import stipple

struct DotCommandTests {
  @Test(
    arguments: [
      (".help", "help", []), ("  .help  ", "help", []), (".HELP", "help", []),
      (".help;", "help", []), (".tables ;", "tables", []),
      (".schema sessions;", "schema", ["sessions"]),
      (".mode table 500", "mode", ["table", "500"]), (".mode\ttable", "mode", ["table"]),
      (".read 'a b.sql'", "read", ["a b.sql"]), (".read \"a b.sql\"", "read", ["a b.sql"]),
      (".read 'it''s.sql'", "read", ["it's.sql"]), (".read \"a\"\"b\"", "read", ["a\"b"]),
      (".read it's.sql", "read", ["it's.sql"]), (".read 'a;'", "read", ["a;"]),
      (".read 'a' 'b'", "read", ["a", "b"]), (".read ''", "read", [""]),
      (".read a\\b", "read", ["a\\b"]), (".output 日本.csv", "output", ["日本.csv"]),
      (".", "", []), (".;", "", []),
    ])
  func `a dot command is read`(line: String, name: String, arguments: [String]) throws {
    let dot = try DotLine(line)
    #expect(dot.name == name)
    #expect(dot.arguments == arguments)
    #expect(DotLine.begins(line))
  }

  @Test(arguments: [".read 'a", ".read \"a b", ".read 'a''"])
  func `an open quote is refused`(line: String) {
    let refused = #expect(throws: Message.self) { try DotLine(line) }
    #expect(refused?.status == .usage)
  }

  @Test(arguments: ["select 1", "", " ", "-- .help", "'.help'"])
  func `other lines are no dot commands`(line: String) {
    #expect(!DotLine.begins(line))
  }

  @Test(arguments: DotCommand.all.map(\.name))
  func `every command teaches itself`(name: String) throws {
    let command = try DotCommand.named(name)
    #expect(command.name == name)
    #expect(!command.summary.isEmpty)
    #expect(try DotCommand.named(DotLine(command.example).name).name == name)
    #expect(command.arguments.contains(try DotLine(command.example).arguments.count))
    #expect(try runRepl(".help \(name)").output.hasPrefix(command.signature))
  }

  @Test func `the commands are there, in the order of help`() {
    #expect(
      DotCommand.all.map(\.name) == [
        "help", "tables", "schema", "asof", "now", "audit", "show", "history", "diff", "blame",
        "events", "prove", "recall", "report", "mode", "last", "once", "output", "param", "explain",
        "watch",
        "timer", "save", "run", "read", "quit",
      ])
  }

  @Test(arguments: [("q", "quit"), ("he", "help"), ("ta", "tables"), ("ou", "output")])
  func `a beginning is enough if it is the only one`(word: String, name: String) throws {
    #expect(try DotCommand.named(word).name == name)
  }

  @Test(
    arguments: [
      ("tbles", "no such command: .tbles", "did you mean .tables?"),
      ("qiut", "no such command: .qiut", "did you mean .quit?"),
      ("indexes", "no such command: .indexes", ".help lists them"),
      ("t", ".t begins more than one command", ".tables, .timer"),
      ("", "no such command: .", ".help lists them"),
    ])
  func `an unknown command is answered with the nearest`(
    word: String, error: String, hint: String
  ) {
    let refused = #expect(throws: Message.self) { try DotCommand.named(word) }
    #expect(refused?.error == error)
    #expect(refused?.hint == hint)
    #expect(refused?.status == .usage)
  }

  @Test func `help is a snapshot`() throws {
    try expectSnapshot(try runRepl(".help").output, "help")
    try expectSnapshot(try runRepl(".mode").output, "help-mode-now")
  }
}
