import Foundation
import Testing

/// Runs of the real `stipple`, each with a folder of its own.
final class Command: Sendable {
  /// What a run left behind.
  struct Outcome: CustomStringConvertible {
    var status: Int32
    var output: String
    var errors: String

    var description: String { "status \(status)\n--- out\n\(output)--- err\n\(errors)---" }

    /// The JSON that was printed.
    func json() throws -> Any {
      try JSONSerialization.jsonObject(with: Data(output.utf8))
    }

    /// The rows of an array of objects.
    func rows() throws -> [[String: Any]] {
      try #require(json() as? [[String: Any]])
    }
  }

  /// The folder that runs begin in, removed afterwards.
  let folder: URL
  /// What the environment has beside the system's own.
  let environment: [String: String] = ["STIPPLE_ACTOR": "U1", "TZ": "UTC"]

  init() throws {
    folder = FileManager.default.temporaryDirectory
      .appendingPathComponent("stipple-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
  }

  deinit { try? FileManager.default.removeItem(at: folder) }

  /// A folder with a store in it that has taken the fixture.
  static func withFirstVisit() throws -> Command {
    let command = try Command()
    try command.expect(
      "init", "clinic.stipple", "--clinic", "Fictional Street", "--zone", "Europe/London")
    try command.expect("import", Self.fixture.path)
    return command
  }

  /// The visit that EVENTS.md opens with, whole.
  static let fixture = URL(fileURLWithPath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
    .appendingPathComponent("Fixtures/first-visit.ndjson")

  /// Runs `stipple` with the arguments and waits for its end.
  func run(_ arguments: [String], input: Data? = nil) throws -> Outcome {
    let process = try start(arguments, input: input)
    process.process.waitUntilExit()
    return try process.outcome()
  }

  func run(_ arguments: String..., input: String = "") throws -> Outcome {
    try run(arguments, input: Data(input.utf8))
  }

  /// Runs `stipple`, which has to end well, and gives what it printed.
  @discardableResult
  func expect(_ arguments: String..., input: String = "") throws -> String {
    let outcome = try run(arguments, input: Data(input.utf8))
    #expect(outcome.status == 0, "\(arguments)\n\(outcome)")
    return outcome.output
  }

  /// The first value that a query gives, as TSV shows it.
  func ask(_ sql: String) throws -> String {
    let outcome = try run("query", "-c", sql)
    #expect(outcome.status == 0, "\(sql)\n\(outcome)")
    return outcome.output.split(separator: "\n", omittingEmptySubsequences: false).dropFirst()
      .first.map(String.init) ?? ""
  }

  /// Writes a file into the folder and gives its path.
  func file(_ name: String, _ bytes: Data) throws -> String {
    let url = folder.appendingPathComponent(name)
    try bytes.write(to: url)
    return url.path
  }

  /// A run under way.
  struct Running {
    let process: Process
    let files: (output: URL, errors: URL)

    /// What it left behind, once it has ended.
    func outcome() throws -> Outcome {
      Outcome(
        status: process.terminationReason == .exit
          ? process.terminationStatus : 128 + process.terminationStatus,
        output: String(decoding: try Data(contentsOf: files.output), as: UTF8.self),
        errors: String(decoding: try Data(contentsOf: files.errors), as: UTF8.self))
    }
  }

  /// Starts `stipple` and goes on.
  func start(_ arguments: [String], input: Data? = nil) throws -> Running {
    let name = UUID().uuidString
    let files = (
      output: folder.appendingPathComponent("\(name).out"),
      errors: folder.appendingPathComponent("\(name).err")
    )
    let inputFile = folder.appendingPathComponent("\(name).in")
    try (input ?? Data()).write(to: inputFile)
    for file in [files.output, files.errors] {
      try #require(FileManager.default.createFile(atPath: file.path, contents: nil))
    }
    let process = Process()
    process.executableURL = try Self.executable()
    process.arguments = arguments
    process.currentDirectoryURL = folder
    process.environment = ProcessInfo.processInfo.environment
      .filter { !$0.key.hasPrefix("STIPPLE") }
      .merging(environment) { $1 }
    process.standardInput = try FileHandle(forReadingFrom: inputFile)
    process.standardOutput = try FileHandle(forWritingTo: files.output)
    process.standardError = try FileHandle(forWritingTo: files.errors)
    try process.run()
    return Running(process: process, files: files)
  }

  /// SwiftPM puts executables beside the test bundle, wherever its scratch path is.
  static func executable() throws -> URL {
    let maps = try String(contentsOfFile: "/proc/self/maps", encoding: .utf8)
    var folders: Set<String> = []
    for line in maps.split(separator: "\n") {
      guard let slash = line.firstIndex(of: "/") else { continue }
      folders.insert((String(line[slash...]) as NSString).deletingLastPathComponent)
    }
    let found = folders.map { $0 + "/stipple" }
      .first { FileManager.default.isExecutableFile(atPath: $0) }
    return URL(fileURLWithPath: try #require(found, "stipple is in none of \(folders)"))
  }
}
