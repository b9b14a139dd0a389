import ClinicSQL
import ClinicStore
import Records

/// Whole tables as of another moment, beside now.
final class Past: Exercise {
  static let name = "past"
  private let stand: Stand

  init(_ stand: Stand) throws { self.stand = stand }

  var figures: [Figure] {
    stand.moments.flatMap { name, position in
      let isMid = name == "mid"
      return [
        figure(
          "sessions", "select count(client), sum(max_depth_mm) from sessions", name, position,
          isMid ? [.ratio("now", atMost: 1.3)] : []),
        figure(
          "clients", "select count(name) from clients", name, position,
          isMid ? [.cost(atMost: 300_000_000)] : []),
        figure("serums", "select count(lot), sum(volume_ml) from serums", name, position, []),
      ]
    }
  }

  private func figure(
    _ table: String, _ sql: String, _ name: String, _ position: UInt64, _ goals: [Goal]
  ) -> Figure {
    Figure(
      "past-\(table)-\(name)", "`\(table)` as of \(name) in the log", goals: goals,
      sides: [
        .ours { try self.ask(sql, at: position) }, .init("now") { try self.ask(sql, at: nil) },
      ])
  }

  private func ask(_ sql: String, at position: UInt64?) throws -> Double {
    stand.database.moment = position.map { Moment(position: $0, at: .now) }
    defer { stand.database.moment = nil }
    guard let statement = try stand.database.prepare(sql) else { return 0 }
    return try time { try statement.runThrough() }
  }
}
