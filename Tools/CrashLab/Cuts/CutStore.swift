/// A store on a disk whose power is cut again and again.
struct CutStore {
  private let bench: Bench
  private let disk: LoopDisk
  private let planted: [String: String]
  /// Nil while there is no store yet.
  private var ledger: Ledger?
  private var number = 0

  init(_ bench: Bench, _ disk: LoopDisk, _ planted: [String: String]) throws {
    self.bench = bench
    self.disk = disk
    self.planted = planted
  }

  var path: String { "\(disk.path)/store" }

  /// Begins again with no store.
  mutating func renew() throws {
    bench.removeStore(path)
    try disk.sync()
    ledger = nil
  }

  private mutating func entry(_ chance: inout Generator) -> LabEntry {
    number += 1
    return LabEntry(id: "c-\(number)", &chance)
  }

  /// One cut and what must hold after it.
  mutating func strike(_ chance: inout Generator, _ tally: inout Tally) throws -> [String] {
    // Anew now and then, so that cuts soon after a store's making are met too.
    if let head = ledger?.head, head > 150 || chance.once(in: 12) { try renew() }
    if ledger == nil {
      if chance.once(in: 3) { return try strikeInit(&chance) }
      try bench.makeStore(at: path, environment: planted)
      // What the store has by now was acknowledged with exit 0.
      ledger = Ledger(try bench.events(of: path))
    }
    guard var book = ledger else { return [] }
    defer { ledger = book }
    let before = book.acknowledged
    var running: [(child: Child, entries: [LabEntry])] = []
    switch chance.below(4) {
    case 0:
      // A batch that commits as it goes: cut in the middle of it.
      let entries = (0..<60).map { _ in entry(&chance) }
      for entry in entries { book.send(entry) }
      let file = try bench.file("cut-lines", lines: try entries.map { try $0.line })
      let child = try bench.start(
        ["import", file, "--batch", "\(chance.pick([1, 3, 20]))", "--json"], store: path,
        environment: planted)
      _ = child.wait(patience: .microseconds(chance.within(5_000...80_000)), kills: false)
      running.append((child, []))
    case 1:
      // Cut right after the answer.
      try record(&book, entry(&chance))
    default:
      for _ in 0..<chance.within(0...2) { try record(&book, entry(&chance)) }
      let last = entry(&chance)
      book.send(last)
      let child = try bench.start(last.words, store: path, environment: planted)
      _ = child.wait(patience: .microseconds(chance.within(0...16_000)), kills: false)
      running.append((child, [last]))
    }
    try disk.cut()
    for (child, entries) in running {
      child.kill()
      // Said before the cut or after it: what was said has to be true.
      for (entry, position) in zip(entries, child.answer.acknowledged) {
        book.acknowledge(entry, at: position)
      }
    }
    try disk.comeBack()
    let next = entry(&chance)
    let broken = try bench.examine(path, &book, next: next, environment: planted)
    tally.count("acknowledged", book.acknowledged - before)
    return broken
  }

  private func record(_ book: inout Ledger, _ entry: LabEntry) throws {
    book.send(entry)
    let answer = try bench.need(entry.words, store: path, environment: planted)
    guard let position = answer.acknowledged.first else {
      throw LabError("record ended with 0 and acknowledged nothing")
    }
    book.acknowledge(entry, at: position)
  }

  /// A cut while the store is made, or right after.
  private func strikeInit(_ chance: inout Generator) throws -> [String] {
    let words = ["init", path, "--clinic", "Crash Lab", "--zone", "Europe/London", "-q"]
    let child = try bench.start(words, environment: planted)
    let answer = child.wait(patience: .microseconds(chance.within(3_000...40_000)), kills: false)
    try disk.cut()
    child.kill()
    try disk.comeBack()
    return try InitKill(bench).look(path, words, isDone: answer.ending.isSuccess)
  }
}
