import Clinic
import ClinicSQL
import ClinicStore
import EventLog
import LMDB
import Records

/// One piece of work that is done over and over, walked in a process of its own.
enum HotPath: String, CaseIterable {
  case record, judge, append, fold, read, replay, verify, scan, text, key, past, line

  var what: String {
    switch self {
    case .record: "instructions of one durable command"
    case .judge: "instructions of a command in a transaction of 64"
    case .append: "instructions to append an event to a log alone"
    case .fold: "instructions to fold an event of a session"
    case .read: "instructions to read an event and four of its fields"
    case .replay: "instructions to replay an event of the log into `sessions`"
    case .verify: "instructions to verify an event and all that follows from it"
    case .scan: "instructions to scan a row by SQL, filter and sum"
    case .text: "instructions to scan a row by SQL, two texts"
    case .key: "instructions of a row by key, by SQL"
    case .past: "instructions to scan a row of `sessions` as of mid in the log, by SQL"
    case .line: "instructions to read a line of NDJSON as an event"
    }
  }

  /// How often it is walked at least.
  var walks: Int {
    switch self {
    case .record, .scan, .text: 20
    case .judge, .append, .read: 3
    case .fold, .replay, .verify, .past, .line: 2
    case .key: 500
    }
  }

  /// `hot PATH TIMES STORE`: walks it so often, and prints how many units that were.
  static func walk(_ arguments: [String]) throws {
    guard arguments.count == 3, let path = HotPath(rawValue: arguments[0]),
      let times = Int(arguments[1])
    else { throw Refusal("hot takes a path, how often, and a store") }
    let store = try ClinicStore.openAsFound(at: arguments[2])
    say("\(try path.walk(times, store))")
  }

  private func walk(_ times: Int, _ store: ClinicStore) throws -> Int {
    switch self {
    case .record: return try record(times, perTransaction: 1, store)
    case .judge: return try record(times, perTransaction: 64, store)
    case .append: return try append(times, store)
    case .fold: return try fold(times, store)
    case .read: return try read(times, store)
    case .replay: return try replay(times, store)
    case .verify: return try verify(times, store)
    case .scan:
      return try ask(
        times, "select count(*), sum(score) from pain_scores where score >= 3", rows: "pain_scores",
        store)
    case .text:
      return try ask(
        times, "select session, recorded_by from pain_scores where recorded_by <> ''",
        rows: "pain_scores", store)
    case .key:
      return try ask(times, "select status from sessions where id = 'S1'", rows: nil, store)
    case .past:
      return try ask(
        times, "select count(client), sum(max_depth_mm) from sessions", rows: "sessions", store,
        at: Moment(position: store.head().position / 2, at: .now))
    case .line: return try line(times, store)
    }
  }

  private func record(_ times: Int, perTransaction: Int, _ store: ClinicStore) throws -> Int {
    let visits = Visits(opened: "U4")
    let entries = try (0..<perTransaction).map { try visits.painScore($0) }
    for _ in 0..<times { try store.record(entries) }
    return times * perTransaction
  }

  private func append(_ times: Int, _ store: ClinicStore) throws -> Int {
    let log = AppendedLog(try store.first(5_000), in: store.path)
    for _ in 0..<times { _ = try log.append() }
    return times * log.count
  }

  private func fold(_ times: Int, _ store: ClinicStore) throws -> Int {
    var units = 0
    for number in 1...40 {
      let events = try store.events(of: StreamID(.session, "S\(number)"))
      for _ in 0..<times {
        _ = Clinic.fold(Session.self, id: "S", try effectiveEvents(events))
        units += events.count
      }
    }
    return units
  }

  private func read(_ times: Int, _ store: ClinicStore) throws -> Int {
    var units = 0
    var sum: Int64 = 0
    for _ in 0..<times {
      try store.environment.read { (txn) throws(LogError) in
        try store.log.forEach(through: 5_000, in: txn.view) { event throws(LogError) in
          units += 1
          sum &+= Int64(event.type) &+ event.recordedAt.microseconds &+ Int64(event.version)
          sum &+= RecordView(trusting: event.payload).integer(0) ?? 0
          return .next
        }
      }
    }
    precondition(sum != 0)
    return units
  }

  private func replay(_ times: Int, _ store: ClinicStore) throws -> Int {
    for _ in 0..<times { _ = try store.replay([Session.table]) }
    return try times * Int(store.head().position)
  }

  private func verify(_ times: Int, _ store: ClinicStore) throws -> Int {
    for _ in 0..<times {
      let isSound = try store.verify().isSound
      precondition(isSound)
    }
    return try times * Int(store.head().position)
  }

  private func ask(
    _ times: Int, _ sql: String, rows: String?, _ store: ClinicStore, at moment: Moment? = nil
  ) throws -> Int {
    let database = try Connection(store)
    database.moment = moment
    guard let statement = try database.prepare(sql) else { return 0 }
    for _ in 0..<times { try statement.runThrough() }
    guard let rows, let count = try database.prepare("select count(*) from \(rows)"),
      try count.step()
    else { return times }
    return times * Int(count.integer(at: 0))
  }

  private func line(_ times: Int, _ store: ClinicStore) throws -> Int {
    let lines = try store.first(2_000).map { EventLine.json(of: $0) }
    for _ in 0..<times {
      for line in lines { _ = try EventLine.parse(line.span.bytes, asRecorded: true) }
    }
    return times * lines.count
  }
}

extension ClinicStore {
  /// The first events of its log.
  fileprivate func first(_ count: Int) throws -> [StoredEvent] {
    var range = EventRange()
    range.limit = count
    var events: [StoredEvent] = []
    try forEachEvent(range) {
      events.append($0)
      return true
    }
    return events
  }
}
