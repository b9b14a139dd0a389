import ClinicStore
import Foundation
import Simulation
import Testing

@Suite struct LineSchemaTests {
  private static let root = URL(fileURLWithPath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
    .resolvingSymlinksInPath()

  /// Runs the independent validator on a file of lines; a Python without its packages is a failure.
  private static func validate(_ lines: [UInt8]) throws -> (status: Int32, said: String) {
    let folder = FileManager.default.temporaryDirectory
      .appendingPathComponent("lines-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let file = folder.appendingPathComponent("lines.ndjson")
    try Data(lines).write(to: file)
    let said = folder.appendingPathComponent("said")
    #expect(FileManager.default.createFile(atPath: said.path, contents: nil))
    let real = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
      .resolvingSymlinksInPath().deletingLastPathComponent()
    let process = Process()
    process.executableURL =
      real.deletingLastPathComponent().appendingPathComponent(".build/python/bin/python")
    process.arguments = [
      "-B", real.appendingPathComponent("SchemaTests/validate.py").path, "--lines", file.path,
    ]
    let handle = try FileHandle(forWritingTo: said)
    process.standardOutput = handle
    process.standardError = handle
    try process.run()
    process.waitUntilExit()
    return (
      process.terminationStatus, String(decoding: try Data(contentsOf: said), as: UTF8.self)
    )
  }

  @Test func `every line is one of the event line's schema`() throws {
    let lines = SimulationTests.lines(sessions: 90, seed: 5)
    let result = try Self.validate(lines)
    #expect(result.status == 0, "\(result.said.prefix(2_000))")
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
