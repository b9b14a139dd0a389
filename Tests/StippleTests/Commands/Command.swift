import Foundation
import TestProcesses
import Testing

/// Runs of the real `stipple`, each with a folder of its own.
final class Command: Sendable {
  typealias Outcome = ChildProcess.Outcome

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
  static let fixture = PackageFolder.root
    .appendingPathComponent("Tests/Fixtures/first-visit.ndjson")

  /// Runs `stipple` with the arguments and waits for its end.
  func run(_ arguments: [String], input: Data? = nil) throws -> Outcome {
    try start(arguments, input: input).outcome()
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

  /// Starts `stipple` and goes on.
  func start(_ arguments: [String], input: Data? = nil) throws -> ChildProcess {
    try ChildProcess(
      BuiltProgram.path("stipple"), arguments, in: folder, scratch: folder,
      environment: environment, input: input ?? Data())
  }

  /// Runs a line of the shell, in which `$0` is `stipple`.
  func shell(
    _ line: String, _ arguments: [String] = [], with shell: String = "/bin/sh"
  ) throws -> Outcome {
    try ChildProcess(
      shell, ["-c", line, BuiltProgram.path("stipple")] + arguments, in: folder, scratch: folder,
      environment: environment
    ).outcome()
  }
}

extension ChildProcess.Outcome {
  /// The JSON that was printed.
  func json() throws -> Any {
    try JSONSerialization.jsonObject(with: Data(output.utf8))
  }

  /// The rows of an array of objects.
  func rows() throws -> [[String: Any]] {
    try #require(json() as? [[String: Any]])
  }
}
