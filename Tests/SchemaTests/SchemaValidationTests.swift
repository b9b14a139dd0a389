import Foundation
import TestProcesses
import Testing

/// The schemas under an implementation of JSON Schema that is not ours.
@Suite struct SchemaValidationTests {
  @Test func `every schema and every example is valid, and none is passed over`() throws {
    let files = try PackageFolder.allSchemas()
    var examples = 0
    for file in files {
      let schema = try JSONSerialization.jsonObject(with: Data(contentsOf: file))
      let fields = try #require(schema as? [String: Any])
      examples += (fields["examples"] as? [Any])?.count ?? 0
    }
    try #require(files.count > 100 && examples > 100, "the folder was not found")
    let run = try Python.withValidator().run(script: "validate.py", [])
    #expect(run.status == 0, "\(run.errors)")
    #expect(run.output == "\(files.count) schemas, \(examples) examples valid\n")
  }

  @Test func `every line of the first visit is valid`() throws {
    let file = PackageFolder.root.appendingPathComponent("Tests/Fixtures/first-visit.ndjson")
    let lines = try String(contentsOf: file, encoding: .utf8).split(separator: "\n").count
    let run = try Python.withValidator().run(script: "validate.py", ["--lines", file.path])
    #expect(run.status == 0, "\(run.errors)")
    #expect(run.output.hasSuffix(" examples valid, \(lines) lines valid\n"), "\(run.output)")
  }

  /// One thing made wrong in a copy of the schemas, and what must be said of it.
  struct Fault: CustomTestStringConvertible, Sendable {
    var what: String
    var file = "events/serum-applied.1.json"
    var from: String
    var to: String
    var expected: String

    var testDescription: String { what }
  }

  private static let faults = [
    Fault(
      what: "a reference to nothing", from: "$defs/serum_kind", to: "$defs/serum_knd",
      expected: "../types.json#/$defs/serum_knd leads nowhere"),
    Fault(
      what: "an example over its range", from: #""volume_ml": 2,"#, to: #""volume_ml": 100.01,"#,
      expected: "example 1: volume_ml: "),
    Fault(
      what: "an example with too many decimals", from: #""volume_ml": 2,"#,
      to: #""volume_ml": 2.005,"#, expected: "example 1: data.volume_ml: 2.005 has more than 2"),
    Fault(
      what: "an example with an unknown word", from: #""timing": "during""#,
      to: #""timing": "meanwhile""#, expected: "example 1: timing: "),
    Fault(
      what: "an example of a day that does not exist", file: "events/device-serviced.1.json",
      from: "2027-03-01", to: "2027-02-29", expected: "example 1: next_due_on: "),
    Fault(
      what: "a slot used twice", from: #""x-slot": 8"#, to: #""x-slot": 7"#, expected: "slots are"),
    Fault(
      what: "a number used twice", from: #""x-id": 412"#, to: #""x-id": 411"#,
      expected: "x-id 411 is used more than once"),
    Fault(
      what: "a keyword that means nothing", from: "x-unit", to: "x-units",
      expected: "unknown keyword x-units"),
    Fault(
      what: "a keyword with a value that it cannot have", from: #""minItems": 1"#,
      to: #""minItems": -1"#, expected: "meta-schema: properties/zones/minItems"),
    Fault(
      what: "a schema that takes any field", from: #""additionalProperties": false"#,
      to: #""additionalProperties": true"#, expected: "additionalProperties is not false"),
    Fault(
      what: "a key written twice", from: #""title": "#, to: #""title": "x", "title": "#,
      expected: "key written twice: title"),
    Fault(
      what: "a type whose file has another name", from: #""title": "serum-applied""#,
      to: #""title": "serum-put""#, expected: "the title is not the file's name"),
    Fault(
      what: "a reference to a kind that is none", from: #""x-refers": "lot""#,
      to: #""x-refers": "lots""#, expected: "x-refers lots is no known kind"),
    Fault(
      what: "dates of which only the digits are looked at", file: "types.json",
      from: #""format": "date","#, to: "", expected: "a day that does not exist is taken"),
    Fault(
      what: "a table of an event that is none", file: "tables/passes.json",
      from: #""needle-pass-made": {}"#, to: #""needle-pass-mad": {}"#,
      expected: "x-events names needle-pass-mad, which is no event type"),
  ]

  @Test(arguments: faults)
  func `a planted fault is found`(_ fault: Fault) throws {
    let python = try Python.withValidator()
    try withScratchFolder { folder in
      let copy = folder.appendingPathComponent("Schemas")
      try FileManager.default.copyItem(at: PackageFolder.schemas, to: copy)
      let file = copy.appendingPathComponent(fault.file)
      let text = try String(contentsOf: file, encoding: .utf8)
      try #require(text.contains(fault.from), "the schema has changed: plant this fault anew")
      try text.replacingOccurrences(of: fault.from, with: fault.to)
        .write(to: file, atomically: true, encoding: .utf8)
      let run = try python.run(script: "validate.py", ["--schemas", copy.path])
      #expect(run.status == 1)
      #expect(run.output == "")
      #expect(run.errors.contains(fault.expected), "\(run.errors)")
      #expect(!run.errors.contains("Traceback"), "\(run.errors)")
    }
  }
}
