/// A disk that is full, and a file that may grow no more.
struct Full: Harness {
  static let name = "full"
  static let about = "a tmpfs of 2 MB that fills up, and ulimit -f; the tmpfs needs root"

  private let bench: Bench

  init(_ bench: Bench) { self.bench = bench }

  func run() throws -> Tally {
    let cycles = bench.cycles(small: 40, large: 400)
    return try bench.inLanes(cycles, Tally("fillings")) { lane, cycles in
      var tally = Tally("fillings")
      for cycle in cycles {
        var chance = bench.generator(Full.name, cycle)
        tally.cycles += 1
        let broken =
          cycle % 2 == 0
          ? try fillDisk(cycle, &chance, &tally, planted: [:])
          : try limitFile(cycle, &chance, &tally)
        for what in broken { tally.fault(cycle, what) }
        bench.progress("full \(cycle)")
      }
      return tally
    }
  }

  /// Commits that are answered as done and are not done, while the disk fills.
  func control() throws -> Tally {
    let faults = ["LD_PRELOAD": try bench.preload("faults"), "CRASHLAB_FALSE": "1"]
    var tally = Tally("fillings")
    for cycle in 0..<3 {
      var chance = bench.generator(Full.name, cycle)
      tally.cycles += 1
      for what in try fillDisk(cycle, &chance, &tally, planted: faults) {
        tally.fault(cycle, what)
      }
    }
    return tally
  }

  /// Fills a small disk by recording, or leaves it little room from the start.
  private func fillDisk(
    _ cycle: Int, _ chance: inout Generator, _ tally: inout Tally, planted: [String: String]
  ) throws -> [String] {
    let disk = try TinyDisk(bench, bytes: 2 << 20)
    let store = "\(disk.path)/store"
    try bench.makeStore(at: store)
    // Anything from no room at all to all there is: a command meets the end at any of its writes.
    let room = chance.below(chance.pick([1 << 14, 1 << 17, 1 << 20]))
    try disk.leave(planted.isEmpty ? room : 1 << 20)
    var filling = try Filling(bench, store, planted)
    defer { tally.count("refused", filling.refused) }
    var broken = try filling.fill(&chance, before: [])
    guard broken.isEmpty, planted.isEmpty else { return broken + (try filling.look()) }
    broken = try filling.look() + filling.refusals(&chance, before: [])
    disk.free()
    return try broken + filling.goOn(&chance)
  }

  /// Lets no file grow beyond a little more than the store has (`ulimit -f`).
  private func limitFile(
    _ cycle: Int, _ chance: inout Generator, _ tally: inout Tally
  ) throws -> [String] {
    let folder = try bench.folder("limited")
    defer { bench.remove(folder) }
    let store = "\(folder)/store"
    try bench.makeStore(at: store)
    // In blocks of 1,024 bytes; the store begins with about a hundred.
    let blocks = chance.within(60...700)
    let limit = ["/bin/bash", "-c", "ulimit -f \(blocks); exec \"$@\"", "bash"]
    var filling = try Filling(bench, store, [:])
    defer { tally.count("refused", filling.refused) }
    var broken = try filling.fill(&chance, before: limit)
    guard broken.isEmpty else { return broken + (try filling.look()) }
    broken = try filling.look() + filling.refusals(&chance, before: limit)
    return try broken + filling.goOn(&chance)
  }
}
