import Foundation
import TestProcesses
import Testing

@testable import TestTerminal

/// The real program on a terminal of its own: what is typed, and what is then on the screen.
@Suite(.serialized) struct ReplTerminalTests {
  /// A store with the first visit, and a REPL on it.
  private final class Session {
    let clinic: Command
    private let program: String

    init() throws {
      clinic = try Command.withAuditedVisit()
      program = try BuiltProgram.path("stipple")
    }

    func open(
      columns: Int = 80, rows: Int = 24, _ environment: [String] = [], _ arguments: String...
    ) throws -> PseudoTerminal {
      let folder = clinic.folder.path
      let terminal = try PseudoTerminal(
        [program] + arguments,
        environment: environment + [
          "TERM=xterm", "PATH=/usr/bin:/bin", "TZ=UTC", "STIPPLE_ACTOR=U1", "HOME=\(folder)",
          "XDG_STATE_HOME=\(folder)/state", "XDG_CONFIG_HOME=\(folder)/config", "PAGER=cat",
          "STIPPLE_STORE=\(folder)/clinic.stipple",
        ], columns: columns, rows: rows)
      terminal.keeping = self
      return terminal
    }

    /// What the history's file holds.
    var history: String {
      (try? String(
        contentsOf: clinic.folder.appendingPathComponent("state/stipple/history"),
        encoding: .utf8)) ?? ""
    }
  }

  /// Types a script and waits until a row of the screen is this one.
  private func see(_ terminal: PseudoTerminal, _ row: String, after script: String) throws {
    try terminal.type(script)
    try terminal.wait(row) { screen in
      let wanted = row.trimmingCharacters(in: .whitespaces)
      return screen.transcript.contains { $0.trimmingCharacters(in: .whitespaces) == wanted }
    }
  }

  @Test func `a statement over lines runs when it is whole, and its footer says as of when`() throws
  {
    let terminal = try Session().open()
    try see(terminal, "stipple>", after: "")
    try see(terminal, "    ...>", after: "select id,<enter>")
    try see(terminal, "S1  closed", after: "status from sessions;<enter>")
    try terminal.wait("footer") { screen in
      screen.transcript.contains { $0.hasPrefix("1 row · ") && $0.hasSuffix(" · as of @54") }
    }
    #expect(try terminal.leave() == 0)
    #expect(terminal.screen.complaints == [])
  }

  @Test func `Tab offers tables, columns and values; Right takes the dim rest, Enter does not`()
    throws
  {
    let terminal = try Session().open()
    try see(terminal, "stipple>", after: "")
    try see(
      terminal, "stipple> select decision from numbing_decisions",
      after: "select decision from numbing_d<tab>")
    try terminal.type(" where decision = 'not_o")
    try terminal.wait("a ghost") { $0.text.contains { $0.contains("= 'not_offered'") } }
    try see(terminal, "not_offered", after: "<right>;<enter>")
    // Enter leaves the ghost be: the statement is as it was typed.
    try see(terminal, "error: no such table: numbing_d", after: "select 1 from numbing_d;<enter>")
  }

  @Test func `a paste runs nothing by itself`() throws {
    let terminal = try Session().open()
    try see(terminal, "stipple>", after: "")
    terminal.send(Array(KeyScript.paste("select 41 + 1 as n;\nselect 43 as m;\n").utf8))
    try terminal.wait("the paste") { $0.text.contains { $0.contains("select 43 as m;") } }
    #expect(!terminal.screen.transcript.contains("42"))
    try see(terminal, "42", after: "<enter>")
    try see(terminal, "43", after: "")
  }

