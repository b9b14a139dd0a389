import Foundation

/// The Python that has Ed25519 which is not ours, for the scripts that check what Stipple hands out.
struct ProofsPython {
  /// Why there is none: a failure wherever it is met, since a check left out is no check.
  struct Missing: Error, CustomStringConvertible {
    var description: String
  }

  /// The package's folder.
  static let package = URL(fileURLWithPath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent()
  /// What auditors are given.
  static let verifier = package.appendingPathComponent("Tools/verify-bundle.py").path

  private let program: URL
  private let leading: [String]

  /// `.build/python`, which `Tools/setup test` makes, else `python3`; throws if that one has not
  /// cryptography.
  init() throws {
    let own = Self.package.appendingPathComponent(".build/python/bin/python")
    let isThere = FileManager.default.isExecutableFile(atPath: own.path)
    program = isThere ? own : URL(fileURLWithPath: "/usr/bin/env")
    leading = isThere ? [] : ["python3"]
    let outcome = try run(["-c", "import cryptography"])
    guard outcome.status == 0 else {
      throw Missing(
        description: """
          no Python with cryptography: run `Tools/setup test`, \
          or install Tests/Probes/Proofs/requirements.txt
          \(outcome)
          """)
    }
  }

  /// Checks a bundle as an auditor would.
  func verify(_ bundle: String, _ arguments: String...) throws -> Command.Outcome {
    try run([Self.verifier, bundle] + arguments)
  }

  /// Runs Python with these arguments; files take what it says, since a full pipe would hold it for
  /// ever.
  func run(_ arguments: [String]) throws -> Command.Outcome {
    let scratch = FileManager.default.temporaryDirectory
      .appendingPathComponent("stipple-python-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: scratch, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: scratch) }
    let files = ["out", "err"].map { scratch.appendingPathComponent($0) }
    for file in files { try Data().write(to: file) }
    let process = Process()
    process.executableURL = program
    process.arguments = leading + ["-B"] + arguments
    process.environment = ProcessInfo.processInfo.environment.merging(
      ["PYTHONIOENCODING": "utf-8"]
    ) { $1 }
    process.standardOutput = try FileHandle(forWritingTo: files[0])
    process.standardError = try FileHandle(forWritingTo: files[1])
    process.standardInput = FileHandle.nullDevice
    try process.run()
    process.waitUntilExit()
    let said = try files.map { String(decoding: try Data(contentsOf: $0), as: UTF8.self) }
    return Command.Outcome(
      status: process.terminationStatus, output: said[0], errors: said[1])
  }
}
