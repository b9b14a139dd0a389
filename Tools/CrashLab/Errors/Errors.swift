import Foundation

/// An error at every system call of one workload, one at a time.
struct Errors: Harness {
  static let name = "errors"
  static let about = "EIO, ENOSPC and short writes at every system call of a workload"

  private let bench: Bench

  init(_ bench: Bench) { self.bench = bench }

  /// Every strike once; with `--scale N` at most N of them, spread by chance.
  func run() throws -> Tally {
    let scene = try Scene(bench)
    var strikes: [(step: Step, strike: Strike)] = []
    for step in scene.steps {
      strikes += try scene.strikes(of: step).map { (step, $0) }
    }
    if case .cycles(let most) = bench.scale, most < strikes.count {
      var chance = bench.generator(Errors.name, 0)
      strikes.shuffle(using: &chance)
      strikes.removeLast(strikes.count - most)
    }
    let chosen = strikes
    return try bench.inLanes(chosen.count, Tally("errors")) { lane, cycles in
      var tally = Tally("errors")
      for cycle in cycles {
        let (step, strike) = chosen[cycle]
        if cycle % 50 == 0 { bench.progress("errors \(cycle) of \(chosen.count)") }
        let folder = try scene.prepare(step)
        let outcome = try scene.go(through: step, strike, in: folder)
        tally.cycles += 1
        tally.count(outcome.wasTold ? "told" : "did no harm")
        if !outcome.broken.isEmpty {
          let kept = bench.keep(folder, as: "errors-\(bench.seed)-\(cycle)")
          for what in outcome.broken {
            tally.fault(cycle, "\(step.name), \(strike.text): \(what)", kept: kept)
          }
        }
        bench.remove(folder)
      }
      return tally
    }
  }

  /// Commits that are answered as done and are not done.
  func control() throws -> Tally {
    let scene = try Scene(bench)
    var tally = Tally("errors")
    let faults = ["LD_PRELOAD": try bench.preload("faults"), "CRASHLAB_FALSE": "1"]
    for step in scene.steps {
      switch step.effect {
      case .none, .tables, .store: continue
      case .entry, .allLines: break
      }
      let folder = try scene.prepare(step)
      let answer = try bench.run(
        step.words(in: folder), store: "\(folder)/store", environment: faults)
      for what in try scene.judge(answer, of: step, in: folder) { tally.fault(tally.cycles, what) }
      tally.cycles += 1
      bench.remove(folder)
    }
    return tally
  }
}
