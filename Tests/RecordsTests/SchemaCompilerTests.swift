import Foundation
import TestProcesses
import Testing

/// The schema compiler as a process, over schemas made for each test.
@Suite struct SchemaCompilerTests {
  private static let types = """
    {"$schema":"https://json-schema.org/draft/2020-12/schema",
     "$id":"https://stipple.example/types.json","$defs":{
      "stream_kind":{"type":"string","enum":["client","session"],"description":"Kinds.","x-type":"StreamKind"},
      "zone":{"type":"string","enum":["nose","chin","left_45","none"],"description":"Zones.","x-type":"Zone"},
      "mood":{"type":"string","enum":["good"],"description":"Moods.","x-external":true},
      "id":{"type":"string","pattern":"^[A-Za-z0-9._:-]{1,64}$","description":"An id."},
      "part":{"type":"object","description":"A part.","x-type":"Part","additionalProperties":false,
        "required":["class"],"properties":{
          "class":{"$ref":"#/$defs/zone","x-slot":0,"description":"Class."}}}}}
    """
  private static let event = """
    {"$schema":"https://json-schema.org/draft/2020-12/schema",
     "$id":"https://stipple.example/events/pass-made.1.json","title":"pass-made",
     "description":"A pass was made.","type":"object","additionalProperties":false,
     "required":["zone","depth_mm"],"x-id":401,"x-stream":"session","x-type":"PassMade",
     "properties":{
      "zone":{"$ref":"../types.json#/$defs/zone","x-slot":0,"description":"Where."},
      "depth_mm":{"type":"number","x-scale":2,"exclusiveMinimum":0,"maximum":3,"x-unit":"mm","x-slot":1,"description":"How deep."},
      "note":{"type":"string","minLength":1,"maxLength":9,"x-personal":true,"x-slot":2,"description":"A note."},
      "parts":{"type":"array","items":{"$ref":"../types.json#/$defs/part"},"x-slot":3,"description":"Parts."}},
     "examples":[{"zone":"nose","depth_mm":0.75}]}
    """
  private static let table = """
    {"$schema":"https://json-schema.org/draft/2020-12/schema",
     "$id":"https://stipple.example/tables/passes.json","title":"passes",
     "description":"Passes.","type":"object","additionalProperties":false,
     "required":["position","ordinal","zone"],"x-id":20,"x-table":"facts","x-type":"PassFact","x-fold":1,
     "x-events":{"pass-made":{}},
     "properties":{
      "position":{"type":"integer","x-slot":0,"description":"Position."},
      "ordinal":{"type":"integer","x-slot":1,"description":"Ordinal."},
      "zone":{"$ref":"../types.json#/$defs/zone","x-slot":2,"x-index":true,"description":"Where."},
      "note":{"type":"string","x-personal":true,"x-slot":3,"description":"A note."}}}
    """

  private static let view = """
    -- Passes that went deep.
    -- key: position
    select position, datetime(:now, '-1 day') as since -- date('now') stands in a comment
    from passes
    where strftime('%Y', :now) > '2020' and date(:now) <> 'date()'
    """

