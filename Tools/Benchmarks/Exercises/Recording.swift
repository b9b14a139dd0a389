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
  private var countInSQLite = 0

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
      let count = 40
      bare[commands] = try BareCommit(stand, of: count) {
        for _ in 0..<count { _ = try stand.store.record(next(commands)) }
      }
      // Each peer begins with as much: what a transaction writes grows with what there is.
      _ = try recordInSQLite(commands, count)
      _ = try postgres?.record(commands, count)
      _ = try eventsourcing?.ask("record \(commands) \(count)")
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
      Figure.Side("SQLite") { try self.recordInSQLite(commands, transactions) / units },
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

  /// Nanoseconds of so many transactions of so many commands, in the sessions in turn as ours are.
  private func recordInSQLite(_ commands: Int, _ transactions: Int) throws -> Double {
    let turns = (0..<transactions).map { _ in
      (0..<commands).map { _ in
        countInSQLite += 1
        return visits.session(countInSQLite)
      }
    }
    return try time { for turn in turns { try sqlite.record(in: turn) } }
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
