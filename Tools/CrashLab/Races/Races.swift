/// Processes that race to write.
struct Races: Harness {
  static let name = "races"
  static let about = "processes racing on one expected version, and all appending at once"

  private let bench: Bench

  init(_ bench: Bench) { self.bench = bench }

  func run() throws -> Tally {
    try races(bench.cycles(small: 60, large: 600), tellsVersion: true)
  }

  /// The processes do not say which version they expect: several win, and that must be seen.
  func control() throws -> Tally { try races(5, tellsVersion: false) }

  private func races(_ rounds: Int, tellsVersion: Bool) throws -> Tally {
    // The racers of one round are what runs side by side: one lane.
    try bench.inLanes(rounds, Tally("rounds"), most: 1) { lane, rounds in
      var tally = Tally("rounds")
      var store = bench.fresh("race")
      try bench.makeStore(at: store)
      var track = RaceTrack(bench, store, Ledger(try bench.events(of: store)), tellsVersion)
      for round in rounds {
        var chance = bench.generator(Races.name, round)
        bench.progress("races \(round)")
        tally.cycles += 1
        let broken =
          tellsVersion && chance.once(in: 3)
          ? try track.appendAll(round, &chance, &tally)
          : try track.race(round, &chance, &tally)
        guard !broken.isEmpty || track.isLong else { continue }
        let kept =
          tellsVersion && !broken.isEmpty
          ? bench.keep(store, as: "races-\(bench.seed)-\(round)") : nil
        for what in broken { tally.fault(round, what, kept: kept) }
        bench.remove(store)
        store = bench.fresh("race")
        try bench.makeStore(at: store)
        track = RaceTrack(bench, store, Ledger(try bench.events(of: store)), tellsVersion)
      }
      return tally
    }
  }
}
