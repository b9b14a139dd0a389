import Foundation
import Testing

@testable import stipple

@Suite struct HighlightingTests {
  private func roles(_ text: String) throws -> [String] {
    try KnownStore.highlighting().spans(of: text).map {
      "\($0.role):" + String(decoding: Array(text.utf8)[$0.range], as: UTF8.self)
    }
  }

  @Test(arguments: [
    ("select id from sessions;", ["keyword:select", "keyword:from", "table:sessions"]),
    (
      "select count(*) n from due_calls",
      ["keyword:select", "function:count", "keyword:from", "table:due_calls"]
    ),
    ("select nowhere(1)", ["keyword:select", "unknown:nowhere", "number:1"]),
    (
      "select numbng, id from sessions",
      ["keyword:select", "unknown:numbng", "keyword:from", "table:sessions"]
    ),
    (
      "select s.numbng, s.id from sessions s",
      ["keyword:select", "unknown:numbng", "keyword:from", "table:sessions"]
    ),
    (
      "select t.id from sessions s",
      ["keyword:select", "unknown:t", "keyword:from", "table:sessions"]
    ),
    (
      "select id from sesions where 1",
      ["keyword:select", "keyword:from", "unknown:sesions", "keyword:where", "number:1"]
    ),
    // What is being typed is not wrong yet.
    ("select id from ses", ["keyword:select", "keyword:from"]),
    ("select numb", ["keyword:select"]),
    (
      "select id from sessions('@3020') s where x = @3020",
      [
        "keyword:select", "keyword:from", "table:sessions", "string:'@3020'", "keyword:where",
        "unknown:x", "moment:@3020",
      ]
    ),
    (
      "select :lot, 1.5, x'2a'", ["keyword:select", "parameter::lot", "number:1.5", "string:x'2a'"]
    ),
    (
      "select 1 -- one\n, 'two' /* 2 */",
      ["keyword:select", "number:1", "comment:-- one", "string:'two'", "comment:/* 2 */"]
    ),
    ("select 'a from b", ["keyword:select", "unclosed:'a from b"]),
    ("select \"a from b", ["keyword:select", "unclosed:\"a from b"]),
    (
      "select view, key from photos, json_each(x)",
      ["keyword:select", "keyword:from", "table:photos"]
    ),
    (
      "with t as (select id as i from sessions) select i, j from t;",
      [
        "keyword:with", "keyword:as", "keyword:select", "keyword:as", "keyword:from",
        "table:sessions", "keyword:select", "unknown:j", "keyword:from", "table:t",
      ]
    ),
    (
      "select id from sessions union select session from calls order by id;",
      [
        "keyword:select", "keyword:from", "table:sessions", "keyword:union", "keyword:select",
        "keyword:from", "table:calls", "keyword:order", "keyword:by",
      ]
    ),
    ("SELECT 1; Select 2", ["keyword:SELECT", "number:1", "keyword:Select", "number:2"]),
    (".mode csv", ["command:.mode"]), (".nowhere x", ["unknown:.nowhere"]),
    (".no", ["command:.no"]),
    (".asof @3020", ["command:.asof", "moment:@3020"]),
    (".asof 2026-01-31", ["command:.asof", "moment:2026-01-31"]),
    (".output 'a b", ["command:.output", "unclosed:'a b"]),
    (".output 'a b'", ["command:.output", "string:'a b'"]),
    (".explain select 1", ["command:.explain", "keyword:select", "number:1"]),
    ("", []), ("   ", []),
  ])
  func `what the parts are`(text: String, expected: [String]) throws {
    #expect(try roles(text) == expected)
  }

  @Test func `no real statement holds anything unknown`() throws {
    let highlighting = try KnownStore.highlighting()
    for statement in try KnownStore.statements() where !statement.contains("numbering") {
      let unknown = highlighting.spans(of: statement + "\n;").filter {
        $0.role == .unknown || $0.role == .unclosed
      }
      let words = unknown.map { String(decoding: Array(statement.utf8)[$0.range], as: UTF8.self) }
      #expect(words == [], "\(statement)")
    }
  }

  @Test(arguments: UInt64(1)...6)
  func `spans are whole characters in their order`(seed: UInt64) throws {
    var random = Seeded(seed)
    let highlighting = try KnownStore.highlighting()
    let pieces = [
      "select", " ", "'", "\"", "é", "e\u{301}", "\u{301}", "👩‍👩‍👧", "日本", "\n", "--", "/*", "*/", "(",
      ")", ".", ",", "x'",
      "from", "sessions", "@3020", ":a", "1", ";", "\u{200D}", "\u{1F1EC}", "[", "]", "`", "\t",
    ]
    for _ in 0..<300 {
      let count = Int.random(in: 0..<20, using: &random)
      let text =
        (Bool.random(using: &random) ? "" : ".explain ")
        + (0..<count).map { _ in pieces.randomElement(using: &random)! }.joined()
      var boundaries: Set<Int> = [0]
      var end = 0
      for character in text {
        end += character.utf8.count
        boundaries.insert(end)
      }
      var last = 0
      for span in highlighting.spans(of: text) {
        #expect(span.range.lowerBound >= last && !span.range.isEmpty, "\(text.debugDescription)")
        #expect(boundaries.contains(span.range.lowerBound), "\(text.debugDescription)")
        #expect(boundaries.contains(span.range.upperBound), "\(text.debugDescription)")
        last = span.range.upperBound
      }
    }
  }
}
