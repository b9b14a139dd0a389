/// `stipple record`, one after another, until one is killed; now and then with a follower and a
/// rebuild beside it.
struct RecordStorm {
  private let bench: Bench
  private let planted: [String: String]
  private let template: String
  private(set) var store: String
  private var ledger: Ledger
  private var number = 0

  init(_ bench: Bench, planted: [String: String]) throws {
    self.bench = bench
    self.planted = planted
    template = bench.fresh("template")
    try bench.makeStore(at: template)
    store = bench.fresh("store")
    try bench.copy(template, to: store)
    ledger = Ledger(try bench.events(of: store))
  }

  /// Whether the store has grown so much that looking at it takes long.
  var isFull: Bool { ledger.head > 400 }

  /// Begins a new store.
  mutating func renew() throws {
    bench.remove(store)
    store = bench.fresh("store")
    try bench.copy(template, to: store)
    ledger = Ledger(try bench.events(of: store))
  }

  /// Holds the whole log against all that was ever seen in it.
  mutating func holdAll() throws -> [String] {
    let events = try bench.events(of: store)
    return try ledger.hold(Array(events.dropFirst(ledger.head))) + ledger.holdAll(events)
  }

  private mutating func entry(_ chance: inout Generator) -> LabEntry {
    number += 1
    return LabEntry(id: "k-\(number)", &chance)
  }

  /// One kill and what must hold after it.
  mutating func strike(
    _ cycle: Int, _ chance: inout Generator, _ tally: inout Tally
  ) throws -> [String] {
    let before = ledger.acknowledged
    let follower =
      planted.isEmpty && chance.once(in: 4)
      ? try bench.start(
        ["log", "-f", "--json", "--since", "@\(ledger.head)"], store: store) : nil
    let rebuilds = chance.once(in: 8)
    let deadline =
      ContinuousClock.now + .microseconds(chance.within(0...(chance.once(in: 4) ? 60_000 : 14_000)))
    if !planted.isEmpty {
      // Nothing is killed: the control must find the same whatever the machine's speed.
      let entry = entry(&chance)
      ledger.send(entry)
      let answer = try bench.run(entry.words, store: store, environment: planted)
      if let position = answer.acknowledged.first { ledger.acknowledge(entry, at: position) }
    } else if rebuilds {
      let rebuild = try bench.start(["rebuild", "-q"], store: store)
      _ = rebuild.wait(patience: deadline - .now)
    } else {
      repeat {
        let entry = entry(&chance)
        ledger.send(entry)
        let child = try bench.start(entry.words, store: store)
        let answer = child.wait(patience: max(deadline - .now, .microseconds(1)))
        if let position = answer.acknowledged.first { ledger.acknowledge(entry, at: position) }
        if answer.ending != .hung, !answer.ending.isSuccess {
          return ["a record that nobody disturbed was not taken: \(answer.told)"]
        }
      } while ContinuousClock.now < deadline
    }
    let followed = follower.map { follower in
      follower.kill()
      return Array(follower.answer.outputText.split(separator: "\n"))
    }
    let next = entry(&chance)
    var broken = try bench.examine(store, &ledger, next: next)
    // What a reader was shown is stored, whether or not its writer lived to say so.
    for row in followed ?? [] where row.hasSuffix("}") {
      tally.count("followed")
      guard let position = row.shownPosition, position <= ledger.head else {
        broken.append("a follower was shown an event that is not stored: \(row.prefix(80))")
        continue
      }
    }
    tally.count("acknowledged", ledger.acknowledged - before)
    return broken
  }
}

extension Substring {
  /// The position in a row `{"event":"@41",…`.
  fileprivate var shownPosition: Int? {
    guard let at = firstIndex(of: "@") else { return nil }
    return Int(self[index(after: at)...].prefix { $0.isNumber })
  }
}
