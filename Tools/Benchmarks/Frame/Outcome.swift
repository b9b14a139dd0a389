/// What a figure came to.
struct Outcome: Codable {
  let name: String
  let what: String
  let unit: String
  /// So many of what a second, where the table shows that.
  let per: String?
  /// Ours first.
  let sides: [Side]
  let goals: [Goal]

  struct Side: Codable {
    let name: String
    /// The cost of a unit of work in each round.
    let rounds: [Double]
    let cost: Spread
    /// Our cost over this side's, round by round; nil for our own.
    let ratio: Spread?
  }

  struct Goal: Codable {
    /// Whom it names; nil where it is about our cost alone.
    let peer: String?
    let atMost: Double
    let isMet: Bool
  }

  var ours: Side { sides[0] }
}

extension Goal {
  /// Whether the sides, ours first, reach it.
  func judged(_ sides: [Outcome.Side]) -> Outcome.Goal {
    switch self {
    case .cost(let most):
      return Outcome.Goal(peer: nil, atMost: most, isMet: sides[0].cost.median <= most)
    case .ratio(let peer, let most):
      let ratio = sides.first { $0.name == peer }?.ratio
      // A peer that could not be had proves nothing.
      return Outcome.Goal(peer: peer, atMost: most, isMet: ratio.map { $0.median <= most } ?? false)
    }
  }
}

extension Unit {
  var name: String {
    switch self {
    case .time: "ns"
    case .bytes: "bytes"
    case .instructions: "instructions"
    }
  }

  var per: String? {
    if case .time(let per) = self { return per }
    return nil
  }
}
