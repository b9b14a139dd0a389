import Foundation

/// The Python that has an LMDB client which is not ours, and the script that damages stores with it.
struct DamagingPython {
  /// Why there is none: a failure wherever it is met, since a check left out is no check.
  struct Missing: Error, CustomStringConvertible {
    var description: String
  }

  private static let package = URL(fileURLWithPath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent()

  private let program: URL
  private let leading: [String]

  /// `.build/python`, which `Tools/setup test` makes, else `python3`; throws if that one has not all
  /// of requirements.txt.
  init() throws {
    let own = Self.package.appendingPathComponent(".build/python/bin/python")
    let isThere = FileManager.default.isExecutableFile(atPath: own.path)
    program = isThere ? own : URL(fileURLWithPath: "/usr/bin/env")
    leading = isThere ? [] : ["python3"]
    let (status, output) = try run(["-c", "import lmdb, xxhash"])
    guard status == 0 else {
      throw Missing(
        description: """
          no Python with lmdb and xxhash: run `Tools/setup test`, \
          or install Tests/Probes/Damage/requirements.txt
          \(output)
          """)
    }
  }

  /// Does one damage to a store that nobody has open.
  func plant(_ damage: String, in store: String) throws {
    let (status, output) = try run(["-B", Self.script, store, damage])
    guard status == 0 else { throw Missing(description: "plant.py \(damage): \(output)") }
  }

  /// Every damage that the script knows.
  func damages() throws -> [String] {
    let (_, output) = try run(["-B", Self.script])
    return output.split(separator: "\n").map(String.init)
  }

  private static let script = package.appendingPathComponent("Tests/Probes/Damage/plant.py").path

  private func run(_ arguments: [String]) throws -> (Int32, String) {
    let process = Process()
    let output = Pipe()
    process.executableURL = program
    process.arguments = leading + arguments
    process.standardOutput = output
    process.standardError = output
    process.standardInput = FileHandle.nullDevice
    try process.run()
    let said = output.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    return (process.terminationStatus, String(decoding: said, as: UTF8.self))
  }
}
