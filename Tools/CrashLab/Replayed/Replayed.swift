/// Recorded writes and syncs, replayed up to any moment, with what a disk may make of them.
struct Replayed: Harness {
  static let name = "states"
  static let about = "recorded writes and syncs replayed to every moment, subsets, 512-byte tears"

  private let bench: Bench

  init(_ bench: Bench) { self.bench = bench }

  func run() throws -> Tally {
    // Several recordings, so that chance also decides what is written.
    let cases = bench.cycles(small: 20_000, large: 200_000)
    let days = max(1, min(8, cases / 10_000))
    var tally = Tally("states")
    for day in 0..<days {
      let part = try replay(
        seed: bench.seed &+ UInt64(day), cases: (cases + days - 1 - day) / days, heedsSyncs: true)
      tally.add(part)
    }
    return tally
  }

  /// The same recordings on a disk that takes syncs for nothing.
  func control() throws -> Tally {
    try replay(seed: bench.seed, cases: 400, heedsSyncs: false)
  }

  private func replay(seed: UInt64, cases: Int, heedsSyncs: Bool) throws -> Tally {
    let workload = try RecordedWorkload(bench, seed: seed)
    defer { bench.remove(workload.store) }
    var tally = Tally("states")
    tally.count("changes recorded", heedsSyncs ? workload.changes : 0)
    return try bench.probe(
      StateProbe.name, [workload.recording, workload.store, "\(seed)", "\(heedsSyncs)"],
      cases: cases, tally
    ) { finding, tally in
      for name in finding.counts { tally.count(name) }
      for fault in finding.faults {
        tally.fault(finding.number, "\(fault) (recording of seed \(seed))")
      }
      if let killer = finding.killer {
        tally.fault(finding.number, "reading it killed the process (signal \(killer))")
      }
    }
  }
}