  /// Writes the five files with a replacement in one of them, and runs the compiler.
  private func compile(
    _ change: (file: String, from: String, to: String)? = nil, in folder: URL, check: Bool = false
  ) throws -> ChildProcess.Outcome {
    let files = [
      ("types.json", Self.types), ("event-line.json", "{}\n"),
      ("events/pass-made.1.json", Self.event),
      ("tables/passes.json", Self.table), ("views/deep_passes.sql", Self.view),
    ]
    for (name, text) in files {
      let url = folder.appendingPathComponent("schemas").appendingPathComponent(name)
      try FileManager.default.createDirectory(
        at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
      var text = text
      if let change, change.file == name {
        try #require(text.contains(change.from), "the test's own text has changed")
        text = text.replacingOccurrences(of: change.from, with: change.to)
      }
      try Data(text.utf8).write(to: url)
    }
    return try ChildProcess.run(
      BuiltProgram.path("SchemaCompiler"),
      (check ? ["--check"] : []) + ["schemas", "out", "sql"].map { "\(folder.path)/\($0)" })
  }

  @Test func `schemas compile, and again to the same bytes`() throws {
    try withScratchFolder { folder in
      let first = try compile(in: folder)
      #expect(first.status == 0, "\(first.errors)")
      let path = folder.path + "/out/Events/PassMade.swift"
      let made = try String(contentsOfFile: path, encoding: .utf8)
      #expect(made.contains("public var depthMm: ScaledDecimal"))
      #expect(made.contains("/// Over 0.00, up to 3.00 mm; exact to 2 decimal places."))
      #expect(made.contains("/// 1 to 9 characters; † personal."))
      let zone = try String(
        contentsOfFile: folder.path + "/out/Vocabularies/Zone.swift", encoding: .utf8)
      #expect(zone.contains("case left45 = 2"))
      #expect(zone.contains("case nothing = 3"))
      let part = try String(
        contentsOfFile: folder.path + "/out/Structures/Part.swift", encoding: .utf8)
      #expect(part.contains("public var `class`: Zone"))
      let fact = try String(
        contentsOfFile: folder.path + "/out/Tables/PassFact.swift", encoding: .utf8)
      #expect(fact.contains("self.note = event.note"))
      let views = try String(
        contentsOfFile: folder.path + "/sql/Views.swift", encoding: .utf8)
      #expect(views.contains(#"name: "deep_passes","#))
      #expect(views.contains(#"summary: "Passes that went deep.","#))
      #expect(views.contains("where strftime('%Y', :now) > '2020' and date(:now) <> 'date()'"))
      #expect(try compile(in: folder).status == 0)
      #expect(try String(contentsOfFile: path, encoding: .utf8) == made)
      #expect(try compile(in: folder, check: true).status == 0)
    }
  }

  @Test func `a stale file is named`() throws {
    try withScratchFolder { folder in
      #expect(try compile(in: folder).status == 0)
      let changed = folder.path + "/out/Vocabularies/Zone.swift"
      try Data("// mine\n".utf8).write(to: URL(fileURLWithPath: changed))
      try FileManager.default.removeItem(atPath: folder.path + "/out/EventType.swift")
      let kept = folder.path + "/out/Events/Own.swift"
      try Data("// mine\n".utf8).write(to: URL(fileURLWithPath: kept))
      let run = try compile(in: folder, check: true)
      #expect(run.status == 1)
      #expect(run.errors.contains("out/Vocabularies/Zone.swift is not what the schemas give"))
      #expect(run.errors.contains("out/EventType.swift is missing"))
      #expect(run.errors.contains("out/Events/Own.swift comes from no schema"))
      #expect(!run.errors.contains("sql/Views.swift"))
      try Data("// mine\n".utf8).write(to: folder.appendingPathComponent("sql/Views.swift"))
      #expect(
        try compile(in: folder, check: true).errors
          .contains("sql/Views.swift is not what the schemas give"))
      #expect(try compile(in: folder).status == 0)
      #expect(FileManager.default.fileExists(atPath: kept), "only generated files are removed")
      try FileManager.default.removeItem(atPath: kept)
      #expect(try compile(in: folder, check: true).status == 0)
    }
  }

