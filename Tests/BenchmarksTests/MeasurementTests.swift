import Testing

@testable import Benchmarks

struct MeasurementTests {
  @Test func `a short round counts as it is when it is done again`() throws {
    var done = 0
    let figure = Figure(
      "work", "work",
      sides: [
        .ours {
          done += 1
          return Double(done)
        }
      ])
    var measurement = Measurement(figure)
    try measurement.goRound()
    try measurement.goRound()
    #expect(measurement.outcome.ours.rounds == [2, 4])
  }

  @Test func `what noise does not move is counted once`() throws {
    var done = 0
    let figure = Figure(
      "work", "work", unit: .instructions,
      sides: [
        .ours {
          done += 1
          return 7
        }
      ])
    var measurement = Measurement(figure)
    for _ in 0..<3 { try measurement.goRound() }
    #expect(done == 1)
    #expect(measurement.outcome.ours.rounds == [7])
  }

  @Test func `who begins changes from round to round, and ratios keep to their round`() throws {
    var order: [String] = []
    func side(_ name: String, _ costs: [Double]) -> Figure.Side {
      var round = 0
      return Figure.Side(name) {
        order.append(name)
        round += 1
        return costs[(round - 1) / 2]
      }
    }
    var measurement = Measurement(
      Figure("work", "work", sides: [side("Stipple", [10, 40]), side("SQLite", [5, 10])]))
    try measurement.goRound()
    try measurement.goRound()
    // Each is done twice, since both are short.
    #expect(
      order == [
        "Stipple", "Stipple", "SQLite", "SQLite", "SQLite", "SQLite", "Stipple", "Stipple",
      ])
    #expect(measurement.outcome.sides[1].ratio == Spread([2, 4]))
  }
}
