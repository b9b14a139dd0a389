import Foundation

/// The Python that holds the independent validator.
struct Python {
  /// What a program said and how it ended.
  struct Run {
    var status: Int32
    var output: String
    var errors: String
  }

  /// Why there is no validator: a failure wherever it is met, since a check left out is no check.
  struct Missing: Error, CustomStringConvertible {
    var description: String
  }

  private let program: URL
  private let leading: [String]

  /// `.build/python`, which `Tools/setup test` makes, else `python3`; throws if that one has not
  /// all of requirements.txt.
  static func withValidator() throws -> Python {
    let own = PackageFolder.root.appendingPathComponent(".build/python/bin/python")
    let python =
      FileManager.default.isExecutableFile(atPath: own.path)
      ? Python(program: own, leading: [])
      : Python(program: URL(fileURLWithPath: "/usr/bin/env"), leading: ["python3"])
    let run = try python.run(["-c", "import jsonschema, referencing, rfc3339_validator"])
    guard run.status == 0 else {
      throw Missing(
        description: """
          no Python with jsonschema and rfc3339-validator: run `Tools/setup test`, \
          or install Tests/SchemaTests/requirements.txt
          \(run.errors)
          """)
    }
    return python
  }

  /// Runs a script of this folder.
  func run(script: String, _ arguments: [String]) throws -> Run {
    try run(["-B", PackageFolder.tests.appendingPathComponent(script).path] + arguments)
  }

  private func run(_ arguments: [String]) throws -> Run {
    // Files, not pipes: a full pipe that nobody reads would hold the program for ever.
    try PackageFolder.withScratch { folder in
      let process = Process()
      process.executableURL = program
      process.arguments = leading + arguments
      process.environment = ProcessInfo.processInfo.environment.merging(
        ["PYTHONIOENCODING": "utf-8"]
      ) { $1 }
      let paths = ["output", "errors"].map { folder.appendingPathComponent($0) }
      for path in paths { try Data().write(to: path) }
      process.standardOutput = try FileHandle(forWritingTo: paths[0])
      process.standardError = try FileHandle(forWritingTo: paths[1])
      process.standardInput = FileHandle.nullDevice
      try process.run()
      process.waitUntilExit()
      let said = try paths.map { String(decoding: try Data(contentsOf: $0), as: UTF8.self) }
      return Run(status: process.terminationStatus, output: said[0], errors: said[1])
    }
  }
}
