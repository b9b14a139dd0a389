import Clinic
import ClinicStore
import EventLog
import Foundation
import LMDB
import Records

/// The log folded again: tables in memory, tables written, everything verified.
final class Replaying: Exercise {
  static let name = "replay"
  private let stand: Stand
  private let store: ClinicStore
  private let lines: [Data]
  private let eventsourcing: PeerProcess?
  private let copy: PeerProcess?

  init(_ stand: Stand) throws {
    self.stand = stand
    // A store of its own, which no other exercise records in.
    store = try Stand.take(stand.simulation, into: stand.folder + "/replayed.stipple")
    lines = try stand.firstEvents(20_000).map { Data(EventLine.json(of: $0)) }
    eventsourcing = try? PeerProcess(
      "eventsourcing", stand.options.python,
      ["Tools/Peers/eventsourcing_peer.py", stand.folder + "/replayed.db"])
    try eventsourcing?.ask("fill \(min(stand.events, 20_000))")
    copy = try? PeerProcess("C, as copied", stand.options.peers + "/copy", [store.path])
  }

  var figures: [Figure] {
    [replayOfOne] + others + [rebuild, rebuildOfOne, verifyHashes, verify]
  }

  private var replayOfOne: Figure {
    var sides: [Figure.Side] = [
      .ours { try time(units: self.stand.events) { _ = try self.store.replay([Session.table]) } },
      Figure.Side("Foundation's JSON") {
        try time(units: self.lines.count) {
          var fold = FoundationFold()
          for line in self.lines { try fold.take(line) }
          precondition(!fold.sessions.isEmpty)
        }
      },
    ]
    if let eventsourcing {
      sides.append(
        Figure.Side("eventsourcing") {
          try eventsourcing.ask("replay") / Double(min(self.stand.events, 20_000))
        })
    }
    return Figure(
      "replay-sessions", "replay of `sessions`, an event of the log", unit: .time(per: "event"),
      goals: [.ratio("Foundation's JSON", atMost: 0.05), .rate(atLeast: 2e6)], sides: sides)
  }

  private var others: [Figure] {
    let tables = [SerumFact.table, Client.table].map { table in
      Figure(
        "replay-\(table.name)", "replay of `\(table.name)`, an event of the log",
        unit: .time(per: "event"), goals: [.rate(atLeast: 2e6)],
        sides: [.ours { try time(units: self.stand.events) { _ = try self.store.replay([table]) } }]
      )
    }
    let all = Figure(
      "replay-all", "replay of all tables, an event", unit: .time(per: "event"),
      sides: [.ours { try time(units: self.stand.events) { _ = try self.store.replay() } }])
    return tables + [all]
  }

  /// Beside the rows of the same events, put one by one, and beside a program in C that has the
  /// entries made and sorted beforehand.
  private var rebuild: Figure {
    let path = stand.folder + "/row-by-row.lmdb"
    var sides: [Figure.Side] = [
      .ours { try time(units: self.stand.events) { _ = try self.store.rebuild() } },
      Figure.Side("row by row") {
        let events = try self.stand.firstEvents(.max)
        remove(path)
        defer { remove(path) }
        // Room from the start, so that nothing is done twice for a map that has to grow.
        var options = Environment.Options()
        options.mapSize = max(options.mapSize, events.count << 14)
        let environment = try StoreFolder.create(at: path).createEnvironment(options)
        var rows = try RowByRow(in: environment)
        return try time(units: events.count) {
          var txn = try environment.beginWrite(label: "bench")
          for event in events { try rows.take(event, in: &txn) }
          try txn.commit()
        }
      },
    ]
    if let copy {
      sides.append(
        Figure.Side("C, as copied") {
          try copy.ask("copy \(self.stand.folder)/copied") / Double(self.stand.events)
        })
    }
    return Figure(
      "rebuild", "rebuild of all tables, written, an event", unit: .time(per: "event"),
      goals: [.ratio("row by row", atMost: 0.1)], sides: sides)
  }

  /// One table replayed, sealed and put in key order into an environment of its own.
  private var rebuildOfOne: Figure {
    let path = stand.folder + "/one-table.lmdb"
    return Figure(
      "rebuild-one", "rebuild of `sessions`, rows written, an event", unit: .time(per: "event"),
      goals: [.rate(atLeast: 1e6)],
      sides: [
        .ours {
          remove(path)
          defer { remove(path) }
          let environment = try StoreFolder.create(at: path).createEnvironment()
          let row = try environment.table("row", create: true)
          return try time(units: self.stand.events) {
            guard let table = try self.store.replay([Session.table])[Session.table] else { return }
            try environment.write(label: "bench") {
              (txn: inout WriteTransaction) throws(LMDBError) in
              var value: [UInt8] = []
              for place in 0..<table.count {
                value.removeAll(keepingCapacity: true)
                table.record(place).withUnsafeBytes { value.append(contentsOf: $0) }
                Checksum.append(to: &value)
                try txn.put(row, table.key(place), value.span.bytes, .append)
              }
            }
          }
        }
      ])
  }

  /// The part of verifying that is the log's: every record's checksum and hash, and the tree of them.
  private var verifyHashes: Figure {
    Figure(
      "verify-hashes", "verify of every hash and the tree, an event", unit: .time(per: "event"),
      goals: [.rate(atLeast: 1.2e6)],
      sides: [
        .ours {
          try time(units: self.stand.events) {
            let log = self.store.log
            try self.store.environment.read { (txn) throws(LogError) in
              var tree = MerkleFrontier()
              try log.forEach(in: txn.view) { event throws(LogError) in
                tree.append(event.leafHash)
                return .next
              }
              let kept = try log.frontier(in: txn.view)
              precondition(tree == kept)
            }
          }
        }
      ])
  }

  private var verify: Figure {
    Figure(
      "verify", "verify: every record, hash, index and table, an event", unit: .time(per: "event"),
      sides: [.ours { try time(units: self.stand.events) { _ = try self.store.verify() } }])
  }
}
