/// A store that is recorded into until it is refused.
struct Filling {
  private let bench: Bench
  private let store: String
  private let planted: [String: String]
  private var ledger: Ledger
  private var number = 0
  private(set) var refused = 0

  init(_ bench: Bench, _ store: String, _ planted: [String: String]) throws {
    self.bench = bench
    self.store = store
    self.planted = planted
    ledger = Ledger(try bench.events(of: store))
  }

  private mutating func entry(_ chance: inout Generator) -> LabEntry {
    number += 1
    return LabEntry(
      id: "f-\(number)", note: chance.words(chance.pick([20, 400, 3_900])), on: "client/C1")
  }

  /// Records, one and many at a time, until one is refused.
  mutating func fill(_ chance: inout Generator, before: [String]) throws -> [String] {
    for _ in 0..<400 {
      let entries = (0..<(chance.once(in: 3) ? 1 : 40)).map { _ in entry(&chance) }
      for entry in entries { ledger.send(entry) }
      var words = entries[0].words
      if entries.count > 1 {
        let file = try bench.file("fill", lines: try entries.map { try $0.line })
        words = ["import", file, "--json"]
      }
      let answer = try bench.run(words, store: store, environment: planted, before: before)
      if answer.ending.isSuccess {
        // An import acknowledges all of its lines at once, with the first position.
        let first = answer.acknowledged.first ?? answer.importedFrom
        guard let first else { return ["exit 0, and nothing acknowledged"] }
        for (index, entry) in entries.enumerated() {
          ledger.acknowledge(entry, at: first + index)
        }
        if !planted.isEmpty { return [] }
      } else {
        refused += 1
        return complaint(answer).map { [$0] } ?? []
      }
    }
    return ["400 writes and the disk is not full yet"]
  }

  /// While nothing can be written: whatever would write is refused, and says so.
  mutating func refusals(_ chance: inout Generator, before: [String]) throws -> [String] {
    var broken: [String] = []
    let entries = (0..<400).map { _ in entry(&chance) }
    for entry in entries { ledger.send(entry) }
    let file = try bench.file("refused", lines: try entries.map { try $0.line })
    for words in [["import", file], ["import", file, "--batch", "30"]] {
      let answer = try bench.run(words, store: store, before: before)
      if answer.ending.isSuccess {
        broken.append("1.5 MB were taken where there was no room: \(words[0])")
      } else {
        refused += 1
        if let what = complaint(answer) { broken.append(what) }
      }
    }
    return broken + (try look())
  }

  /// What is wrong with how a refusal was told.
  private func complaint(_ answer: Answer) -> String? {
    guard answer.ending == .exited(74), answer.errorText.contains("error:") else {
      return "not told as a disk's error: \(answer.told)"
    }
    // Where the commit itself failed it may not claim that the disk is the only matter; the room is.
    let words = ["full", "no space", "room", "file size", "too large", "limit"]
    guard words.contains(where: { answer.errorText.lowercased().contains($0) }) else {
      return "the error does not say that there is no room: \(answer.told)"
    }
    return nil
  }

  /// Reads go on: the log is as it was acknowledged, SQL answers, nothing is damaged.
  mutating func look() throws -> [String] {
    var broken: [String] = []
    do {
      broken += try ledger.hold(try bench.events(of: store, after: ledger.head))
    } catch let error as LabError {
      broken.append("the log cannot be read on a full disk: \(error)")
    }
    for words in [
      ["query", "-c", "select count(*) from clients"], ["show", "client/C1"], ["log", "-n", "3"],
      ["replay", "--digest"],
    ] {
      let answer = try bench.run(words, store: store)
      if !answer.ending.isSuccess {
        broken.append("\(words[0]) on a full disk: \(answer.told)")
      }
    }
    if let damage = try bench.damage(of: store) { broken.append(damage) }
    return broken
  }

  /// With room again, writing goes on.
  mutating func goOn(_ chance: inout Generator) throws -> [String] {
    var broken = try bench.examine(store, &ledger, next: entry(&chance))
    let rebuild = try bench.run(["rebuild", "-q"], store: store)
    if !rebuild.ending.isSuccess { broken.append("rebuild with room again: \(rebuild.told)") }
    broken += try bench.examine(store, &ledger, next: entry(&chance))
    return broken
  }
}