  @Test func `the history is kept without literals, and found again`() throws {
    let session = try Session()
    let first = try session.open()
    try see(first, "stipple>", after: "")
    try see(first, "S1", after: "select id from sessions where client = 'C1';<enter>")
    try see(first, "7", after: " select 7 as hidden;<enter>")
    try see(
      first, "stipple> select id from sessions where client = 'C1';", after: "<C-r>client<home>")
    try first.type("<C-c>")
    try first.waitFor("stipple>")
    #expect(try first.leave() == 0)
    #expect(session.history.contains("select id from sessions where client = '…';"))
    #expect(!session.history.contains("C1"))
    #expect(!session.history.contains("hidden"), "a leading space keeps a statement out")
    let second = try session.open()
    try see(second, "stipple>", after: "")
    try see(second, "stipple> select id from sessions where client = '…';", after: "<up>")
    try see(
      second, "error: the history does not keep literals: one is to be written here again",
      after: "<enter>")
  }

  @Test func `two at once lose nothing of each other's history`() throws {
    let session = try Session()
    let (one, other) = (try session.open(), try session.open())
    for (terminal, word) in [(one, "one"), (other, "other"), (one, "more"), (other, "again")] {
      try see(terminal, "stipple>", after: "")
      try see(terminal, word, after: "select id as \(word) from clients;<enter>")
      try terminal.wait("its footer") { screen in
        screen.transcript.contains { $0.hasPrefix("1 row") }
      }
    }
    #expect(try one.leave() == 0)
    #expect(try other.leave() == 0)
    for word in ["one", "other", "more", "again"] {
      #expect(session.history.contains("select id as \(word) from clients;"))
    }
  }

  @Test func `Ctrl-C cancels a query without end and keeps the session`() throws {
    let terminal = try Session().open()
    try see(terminal, "stipple>", after: "")
    try terminal.type(
      "with recursive n(i) as (select 1 union all select i + 1 from n) select max(i) from n;<enter>"
    )
    try terminal.wait("it runs") { $0.transcript.contains { $0.contains("Ctrl-C cancels it") } }
    try see(terminal, "error: the query was cancelled", after: "<C-c>")
    try see(terminal, "8", after: "select 8 as n;<enter>")
    try see(terminal, "stipple>", after: "half a line<C-c>")
  }

  @Test func `a moment stands in the prompt and in the footer`() throws {
    let terminal = try Session().open()
    try see(terminal, "stipple>", after: "")
    try see(terminal, "stipple [@40]>", after: ".asof @40<enter>")
    try terminal.type("select count(*) as n from events;<enter>")
    try terminal.wait("the footer") { screen in
      screen.transcript.contains { $0.contains(" · as of @40 (2026-03-01 ") }
    }
    #expect(terminal.screen.transcript.contains { $0.hasSuffix("40") })
    try see(terminal, "error: @99 is after the last event, @54", after: ".asof @99<enter>")
    try terminal.type(".now<enter>")
    try terminal.waitFor("stipple>")
  }

  @Test func `the clinic is at hand`() throws {
    let terminal = try Session().open(columns: 100, rows: 60)
    try see(terminal, "stipple>", after: "")
    try see(
      terminal, "27 events · 2 amended · 1 late · 0 deviations · 0 missing",
      after: ".audit S1<enter>")
    try terminal.type(".diff session/S1 @49 now<enter>")
    try terminal.wait("a diff") { $0.transcript.contains { $0.hasSuffix("columns differ") } }
    try terminal.type(".blame session/S1<enter>")
    try terminal.wait("blame") { $0.transcript.contains { $0.hasPrefix("session/S1 · ") } }
    try see(terminal, "Course K1", after: ".report course K1<enter>")
    try see(
      terminal, "looks up sessions by its key, id",
      after: ".explain select * from sessions where id = 'S1'<enter>")
  }

  @Test func `a query is kept under a name, with its parameter`() throws {
    let session = try Session()
    let terminal = try session.open()
    try see(terminal, "stipple>", after: "")
    try terminal.type(".param who C1<enter>")
    try see(terminal, "S1", after: "select id from sessions where client = :who;<enter>")
    try see(terminal, "saved; .run mine runs it", after: ".save mine<enter>")
    try see(terminal, "[{\"id\":\"S1\"}]", after: ".last json<enter>")
    try see(terminal, "mine", after: ".run<enter>")
    try see(terminal, "error: no query is saved as yours", after: ".run yours<enter>")
    try terminal.type(".param who<enter>.run mine<enter>")
    try terminal.wait("the missing value") { screen in
      screen.transcript.contains { $0.contains(":who has no value") }
    }
  }

