public import Foundation

/// A program that a test runs as another process.
///
/// Files take what it says and give what it reads: a full pipe that nobody reads would hold it for ever.
/// Its environment is the test's own without what is Stipple's, so that no setting of whoever runs the
/// tests reaches it.
public struct ChildProcess {
  /// What a run left behind.
  public struct Outcome: CustomStringConvertible, Sendable {
    /// Its exit code; 128 and the signal's number where a signal ended it, as a shell has it.
    public var status: Int32
    /// What it wrote to standard output.
    public var output: String
    /// What it wrote to standard error.
    public var errors: String

    /// All of it.
    public var description: String { "status \(status)\n--- out\n\(output)--- err\n\(errors)---" }
  }

  /// The run itself.
  public let process: Process
  /// What takes its output so far.
  public let files: (output: URL, errors: URL)

  /// Starts a program, by its path or by a name that `PATH` finds, and goes on.
  ///
  /// - Parameters:
  ///   - folder: where it begins.
  ///   - scratch: a folder for what it says, and what it reads; kept until its outcome is asked for.
  ///   - environment: added to the test's own.
  public init(
    _ program: String, _ arguments: [String], in folder: URL? = nil, scratch: URL,
    environment: [String: String] = [:], input: Data = Data()
  ) throws {
    let name = UUID().uuidString
    func file(_ kind: String, _ bytes: Data = Data()) throws -> URL {
      let file = scratch.appendingPathComponent("\(name).\(kind)")
      try bytes.write(to: file)
      return file
    }
    files = (try file("out"), try file("err"))
    process = Process()
    process.executableURL = URL(
      fileURLWithPath: program.contains("/") ? program : "/usr/bin/env")
    process.arguments = (program.contains("/") ? [] : [program]) + arguments
    if let folder { process.currentDirectoryURL = folder }
    process.environment = ProcessInfo.processInfo.environment
      .filter { !$0.key.hasPrefix("STIPPLE") }
      .merging(environment) { $1 }
    process.standardInput = try FileHandle(forReadingFrom: file("in", input))
    process.standardOutput = try FileHandle(forWritingTo: files.output)
    process.standardError = try FileHandle(forWritingTo: files.errors)
    try process.run()
  }

  /// What it left behind, once it has ended.
  public func outcome() throws -> Outcome {
    process.waitUntilExit()
    return Outcome(
      status: process.terminationReason == .exit
        ? process.terminationStatus : 128 + process.terminationStatus,
      output: String(decoding: try Data(contentsOf: files.output), as: UTF8.self),
      errors: String(decoding: try Data(contentsOf: files.errors), as: UTF8.self))
  }

  /// Runs a program to its end.
  public static func run(
    _ program: String, _ arguments: [String], in folder: URL? = nil,
    environment: [String: String] = [:], input: Data = Data()
  ) throws -> Outcome {
    try withScratchFolder { scratch in
      try ChildProcess(
        program, arguments, in: folder, scratch: scratch, environment: environment, input: input
      ).outcome()
    }
  }
}
