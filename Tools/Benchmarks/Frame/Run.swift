import Foundation

/// The figures of one run, as they are written as JSON and kept as a baseline.
struct Run: Codable {
  /// `10k`, `100k`, `1m`, `5m`.
  let size: String
  let events: Int
  let rounds: Int
  let commit: String
  let date: String
  let machine: Machine
  var outcomes: [Outcome] = []

  func outcome(named name: String) -> Outcome? { outcomes.first { $0.name == name } }
}

/// The runs that later ones are held to, one of each size.
struct Baseline: Codable {
  var runs: [String: Run] = [:]

  static func read(_ path: String) throws -> Baseline {
    guard FileManager.default.fileExists(atPath: path) else { return Baseline() }
    return try JSONDecoder().decode(
      Baseline.self, from: Data(contentsOf: URL(fileURLWithPath: path)))
  }

  /// Keeps a run's figures; those of its size that it did not take stay as they were.
  mutating func keep(_ run: Run) {
    var kept = run
    let taken = Set(run.outcomes.map(\.name))
    kept.outcomes += runs[run.size]?.outcomes.filter { !taken.contains($0.name) } ?? []
    runs[run.size] = kept
  }

  /// The ratios whose rounds, now and then, have nothing in common: two runs that disagree.
  func apart(_ run: Run) -> [String] {
    guard let before = runs[run.size] else { return [] }
    return run.outcomes.flatMap { outcome -> [String] in
      let old = before.outcome(named: outcome.name)
      return outcome.sides.compactMap { side in
        guard let ratio = side.ratio,
          let kept = old?.sides.first(where: { $0.name == side.name })?.ratio,
          !ratio.overlaps(kept)
        else { return nil }
        return "\(outcome.name), to \(side.name): \(ratio.text), was \(kept.text)"
      }
    }
  }

  /// What is worse now than it was.
  ///
  /// A ratio, by more than a quarter; what noise does not move, by more than a twentieth. Times alone
  /// say more of the machine than of us and are not held to anything.
  func worse(_ run: Run) -> [String] {
    guard let before = runs[run.size] else { return ["there is no baseline of \(run.size) yet"] }
    return run.outcomes.flatMap { outcome -> [String] in
      guard let old = before.outcome(named: outcome.name) else { return [] }
      if outcome.unit != "ns" {
        let change = outcome.ours.cost.median / old.ours.cost.median
        return change > 1.05
          ? ["\(outcome.name): \(short(change)) × the \(outcome.unit) of \(before.commit)"] : []
      }
      return outcome.sides.compactMap { side in
        guard let ratio = side.ratio?.median,
          let kept = old.sides.first(where: { $0.name == side.name })?.ratio?.median,
          ratio > kept * 1.25
        else { return nil }
        return "\(outcome.name), to \(side.name): \(short(ratio)), was \(short(kept))"
      }
    }
  }
}

extension Encodable {
  /// As JSON that a diff reads well.
  func write(to path: String) throws {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
    try (encoder.encode(self) + Data("\n".utf8)).write(to: URL(fileURLWithPath: path))
  }
}