  @Test(arguments: [
    (
      "events/pass-made.1.json", #""maximum":3"#, #""maximun":3"#,
      "/properties/depth_mm/maximun: this keyword means nothing here; did you mean maximum?"
    ),
    (
      "events/pass-made.1.json", #""x-scale":2"#, #""x-scale":0"#,
      "/properties/depth_mm/x-scale: a whole number from 1 to 18"
    ),
    (
      "events/pass-made.1.json", #""maximum":3"#, #""maximum":3.005"#,
      "/properties/depth_mm/maximum: a number with at most 2 decimals"
    ),
    (
      "events/pass-made.1.json", "$defs/zone", "$defs/zon",
      "/properties/zone/$ref: no such definition: zon; did you mean zone?"
    ),
    (
      "events/pass-made.1.json", "$defs/zone", "$defs/mood",
      "/properties/zone/$ref: mood is written by hand"
    ),
    (
      "events/pass-made.1.json", #""x-slot":2"#, #""x-slot":1"#,
      "/properties: slot 1 is there twice"
    ),
    ("events/pass-made.1.json", #""x-slot":3"#, #""x-slot":4"#, "/properties: slot 3 is left out"),
    (
      "events/pass-made.1.json", #""required":["zone","depth_mm"]"#, #""required":["zones"]"#,
      "/required/0: no such property: zones"
    ),
    (
      "events/pass-made.1.json", #""additionalProperties":false"#, #""additionalProperties":true"#,
      "/additionalProperties: false is expected"
    ),
    (
      "events/pass-made.1.json", #""x-stream":"session""#, #""x-stream":"sesion""#,
      "/x-stream: any or one of"
    ),
    (
      "events/pass-made.1.json", #""title":"pass-made""#, #""title":"pass""#,
      "/title: the file of version 1 is named pass.1.json"
    ),
    (
      "events/pass-made.1.json", #""depth_mm":0.75}]"#, #""depth_mm":4}]"#,
      "/examples/0: depth_mm: 4 is over 3.00"
    ),
    (
      "events/pass-made.1.json", #""x-type":"PassMade""#, #""x-type":"Zone""#,
      "x-type Zone is taken by types.json"
    ),
    (
      "events/pass-made.1.json", #""x-id":401"#, #""x-id":"401""#,
      "/x-id: a whole number is expected"
    ),
    (
      "events/pass-made.1.json", #""x-id":401"#, #""x-id":401,"x-id":402"#,
      "is not JSON: a key is there twice"
    ),
    (
      "events/pass-made.1.json", #""minLength":1"#, #""pattern":"^x$""#,
      "/properties/note/pattern: no such pattern is known"
    ),
    ("types.json", #""nose","#, #""nose","nose","#, "/$defs/zone/enum: a word is there twice"),
    (
      "types.json", ##"{"$ref":"#/$defs/zone","##, ##"{"$ref":"#/$defs/part","##,
      "/$defs/part: it holds itself"
    ),
    (
      "types.json", #""x-type":"Part""#, #""x-type":"part""#,
      "/$defs/part/x-type: a Swift type's name is expected"
    ),
    (
      "tables/passes.json", #""pass-made":{}"#, #""pass-mad":{}"#,
      "/x-events/pass-mad: no such event: pass-mad; did you mean pass-made?"
    ),
    (
      "tables/passes.json", "$defs/zone", "$defs/stream_kind",
      "/properties/zone: x-index of so few words"
    ),
    (
      "tables/passes.json", #""x-personal":true,"#, "",
      "/properties/note: it copies a personal field of pass-made"
    ),
    (
      "tables/passes.json", #""note":"#, #""nota":"#,
      "/properties/nota: no event of x-events fills this column"
    ),
    (
      "tables/passes.json", #""pass-made":{}"#, #""pass-made":{"zone":"elbow"}"#,
      "/x-events/pass-made/zone: no such word of zone: elbow"
    ),
    (
      "tables/passes.json", #""required":["position","ordinal","zone"]"#,
      #""required":["position","zone"]"#, "a required column ordinal in slot 1"
    ),
    (
      "tables/passes.json", #""ordinal","zone"]"#, #""ordinal","zone","note"]"#,
      "/properties/note: pass-made may be without it"
    ),
    ("views/deep_passes.sql", "-- Passes", "Passes", "line 1: -- and one sentence are expected"),
    ("views/deep_passes.sql", "-- key: ", "-- by: ", "line 2: -- key: and columns are expected"),
    ("views/deep_passes.sql", "select", "delete", "line 3: one SELECT is expected"),
    ("views/deep_passes.sql", "'2020'", "'2020';", "line 5: one SELECT is expected, and no"),
    ("views/deep_passes.sql", "date(:now)", "date('Now')", "line 5: 'now' is the machine's clock"),
    ("views/deep_passes.sql", "date(:now)", "date()", "line 5: date() is the machine's clock"),
    (
      "views/deep_passes.sql", "date(:now)", "current_date", "line 5: current_date is the machine's"
    ),
    ("views/deep_passes.sql", "('%Y', :now)", "('%Y')", "line 5: strftime() of a format alone is"),
    ("views/deep_passes.sql", "-1 day", "localtime", "line 3: 'localtime' is the machine's zone"),
    ("views/deep_passes.sql", "-1 day", "utc", "line 3: 'utc' is the machine's zone"),
    ("views/deep_passes.sql", "(:now,", "(:then,", "line 3: :then has no value here; :now has"),
    ("views/deep_passes.sql", "'2020'", "random()", "line 5: random() answers otherwise each time"),
  ])
  func `what is not understood is refused with file, place and reason`(
    file: String, from: String, to: String, expected: String
  ) throws {
    try withScratchFolder { folder in
      let run = try compile((file, from, to), in: folder)
      #expect(run.status == 65)
      #expect(run.errors.contains("error: \(file): \(expected)"), "\(run.errors)")
      #expect(!FileManager.default.fileExists(atPath: folder.path + "/out"))
    }
  }
}
