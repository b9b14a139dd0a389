/// Storms of SIGKILL over real commands.
struct Kills: Harness {
  static let name = "kills"
  static let about = "SIGKILL at any moment of record, import, rebuild and init"

  private let bench: Bench

  init(_ bench: Bench) { self.bench = bench }

  func run() throws -> Tally {
    let cycles = bench.cycles(small: 500, large: 5_000)
    let undisturbed = try UndisturbedImport(bench)
    return try bench.inLanes(cycles, Tally("kills")) { lane, cycles in
      var storm = try Storm(bench, lane: lane, undisturbed: undisturbed)
      for cycle in cycles { try storm.go(through: cycle) }
      return try storm.end()
    }
  }

  /// Commits that are answered as done and are not done.
  func control() throws -> Tally {
    let faults = ["LD_PRELOAD": try bench.preload("faults"), "CRASHLAB_FALSE": "1"]
    return try bench.inLanes(10, Tally("kills"), most: 1) { lane, cycles in
      var storm = try Storm(bench, lane: lane, undisturbed: nil, planted: faults)
      for cycle in cycles { try storm.go(through: cycle) }
      return try storm.end()
    }
  }
}

/// One lane's storm: a store that entries are recorded in and one that is imported into, both used
/// over many cycles, and renewed now and then so that looking at them stays quick.
struct Storm {
  let bench: Bench
  let lane: Int
  let planted: [String: String]
  private let undisturbed: UndisturbedImport?
  private var tally = Tally("kills")
  private var recording: RecordStorm
  private var importing: ImportStorm?

  init(
    _ bench: Bench, lane: Int, undisturbed: UndisturbedImport?, planted: [String: String] = [:]
  ) throws {
    self.bench = bench
    self.lane = lane
    self.undisturbed = undisturbed
    self.planted = planted
    recording = try RecordStorm(bench, planted: planted)
    importing = try undisturbed.map { try ImportStorm(bench, $0) }
  }

  /// One kill, and what must hold after it.
  mutating func go(through cycle: Int) throws {
    var chance = bench.generator(Kills.name, cycle)
    tally.cycles += 1
    if cycle % 50 == 0 { bench.progress("kills \(cycle)") }
    let broken: [String]
    let store: String
    // Without an import there is only recording: the control plants its fault there.
    switch importing == nil ? 19 : chance.below(20) {
    case 0:
      store = bench.fresh("init")
      broken = try InitKill(bench).strike(store, &chance)
    case 1...8:
      store = importing!.store
      broken = try importing!.strike(&chance, &tally)
    default:
      store = recording.store
      broken = try recording.strike(cycle, &chance, &tally)
    }
    if !broken.isEmpty {
      let kept =
        planted.isEmpty ? bench.keep(store, as: "kills-\(bench.seed)-\(cycle)") : nil
      for what in broken { tally.fault(cycle, what, kept: kept) }
      try recording.renew()
      try importing?.renew()
    } else if recording.isFull {
      for what in try recording.holdAll() { tally.fault(cycle, what) }
      try recording.renew()
    }
    if store != recording.store, store != importing?.store { bench.remove(store) }
  }

  /// Holds the logs as a whole once more.
  mutating func end() throws -> Tally {
    if planted.isEmpty {
      for what in try recording.holdAll() { tally.fault(tally.cycles, what) }
    }
    return tally
  }
}
