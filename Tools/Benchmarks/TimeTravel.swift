import Clinic
import ClinicSQL
import ClinicStore
import EventLog
import LMDB
import Records
import Simulation

/// What it costs to ask about the past, to replay, to rebuild and to verify, on a made-up clinic's log.
///
/// The peer of an answer about the past is the same answer about now; that of a rebuild, the same rows
/// put one by one.
final class TimeTravel {
  private let store: ClinicStore
  private let database: Connection
  private let head: UInt64
  private let folder: String
  private let simulation: Simulation
  private let rounds = 5

  init(folder: String, events: Int) throws {
    self.folder = folder
    // A visit is some 37 events, with all that a clinic records around it.
    simulation = Simulation(sessions: max(events / 37, 1), seed: 1)
    store = try Self.take(simulation, into: folder + "/clinic.stipple")
    database = try Connection(store)
    head = try store.head().position
    print("\(head) events, \(try store.environment.info().fileBytes / 1_000_000) MB\n")
  }

  /// A store in which every event's rows were put as the event was taken.
  private static func take(_ simulation: Simulation, into path: String) throws -> ClinicStore {
    let store = try ClinicStore.openOrCreateEmpty(at: path)
    try store.takeAsRecorded { take in try simulation.forEach(take) }
    return store
  }

  func measure() throws {
    try measurePast("select count(client), sum(max_depth_mm) from sessions", "sessions", "≤ 1.3")
    try measurePast("select count(name) from clients", "clients", "≤ 0.3 s")
    try measurePast("select count(lot), sum(volume_ml) from serums", "serums", "")
    try measureKey()
    try measureReplay()
    try measureRebuild()
    try measureVerify()
  }

  /// A whole table as of early, middle and recent moments, beside the same of now.
  private func measurePast(_ sql: String, _ table: String, _ goal: String) throws {
    for (name, position) in [("early", head / 10), ("middle", head / 2), ("recent", head - 1000)] {
      var past = Figure()
      var now = Figure()
      for _ in 0..<rounds {
        try past.time(units: 1) { try ask(sql, at: position) }
        try now.time(units: 1) { try ask(sql, at: nil) }
      }
      Figure.row("\(table) as of a \(name) moment, beside now", past, now, goal: goal)
    }
  }

  private func measureKey() throws {
    let ids = try texts("select id from sessions order by id limit 5000")
    for (name, position) in [("early", head / 10), ("middle", head / 2), ("recent", head - 1000)] {
      database.moment = Moment(position: position, at: .now)
      defer { database.moment = nil }
      var key = Figure()
      guard let statement = try database.prepare("select status from sessions where id = ?") else {
        return
      }
      for _ in 0..<rounds {
        try key.time(units: ids.count) {
          for id in ids {
            try statement.bind(.text(id), at: 1)
            while try statement.step() {}
          }
        }
      }
      Figure.row("a session by key as of a \(name) moment", key, nil, goal: "≤ 20 µs")
    }
    try measureWorstKey()
  }

  /// Sessions that have changed since the moment, so that each is folded again.
  private func measureWorstKey() throws {
    var key = Figure()
    let rows = try texts(
      "select id || ' ' || (last_position - 1) from sessions where version > 10 limit 2000")
    for _ in 0..<rounds {
      try key.time(units: rows.count) {
        for row in rows {
          let parts = row.split(separator: " ")
          database.moment = Moment(position: UInt64(parts[1]) ?? 0, at: .now)
          guard let statement = try database.prepare("select status from sessions where id = ?")
          else { return }
          try statement.bind(.text(String(parts[0])), at: 1)
          while try statement.step() {}
        }
      }
    }
    database.moment = nil
    Figure.row("the same, folded again, with preparing", key, nil, goal: "≤ 20 µs")
  }

  private func measureReplay() throws {
    for table in [Session.table, SerumFact.table, Client.table] {
      var figure = Figure()
      for _ in 0..<rounds {
        try figure.time(units: Int(head)) { _ = try store.replay([table]) }
      }
      Figure.row("replay of \(table.name), an event of the log", figure, nil, goal: "≤ 500 ns")
    }
    var all = Figure()
    for _ in 0..<rounds { try all.time(units: Int(head)) { _ = try store.replay() } }
    Figure.row("replay of all tables, an event", all, nil, goal: "")
  }

  /// Rebuilding, beside taking the same events, whose rows are put one by one.
  private func measureRebuild() throws {
    var ours = Figure()
    var peer = Figure()
    for round in 0..<rounds {
      try ours.time(units: Int(head)) { _ = try store.rebuild() }
      try peer.time(units: Int(head)) {
        _ = try Self.take(simulation, into: "\(folder)/round-\(round).stipple")
      }
      try removeFolder("\(folder)/round-\(round).stipple")
    }
    Figure.row(
      "rebuild of all tables, written, beside row by row, an event", ours, peer, goal: "≤ 0.1")
  }

  private func measureVerify() throws {
    var figure = Figure()
    for _ in 0..<rounds { try figure.time(units: Int(head)) { _ = try store.verify() } }
    Figure.row("verify, an event", figure, nil, goal: "≤ 833 ns (1.2 M/s)")
  }

  private func ask(_ sql: String, at position: UInt64?) throws {
    database.moment = position.map { Moment(position: $0, at: .now) }
    defer { database.moment = nil }
    guard let statement = try database.prepare(sql) else { return }
    while try statement.step() {}
  }

  private func texts(_ sql: String) throws -> [String] {
    var texts: [String] = []
    guard let statement = try database.prepare(sql) else { return [] }
    while try statement.step() { texts.append(statement.text(at: 0)) }
    return texts
  }
}
