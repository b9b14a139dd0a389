/// The events that an import makes where nobody disturbs it.
struct UndisturbedImport: Sendable {
  let file: String
  let lines: Int
  let template: String
  /// The store's events before it, and after it.
  let before: Int
  let events: [String]

  init(_ bench: Bench) throws {
    let lines = try bench.simulatedLines(sessions: 6, seed: bench.seed)
    file = try bench.file("import", lines: lines)
    self.lines = lines.count
    template = bench.fresh("template")
    try bench.need(["init", template, "--clinic", "Crash Lab", "--zone", "Europe/London", "-q"])
    before = try bench.events(of: template).count
    let store = bench.fresh("undisturbed")
    try bench.copy(template, to: store)
    try bench.need(["import", file], store: store)
    events = try bench.events(of: store).map(\.content)
    bench.remove(store)
    guard events.count == before + lines.count else {
      throw LabError("an undisturbed import of \(lines.count) lines made \(events.count) events")
    }
  }
}

/// `stipple import --batch N`, killed and run again until it is through.
struct ImportStorm {
  private let bench: Bench
  private let undisturbed: UndisturbedImport
  private(set) var store: String
  private var standing = 0

  init(_ bench: Bench, _ undisturbed: UndisturbedImport) throws {
    self.bench = bench
    self.undisturbed = undisturbed
    store = bench.fresh("import-store")
    try bench.copy(undisturbed.template, to: store)
  }

  /// Begins a new store.
  mutating func renew() throws {
    bench.remove(store)
    store = bench.fresh("import-store")
    try bench.copy(undisturbed.template, to: store)
    standing = 0
  }

  /// One kill and what must hold after it.
  ///
  /// The lines that stand are whole batches, as an undisturbed run stores them. Once through, the
  /// same import again changes nothing.
  mutating func strike(_ chance: inout Generator, _ tally: inout Tally) throws -> [String] {
    let batch = chance.pick([1, 1, 2, 7, 20, 100, 1_000])
    let words = ["import", undisturbed.file, "--batch", "\(batch)", "--json"]
    let child = try bench.start(words, store: store)
    let answer = child.wait(patience: .microseconds(chance.within(5_000...120_000)))
    if answer.ending != .hung, !answer.ending.isSuccess {
      return ["an import that goes on was refused: \(answer.told)"]
    }
    var broken: [String] = []
    let events: [StoredLine]
    do {
      events = try bench.events(of: store)
    } catch let error as LabError {
      return ["the log cannot be read: \(error)"]
    }
    if events.map(\.position) != Array(1...events.count) { broken.append("positions have gaps") }
    if !undisturbed.events.starts(with: events.map(\.content)) {
      let place = zip(events, undisturbed.events).first { $0.content != $1 }?.0.position
      broken.append("@\(place ?? 0) is not what an undisturbed import stores")
    }
    let stand = events.count - undisturbed.before
    if stand < standing { broken.append("\(standing) lines stood, now \(stand)") }
    if stand != standing, stand != undisturbed.lines, stand % batch != 0 {
      broken.append("\(stand) lines stand: half of a batch of \(batch)")
    }
    if answer.ending.isSuccess, stand != undisturbed.lines {
      broken.append("an import ended with 0 and \(stand) of \(undisturbed.lines) lines")
    }
    tally.count("lines stood", stand - standing)
    standing = stand
    if let damage = try bench.damage(of: store) { broken.append(damage) }
    if broken.isEmpty, stand == undisturbed.lines {
      let again = try bench.run(words, store: store)
      if !again.ending.isSuccess { broken.append("the same import again: \(again.told)") }
      if try bench.events(of: store).count != events.count {
        broken.append("the same import again stored lines twice")
      }
      tally.count("imports through")
      if broken.isEmpty { try renew() }
    }
    return broken
  }
}
