import Foundation
import TestProcesses

/// The Python that has an LMDB client which is not ours, and the script that damages stores with it.
struct DamagingPython {
  private struct Failure: Error, CustomStringConvertible {
    let description: String
  }

  private let python: Python
  private static let script = PackageFolder.path("Tests/Probes/Damage/plant.py")

  init() throws {
    python = try Python(
      with: ["lmdb", "xxhash"], requirements: "Tests/Probes/Damage/requirements.txt")
  }

  /// Does one damage to a store that nobody has open.
  func plant(_ damage: String, in store: String) throws {
    let outcome = try python.run([Self.script, store, damage])
    guard outcome.status == 0 else {
      throw Failure(description: "plant.py \(damage): \(outcome)")
    }
  }

  /// Every damage that the script knows.
  func damages() throws -> [String] {
    try python.run([Self.script]).output.split(separator: "\n").map(String.init)
  }
}
