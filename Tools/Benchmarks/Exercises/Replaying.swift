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

  init(_ stand: Stand) throws {
    self.stand = stand
    // A store of its own, which no other exercise records in.
    store = try Stand.take(stand.simulation, into: stand.folder + "/replayed.stipple")
    lines = try stand.firstEvents(20_000).map { Data(EventLine.json(of: $0)) }
    eventsourcing = try? PeerProcess(
      "eventsourcing", stand.options.python,
      ["Tools/Peers/eventsourcing_peer.py", stand.folder + "/replayed.db"])
    try eventsourcing?.ask("fill \(min(stand.events, 20_000))")
  }

  var figures: [Figure] {
    [replayOfOne] + others + [rebuild, rebuildOfOne, verify]
  }

  private var replayOfOne: Figure {
    var sides: [Figure.Side] = [
      .ours { try time(units: self.stand.events) { _ = try self.store.replay([Session.table]) } },
      Figure.Side("Foundation's JSON") {
        try time(units: self.lines.count) {
          for line in self.lines { _ = try JSONSerialization.jsonObject(with: line) }
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

  /// Beside the rows put one by one as the same events are taken, less the log's own part of that.
  private var rebuild: Figure {
    let path = stand.folder + "/row-by-row.stipple"
    return Figure(
      "rebuild", "rebuild of all tables, written, an event", unit: .time(per: "event"),
      goals: [.ratio("row by row", atMost: 0.1)],
      sides: [
        .ours { try time(units: self.stand.events) { _ = try self.store.rebuild() } },
        Figure.Side("row by row") {
          let events = try self.stand.firstEvents(.max)
          defer { remove(path) }
          let both = try time(units: events.count) {
            let store = try ClinicStore.openOrCreateEmpty(at: path)
            try store.takeAsRecorded { take in for event in events { try take(event) } }
          }
          remove(path)
          return try both - self.logAlone(events, path)
        },
      ])
  }

  /// Nanoseconds an event of taking the events into a log without tables.
  private func logAlone(_ events: [StoredEvent], _ path: String) throws -> Double {
    let environment = try StoreFolder.create(at: path).createEnvironment()
    let log = try EventLog(in: environment)
    return try time(units: events.count) {
      try environment.write(label: "bench") { (txn: inout WriteTransaction) throws(LogError) in
        var end = try log.end(in: txn.view)
        for event in events { try log.appendAsRecorded(event, after: &end, to: &txn) }
        try log.keep(end, in: &txn)
      }
    }
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

  private var verify: Figure {
    Figure(
      "verify", "verify: every record, hash, index and table, an event", unit: .time(per: "event"),
      goals: [.rate(atLeast: 1.2e6)],
      sides: [.ours { try time(units: self.stand.events) { _ = try self.store.verify() } }])
  }
}
