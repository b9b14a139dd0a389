import Glibc

/// Power cuts under real commands, on ext4 and xfs.
struct Cuts: Harness {
  static let name = "cuts"
  static let about = "the power cut on loop images of ext4 and xfs; needs root and mounts"

  private let bench: Bench

  init(_ bench: Bench) { self.bench = bench }

  func run() throws -> Tally {
    let cycles = bench.cycles(small: 100, large: 1_000)
    return try bench.inLanes(cycles, Tally("cuts")) { lane, cycles in
      try storm(cycles, in: "cuts", planted: [:])
    }
  }

  /// Nothing is made durable: what was acknowledged must be found missing.
  func control() throws -> Tally {
    let faults = ["LD_PRELOAD": try bench.preload("faults"), "CRASHLAB_VOID_SYNC": "1"]
    return try bench.inLanes(8, Tally("cuts"), most: 2) { lane, cycles in
      try storm(cycles, in: "cuts-control", planted: faults)
    }
  }

  /// Each lane has a disk of each kind, so that a cycle's kind is the same on any machine.
  private func storm(
    _ cycles: StrideTo<Int>, in name: String, planted: [String: String]
  ) throws -> Tally {
    guard getuid() == 0 else {
      throw LabError("only root may mount a loop image", isMissingMount: true)
    }
    var tally = Tally("cuts")
    var disks: [LoopDisk.Kind: CutStore] = [:]
    for cycle in cycles {
      var chance = bench.generator(name, cycle)
      let kind: LoopDisk.Kind = chance.once(in: 2) ? .ext4 : .xfs
      var store = try disks[kind] ?? CutStore(bench, try LoopDisk(kind, bench), planted)
      let broken = try store.strike(&chance, &tally)
      tally.cycles += 1
      tally.count("on \(kind.rawValue)")
      if !broken.isEmpty {
        let kept =
          planted.isEmpty ? bench.keep(store.path, as: "cuts-\(bench.seed)-\(cycle)") : nil
        for what in broken { tally.fault(cycle, "\(kind.rawValue): \(what)", kept: kept) }
        try store.renew()
      }
      disks[kind] = store
      if cycle % 10 == 0 { bench.progress("cuts \(cycle)") }
    }
    return tally
  }
}
