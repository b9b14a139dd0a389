import ClinicStore
import EventLog
import Foundation
import Simulation

/// `stipple import`, from its start to its end, of a clinic's whole export.
final class Importing: Exercise {
  static let name = "import"
  private let stand: Stand
  private let file: String
  private let withoutFirst: String

  init(_ stand: Stand) throws {
    self.stand = stand
    file = stand.folder + "/import.ndjson"
    withoutFirst = stand.folder + "/rules.ndjson"
    var lines = Data()
    var rest = Data()
    stand.simulation.forEach { (event) throws(Never) in
      let line = EventLine.json(of: event) + [UInt8(ascii: "\n")]
      lines.append(contentsOf: line)
      // What opens the store is recorded by `init`.
      if event.envelope.position > 1 { rest.append(contentsOf: line) }
    }
    try lines.write(to: URL(fileURLWithPath: file))
    try rest.write(to: URL(fileURLWithPath: withoutFirst))
  }

  var figures: [Figure] {
    [
      Figure(
        "import-as-recorded", "import of NDJSON, --as-recorded", unit: .time(per: "event"),
        goals: [.rate(atLeast: 150_000)],
        sides: [.ours { try self.take(self.file, ["--as-recorded"], isEmpty: true) }]),
      Figure(
        "import", "import of NDJSON, with rules", unit: .time(per: "event"),
        goals: [.rate(atLeast: 150_000)],
        sides: [.ours { try self.take(self.withoutFirst, [], isEmpty: false) }]),
    ]
  }

  private func take(_ file: String, _ options: [String], isEmpty: Bool) throws -> Double {
    let store = stand.folder + "/imported.stipple"
    let stipple = stand.options.stipple
    func clear() { for path in [store, store + ".key"] { remove(path) } }
    clear()
    defer { clear() }
    if !isEmpty { _ = try Command(stipple, ["init", store, "-q"]).time() }
    return try Command(stipple, ["import", file, "--store", store, "-q"] + options).time()
      / Double(stand.events)
  }
}
