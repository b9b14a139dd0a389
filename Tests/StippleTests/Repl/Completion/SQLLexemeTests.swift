import Testing

@testable import stipple

@Suite struct SQLLexemeTests {
  @Test(arguments: [
    ("select a.b", ["word:select", "word:a", "symbol:.", "word:b"]),
    ("Sélect \"A b\" [c] `d`", ["word:sélect", "quotedName:A b", "quotedName:c", "quotedName:d"]),
    ("'it''s' x'2A' X'' xx", ["string:", "blob:", "blob:", "word:xx"]),
    ("1 1.5 .5 1e-5 1.e+3 0x1F 12ab", Array(repeating: "number:", count: 7)),
    ("1-2 0x1e-2", ["number:", "symbol:-", "number:", "number:", "symbol:-", "number:"]),
    (
      "?1 ? :a @3020 $b : @",
      [
        "parameter:?1", "parameter:?", "parameter::a", "parameter:@3020", "parameter:$b",
        "symbol::", "symbol:@",
      ]
    ),
    (
      "a->>'b'||c<=d",
      ["word:a", "symbol:->>", "string:", "symbol:||", "word:c", "symbol:<=", "word:d"]
    ),
    ("a -- b\n/* c */ d", ["word:a", "comment:", "comment:", "word:d"]),
    ("a - b / c", ["word:a", "symbol:-", "word:b", "symbol:/", "word:c"]),
  ])
  func `a text in pieces`(text: String, pieces: [String]) {
    let lexemes = SQLLexeme.all(of: text)
    #expect(lexemes.map { "\($0.kind):\($0.text)" } == pieces)
    #expect(!lexemes.contains { !$0.isClosed })
  }

  @Test(arguments: ["'a", "'a''", "\"a", "[a", "`a", "x'a", "/* a", "-- a", "'"])
  func `what is not closed runs to the end`(text: String) {
    let lexemes = SQLLexeme.all(of: "b " + text)
    #expect(lexemes.count == 2)
    #expect(lexemes.last?.isClosed == false)
    #expect(lexemes.last?.range == 2..<2 + text.utf8.count)
  }
}
