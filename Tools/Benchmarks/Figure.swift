import Glibc

/// The times of one piece of work, in nanoseconds a unit of it.
struct Figure {
  private(set) var rounds: [Double] = []

  /// Runs the work once, of so many units.
  mutating func time<Failure: Error>(units: Int, _ work: () throws(Failure) -> Void) throws(Failure)
  {
    let start = Self.clock()
    try work()
    rounds.append(Double(Self.clock() - start) / Double(units))
  }

  var median: Double { rounds.sorted()[rounds.count / 2] }

  /// Median, and the least and most in brackets.
  var text: String {
    "\(Self.text(median)) (\(Self.text(rounds.min() ?? 0))–\(Self.text(rounds.max() ?? 0)))"
  }

  /// A row of the table.
  static func row(_ what: String, _ ours: Figure, _ peer: Figure?, goal: String) {
    let ratio = peer.map { rounded(ours.median / $0.median) } ?? "–"
    defer { fflush(nil) }
    print("| \(what) | \(ours.text) | \(peer?.text ?? "–") | \(ratio) | \(goal) |")
  }

  private static func clock() -> Int64 {
    var time = timespec()
    clock_gettime(CLOCK_MONOTONIC, &time)
    return Int64(time.tv_sec) * 1_000_000_000 + Int64(time.tv_nsec)
  }

  private static func text(_ nanoseconds: Double) -> String {
    switch nanoseconds {
    case ..<1_000: "\(rounded(nanoseconds)) ns"
    case ..<1_000_000: "\(rounded(nanoseconds / 1_000)) µs"
    default: "\(rounded(nanoseconds / 1_000_000)) ms"
    }
  }

  private static func rounded(_ number: Double) -> String {
    number >= 100 ? "\(Int(number.rounded()))" : "\((number * 100).rounded() / 100)"
  }
}
