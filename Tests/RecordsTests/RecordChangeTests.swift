import Records
import Testing

/// Setting one field, printing one, and words from a command line.
@Suite struct RecordChangeTests {
  private let type = Sample.recordType

  private func field(_ name: String) -> Field { type.field(named: name)! }

  private func whole() throws -> [UInt8] {
    try type.record(
      fromJSON: Sample.minimal(
        with: #""note":"n","main":{"name":"m"},"shades":["pale"],"marks":["a","b"],"#
          + #""parts":[{"name":"p"}],"was":[1]"#))
  }

  @Test(arguments: [
    ("depth_mm", "1.5", "1.50"), ("lot", #""L-2""#, #""L-2""#), ("sterile", "false", "false"),
    ("day", #""2026-04-01""#, #""2026-04-01""#),
    ("shades", #"["deep","pale"]"#, #"["deep","pale"]"#),
    ("main", #"{"percent":1,"name":"x"}"#, #"{"name":"x","percent":1.0}"#),
    ("note", "null", "null"),
    ("parts", "[]", "[]"), ("was", " { \"a\" : 1 } ", #"{"a":1}"#), ("marks", " null ", "null"),
    ("at", #""2026-03-01T11:00:00+01:00""#, #""2026-03-01T10:00:00Z""#),
  ])
  func `a field is set and all others stay`(name: String, json: String, canonical: String) throws {
    let before = try whole()
    let after = try type.setting(field(name), toJSON: json, in: before.span.bytes)
    #expect(type.json(ofField: field(name), in: after.span.bytes) == canonical)
    #expect(try type.canonical(field(name), json: json) == canonical)
    for other in type.fields where other.name != name {
      #expect(
        type.json(ofField: other, in: after.span.bytes)
          == type.json(ofField: other, in: before.span.bytes))
    }
    // Setting it back gives the very bytes.
    let back = try type.setting(
      field(name), toJSON: type.json(ofField: field(name), in: before.span.bytes),
      in: after.span.bytes)
    #expect(back == before)
  }

  @Test(arguments: [
    ("depth_mm", "9", "data.depth_mm: 9 is over 3.00"),
    ("depth_mm", "null", "data.depth_mm: cannot be taken out"),
    ("shade", #""dark""#, "data.shade: no such skin shade: dark"),
    ("day", "1", #"data.day: expected a date such as "2026-03-01""#),
    ("note", "{", "data: is not JSON: it ends too soon at byte 2"),
  ])
  func `a value that breaks a limit is not set`(name: String, json: String, expected: String) throws
  {
    let bytes = try whole()
    let field = field(name)
    let thrown = #expect(throws: InputError.self) {
      try type.setting(field, toJSON: json, in: bytes.span.bytes)
    }
    #expect(thrown?.problems.map(\.description) == [expected])
  }

  @Test func `words become a record`() throws {
    let json = try type.json(fromWords: [
      ("lot", "L-1", false), ("sterile", "yes", false), ("passes", "2", false),
      ("depth_mm", "0.750", false), ("day", "2026-03-01", false),
      ("at", "2026-03-01T10:05:00Z", false), ("shade", "deep", false),
      ("shades", "pale, deep", false), ("marks", "", false), ("main", #"{"name": "m"}"#, true),
      ("note", "1 \"quoted\"", false), ("was", "3.0", false),
    ])
    let bytes = try type.record(fromJSON: json)
    #expect(
      type.json(of: bytes.span.bytes)
        == Sample.minimal.dropLast() + #","note":"1 \"quoted\"","was":3.0,"main":{"name":"m"},"#
        + #""shades":["pale","deep"],"marks":[]}"#)
  }

  @Test(arguments: [
    ("depth_mm", "deep", false, "data.depth_mm: expected a number"),
    ("sterile", "maybe", false, "data.sterile: expected true or false"),
    ("passes", "+2", false, "data.passes: expected a whole number"),
    ("dpth_mm", "1", false, "data.dpth_mm: no such field"),
    ("main", "x", false, "data.main: takes JSON"),
    ("parts", "x", false, "data.parts: takes JSON"),
    ("parts", "[{]", true, "data.parts: is not JSON: a key in quotes is missing at byte 3"),
    (
      "lot", #"1,"sterile":true"#, true,
      "data.lot: is not JSON: something follows the value at byte 2"
    ),
    ("lot", "1", true, "data.lot: expected text in quotes"),
  ])
  func `a wrong word is told by its field`(
    key: String, value: String, isJSON: Bool, expected: String
  ) {
    let thrown = #expect(throws: InputError.self) {
      let json = try type.json(fromWords: [(key, value, isJSON)])
      _ = try type.record(fromJSON: json)
    }
    #expect(thrown?.problems.first?.description == expected)
  }

  @Test(
    arguments: [
      ("numbng", "numbing"), ("numbing", "numbing"), ("chek", "cheek"), ("hceek", "cheek"),
      ("NOSE", "nose"), ("x", nil), ("ns", nil), ("elbow", nil), ("", nil),
    ] as [(String, String?)])
  func `a suggestion stays within a third of the word`(word: String, expected: String?) {
    #expect(Suggestion.nearest(to: word, among: ["cheek", "nose", "numbing", "numb"]) == expected)
  }
}
