import Records
import Testing

@Suite struct RecordInputTests {
  /// The problems of the minimal sample with one member put in or replaced.
  private func problems(_ member: String) -> [String] {
    let key = member.prefix { $0 != ":" }
    let parts = Sample.minimal.dropFirst().dropLast().split(separator: ",")
      .filter { !$0.hasPrefix(key + ":") }
    let json = "{" + (parts + [Substring(member)]).joined(separator: ",") + "}"
    do {
      _ = try Sample.recordType.record(fromJSON: json)
      return []
    } catch {
      return error.problems.map { $0.description + ($0.hint.map { " (\($0))" } ?? "") }
    }
  }

  /// Read they still are, since a record may hold them; what is to be recorded is asked for them.
  @Test(arguments: [
    (#""note":" ""#, ["data.note"]), (#""note":"\t\n ""#, ["data.note"]),
    (#""note":"\u00a0\u2003\u200b""#, ["data.note"]), (#""note":" x""#, []),
    (#""note":"\u00e9""#, []), (#""marks":["a"," "]"#, ["data.marks[1]"]),
    (#""main":{"name":" "}"#, ["data.main.name"]),
    (#""parts":[{"name":"a"},{"name":"  "}]"#, ["data.parts[1].name"]),
  ])
  func `texts of white space alone are found, wherever they stand`(
    member: String, paths: [String]
  ) throws {
    let json = Sample.minimal.dropLast() + "," + member + "}"
    let record = try Sample.recordType.record(fromJSON: String(json))
    let problems = Sample.recordType.blankTexts(in: record.span.bytes, path: "data")
    #expect(problems.map(\.path) == paths)
    #expect(problems.allSatisfy { $0.message == "is blank" && $0.hint == nil })
  }

  @Test(arguments: [
    (#""depth_mm":4.5"#, "data.depth_mm: 4.5 is over 3.00"),
    (#""depth_mm":0"#, "data.depth_mm: 0 is not over 0.00"),
    (#""depth_mm":-0.01"#, "data.depth_mm: -0.01 is under 0.00"),
    (#""depth_mm":0.075"#, "data.depth_mm: 0.075 has more than 2 decimal places"),
    (#""depth_mm":1e30"#, "data.depth_mm: 1e30 is over 3.00"),
    (#""depth_mm":"deep""#, "data.depth_mm: expected a number"),
    (#""depth_mm":true"#, "data.depth_mm: expected a number"),
    (#""depth_mm":null"#, "data.depth_mm: null is no value (leave the field out)"),
    (#""passes":21"#, "data.passes: 21 is over 20"),
    (#""passes":0"#, "data.passes: 0 is under 1"),
    (#""passes":1.5"#, "data.passes: 1.5 is no whole number"),
    (#""passes":"2""#, "data.passes: expected a whole number"),
    (#""sterile":1"#, "data.sterile: expected true or false"),
    (#""sterile":"true""#, "data.sterile: expected true or false"),
    (#""day":"2026-02-30""#, "data.day: 2026-02-30 is no date (a date such as 2026-03-01)"),
    (#""day":"tomorrow""#, "data.day: is no date (a date such as 2026-03-01)"),
    (#""day":20260301"#, #"data.day: expected a date such as "2026-03-01""#),
    (
      #""at":"2026-03-01T25:00:00Z""#,
      "data.at: 2026-03-01T25:00:00Z is no time (a time such as 2026-03-01T10:05:00+00:00)"
    ),
    (#""shade":"dep""#, "data.shade: no such skin shade: dep (did you mean deep?)"),
    (#""shade":"purple""#, "data.shade: no such skin shade: purple (pale, middle, deep)"),
    (#""shade":"\u001b[31m""#, "data.shade: no such skin shade (pale, middle, deep)"),
    (#""shade":2"#, "data.shade: expected a word in quotes"),
    (#""lot":"a b""#, "data.lot: is no id (1 to 64 of A-Z a-z 0-9 . _ : -)"),
    (#""lot":"""#, "data.lot: is no id (1 to 64 of A-Z a-z 0-9 . _ : -)"),
    (#""lot":7"#, "data.lot: expected text in quotes"),
    (#""note":"""#, "data.note: is empty"),
    (#""note":"a\rb""#, "data.note: holds a control character other than tab and newline"),
    (#""note":"a\u0085b""#, "data.note: holds a control character other than tab and newline"),
    (#""main":[]"#, "data.main: expected an object"),
    (#""main":{}"#, "data.main.name: is missing"),
    (#""main":{"name":"x","percent":100.1}"#, "data.main.percent: 100.1 is over 100.0"),
    (#""shades":[]"#, "data.shades: has no items, under 1"),
    (#""shades":"pale""#, "data.shades: expected a list"),
    (#""shades":["pale","deep","pale"]"#, "data.shades[2]: is there twice"),
    (
      #""shades":["pale","midle"]"#,
      "data.shades[1]: no such skin shade: midle (did you mean middle?)"
    ),
    (#""shades":[1]"#, "data.shades[0]: expected a word in quotes"),
    (#""marks":["a\nb"]"#, "data.marks[0]: holds a control character"),
    (#""marks":["aaaaaaaaaaaaa"]"#, "data.marks[0]: is 13 characters, over 12"),
    (
      #""parts":[{"name":"a"},{"nam":"b","name":"c"}]"#,
      "data.parts[1].nam: no such field (did you mean name?)"
    ),
    (#""parts":[{"name":"a"},{"name":7}]"#, "data.parts[1].name: expected text in quotes"),
    (#""depth":1"#, "data.depth: no such field"),
    (#""secre":1"#, "data.secre: no such field (did you mean secret?)"),
    (#""\u001bx":1"#, "data: has a field whose name cannot be one"),
  ])
  func `a problem names the field and the limit`(member: String, expected: String) {
    let found = problems(member)
    #expect(found.count == 1)
    #expect(found.first?.hasPrefix(expected) == true, "\(found)")
  }

  @Test(arguments: [
    #""secret":5.01"#, #""secret":-99"#, #""secret":1.234"#, #""secret":1e30"#,
    #""note":"Rowan Example has told us far too much to keep""#, #""note":"Rowan\u0007""#,
  ])
  func `a personal value is never shown`(member: String) {
    let found = problems(member)
    #expect(found.count == 1)
    for value in ["5.01", "99", "1.234", "1e30", "Rowan"] {
      #expect(!found.joined().contains(value), "\(found)")
    }
  }

  @Test func `every problem comes at once, in order`() {
    let json = #"{"lot":"L 1","passes":99,"depht_mm":1,"depth_mm":9,"depth_mm":1,"shade":"deep"}"#
    let thrown = #expect(throws: InputError.self) {
      try Sample.recordType.record(fromJSON: json)
    }
    #expect(
      thrown?.problems.map(\.description) == [
        "data.lot: is no id", "data.passes: 99 is over 20", "data.depht_mm: no such field",
        "data.depth_mm: 9 is over 3.00", "data.depth_mm: is there twice",
        "data.sterile: is missing",
        "data.day: is missing", "data.at: is missing",
      ])
  }

  @Test(arguments: [
    ("[]", "data: expected an object"), ("", "data: is not JSON: it ends too soon at byte 1"),
    ("{} x", "data: is not JSON: something follows the value at byte 4"),
    ("null", "data: null is no value"),
    (#"{"was":{"a":1,"a":2}}"#, "data: is not JSON: a key is there twice at byte 16"),
    (#"{"other":{"a":1,"a":2}}"#, "data: is not JSON: a key is there twice at byte 18"),
  ])
  func `text that is no object is told so`(json: String, expected: String) {
    let thrown = #expect(throws: InputError.self) {
      try Sample.recordType.record(fromJSON: json)
    }
    #expect(thrown?.problems.first?.description == expected)
  }

  @Test func `characters are counted as scalars, not bytes`() {
    #expect(problems("\"note\":\"\(String(repeating: "😀", count: 30))\"").isEmpty)
    #expect(problems("\"note\":\"\(String(repeating: "😀", count: 31))\"").count == 1)
    #expect(problems(#""note":"tab\tand\nnewline""#).isEmpty)
    #expect(problems(#""depth_mm":3.00"#).isEmpty)
    #expect(problems(#""depth_mm":0.01"#).isEmpty)
    #expect(problems(#""secret":-5"#).isEmpty)
  }
}
