import ClinicSQL
import ClinicStore
import Records

/// A row by its key, now and as of other moments.
final class Keys: Exercise {
  static let name = "key"
  private let stand: Stand
  private let ids: [String]

  init(_ stand: Stand) throws {
    self.stand = stand
    _ = stand.sqlite
    ids = try stand.texts(
      "select id from sessions where id not like 'BENCH%' order by id limit 5000")
  }

  var figures: [Figure] { [now] + pasts + [refolded] }

  private var now: Figure {
    let sql = "select status from sessions where id = ?"
    let ours = required { try stand.database.prepare(sql) }
    let theirs = required { try stand.sqlite.prepare(sql) }
    return Figure(
      "key-now", "a row by key, autocommit", goals: [.ratio("SQLite", atMost: 0.4)],
      sides: [
        .ours { try self.eachID { try ours?.find($0) } },
        Figure.Side("SQLite") {
          try self.eachID {
            theirs.bind($0, at: 1)
            theirs.runThrough()
          }
        },
      ])
  }

  private var pasts: [Figure] {
    stand.moments.map { name, position in
      Figure(
        "key-\(name)", "a session by key as of \(name) in the log", goals: [.cost(atMost: 20_000)],
        sides: [
          .ours {
            self.stand.database.moment = Moment(position: position, at: .now)
            defer { self.stand.database.moment = nil }
            let statement = try self.stand.database.prepare(
              "select status from sessions where id = ?")
            return try self.eachID { try statement?.find($0) }
          }
        ])
    }
  }

  /// Sessions that have changed since the moment, so that each is folded again.
  private var refolded: Figure {
    let rows = required {
      try stand.texts(
        """
        select id || ' ' || (last_position - 1) from sessions
        where version > 10 and id not like 'BENCH%' limit 2000
        """)
    }.map { $0.split(separator: " ") }
    return Figure(
      "key-refolded", "a session by key just before its last event", goals: [.cost(atMost: 20_000)],
      sides: [
        .ours {
          let statement = try self.stand.database.prepare(
            "select status from sessions(?2) where id = ?1")
          return try time(units: rows.count) {
            for row in rows {
              try statement?.bind(.integer(Int64(row[1]) ?? 0), at: 2)
              try statement?.find(String(row[0]))
            }
          }
        }
      ])
  }

  private func eachID(_ body: (String) throws -> Void) throws -> Double {
    try time(units: ids.count) { for id in ids { try body(id) } }
  }
}

extension Statement {
  fileprivate func find(_ id: String) throws {
    try bind(.text(id), at: 1)
    while try step() { withBytes(at: 0) { _ = $0.count } }
  }
}

extension Stand {
  /// Moments of the log to look back to.
  var moments: [(name: String, position: UInt64)] {
    let head = UInt64(events)
    return [("early", head / 10), ("mid", head / 2), ("late", head - min(head / 10, 1_000))]
  }
}
