import Foundation
import Glibc
import TestProcesses
import Testing

@testable import TestTerminal

/// The whole editor on a terminal: type this, see that.
struct LineEditorTests {
  private func probe(
    _ arguments: [String] = [], columns: Int = 60, rows: Int = 20
  ) throws -> PseudoTerminal {
    let terminal = try PseudoTerminal(
      [BuiltProgram.path("LineProbe")] + arguments,
      environment: ["TERM=xterm", "SWIFT_BACKTRACE=enable=no"], columns: columns, rows: rows)
    try terminal.waitFor("probe>")
    return terminal
  }

  @Test func `a statement over two lines is edited and handed over`() throws {
    let terminal = try probe()
    #expect(!terminal.isOrdinary)
    #expect(terminal.screen.isPasteBracketed)
    try terminal.type("select<enter>2;<up><end> 1<down><end><enter>")
    try terminal.wait("the statement") { $0.text.contains("got \"select 1\\n2;\"") }
    try terminal.waitFor("probe>")
    #expect(
      terminal.screen.text.prefix(4) == [
        "probe> select 1", "  ...> 2;", "got \"select 1\\n2;\"", "probe>",
      ])
    try terminal.type("<C-d>")
    #expect(try terminal.ended() == 0)
    #expect(terminal.isOrdinary)
    #expect(!terminal.screen.isPasteBracketed)
    #expect(terminal.screen.complaints.isEmpty)
  }

  @Test func `Ctrl-C clears the line and keeps the session`() throws {
    let terminal = try probe()
    try terminal.type("select<C-c>")
    try terminal.wait("the next prompt") { $0.text[1] == "interrupted" && $0.text[2] == "probe>" }
    #expect(terminal.screen.text[0] == "probe> select^C")
    kill(terminal.process, SIGINT)
    try terminal.wait("the next prompt") { $0.text[3] == "interrupted" && $0.text[4] == "probe>" }
  }

  @Test func `Ctrl-D ends the session though it is typed before there is a prompt`() throws {
    let terminal = try PseudoTerminal(
      [BuiltProgram.path("LineProbe")],
      environment: ["TERM=xterm", "SWIFT_BACKTRACE=enable=no"])
    #expect(try terminal.leave() == 0)
  }

  @Test func `a paste runs nothing`() throws {
    let terminal = try probe()
    try terminal.type(KeyScript.paste("one;\rtwo;\u{1B}[2J"))
    try terminal.waitFor("  ...> two;^[[2J")
    try terminal.type(";<enter>")
    try terminal.wait("the statement") { $0.text.contains("got \"one;\\ntwo;\\u{1B}[2J;\"") }
  }

  @Test func `words are completed, a ghost is shown, Esc leaves the list`() throws {
    let terminal = try probe()
    try terminal.type("nu")
    try terminal.waitFor("probe> numbing_decisions")
    #expect(terminal.screen.column == 9)
    try terminal.type("<right> ses")
    try terminal.waitFor("probe> numbing_decisions ses")
    try terminal.type("<tab><tab><tab>")
    try terminal.wait("the list") {
      $0.text[0].hasSuffix(" sessions") && $0.text[1] == "session   sessions"
    }
    try terminal.type("<esc>")
    try terminal.waitFor("probe> numbing_decisions session")
  }

  @Test func `a change of size is followed`() throws {
    let terminal = try probe()
    try terminal.type("select a, b, c from sessions")
    // The cursor is sent last: then nothing more is on its way.
    try terminal.wait("one row") { $0.column == 35 }
    // A terminal folds its rows by itself; the editor's drawing comes after that.
    var received = terminal.screen.received
    terminal.resize(columns: 20, rows: 10)
    try terminal.wait("two rows") {
      $0.text.prefix(3) == ["probe> select a, b,", "c from sessions", ""]
        && $0.received > received && $0.column == 15
    }
    received = terminal.screen.received
    terminal.resize(columns: 80, rows: 24)
    try terminal.wait("one row") {
      $0.text.prefix(2) == ["probe> select a, b, c from sessions", ""] && $0.received > received
    }
    #expect(terminal.screen.complaints.isEmpty)
  }

  @Test func `graphemes are erased whole`() throws {
    let terminal = try probe()
    try terminal.type("日本👩\u{200D}👧e\u{301}")
    try terminal.waitFor("probe> 日本👩\u{200D}👧e\u{301}")
    #expect(terminal.screen.column == 14)
    try terminal.type("<bs><bs><bs>")
    try terminal.waitFor("probe> 日")
    #expect(terminal.screen.column == 9)
  }

  @Test func `keys typed ahead are the next statement's`() throws {
    let terminal = try probe()
    try terminal.type("a;<enter>b;<enter>c")
    try terminal.wait("both") { $0.text.contains("got \"a;\"") && $0.text.contains("got \"b;\"") }
    try terminal.waitFor("probe> c")
  }

  @Test func `Ctrl-L wipes the screen and keeps the line`() throws {
    let terminal = try probe()
    try terminal.type("a;<enter>keep")
    try terminal.waitFor("probe> keep")
    try terminal.type("<C-l>")
    try terminal.wait("a clean screen") { $0.text[0] == "probe> keep" && $0.text[1].isEmpty }
  }

  @Test func `a statement taller than the terminal stays whole above`() throws {
    let terminal = try probe(rows: 5)
    let lines = (1...12).map { "line \($0)" }
    try terminal.type(KeyScript.paste(lines.joined(separator: "\n")))
    try terminal.waitFor("  ...> line 12")
    try terminal.type("<c-home>")
    try terminal.wait("its top") { $0.text[0] == "probe> line 1" }
    try terminal.type(";<c-end>;<enter>")
    try terminal.wait("the statement") { $0.transcript.contains { $0.hasPrefix("got ") } }
    let start = terminal.screen.transcript.lastIndex(of: "probe> ;line 1")
    let whole = try #require(start)
    #expect(
      Array(terminal.screen.transcript[whole..<whole + 12])
        == ["probe> ;line 1"] + lines[1..<11].map { "  ...> " + $0 } + ["  ...> line 12;"])
  }

  @Test(arguments: [SIGTERM, SIGHUP, SIGQUIT, SIGSEGV, SIGABRT])
  func `a signal that ends it gives the terminal back`(signal: Int32) throws {
    let terminal = try probe()
    try terminal.type("half")
    try terminal.waitFor("probe> half")
    #expect(!terminal.isOrdinary)
    kill(terminal.process, signal)
    #expect(try terminal.ended() == -signal)
    #expect(terminal.isOrdinary)
    #expect(!terminal.screen.isPasteBracketed)
  }

  @Test func `a signal that was ignored stays so`() throws {
    let terminal = try PseudoTerminal(
      ["/bin/sh", "-c", "trap '' TERM; exec \(BuiltProgram.path("LineProbe"))"])
    try terminal.waitFor("probe>")
    kill(terminal.process, SIGTERM)
    try terminal.type("still;<enter>")
    try terminal.wait("the statement") { $0.text.contains("got \"still;\"") }
  }

  @Test func `a trap and an exit give the terminal back`() throws {
    var terminal = try probe()
    try terminal.type("trap<enter>")
    #expect([-SIGILL, -SIGTRAP].contains(try terminal.ended()))
    #expect(terminal.isOrdinary)
    terminal = try probe()
    try terminal.type("leave<enter>")
    #expect(try terminal.ended() == 3)
    #expect(terminal.isOrdinary)
  }

  @Test func `Ctrl-D ends it once nothing is typed`() throws {
    let terminal = try probe()
    try terminal.type("half<home><C-d><C-k><C-d>")
    #expect(try terminal.ended() == 0)
    #expect(terminal.screen.text.prefix(2) == ["probe>", "end"])
  }

  @Test func `Ctrl-Z stops the job, and it goes on where it was`() throws {
    let path = try BuiltProgram.path("LineProbe")
    let shell = try PseudoTerminal(
      ["/bin/bash", "--norc", "--noprofile", "--noediting", "-i"],
      environment: ["TERM=xterm", "PS1=$ ", "PATH=/usr/bin:/bin"])
    try shell.waitFor("$")
    shell.send(Array("\(path)\n".utf8))
    try shell.waitFor("probe>")
    try shell.type("select")
    try shell.waitFor("probe> select")
    try shell.type("<C-z>")
    try shell.wait("the shell again") {
      $0.text.contains { $0.contains("Stopped") } && $0.text.last { !$0.isEmpty } == "$"
    }
    #expect(shell.isOrdinary)
    #expect(!shell.screen.isPasteBracketed)
    shell.send(Array("fg\n".utf8))
    try shell.waitFor("probe> select")
    #expect(!shell.isOrdinary)
    try shell.type(" 1;<enter>")
    try shell.wait("the statement") { $0.text.contains("got \"select 1;\"") }
    try shell.waitFor("probe>")
    try shell.type("<C-d>")
    try shell.waitFor("$")
    #expect(shell.isOrdinary)
  }

  @Test func `two at once share a history and lose nothing`() throws {
    let path = FileManager.default.temporaryDirectory.appending(
      path: "history-\(UUID().uuidString)"
    ).path
    defer { try? FileManager.default.removeItem(atPath: path) }
    let first = try probe([path])
    let second = try probe([path])
    for (terminal, statement) in [(first, "a1;"), (second, "b2;"), (first, "c3;"), (second, " d;")]
    {
      try terminal.type(statement + "<enter>")
      try terminal.wait("the statement") { $0.text.contains("got \"\(statement)\"") }
      try terminal.waitFor("probe>")
    }
    // Redacted, as the probe says: without digits.
    #expect(try String(contentsOfFile: path, encoding: .utf8) == "a;\nb;\nc;\n")
    try second.type("<up>")
    try second.waitFor("probe> b2;")
    let third = try probe([path])
    try third.type("<C-r>b")
    try third.wait("the find") { $0.text[0] == "probe> b;" && $0.text[1] == "search: b" }
    try third.type("<enter>")
    try third.wait("the statement") { $0.text.contains("got \"b;\"") }
  }

  @Test(arguments: [["TERM=dumb"], [], ["TERM="], ["TERM=xterm", "ACCESSIBLE=1"]])
  func `a terminal that cannot be edited on is read plainly`(environment: [String]) throws {
    let terminal = try PseudoTerminal(
      [BuiltProgram.path("LineProbe")], environment: environment)
    try terminal.waitFor("plain")
    #expect(try terminal.ended() == 2)
    #expect(terminal.isOrdinary)
  }

  @Test func `a pipe is read plainly`() throws {
    let outcome = try ChildProcess.run(
      BuiltProgram.path("LineProbe"), [], environment: ["TERM": "xterm"])
    #expect(outcome.status == 2)
  }
}
