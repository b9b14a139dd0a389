/// The middle of several rounds, and how far apart they lie.
struct Spread: Codable, Hashable {
  let median: Double
  let least: Double
  let most: Double

  init(_ rounds: [Double]) {
    let sorted = rounds.sorted()
    precondition(!sorted.isEmpty, "a spread of no rounds")
    least = sorted[0]
    most = sorted[sorted.count - 1]
    let middle = sorted.count / 2
    median = sorted.count % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2
  }

  /// Whether both could have come of the same thing.
  func overlaps(_ other: Spread) -> Bool { least <= other.most && other.least <= most }

  /// The median, with the least and the most in brackets.
  var text: String { "\(short(median)) (\(short(least))–\(short(most)))" }
}
