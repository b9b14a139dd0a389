/// One line of the table: the same work done by us and by each peer, so much of it a round.
struct Figure {
  /// Names it in the baseline and after `--only`; it stays once there is a baseline.
  let name: String
  /// What a reader of the table sees.
  let what: String
  let unit: Unit
  let goals: [Goal]
  /// Ours first, then the peers, which rounds take in turn.
  let sides: [Side]
  /// Whether it comes out the same each time, so that one round tells all.
  var isExact: Bool { unit == .bytes || unit == .instructions }

  init(
    _ name: String, _ what: String, unit: Unit = .time(per: nil), goals: [Goal] = [],
    sides: [Side]
  ) {
    self.name = name
    self.what = what
    self.unit = unit
    self.goals = goals
    self.sides = sides
  }

  /// One who does the work.
  struct Side {
    let name: String
    /// Does a round of it, and gives what a unit of it cost.
    let round: () throws -> Double

    init(_ name: String, _ round: @escaping () throws -> Double) {
      self.name = name
      self.round = round
    }

    /// Our side.
    static func ours(_ round: @escaping () throws -> Double) -> Side { Side("Stipple", round) }
  }
}

/// What a figure counts.
enum Unit: Hashable {
  /// Nanoseconds, of one piece of work; shown as so many of `per` a second where that is named.
  case time(per: String?)
  case bytes
  case instructions
}

/// What a figure is to reach.
enum Goal {
  /// Our cost over a peer's.
  case ratio(_ peer: String, atMost: Double)
  /// Our cost, in the figure's unit.
  case cost(atMost: Double)

  /// At least so many units of work a second.
  static func rate(atLeast perSecond: Double) -> Goal { .cost(atMost: 1e9 / perSecond) }
}

/// Figures that share what has to be made ready for them.
protocol Exercise {
  /// Names them after `--only`.
  static var name: String { get }

  /// Makes ready what no round is to pay for.
  init(_ stand: Stand) throws

  var figures: [Figure] { get }
}
