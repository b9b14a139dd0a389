import Foundation

/// Bits flipped, sectors lost and files cut, in every class of byte.
struct Flips: Harness {
  static let name = "flips"
  static let about = "bits flipped, sectors lost and files cut in every class of byte"

  private let bench: Bench

  init(_ bench: Bench) { self.bench = bench }

  /// Of so many cases one goes through the program's own commands as well.
  private static let commandsOneIn = 200
  /// The same of those that kill a reader: about one case in twenty is such.
  private static let killersOneIn = 8

  func run() throws -> Tally {
    let cases = bench.cycles(small: 10_000, large: 100_000)
    let store = try makeStore()
    defer { bench.remove(store) }
    let commands = try DamagedCommands(bench, store: store)
    return try bench.probe(
      FlipProbe.name, [store, "\(bench.seed)", "chance"], cases: cases, Tally("flips")
    ) { finding, tally in
      Self.take(finding, &tally, isTalkative: true)
      // What kills a reader must be told by the commands.
      let oneIn = finding.killer == nil ? Self.commandsOneIn : Self.killersOneIn
      guard finding.number % oneIn == 0 || bench.only != nil else { return }
      let faults = try commands.faults(of: finding.number, isKiller: finding.killer != nil)
      tally.count("through the commands")
      for fault in faults {
        tally.fault(
          finding.number, fault, kept: try commands.keep(finding.number, "flips-\(finding.number)"))
      }
    }
  }

  /// Rows changed so that nothing in them gives it away: the answers must be found wrong.
  func control() throws -> Tally {
    let store = try makeStore()
    defer { bench.remove(store) }
    return try bench.probe(
      FlipProbe.name, [store, "\(bench.seed)", "planted"], cases: 100, Tally("flips")
    ) { finding, tally in Self.take(finding, &tally, isTalkative: false) }
  }

  private static func take(_ finding: Finding, _ tally: inout Tally, isTalkative: Bool) {
    if isTalkative {
      for name in finding.counts { tally.count(name) }
      for name in finding.details { tally.detail(name) }
    }
    for fault in finding.faults { tally.fault(finding.number, fault) }
    switch finding.killer {
    case nil: break
    // A trap of our own is never damage's due; nor is going round for ever.
    case SIGILL?, SIGTRAP?: tally.fault(finding.number, "it trapped")
    case SIGALRM?: tally.fault(finding.number, "it did not end")
    case _?: tally.count("killed the reader")
    }
  }

  /// A store with pages of every kind: a made-up clinic's weeks, long notes, event ids, amendments,
  /// and pages freed.
  private func makeStore() throws -> String {
    let store = bench.fresh("sound") + ".stipple"
    try bench.need(["init", store, "--clinic", "Crash Lab", "--zone", "Europe/London", "-q"])
    let lines = try bench.simulatedLines(sessions: 5, seed: bench.seed)
    try bench.need(
      ["import", bench.file("lines", lines: lines), "--batch", "40"], store: store)
    var chance = bench.generator(Self.name, -1)
    for number in 1...6 {
      let entry = LabEntry(
        id: "long-\(number)", note: chance.words(3_900), on: chance.pick(["client/C1", "staff/U1"]))
      try bench.need(entry.words, store: store)
    }
    try bench.need(["correct", "@3", "name=B. Client", "--reason", "transcription"], store: store)
    try bench.need(["rebuild", "-q"], store: store)
    return store
  }
}
