import Clinic
import ClinicSQL
import ClinicStore
import EventLog
import LMDB
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
          isMid ? [.ratio("now", atMost: 1.3)] : [], isMid ? [eventsRead(position)] : []),
        figure(
          "clients", "select count(name) from clients", name, position,
          isMid ? [.cost(atMost: 300_000_000)] : []),
        figure("serums", "select count(lot), sum(volume_ml) from serums", name, position, []),
      ]
    }
  }

  private func figure(
    _ table: String, _ sql: String, _ name: String, _ position: UInt64, _ goals: [Goal],
    _ peers: [Figure.Side] = []
  ) -> Figure {
    Figure(
      "past-\(table)-\(name)", "`\(table)` as of \(name) in the log", goals: goals,
      sides: [
        .ours { try self.ask(sql, at: position) }, .init("now") { try self.ask(sql, at: nil) },
      ] + peers)
  }

  private func ask(_ sql: String, at position: UInt64?) throws -> Double {
    stand.database.moment = position.map { Moment(position: $0, at: .now) }
    defer { stand.database.moment = nil }
    guard let statement = try stand.database.prepare(sql) else { return 0 }
    return try time { try statement.runThrough() }
  }

  /// Of the sessions that have changed since, the events up to the moment found and checked, and
  /// nothing made of them: whoever keeps no rows as they were takes as long.
  private func eventsRead(_ position: UInt64) -> Figure.Side {
    let streams = required {
      try stand.texts(
        """
        select id from sessions where first_position <= \(position) and last_position > \(position)
        """)
    }.map { StreamID(.session, $0) }
    let (environment, log) = (stand.store.environment, stand.store.log)
    return Figure.Side("their events, read") {
      try time {
        try environment.read { (txn) throws(LogError) in
          for stream in streams {
            try log.forEach(of: stream, in: txn.view) { event throws(LogError) in
              event.position < position ? .next : .stop
            }
          }
        }
      }
    }
  }
}
