import Records
import Testing

@Suite struct JSONStrictnessTests {
  private static let names = EnumType(name: "names", words: ["stream", "n", "data", "t", "z"])

  @Test(arguments: [
    "null", " true ", "\t\r\n false", "0", "-0", "1.5", "1E5", "1e-5", "-1.0e+10", "\"\"", "[]",
    "{}", "[[],{}]", #"{"a":1,"b":[2,3]}"#, #""\"\\\/\b\f\n\r\t""#, #""\u0041\u00e9\uD83D\uDE00""#,
    "\"é日😀\"", #"{"":0}"#, #"{"a":{"a":{"a":1}}}"#, "\"\u{7F}\"", "123456789012345678901234567890",
    #"{"a":1,"A":2}"#, "[1,\n2]",
  ])
  func `JSON is read`(text: String) throws {
    _ = try JSONValue(parsing: text)
    let wrapped = "{\"x\":\(text)}"
    let bytes = Array(wrapped.utf8)
    #expect(try JSONOutline(bytes.span.bytes, names: Self.names).unknown == ["x"])
  }

  @Test(arguments: [
    ("", "it ends too soon"), (" ", "it ends too soon"), ("{", "it ends too soon"),
    ("[1", "it ends too soon"), (#"{"a""#, "it ends too soon"), (#"{"a":"#, "it ends too soon"),
    (#""abc"#, "it ends within a string"), (#""abc\"#, "it ends within a string"),
    ("[1,]", "a value is missing"), ("[,1]", "a value is missing"),
    ("[1 2]", "a comma or ] is missing"),
    (#"{"a":1,}"#, "a key in quotes is missing"), ("{a:1}", "a key in quotes is missing"),
    ("{'a':1}", "a key in quotes is missing"), (#"{"a" 1}"#, "a colon is missing"),
    (#"{"a":1 "b":2}"#, "a comma or } is missing"), (#"{"a":1,"a":2}"#, "a key is there twice"),
    (#"{"a":1,"\u0061":2}"#, "a key is there twice"),
    (#"[{"b":{"a":1,"a":2}}]"#, "a key is there twice"),
    ("01", "a number begins with 0"), ("-", "it ends too soon"), ("-a", "a digit is missing"),
    ("+1", "a value is missing"), (".5", "a value is missing"), ("1.", "it ends too soon"),
    ("1.e5", "a digit is missing"), ("1e", "it ends too soon"),
    ("0x10", "something follows the value"),
    ("NaN", "a value is missing"), ("Infinity", "a value is missing"), ("tru", "no such word"),
    ("True", "a value is missing"), ("nul", "no such word"),
    ("truex", "something follows the value"),
    ("1 1", "something follows the value"), ("[]]", "something follows the value"),
    ("// c\n1", "a value is missing"), ("[1]/**/", "something follows the value"),
    ("\"a\u{0}b\"", "a NUL"), (#""\u0000""#, "a NUL"),
    ("\"a\nb\"", "a control character within a string"),
    ("\"\u{1B}[31m\"", "a control character within a string"), (#""\x41""#, "no such escape"),
    (#""\u00g0""#, "four hex digits are missing"), (#""\u004"#, "four hex digits are missing"),
    (#""\uD800""#, "half a surrogate pair"), (#""\uDC00""#, "half a surrogate pair"),
    (#""\uD800\u0041""#, "half a surrogate pair"), (#""\uD800A""#, "half a surrogate pair"),
    ("\u{FEFF}1", "a value is missing"), ("\u{A0}1", "a value is missing"), ("\u{0}", "a NUL"),
  ])
  func `what is not JSON is refused with the reason`(text: String, reason: String) {
    let thrown = #expect(throws: JSONError.self) { try JSONValue(parsing: text) }
    #expect(thrown?.reason == reason)
    // The scanner that makes no tree must say the same.
    let wrapped = Array("{\"x\":\(text)".utf8)
    #expect(throws: JSONError.self) { try JSONOutline(wrapped.span.bytes, names: Self.names) }
  }

  @Test(
    arguments: [
      [0x80], [0xC0, 0x80], [0xC1, 0xBF], [0xC3], [0xC3, 0x28], [0xE0, 0x80, 0x80], [0xE2, 0x82],
      [0xED, 0xA0, 0x80], [0xED, 0xBF, 0xBF], [0xF0, 0x80, 0x80, 0x80], [0xF0, 0x9F, 0x98],
      [0xF4, 0x90, 0x80, 0x80], [0xF5, 0x80, 0x80, 0x80], [0xFF], [0xFE],
    ] as [[UInt8]])
  func `bytes that are not UTF-8 are refused`(bytes: [UInt8]) {
    let text: [UInt8] =
      [UInt8(ascii: "\"")] + Array("plain text before ".utf8) + bytes + [UInt8(ascii: "\"")]
    let thrown = #expect(throws: JSONError.self) { try JSONValue(parsing: text.span.bytes) }
    #expect(thrown?.reason == "bytes that are not UTF-8")
    #expect(thrown?.offset == 19)
  }

  @Test func `depth ends at 32`() throws {
    let deep = { (count: Int) in
      String(repeating: "[", count: count) + String(repeating: "]", count: count)
    }
    _ = try JSONValue(parsing: deep(32))
    for count in [33, 100_000] {
      let thrown = #expect(throws: JSONError.self) { try JSONValue(parsing: deep(count)) }
      #expect(thrown?.reason == "more than 32 levels deep")
      let line = Array("{\"a\":\(deep(count))}".utf8)
      #expect(throws: JSONError.self) { try JSONOutline(line.span.bytes, names: Self.names) }
    }
    // Side by side is not deep.
    _ = try JSONValue(
      parsing: "[" + [String](repeating: "[[]]", count: 1_000).joined(separator: ",") + "]")
  }

  @Test func `every stop in a string is seen wherever it stands`() {
    // The scanner takes eight bytes at a time: a stop must be seen at each place in them.
    for length in 0..<20 {
      for (stop, isFine) in [("\u{1}", false), ("\\n", true), ("é", true), ("\u{0}", false)] {
        for place in 0...length {
          let plain = String(repeating: " ~!#[]^_", count: 3)
          let text = "\"\(plain.prefix(place))\(stop)\(plain.prefix(length - place))\""
          let value = try? JSONValue(parsing: text)
          #expect((value != nil) == isFine, "\(place) of \(length)")
        }
      }
    }
  }

  @Test func `a hundred thousand keys are told apart at once`() throws {
    let members = (0..<100_000).map { "\"k\($0)\":0" }
    let fine = Array("{\"x\":{\(members.joined(separator: ","))}}".utf8)
    _ = try JSONOutline(fine.span.bytes, names: Self.names)
    let twice = Array("{\"x\":{\(members.joined(separator: ",")),\"k500\":1}}".utf8)
    #expect(throws: JSONError.self) { try JSONOutline(twice.span.bytes, names: Self.names) }
  }

  @Test func `a tree prints what it read, order and digits kept`() throws {
    let text = " { \"b\" : [ 1.50 , -0 , 1E+2 ] , \"a\" : { } , \"c\" : \"\\u00e9\\u001b\\/\" } "
    let value = try JSONValue(parsing: text)
    #expect(value.text == #"{"b":[1.50,-0,1E+2],"a":{},"c":"é\u001b/"}"#)
    #expect(try JSONValue(parsing: value.text) == value)
    #expect(value["b"] == .array([.number("1.50"), .number("-0"), .number("1E+2")]))
    #expect(value["d"] == nil)
  }

  @Test func `keys are told apart by their bytes, however many and however written`() throws {
    // As text, the two are the same; DEL is written with an escape.
    let keys = "\"e\u{301}\":1,\"\u{E9}\":2,\"\u{7F}\":3"
    let more = (0..<20).map { ",\"k\($0)\":0" }.joined()
    for text in ["{\(keys)}", "{\(keys)\(more)}"] {
      let value = try JSONValue(parsing: text)
      #expect(try JSONValue(parsing: value.text) == value)
      let bytes = Array(value.text.utf8)
      #expect(try JSONOutline(bytes.span.bytes, names: Self.names).unknown.count > 2)
    }
  }

  @Test func `an outline gives ranges that stand alone`() throws {
    let line = Array(
      #" {"stream":"session\/S1", "n":1.2e1, "d\u0061ta": {"a":[1,2]}, "more":0, "z":null} "#.utf8)
    let outline = try JSONOutline(line.span.bytes, names: Self.names)
    #expect((0..<5).map { outline[$0]?.kind } == [.string, .number, .object, nil, .null])
    #expect(outline.unknown == ["more"])
    #expect(outline.string(outline[0]!, in: line.span.bytes) == "session/S1")
    #expect(outline.string(outline[1]!, in: line.span.bytes) == nil)
    #expect(outline.integer(outline[1]!, in: line.span.bytes) == 12)
    #expect(outline.integer(outline[0]!, in: line.span.bytes) == nil)
    #expect(String(decoding: line[outline[2]!.range], as: UTF8.self) == #"{"a":[1,2]}"#)
    for bad in ["[]", "1", "", "{} {}", "{\"a\":1}x"] {
      let bytes = Array(bad.utf8)
      #expect(throws: JSONError.self, "\(bad)") {
        try JSONOutline(bytes.span.bytes, names: Self.names)
      }
    }
  }

  @Test(arguments: [
    (#"{"n":1,"n":2}"#, 8), (#"{"n":1,"\u006e":2}"#, 8), (#"{"t":1,"z":2,"n":3,"z":4}"#, 20),
    (#"{"x":1,"x":2,"n":3,"n":4}"#, 8), (#"{"n":1,"n":2,"x":3,"x":4}"#, 8),
    (#"{"x":1,"n":2,"x":3,"n":4}"#, 14), (#"{"x":1,"n":2,"n":3,"x":4}"#, 14),
    (#"{"n":{"a":1,"a":1}}"#, 13),
  ])
  func `the first key that is there twice is told, a known name or not`(
    text: String, offset: Int
  ) {
    let line = Array(text.utf8)
    let thrown = #expect(throws: JSONError.self) {
      try JSONOutline(line.span.bytes, names: Self.names)
    }
    #expect(thrown?.reason == "a key is there twice")
    #expect(thrown?.offset == offset)
  }
}
