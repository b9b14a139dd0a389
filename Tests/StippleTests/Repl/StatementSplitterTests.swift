import Testing

@testable import stipple

struct StatementSplitterTests {
  /// The texts of the statements, each after the number of its line, and how it ended.
  private func split(_ text: String) -> (statements: [String], rest: StatementSplitter.Remainder) {
    var splitter = StatementSplitter(isComplete: FakeEngine.isComplete)
    var statements: [String] = []
    let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
    for (index, line) in lines.enumerated() {
      statements += splitter.add(String(line), number: index + 1).map { "\($0.line): \($0.text)" }
    }
    return (statements, splitter.finish())
  }

  @Test(
    arguments: [
      ("select 1;", ["1: select 1;"]),
      ("select 1; select 2;", ["1: select 1;", "1: select 2;"]),
      ("select\n  1\n;", ["1: select\n  1\n;"]),
      ("\n\nselect 1;\nselect 2;", ["3: select 1;", "4: select 2;"]),
      ("select ';';", ["1: select ';';"]),
      ("select 'a\n;b';", ["1: select 'a\n;b';"]),
      ("select 1; -- two; three\nselect 2;", ["1: select 1;", "2: select 2;"]),
      ("/* ; */ select 1;", ["1: /* ; */ select 1;"]),
      ("select 1; select\n2; select 3;", ["1: select 1;", "1: select\n2;", "2: select 3;"]),
      (";;;", []), ("", []), ("-- only this", []), ("/* and\nthis */ ;", []),
      ("  select 1  ;  ", ["1: select 1  ;"]),
      ("select '日本;é';select 2;", ["1: select '日本;é';", "1: select 2;"]),
    ])
  func `lines make statements`(text: String, statements: [String]) {
    let split = split(text)
    #expect(split.statements == statements)
    #expect(split.rest == .nothing)
  }

  @Test func `the last needs no semicolon`() {
    #expect(split("select 1;\nselect\n2").rest == .statement(.init(text: "select\n2", line: 2)))
    #expect(split("select 2 -- two").rest == .statement(.init(text: "select 2 -- two", line: 1)))
  }

  @Test(arguments: ["select 'a", "select \"a\n;", "select /* a ;", "/* a"])
  func `an open quote or comment is unfinished`(text: String) {
    #expect(split("\n" + text).rest == .unfinished(line: 2))
  }

  @Test func `what is pending shows, and can be dropped`() {
    var splitter = StatementSplitter(isComplete: FakeEngine.isComplete)
    #expect(splitter.add("select", number: 1).isEmpty)
    #expect(splitter.isPending)
    splitter.reset()
    #expect(!splitter.isPending)
    #expect(splitter.add("select 2;", number: 2) == [.init(text: "select 2;", line: 2)])
    #expect(!splitter.isPending)
    #expect(splitter.add("-- a comment begins nothing", number: 3).isEmpty)
    #expect(!splitter.isPending)
  }
}
