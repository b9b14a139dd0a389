import ClinicStore
import Foundation
import Simulation
import TestProcesses
import Testing

@Suite struct LineSchemaTests {
  /// Runs the independent validator on a file of lines; a Python without its packages is a failure.
  private static func validate(_ lines: [UInt8]) throws -> ChildProcess.Outcome {
    try withScratchFolder { folder in
      let file = folder.appendingPathComponent("lines.ndjson")
      try Data(lines).write(to: file)
      return try Python(
        with: ["jsonschema", "referencing", "rfc3339_validator"],
        requirements: "Tests/SchemaTests/requirements.txt"
      ).run([PackageFolder.path("Tests/SchemaTests/validate.py"), "--lines", file.path])
    }
  }

  @Test func `every line is one of the event line's schema`() throws {
    let lines = SimulationTests.lines(sessions: 90, seed: 5)
    let result = try Self.validate(lines)
    #expect(result.status == 0, "\(result.errors.prefix(2_000))")
  }

  @Test func `the validator refuses a line with a word that is none`() throws {
    let lines = SimulationTests.lines(sessions: 1, seed: 5)
    let text = String(decoding: lines, as: UTF8.self)
    let spoiled = text.replacing(
      "\"fitzpatrick\":\"", with: "\"fitzpatrick\":\"X", maxReplacements: 1)
    try #require(spoiled != text)
    let result = try Self.validate(Array(spoiled.utf8))
    #expect(result.status != 0)
  }
}
