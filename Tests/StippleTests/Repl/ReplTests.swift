import Foundation
import Testing

@testable import stipple

/// The REPL on an engine that is no store.
struct ReplTests {
  // MARK: Scripts

  @Test func `a script runs its statements in order`() throws {
    let run = try runRepl("select 1; select\n2;\n\n-- done\n")
    #expect(run.status == .ok)
    #expect(run.executed == ["select 1;", "select\n2;"])
    #expect(run.output == "n\n0\nn\n0\n1\n")
    #expect(run.errors == "")
  }

  @Test func `a script stops at its first error, with its line`() throws {
    let run = try runRepl("select 1;\n\nfail\n here;\nselect 2;\n")
    #expect(run.status == .refused)
    #expect(run.executed == ["select 1;", "fail\n here;"])
    #expect(run.errors == "error: line 3: it failed\n  fail\n  ^\n")
  }

  @Test func `the last statement needs no semicolon`() throws {
    let run = try runRepl("select 1;\nselect 2 -- two")
    #expect(run.status == .ok)
    #expect(run.executed == ["select 1;", "select 2 -- two"])
  }

  @Test func `an unfinished statement is an error`() throws {
    let run = try runRepl("select 1;\nselect 'abc\n;")
    #expect(run.status == .refused)
    #expect(run.executed == ["select 1;"])
    #expect(
      run.errors == """
        error: line 2: unfinished statement: a quote or a comment is not closed
        note: it was not run

        """)
  }

  @Test func `bytes that are no text stop a script`() throws {
    let run = try runRepl(Array("select 1;\nselect '".utf8) + [0xFF] + Array("';\n".utf8))
    #expect(run.status == .badInput)
    #expect(run.executed == ["select 1;"])
    #expect(run.errors.hasPrefix("error: line 2: byte 9 is not UTF-8\n"))
  }

  @Test func `an unknown dot command stops a script`() throws {
    let run = try runRepl(".tbles\nselect 1;\n")
    #expect(run.status == .usage)
    #expect(run.executed == [])
    #expect(run.errors == "error: no such command: .tbles\nhint: did you mean .tables?\n")
  }

  @Test func `an interrupted script says so and ends with 130`() throws {
    let run = try runRepl("interrupt;\nselect 1;\n")
    #expect(run.status == .interrupted)
    #expect(run.executed == ["interrupt;"])
    #expect(run.output == "")
    #expect(run.errors == "error: interrupted\n")
  }

  @Test func `quit ends a script`() throws {
    let run = try runRepl("select 1;\n.quit\nselect 2;\n")
    #expect(run.status == .ok)
    #expect(run.executed == ["select 1;"])
  }

  @Test func `a statement without a result writes nothing`() throws {
    #expect(try runRepl("nothing;", mode: .json).output == "")
  }

  @Test func `a dot inside a statement is no command`() throws {
    #expect(try runRepl("select\n.5;").executed == ["select\n.5;"])
  }

  // MARK: Sessions

  @Test func `a session prompts, goes on after an error, and ends on Ctrl-D`() throws {
    let run = try runRepl("select\n1;\nfail;\nselect 2;\n", isInteractive: true, mode: .table)
    #expect(run.status == .ok)
    #expect(run.executed == ["select\n1;", "fail;", "select 2;"])
    #expect(
      run.output == "stipple>     ...> n\n0\nstipple> stipple> n\n0\n1\nstipple> \n")
    #expect(run.errors == "1 row\nerror: it failed\n  fail;\n  ^\n2 rows\n")
  }

  @Test func `the prompt and the footer show the moment`() throws {
    let run = try runRepl("select 1;\n", isInteractive: true, moment: "@3020")
    #expect(run.output == "stipple [@3020]> n\n0\nstipple [@3020]> \n")
    #expect(run.errors == "1 row · as of @3020\n")
  }

  @Test func `asof goes to a moment and now comes back`() throws {
    let run = try runRepl(
      ".asof\n.asof 2026-01-05 10:00\nselect 1;\n.asof\n.asof never\n.now\nselect 1;\n",
      isInteractive: true)
    #expect(run.output.contains("as of now\n"))
    #expect(run.output.contains("stipple [2026-01-05 10:00]> n\n0\n"))
    #expect(run.output.contains("as of 2026-01-05 10:00\n"))
    #expect(
      run.errors == """
        1 row · as of 2026-01-05 10:00
        error: cannot read 'never' as a moment
        1 row

        """)
  }

  @Test func `the footer tells the time unless the timer is off`() throws {
    let run = try runRepl(
      "select 1;\n.timer off\nselect 1;\n.timer\n", isInteractive: true, timer: true)
    #expect(run.errors.contains(/^1 row · (<1|\d+) ms\n1 row\n$/))
    #expect(run.output.contains("timer off\n"))
  }

  @Test func `a cancelled query leaves the session`() throws {
    let run = try runRepl("interrupt;\nselect 1;\n", isInteractive: true)
    #expect(run.status == .ok)
    #expect(run.executed == ["interrupt;", "select 1;"])
    #expect(run.errors == "error: interrupted\n1 row\n")
  }

  @Test func `an error drops the rest of its line`() throws {
    let run = try runRepl("fail; select 1;\nselect 2;\n", isInteractive: true)
    #expect(run.executed == ["fail;", "select 2;"])
  }

  @Test(arguments: ["quit", "exit", "QUIT;", " exit ; "])
  func `the words of habit leave a session`(word: String) throws {
    let run = try runRepl("\(word)\nselect 1;\n", isInteractive: true)
    #expect(run.executed == [])
    #expect(run.status == .ok)
  }

  @Test func `an unfinished statement is left behind with the session`() throws {
    let run = try runRepl("select 1", isInteractive: true)
    #expect(run.executed == [])
    #expect(run.status == .ok)
  }

  @Test func `a table on the screen is capped, and shown whole on demand`() throws {
    let run = try runRepl(
      ".mode table 2\nselect 4;\n.mode table all\nselect 4;\n", isInteractive: true, mode: .table)
    #expect(run.output.contains("n\n0\n1\n… 2 more rows, not shown\n"))
    #expect(run.output.contains("n\n0\n1\n2\n3\n"))
    #expect(run.errors == "4 rows · 2 not shown (.mode table all shows them)\n4 rows\n")
  }

  // MARK: Dot commands

  @Test func `tables and columns come in the mode of results`() throws {
    let run = try runRepl(".tables\n.schema sessions\n.mode json\n.schema sessions\n")
    #expect(
      run.output == #"""
        table\#tholds
        sessions\#tvisits
        create table sessions (
          id text
        );
        [{"schema":"create table sessions (\n  id text\n);"}]

        """#)
    #expect(try runRepl(".schema nope\n").errors == "error: no such table: nope\n")
  }

  @Test(
    arguments: [
      (".mode tabel", "no such mode: tabel", "did you mean table?"),
      (".mode xls", "no such mode: xls", "table, line, markdown, csv, tsv, json, ndjson, html"),
      (".mode table -3", "-3 is not a number of rows", ".mode table 500, or all"),
      (".timer maybe", "maybe is neither on nor off", ".timer [on|off]"),
      (".quit now", ".quit takes less", ".quit"), (".read", ".read needs more", ".read FILE"),
      (".read 'a", "the quote ' is not closed", nil),
    ] as [(String, String, String?)])
  func `a wrong argument is told`(line: String, error: String, hint: String?) throws {
    let run = try runRepl(line)
    #expect(run.status == .usage)
    #expect(run.errors.hasPrefix("error: \(error)\n"))
    if let hint { #expect(run.errors.contains("hint: \(hint)\n")) }
  }

  /// Files in a folder of their own, gone with the test.
  private func withFiles(
    _ files: [String: String], _ body: (_ folder: String) throws -> Void
  ) throws {
    let folder = FileManager.default.temporaryDirectory.appending(path: "repl-\(UUID())")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    for (name, text) in files {
      let resolved = text.replacing("FOLDER", with: folder.path)
      try Data(resolved.utf8).write(to: folder.appending(path: name))
    }
    try body(folder.path)
  }

  @Test func `a file is read up to its first error, and the session goes on`() throws {
    try withFiles(["a.sql": "select 1;\n\nfail;\nselect 3;\n"]) { folder in
      let run = try runRepl(".read \(folder)/a.sql\nselect 4;\n", isInteractive: true)
      #expect(run.status == .ok)
      #expect(run.executed == ["select 1;", "fail;", "select 4;"])
      #expect(run.errors.contains("error: \(folder)/a.sql: line 3: it failed\n"))
    }
  }

  @Test func `a script stops with the file that it reads`() throws {
    try withFiles(["a.sql": "fail;"]) { folder in
      let run = try runRepl("select 1;\n.read \(folder)/a.sql\nselect 4;\n")
      #expect(run.status == .refused)
      #expect(run.executed == ["select 1;", "fail;"])
      #expect(run.errors.hasPrefix("error: line 2: \(folder)/a.sql: line 1: it failed\n"))
    }
  }

  @Test func `a file may read another, but not itself for ever`() throws {
    try withFiles([
      "a.sql": ".read FOLDER/b.sql\n", "b.sql": "select 2", "c.sql": ".read FOLDER/c.sql",
    ]) {
      folder in
      #expect(try runRepl(".read \(folder)/a.sql").executed == ["select 2"])
      let run = try runRepl(".read \(folder)/c.sql")
      #expect(run.status == .badInput)
      #expect(run.errors.contains("files 16 deep"))
    }
  }

  @Test func `a file that is not there is bad input`() throws {
    let run = try runRepl(".read /nonexistent.sql")
    #expect(run.status == .badInput)
    #expect(
      run.errors == """
        error: cannot read /nonexistent.sql: no such file or directory
        note: nothing was run

        """)
    #expect(try runRepl(".read /").errors.contains("is a directory"))
  }

  @Test func `results go to a file and back to the screen`() throws {
    try withFiles([:]) { folder in
      let path = folder + "/n.csv"
      let run = try runRepl(
        ".mode csv\n.output \(path)\nselect 1;\nselect 2;\n.output\nselect 3;\n",
        isInteractive: true)
      #expect(run.status == .ok)
      #expect(try String(contentsOfFile: path, encoding: .utf8) == "n\r\n0\r\nn\r\n0\r\n1\r\n")
      #expect(run.output.contains("n\n0\n1\n2\n"))
      #expect(run.errors.hasPrefix("1 row · written to \(path)\n2 rows · written to \(path)\n"))
      #expect(run.errors.hasSuffix("3 rows\n"))
    }
  }

  @Test func `a link is not written through`() throws {
    try withFiles(["kept": "kept"]) { folder in
      let link = folder + "/link"
      try FileManager.default.createSymbolicLink(
        atPath: link, withDestinationPath: folder + "/kept")
      let run = try runRepl(".output \(link)\nselect 1;\n")
      #expect(run.status == .notAllowed)
      #expect(run.executed == [])
      #expect(try String(contentsOfFile: folder + "/kept", encoding: .utf8) == "kept")
    }
  }
}
