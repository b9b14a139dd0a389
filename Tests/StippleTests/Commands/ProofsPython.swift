import Foundation
import TestProcesses

/// The Python that has Ed25519 which is not ours, for the scripts that check what Stipple hands out.
struct ProofsPython {
  /// What auditors are given.
  static let verifier = PackageFolder.path("Tools/verify-bundle.py")

  private let python: Python

  init() throws {
    python = try Python(
      with: ["cryptography"], requirements: "Tests/Probes/Proofs/requirements.txt")
  }

  /// Checks a bundle as an auditor would.
  func verify(_ bundle: String, _ arguments: String...) throws -> ChildProcess.Outcome {
    try run([Self.verifier, bundle] + arguments)
  }

  func run(_ arguments: [String]) throws -> ChildProcess.Outcome { try python.run(arguments) }
}
