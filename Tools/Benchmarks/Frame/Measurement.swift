import Glibc

/// A figure being measured, a round at a time, so that its rounds can lie minutes apart: a spread of
/// rounds in a row says how still the machine was for a moment, and nothing of the next run.
struct Measurement {
  let figure: Figure
  private var costs: [[Double]]

  /// Nanoseconds: a shorter round is done twice, and counts as it is when its data and code are at
  /// hand.
  private static let short = 50e6

  init(_ figure: Figure) {
    self.figure = figure
    costs = [[Double]](repeating: [], count: figure.sides.count)
  }

  /// Does one more round, each side's in turn, and who begins changing from one round to the next.
  mutating func goRound() throws {
    let rounds = costs[0].count
    if figure.isExact, rounds == 1 { return }
    let order = Array(figure.sides.indices)
    for side in rounds % 2 == 0 ? order : order.reversed() {
      // Nobody waits for the disk to take what another has written.
      sync()
      var cost = 0.0
      let took = try time { cost = try figure.sides[side].round() }
      if took < Self.short, !figure.isExact { cost = try figure.sides[side].round() }
      costs[side].append(cost)
    }
  }

  /// What the rounds so far, of which there must be one, came to.
  var outcome: Outcome {
    let sides = figure.sides.indices.map { side in
      Outcome.Side(
        name: figure.sides[side].name, rounds: costs[side], cost: Spread(costs[side]),
        ratio: side == 0 ? nil : Spread(zip(costs[0], costs[side]).map { $0 / $1 }))
    }
    return Outcome(
      name: figure.name, what: figure.what, unit: figure.unit.name, per: figure.unit.per,
      sides: sides, goals: figure.goals.map { $0.judged(sides) })
  }
}
