public import Foundation

/// The Python that holds what is not ours and tests ours.
public struct Python {
  /// Why there is none: a failure wherever it is met, since a check left out is no check.
  public struct Missing: Error, CustomStringConvertible {
    /// What is not there, and how to have it.
    public let description: String
  }

  private let program: String

  /// `.build/python`, which `Tools/setup test` makes, else `python3`.
  ///
  /// - Parameters:
  ///   - modules: what it has to have; it throws ``Missing`` where one is not there.
  ///   - requirements: the file that names them, from the package's root.
  public init(with modules: [String] = [], requirements: String = "") throws {
    let own = PackageFolder.path(".build/python/bin/python")
    program = FileManager.default.isExecutableFile(atPath: own) ? own : "python3"
    guard !modules.isEmpty else { return }
    let outcome = try run(["-c", "import \(modules.joined(separator: ", "))"])
    guard outcome.status == 0 else {
      throw Missing(
        description: """
          no Python with \(modules.joined(separator: " and ")): run `Tools/setup test`, \
          or install \(requirements)
          \(outcome)
          """)
    }
  }

  /// Runs it to its end with these arguments, the first of which may be a script.
  public func run(_ arguments: [String], input: Data = Data()) throws -> ChildProcess.Outcome {
    try ChildProcess.run(
      program, ["-B"] + arguments, environment: ["PYTHONIOENCODING": "utf-8"], input: input)
  }
}
