import ClinicStore
import Foundation

/// Instructions of the hot paths, by callgrind: figures that the machine's other work does not move.
///
/// What it counts is our own code, LMDB's and SQLite's, and not the kernel's. It has no SHA
/// instructions, so hashing costs more in it than in truth.
final class HotPaths: Exercise {
  static let name = "hot"
  private let stand: Stand
  private let stripped: String

  /// The size of the store that they are walked on, whatever the run's: some go through all of it.
  private static let events = 10_000

  init(_ stand: Stand) throws {
    let stand =
      stand.events < 2 * Self.events ? stand : try stand.part(stand.events / Self.events)
    self.stand = stand.writing
    for tool in [Self.valgrind, Self.strip] {
      guard FileManager.default.isExecutableFile(atPath: tool) else {
        throw Refusal("instructions are counted with \(tool), which is not there")
      }
    }
    // Valgrind does not read what Swift writes for debuggers.
    let program = "/proc/self/exe".resolved
    stripped = stand.folder + "/stripped"
    _ = try Command(Self.strip, ["--strip-debug", "-o", stripped, program]).time()
    _ = self.stand.visits
  }

  private static let valgrind = "/usr/bin/valgrind"
  private static let strip = "/usr/bin/strip"

  var figures: [Figure] {
    HotPath.allCases.map { path in
      Figure(
        "hot-\(path.rawValue)", path.what, unit: .instructions,
        sides: [
          .ours {
            let few = try self.count(path, path.walks)
            let many = try self.count(path, path.walks * 3)
            return Double(many.instructions - few.instructions) / Double(many.units - few.units)
          }
        ])
    }
  }

  /// The instructions of a process that walks the path so often, and how many units that were.
  private func count(_ path: HotPath, _ walks: Int) throws -> (instructions: Int, units: Int) {
    let process = Process()
    let (output, errors) = (Pipe(), Pipe())
    process.executableURL = URL(fileURLWithPath: Self.valgrind)
    process.arguments = [
      "--tool=callgrind", "--callgrind-out-file=/dev/null", stripped, "hot",
      path.rawValue, "\(walks)", stand.store.path,
    ]
    process.standardOutput = output
    process.standardError = errors
    try process.run()
    let told = String(decoding: errors.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
    let units = String(decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
    process.waitUntilExit()
    let line = told.split(separator: "\n").first { $0.contains("Collected :") }
    guard process.terminationStatus == 0,
      let words = line?.split(separator: " "), let last = words.last, let instructions = Int(last),
      let units = Int(units.trimmingCharacters(in: .whitespacesAndNewlines))
    else { throw Refusal("callgrind: \(told.suffix(400))") }
    return (instructions, units)
  }
}

extension String {
  /// Where a symbolic link leads.
  fileprivate var resolved: String {
    (try? FileManager.default.destinationOfSymbolicLink(atPath: self)) ?? self
  }
}
