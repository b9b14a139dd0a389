import Foundation
import Testing

@testable import Benchmarks
// Foundation has one too.
@testable import enum Benchmarks.Unit

/// What the bench says of its own figures.
struct BaselineTests {
  @Test(arguments: [
    ([3.0, 1, 2], 2.0, 1.0, 3.0), ([4, 1, 2, 3], 2.5, 1, 4), ([7], 7, 7, 7),
  ])
  func `a spread is the middle of the rounds, the least and the most`(
    rounds: [Double], median: Double, least: Double, most: Double
  ) {
    let spread = Spread(rounds)
    #expect(spread.median == median)
    #expect(spread.least == least)
    #expect(spread.most == most)
  }

  @Test(arguments: [(1.24, false), (1.26, true), (0.5, false)])
  func `a ratio is worse if it grew by more than a quarter`(change: Double, isWorse: Bool) throws {
    let before = try run(ours: [200, 200, 200], theirs: [100, 100, 100])
    let now = try run(
      ours: [200 * change, 200 * change, 200 * change], theirs: [100, 100, 100])
    let baseline = Baseline(runs: ["10k": before])
    #expect(baseline.worse(now).count == (isWorse ? 1 : 0))
  }

  @Test func `a machine of half the speed is not a worse program`() throws {
    let baseline = Baseline(runs: ["10k": try run(ours: [200, 210, 190], theirs: [100, 90, 110])])
    let slow = try run(ours: [400, 420, 380], theirs: [200, 180, 220])
    #expect(baseline.worse(slow).isEmpty)
    #expect(baseline.apart(slow).isEmpty)
  }

  @Test(arguments: [(1.04, false), (1.06, true)])
  func `instructions are worse if they grew by more than a twentieth`(
    change: Double, isWorse: Bool
  ) throws {
    let before = try run(unit: .instructions, ours: [1_000], theirs: [])
    let now = try run(unit: .instructions, ours: [1_000 * change], theirs: [])
    #expect(Baseline(runs: ["10k": before]).worse(now).count == (isWorse ? 1 : 0))
  }

  @Test func `runs whose rounds have nothing in common are apart`() throws {
    let baseline = Baseline(runs: ["10k": try run(ours: [100, 110], theirs: [100, 100])])
    #expect(baseline.apart(try run(ours: [109, 120], theirs: [100, 100])).isEmpty)
    #expect(
      baseline.apart(try run(ours: [111, 120], theirs: [100, 100]))
        == ["work, to SQLite: 1.155 (1.11–1.2), was 1.05 (1.0–1.1)"])
  }

  @Test func `a peer that was not there meets no goal`() throws {
    var measurement = Measurement(
      Figure("work", "work", goals: [.ratio("PostgreSQL", atMost: 100)], sides: [.ours { 1 }]))
    try measurement.goRound()
    #expect(!measurement.outcome.goals[0].isMet)
  }

  /// A run with one figure, whose sides take so long in each round.
  private func run(
    unit: Unit = .time(per: nil), ours: [Double], theirs: [Double]
  ) throws -> Run {
    var round = 0
    var sides = [Figure.Side.ours { ours[round] }]
    if !theirs.isEmpty { sides.append(Figure.Side("SQLite") { theirs[round] }) }
    var measurement = Measurement(Figure("work", "work", unit: unit, sides: sides))
    while round < ours.count {
      try measurement.goRound()
      round += 1
    }
    return Run(
      size: "10k", events: 10_000, rounds: ours.count, commit: "0", date: "2000-01-01",
      machine: Machine(of: "/"), outcomes: [measurement.outcome])
  }
}
