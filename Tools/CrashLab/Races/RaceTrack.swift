/// A store that processes race on.
struct RaceTrack {
  private let bench: Bench
  private let store: String
  private var ledger: Ledger
  private let tellsVersion: Bool

  init(_ bench: Bench, _ store: String, _ ledger: Ledger, _ tellsVersion: Bool) {
    self.bench = bench
    self.store = store
    self.ledger = ledger
    self.tellsVersion = tellsVersion
  }

  /// Whether the store has grown so much that looking at it takes long.
  var isLong: Bool { ledger.head > 600 }

  /// Several processes, by `record` and by `import`, for the next version of one stream: exactly
  /// one wins, and every other is refused with 1 and told why.
  mutating func race(
    _ round: Int, _ chance: inout Generator, _ tally: inout Tally
  ) throws -> [String] {
    let stream = chance.pick(["client/C1", "staff/U1", "store/main"])
    let version = try bench.events(of: store).filter { $0.stream == stream }.count
    let racers = chance.within(2...8)
    var running: [(entry: LabEntry, child: Child)] = []
    for racer in 0..<racers {
      let entry = LabEntry(
        id: "r-\(round)-\(racer)", note: chance.words(40), on: stream,
        expectedVersion: tellsVersion ? version : nil)
      ledger.send(entry)
      var words = entry.words
      if chance.once(in: 3) {
        words = ["import", try bench.file("racer", lines: [try entry.line]), "--json"]
      }
      running.append((entry, try bench.start(words, store: store)))
    }
    var broken: [String] = []
    var winners = 0
    for (entry, child) in running {
      let answer = child.wait()
      if answer.ending.isSuccess, let position = answer.acknowledged.first ?? answer.importedFrom {
        winners += 1
        ledger.acknowledge(entry, at: position)
      } else if answer.ending != .exited(1) || !answer.errorText.contains("version") {
        broken.append("a racer that lost was not told so: \(answer.told)")
      } else {
        tally.count("refused")
      }
    }
    tally.count("won", winners)
    if winners != 1 { broken.append("\(winners) of \(racers) racers for one version won") }
    return broken + (try look(round, stream, version: version + winners))
  }

  /// Several processes with nothing to win: every one is taken, each at a place of its own.
  mutating func appendAll(
    _ round: Int, _ chance: inout Generator, _ tally: inout Tally
  ) throws -> [String] {
    var running: [(entries: [LabEntry], child: Child)] = []
    for racer in 0..<chance.within(2...8) {
      let entries = (0..<chance.pick([1, 1, 5, 30])).map {
        LabEntry(id: "a-\(round)-\(racer)-\($0)", &chance)
      }
      for entry in entries { ledger.send(entry) }
      var words = entries[0].words
      if entries.count > 1 {
        let file = try bench.file("appender", lines: try entries.map { try $0.line })
        words = ["import", file, "--json"]
      }
      running.append((entries, try bench.start(words, store: store)))
    }
    var broken: [String] = []
    for (entries, child) in running {
      let answer = child.wait()
      guard answer.ending.isSuccess, let first = answer.acknowledged.first ?? answer.importedFrom
      else {
        broken.append("one of many writers was not taken: \(answer.told)")
        continue
      }
      for (index, entry) in entries.enumerated() { ledger.acknowledge(entry, at: first + index) }
      tally.count("appended", entries.count)
    }
    return broken + (try look(round, nil, version: 0))
  }

  /// The log against the ledger, versions of each stream 1, 2, 3 …, and `verify`.
  private mutating func look(
    _ round: Int, _ stream: String?, version: Int
  ) throws -> [String] {
    var broken: [String] = []
    var versions: [String: Int] = [:]
    for event in try bench.events(of: store) {
      versions[event.stream, default: 0] += 1
      if event.version != versions[event.stream] {
        broken.append("@\(event.position) is version \(event.version) of \(event.stream)")
      }
    }
    if let stream, versions[stream] != version {
      broken.append("\(stream) has \(versions[stream] ?? 0) events, not \(version)")
    }
    let next = LabEntry(id: "n-\(round)", note: "after the race", on: "staff/U1")
    return broken + (try bench.examine(store, &ledger, next: next))
  }
}