  @Test func `what is longer than the screen goes through the pager, and what fits does not`()
    throws
  {
    let session = try Session()
    let page = session.clinic.folder.appendingPathComponent("page.txt")
    let terminal = try session.open(["PAGER=cat > \(page.path)"])
    try see(terminal, "9", after: "select 9 as short;<enter>")
    #expect(!FileManager.default.fileExists(atPath: page.path))
    try terminal.type("select position from events;<enter>")
    try terminal.wait("the footer") { screen in
      screen.transcript.contains { $0.hasPrefix("54 rows") }
    }
    let read = try String(contentsOf: page, encoding: .utf8)
    #expect(read.contains("position") && read.contains("54"))
    #expect(!terminal.screen.transcript.contains { $0.hasSuffix(" 54") })
  }

  @Test func `the next result goes to a file, and a statement is watched until Ctrl-C`() throws {
    let session = try Session()
    let terminal = try session.open()
    let file = session.clinic.folder.appendingPathComponent("once.csv")
    try see(terminal, "stipple>", after: "")
    try terminal.type(".mode csv<enter>.once \(file.path)<enter>select id from sessions;<enter>")
    try see(terminal, "hello", after: "select 'hello' as word;<enter>")
    #expect(try String(contentsOf: file, encoding: .utf8).hasPrefix("id"))
    try terminal.type(".watch 1 select 'again' as word;<enter>")
    try terminal.wait("it runs twice") { screen in
      screen.transcript.count { $0 == "again" } == 2
    }
    try see(terminal, "done", after: "<C-c>select 'done' as word;<enter>")
  }

  @Test func `a session begins with the file of its user`() throws {
    let session = try Session()
    let folder = session.clinic.folder.appendingPathComponent("config/stipple")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    try Data(".mode json\nselect 5 as five;\n".utf8).write(
      to: folder.appendingPathComponent("replrc"))
    let terminal = try session.open()
    try see(terminal, #"[{"five":5}]"#, after: "")
    try see(terminal, #"[{"six":6}]"#, after: "select 6 as six;<enter>")
  }

  @Test func `emoji and wide text are edited as they are seen, and a resize redraws`() throws {
    let terminal = try Session().open(columns: 40)
    try see(terminal, "stipple>", after: "")
    try see(terminal, "stipple> select '👩‍⚕️é日'", after: "select '👩‍⚕️é日x<bs>'")
    terminal.resize(columns: 24, rows: 20)
    try terminal.wait("the narrow screen") { $0.text.contains { $0.hasPrefix("stipple> select") } }
    try see(terminal, "👩‍⚕️é日", after: " as t;<enter>")
    #expect(terminal.screen.complaints == [])
  }

  @Test(arguments: ["TERM=dumb", "ACCESSIBLE=1"])
  func `without an editor lines are read as the terminal gives them`(_ setting: String) throws {
    let terminal = try Session().open([setting])
    try see(terminal, "stipple>", after: "")
    try see(terminal, "S1", after: "select id from sessions;<enter>")
    #expect(terminal.isOrdinary)
    #expect(!terminal.screen.isPasteBracketed)
  }

  @Test func `hostile text is shown and never sent`() throws {
    let terminal = try Session().open(columns: 100)
    try see(terminal, "stipple>", after: "")
    try terminal.type("select char(27) || '[2J' || char(7) || char(8238) as t;<enter>")
    try terminal.wait("it is shown") { screen in
      screen.transcript.contains { $0.contains(#"\e[2J\u{7}\u{202E}"#) }
    }
    #expect(terminal.screen.bells == 0)
    #expect(terminal.screen.complaints == [])
    #expect(terminal.screen.transcript.contains { $0.hasPrefix("stipple>") })
  }
}
