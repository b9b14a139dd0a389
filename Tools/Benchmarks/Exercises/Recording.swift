import ClinicStore
import EventLog
import Records

/// A command durable when it is answered: its event, the tree, the row of its stream, its fact row
/// and indexes in one transaction; each peer writes event, row, fact row and the same indexes.
final class Recording: Exercise {
  static let name = "record"
  private let stand: Stand
  private let visits: Visits
  private let sqlite: SQLiteRecording
  private let postgres: PostgresPeer?
  private let eventsourcing: PeerProcess?
  /// By commands of a transaction.
  private var bare: [Int: BareCommit] = [:]
  private var count = 0

  init(_ stand: Stand) throws {
    let stand = stand.writing
    self.stand = stand
    visits = stand.visits
    sqlite = try SQLiteRecording(stand)
    postgres = try stand.options.postgres.map { try PostgresPeer(stand, socket: $0) }
    eventsourcing = try? PeerProcess(
      "eventsourcing", stand.options.python,
      ["Tools/Peers/eventsourcing_peer.py", stand.folder + "/eventsourcing.db"])
    for commands in [1, 64] {
      bare[commands] = try BareCommit(stand, of: 40) {
        for _ in 0..<40 { _ = try stand.store.record(next(commands)) }
      }
    }
  }

  var figures: [Figure] {
    [
      figure(
        "record-one", "one durable command", commands: 1, transactions: 40,
        [.ratio("SQLite", atMost: 1.5), .ratio("PostgreSQL", atMost: 1)]),
      figure(
        "record-64", "64 commands a transaction, each", commands: 64, transactions: 10,
        [.ratio("SQLite", atMost: 0.8)]),
    ]
  }

  private func figure(
    _ name: String, _ what: String, commands: Int, transactions: Int, _ goals: [Goal]
  ) -> Figure {
    let units = Double(commands * transactions)
    var sides: [Figure.Side] = [
      .ours {
        try self.stand.store.recordInTurn(transactions) {
          try self.next(commands)
        } / units
      },
      Figure.Side("SQLite") {
        let scores = (0..<commands).map { self.visits.ids[$0 * 31 % self.visits.ids.count] }
        return try time(units: Int(units)) {
          for _ in 0..<transactions { try self.sqlite.record(in: scores) }
        }
      },
    ]
    if let postgres {
      sides.append(
        Figure.Side("PostgreSQL") { try postgres.record(commands, transactions) / units })
    }
    if let eventsourcing {
      sides.append(
        Figure.Side("eventsourcing") {
          try eventsourcing.ask("record \(commands) \(transactions)") / units
        })
    }
    if let bare = bare[commands] {
      sides.append(Figure.Side(BareCommit.name) { try bare.commit(transactions) / units })
    }
    return Figure(name, what, goals: goals, sides: sides)
  }

  private func next(_ commands: Int) throws -> [Entry] {
    try (0..<commands).map { _ in
      count += 1
      return try visits.painScore(count)
    }
  }
}

extension ClinicStore {
  /// Nanoseconds of so many transactions, of entries made before the clock starts.
  func recordInTurn(_ transactions: Int, _ entries: () throws -> [Entry]) throws -> Double {
    let batches = try (0..<transactions).map { _ in try entries() }
    return try time { for batch in batches { try record(batch) } }
  }
}
