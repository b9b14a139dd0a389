import ClinicSQL
import ClinicStore
import Records

/// The same work on a hundredth, a tenth and all of the events: what must not grow, and what grows in
/// line, told by the row or the event.
final class Growth: Exercise {
  static let name = "growth"
  private let stands: [(name: String, stand: Stand)]

  init(_ stand: Stand) throws {
    stands = [
      ("Stipple", stand), ("at a tenth", try stand.part(10)),
      ("at a hundredth", try stand.part(100)),
    ]
  }

  var figures: [Figure] {
    [
      figure("grow-open", "open, `select 1`") { stand in
        let command = Command(
          stand.options.stipple, ["query", "-c", "select 1", "--store", stand.store.path])
        return { try command.timeEach(10) }
      },
      figure("grow-record", "one durable command") { stand in
        var count = 0
        let stand = stand.writing
        let visits = stand.visits
        return {
          try stand.store.recordInTurn(20) {
            count += 1
            return [try visits.painScore(count)]
          } / 20
        }
      },
      figure("grow-audit", "`stipple audit` of one session") { stand in
        let id = try stand.texts("select id from sessions where status = 'closed' limit 1").first
        let command = Command(
          stand.options.stipple, ["audit", id ?? "S1", "--store", stand.store.path])
        return { try command.timeEach(10) }
      },
      figure("grow-key", "a row by key") { stand in try Self.byKey(stand, at: nil) },
      figure("grow-key-mid", "a row by key as of mid in the log") { stand in
        try Self.byKey(stand, at: UInt64(stand.events / 2))
      },
      figure("grow-scan", "scan of `passes`, a row") { stand in
        let rows = Int(try stand.texts("select count(*) from passes").first ?? "") ?? 1
        let statement = try stand.database.prepare(
          "select count(*), sum(passes) from passes where depth_mm > 1.0")
        return { try time(units: rows * 10) { for _ in 0..<10 { try statement?.runThrough() } } }
      },
      figure("grow-replay", "replay of all tables, an event") { stand in
        { try time(units: stand.events) { _ = try stand.store.replay() } }
      },
    ]
  }

  private static func byKey(_ stand: Stand, at position: UInt64?) throws -> () throws -> Double {
    let ids = try stand.texts("select id from sessions order by first_position limit 1000")
    return {
      stand.database.moment = position.map { Moment(position: $0, at: .now) }
      defer { stand.database.moment = nil }
      let statement = try stand.database.prepare("select status from sessions where id = ?")
      return try time(units: ids.count * 3) {
        for id in ids + ids + ids {
          try statement?.bind(.text(id), at: 1)
          try statement?.runThrough()
        }
      }
    }
  }

  private func figure(
    _ name: String, _ what: String, _ work: (Stand) throws -> () throws -> Double
  ) -> Figure {
    Figure(
      name, what, goals: [.ratio("at a hundredth", atMost: 1.5)],
      sides: required { try stands.map { Figure.Side($0.name, try work($0.stand)) } })
  }
}
