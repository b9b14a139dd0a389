import Clinic
import ClinicSQL
import ClinicStore
import EventLog
import LMDB
import Records

/// A store of so many visits, and SQLite with the same rows beside it.
final class Workload {
  let store: ClinicStore
  let peer: Peer
  let database: Connection
  private(set) var events = 0
  private let visits: Int
  private let rounds = 7
  private static let visitsPerClient = 4

  init(folder: String, visits: Int) throws {
    self.visits = visits
    store = try ClinicStore.create(
      at: folder + "/clinic.stipple", clinic: "Bench", zone: .utc, recordedBy: "U1")
    peer = Peer(path: folder + "/peer.db")
    database = try Connection(store)
    try store.record([
      Self.entry("staff/U1", "staff-enrolled", #"{"name":"A","role":"owner"}"#)
    ])
    try store.record(
      (0...visits / Self.visitsPerClient).map { number in
        try Self.entry(
          "client/C\(number)", "client-registered", #"{"name":"X","born_on":"1980-01-01"}"#)
      })
    for first in stride(from: 0, to: visits, by: 500) {
      try store.record((first..<min(first + 500, visits)).flatMap(Self.visit))
    }
    events = Int(try store.head().position)
    try copyToPeer()
  }

  static func entry(_ stream: String, _ type: String, _ data: String) throws -> Entry {
    let type = try EventType.required(type)
    return Entry(
      stream: try StreamName.required(stream), type: type,
      payload: try type.record.record(fromJSON: data), recordedBy: "U1")
  }

  /// Eight events of one session.
  private static func visit(_ number: Int) throws -> [Entry] {
    let session = "session/S\(number)"
    return try [
      entry(
        session, "session-opened",
        #"{"client":"C\#(number / visitsPerClient)","practitioner":"U1"}"#),
      entry(session, "pre-treatment-checked", #"{"outcome":"fit"}"#),
    ] + (0..<6).map { pain in try entry(session, "pain-scored", Self.pain(pain + number)) }
  }

  private static func pain(_ seed: Int) -> String {
    #"{"phase":"needling","score":\#(seed % 11)}"#
  }

  /// The rows as ours are, read through SQL and put into tables of SQLite's own.
  private func copyToPeer() throws {
    peer.run("begin")
    var position: Int64 = 0
    try store.forEachEvent(EventRange()) { event in
      position += 1
      append(event, at: position)
      return true
    }
    try copy("select id, client, status from sessions") { row in
      peer.step(
        "insert into sessions values (?, ?, ?, ?)",
        row + [.blob([UInt8](repeating: 7, count: 200))])
    }
    try copy(
      """
      select position, session, client, phase, score, occurred_at, recorded_at, recorded_by
      from pain_scores
      """
    ) { row in peer.step("insert into pains values (?, ?, ?, ?, ?, ?, ?, ?)", row) }
    peer.run("commit")
    peer.run("pragma wal_checkpoint(truncate)")
  }

  private func append(_ event: StoredEvent, at position: Int64) {
    peer.step(
      "insert into log values (?, ?, ?, ?, ?)",
      [
        .integer(position), .text(event.envelope.stream.text),
        .integer(Int64(event.envelope.version)), .integer(Int64(event.envelope.type)),
        .blob(event.payload + [UInt8](repeating: 7, count: 250 - min(event.payload.count, 200))),
      ])
  }

  private func copy(_ sql: String, _ insert: ([Peer.Value]) -> Void) throws {
    guard let statement = try database.prepare(sql) else { return }
    while try statement.step() {
      insert(
        statement.columns.indices.map { column in
          switch statement.value(at: column) {
          case .integer(let integer): .integer(integer)
          case .text(let text): .text(text)
          case .null, .real, .blob: .text("")
          }
        })
    }
  }
}

extension Workload {
  /// One pain score a transaction: event, session row, fact row, indexes; each side durable.
  func measureDurableAppend() throws {
    try measureAppend("one durable command", perTransaction: 1, transactions: 40, goal: "≤ 1.5")
  }

  /// The same, 64 to a transaction.
  func measureBatchedAppend() throws {
    try measureAppend(
      "64 commands a transaction, each", perTransaction: 64, transactions: 10, goal: "≤ 0.8")
  }

  private func measureAppend(
    _ what: String, perTransaction: Int, transactions: Int, goal: String
  ) throws {
    var ours = Figure()
    var theirs = Figure()
    for round in 0..<rounds {
      let entries = try (0..<perTransaction).map { index in
        try Self.entry(
          "session/S\((index * 31 + round) % visits)", "pain-scored", Self.pain(index))
      }
      try ours.time(units: perTransaction * transactions) {
        for _ in 0..<transactions { _ = try store.record(entries) }
      }
      theirs.time(units: perTransaction * transactions) { () throws(Never) in
        for _ in 0..<transactions { writeToPeer(entries) }
      }
    }
    Figure.row(what, ours, theirs, goal: goal)
  }

  private func writeToPeer(_ entries: [Entry]) {
    peer.run("begin immediate")
    for entry in entries {
      guard case .stream(let stream) = entry.stream else { continue }
      peer.step(
        """
        insert into log select max(position) + 1, ?1,
          (select max(version) + 1 from log where stream = ?1), 413, ?2 from log
        """,
        [.text(stream.text), .blob(entry.payload + [UInt8](repeating: 7, count: 200))])
      peer.step(
        "update sessions set record = ?2 where id = ?1",
        [.text(stream.id), .blob([UInt8](repeating: 8, count: 200))])
      peer.step(
        """
        insert into pains select max(position), ?1, 'C1', 'needling', 3,
          '2026-01-01 10:00:00', '2026-01-01 10:00:00', 'U1' from log
        """, [.text(stream.id)])
    }
    peer.run("commit")
  }

  /// A filter and a sum over every pain score.
  func measureScan() throws {
    try measureQuery(
      "scan, filter and sum", rows: 1,
      ours: "select count(*), sum(score) from pain_scores where score >= 3",
      theirs: "select count(*), sum(score) from pains where score >= 3", repeats: 5,
      goal: "≤ 1.1")
    try measureQuery(
      "scan, text of every row", rows: nil,
      ours: "select session, recorded_by from pain_scores where recorded_by <> ''",
      theirs: "select session, recorded_by from pains where recorded_by <> ''", repeats: 5,
      goal: "≤ 1.1")
  }

  /// One session by its id.
  func measureKeyRead() throws {
    try measureQuery(
      "a row by key", rows: 1, ours: "select status from sessions where id = 'S77'",
      theirs: "select status from sessions where id = 'S77'", repeats: 20_000, goal: "≤ 0.4")
  }

  private func measureQuery(
    _ what: String, rows: Int?, ours sql: String, theirs peerSQL: String, repeats: Int,
    goal: String
  ) throws {
    var ours = Figure()
    var theirs = Figure()
    guard let statement = try database.prepare(sql) else { return }
    var count = 0
    for _ in 0..<rounds {
      try ours.time(units: repeats) {
        for _ in 0..<repeats {
          count = 0
          statement.reset()
          while try statement.step() {
            count += 1
            for column in statement.columns.indices { _ = statement.kind(at: column) }
          }
        }
      }
      theirs.time(units: repeats) { () throws(Never) in
        for _ in 0..<repeats {
          let found = peer.step(peerSQL)
          guard found == count else { fatalError("\(what): \(count) rows here, \(found) there") }
        }
      }
    }
    guard rows == nil || rows == count else { fatalError("\(what): \(count) rows") }
    Figure.row(what, ours, theirs, goal: goal)
  }

  /// Every session folded from the log, in memory.
  func measureFold() throws {
    var figure = Figure()
    var streams: [[StoredEvent]] = []
    for visit in 0..<min(visits, 5_000) {
      streams.append(try store.events(of: StreamID(.session, "S\(visit)")))
    }
    let total = streams.reduce(0) { $0 + $1.count }
    for _ in 0..<rounds {
      try figure.time(units: total) {
        for stream in streams {
          _ = fold(Session.self, id: "S", try effectiveEvents(stream))
        }
      }
    }
    Figure.row("fold, an event of a session", figure, nil, goal: "≤ 500 ns")
  }
}
