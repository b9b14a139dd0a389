/// The table as the README shows it.
enum Markdown {
  static let head = """
    | what | Stipple | peer | the peer's | ratio | goal | |
    | --- | --- | --- | --- | --- | --- | --- |
    """

  static func title(of run: Run) -> String {
    """
    \(run.events) events, \(run.rounds) rounds, median (least–most) · \(run.commit) · \(run.date)
    \(run.machine.text)
    """
  }

  /// A line for each peer; one where there is none.
  static func lines(of outcome: Outcome) -> [String] {
    let ours = outcome.text(outcome.ours.cost)
    let general = outcome.goals.filter { $0.peer == nil }
    guard outcome.sides.count > 1 else { return [line(outcome, ours, nil, general)] }
    return outcome.sides.dropFirst().enumerated().map { place, side in
      let goals = outcome.goals.filter { $0.peer == side.name } + (place == 0 ? general : [])
      return line(outcome, ours, side, goals)
    }
  }

  private static func line(
    _ outcome: Outcome, _ ours: String, _ peer: Outcome.Side?, _ goals: [Outcome.Goal]
  ) -> String {
    let ratio = peer?.ratio.map { "**\(short($0.median))** (\(short($0.least))–\(short($0.most)))" }
    let goal = goals.map { goal in
      goal.peer == nil ? "≤ \(outcome.single(goal.atMost))" : "≤ \(short(goal.atMost)) ×"
    }
    let met = goals.isEmpty ? "" : goals.allSatisfy(\.isMet) ? "met" : "**missed**"
    let cells = [
      outcome.what, ours, peer?.name ?? "–", peer.map { outcome.text($0.cost) } ?? "–",
      ratio ?? "–", goal.joined(separator: ", "), met,
    ]
    return "| " + cells.joined(separator: " | ") + " |"
  }
}

extension Outcome {
  /// The median, with the least and the most in brackets where they differ.
  func text(_ spread: Spread) -> String {
    let middle = single(spread.median)
    let rate = per.map { ", \(short(1e3 / spread.median)) M \($0)/s" } ?? ""
    guard spread.least < spread.most else { return middle + rate }
    return "\(middle) (\(single(spread.least))–\(single(spread.most)))\(rate)"
  }

  /// One cost with its unit.
  func single(_ cost: Double) -> String {
    guard unit == "ns" else { return "\(short(cost)) \(unit)" }
    switch cost {
    case ..<1_000: return "\(short(cost)) ns"
    case ..<1_000_000: return "\(short(cost / 1_000)) µs"
    case ..<1_000_000_000: return "\(short(cost / 1_000_000)) ms"
    default: return "\(short(cost / 1_000_000_000)) s"
    }
  }
}

/// Three digits, no more.
func short(_ number: Double) -> String {
  switch number {
  case 100...: return "\(Int(number.rounded()))"
  case 10..<100: return "\((number * 10).rounded() / 10)"
  default: return "\((number * 1000).rounded() / 1000)"
  }
}
