import Clinic
import EventLog
import LMDB
import Records
import Testing

@testable import ClinicStore

/// The past served from the tables of now, against the plain fold of the log up to each moment.
@Suite struct PastTests {
  /// A hundred logs a batch, each taken into the store and taken back again.
  @Test(arguments: 0..<20)
  func `at every moment of thousands of random logs the tables are the fold up to it`(
    _ batch: Int
  ) throws {
    let scratch = try ScratchStore.empty()
    var amended = 0
    for place in 0..<100 {
      let seed = UInt64(batch * 100 + place)
      let log = try RandomLog(seed, count: 3 + place % 8)
      amended += log.events.count { $0.envelope.type == EntryCorrected.eventType.number }
      try Self.withLog(log.events, in: scratch.store) { view in
        for position in 0...log.events.count {
          let expected = try RandomLog.plainFold(log.events.prefix(position))
          let found = try Self.rows(at: UInt64(position), in: scratch.store, view)
          guard found != expected else { continue }
          Issue.record("log \(seed) at @\(position): \(Self.difference(found, expected))")
          return
        }
      }
    }
    #expect(amended > 50, "too few corrections to say anything")
  }

  @Test(arguments: 1...3 as ClosedRange<UInt64>)
  func `a snapshot answers of its moment, by id, by index and by stream`(_ seed: UInt64) throws {
    let scratch = try ScratchStore.empty()
    let log = try RandomLog(seed, count: 60)
    try Self.withLog(log.events, in: scratch.store) { view in
      for position in 0...log.events.count {
        let moment = Moment(position: UInt64(position), at: .now)
        let snapshot = try Snapshot(scratch.store, view, asOf: moment)
        let known = Array(log.events.prefix(position))
        let expected = try RandomLog.plainFold(known)
        #expect(try snapshot.head().position == UInt64(position))
        #expect(try snapshot.head().recordedAt == known.last?.envelope.recordedAt)
        #expect(try snapshot.event(at: UInt64(position) + 1) == nil)
        let session = try snapshot.state(Session.self, "S1")
        #expect(session?.encoded() == expected[RowKey.state(Session.table.id, id: "S1")])
        for lot in ["L1", "L2"] {
          let uses = try snapshot.facts(
            LotUsageFact.self, of: LotUsageFact.table, where: "lot", is: lot)
          let wanted = expected.filter { $0.key[0] == LotUsageFact.table.id }
            .sorted { $0.key.lexicographicallyPrecedes($1.key) }
            .compactMap { try? LotUsageFact(record: $0.value.span.bytes) }
            .filter { $0.lot == lot }
          #expect(uses == wanted)
        }
        let stream = StreamID(.session, "S2")
        #expect(try snapshot.events(of: stream) == known.filter { $0.envelope.stream == stream })
      }
    }
  }

  /// Takes a log into the store for as long as `body` runs.
  private static func withLog(
    _ events: [StoredEvent], in store: ClinicStore, _ body: (TransactionView) throws -> Void
  ) throws {
    var txn = try store.environment.beginWrite(label: "test")
    var scribe = Scribe(
      store, clock: OffsetInstant(instant: .now, offsetMinutes: 0), confirmsClock: false)
    for event in events { try scribe.take(event, in: &txn) }
    try scribe.finish(in: &txn)
    try body(txn.view)
    txn.abort()
  }

  /// Every row that a moment saw: those of now that it does not hide, and those it saw otherwise.
  private static func rows(
    at position: UInt64, in store: ClinicStore, _ view: TransactionView
  ) throws -> [[UInt8]: [UInt8]] {
    var rows: [[UInt8]: [UInt8]] = [:]
    var past: [UInt8: PastRows] = [:]
    for table in TableType.all {
      let own = try PastRows(table, at: position, in: store, view)
      past[table.id] = own
      #expect(
        own.rows.map(\.key) == own.rows.map(\.key).sorted { $0.lexicographicallyPrecedes($1) })
      for row in own.rows {
        #expect(rows.updateValue(row.record, forKey: row.key) == nil, "a row twice")
      }
    }
    var cursor = try view.cursor(store.row)
    while try cursor.next() {
      let key = cursor.key.copy()
      guard let body = Checksum.body(of: cursor.value) else { throw StoreError(.damaged, "row") }
      guard past[key[0]]?.hides(key: cursor.key, RecordView(trusting: body)) == false else {
        continue
      }
      #expect(rows.updateValue(body.copy(), forKey: key) == nil, "a row of now and of then")
    }
    return rows
  }

  private static func difference(
    _ found: [[UInt8]: [UInt8]], _ expected: [[UInt8]: [UInt8]]
  ) -> String {
    let keys = Set(found.keys).union(expected.keys).filter { found[$0] != expected[$0] }
    return keys.map { key in
      let table = TableType.numbered(key[0])?.name ?? "?"
      let what =
        found[key] == nil ? "missing" : expected[key] == nil ? "not to be there" : "otherwise"
      return "\(table) \(key.dropFirst()) \(what)"
    }
    .sorted().joined(separator: "; ")
  }
}
