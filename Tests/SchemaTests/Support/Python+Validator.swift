import Foundation
import TestProcesses

extension Python {
  /// The one that holds the independent validator.
  static func withValidator() throws -> Python {
    try Python(
      with: ["jsonschema", "referencing", "rfc3339_validator"],
      requirements: "Tests/SchemaTests/requirements.txt")
  }

  /// Runs a script of this folder.
  func run(script: String, _ arguments: [String]) throws -> ChildProcess.Outcome {
    try run([PackageFolder.tests.appendingPathComponent(script).path] + arguments)
  }
}
