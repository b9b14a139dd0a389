import Clinic
import ClinicStore
import EventLog
import LMDB
import Records
import Testing

/// Tables kept step by step against the same tables folded from nothing.
@Suite struct GeneratedHistoryTests {
  @Test(arguments: 1...12 as ClosedRange<UInt64>)
  func `after every entry the tables are what folding the log gives`(_ seed: UInt64) throws {
    let scratch = try ScratchStore()
    try scratch.openClinic()
    // Each remembers what it left, and must notice what the other wrote meanwhile.
    let writers = [scratch.store, try ClinicStore.openAsFound(at: scratch.store.path)]
    var random = Seeded(seed)
    var taken = 0
    for session in 1...2 {
      try scratch.record(
        "session/S\(session)", "session-opened", #"{"client":"C\#(session)","practitioner":"U2"}"#)
    }
    for step in 0..<120 {
      do {
        let writer = writers[Int.random(in: 0...1, using: &random)]
        try writer.record([Self.entry(&random, writer)])
        taken += 1
      } catch let refusal as StoreError where refusal.kind == .refused || refusal.kind == .badInput
      {
        // Rules may refuse what chance proposes; the tables must then be as they were.
      }
      if step % 20 == 19 { try Self.expectTablesOfLog(scratch.store) }
    }
    #expect(taken > 60, "too little was taken to say anything: \(taken)")
    try Self.expectTablesOfLog(scratch.store)
  }

  /// One entry of a visit, or an amendment of something before.
  static func entry(_ random: inout Seeded, _ store: ClinicStore) throws -> Entry {
    let session = "session/S\(Int.random(in: 1...2, using: &random))"
    switch Int.random(in: 0..<10, using: &random) {
    case 0:
      return try ScratchStore.entry(
        session, "serum-applied",
        """
        {"product":"P1","lot":"L\(Int.random(in: 1...2, using: &random))","kind":"peptide",\
        "purpose":"treatment","timing":"during","zones":["cheek"],\
        "volume_ml":\(Int.random(in: 1...9, using: &random)).50,"sterile":true,\
        "labelled_for_needling":"yes"}
        """)
    case 1:
      return try ScratchStore.entry(
        session, "pain-scored",
        #"{"phase":"needling","score":\#(Int.random(in: 0...10, using: &random))}"#)
    case 2:
      return try ScratchStore.entry(
        session, "numbing-decided",
        """
        {"decision":"\(["declined", "accepted"].randomElement(using: &random) ?? "declined")",\
        "reason":"time","pain_tolerance":"low","allergy_checked":true,"decided_by":"U2"}
        """)
    case 3:
      return try ScratchStore.entry(
        "lot/L\(Int.random(in: 1...2, using: &random))", "lot-quarantined", #"{"reason":"r"}"#,
        at: "2026-02-\(Int.random(in: 10...28, using: &random))T09:00:00+00:00")
    case 4:
      return try ScratchStore.entry(
        "lot/L\(Int.random(in: 1...2, using: &random))", "lot-released", #"{"reason":"r"}"#,
        at: "2026-02-\(Int.random(in: 10...28, using: &random))T09:00:00+00:00")
    case 5:
      return try ScratchStore.entry(
        session, "aftercare-call-made",
        """
        {"channel":"phone","redness":\(Int.random(in: 0...3, using: &random)),"swelling":0,\
        "pain":1,"flags":[],"sun_avoided":true,"escalate":"none"}
        """)
    case 6: return try ScratchStore.entry(session, "note-added", #"{"note":"n"}"#)
    case 7:
      let head = try store.head().position
      return try store.strikeOut(
        of: UInt64.random(in: 10...head, using: &random), reason: "never_happened",
        recordedBy: "U1")
    default:
      let head = try store.head().position
      let change = [
        "score=\(Int.random(in: 0...10, using: &random))",
        "lot=L\(Int.random(in: 1...2, using: &random))", "performed_by=U2",
        "occurred_at=2026-02-\(Int.random(in: 10...28, using: &random))T10:00:00+00:00",
        "client=C\(Int.random(in: 1...2, using: &random))", "reason=time", "now:=3",
      ].randomElement(using: &random)
      return try store.correction(
        of: UInt64.random(in: 9...head, using: &random), change: change ?? "score=1",
        reason: "transcription", note: nil, recordedBy: "U1")
    }
  }

  /// Folds every stream of the log from nothing and compares rows, facts, indexes and counts.
  static func expectTablesOfLog(_ store: ClinicStore) throws {
    var expected: [[UInt8]: [UInt8]] = [:]
    var streams: [StreamID: [StoredEvent]] = [:]
    try store.forEachEvent(EventRange()) { event in
      streams[event.envelope.stream, default: []].append(event)
      return true
    }
    for (stream, events) in streams {
      let effective = try effectiveEvents(events)
      var state = stream.streamKind.flatMap { ClinicState($0, id: stream.id) }
      for event in effective {
        state?.take(event)
        for fact in facts(of: event, state?.subject ?? .none) {
          let key = RowKey.fact(
            fact.table, position: fact.position, ordinal: UInt32(fact.ordinal))
          #expect(expected.updateValue(fact.bytes, forKey: key) == nil)
        }
      }
      if let state {
        expected[RowKey.state(state.table.id, id: state.id)] = state.encoded()
      }
    }
    var found: [[UInt8]: [UInt8]] = [:]
    var indexed: Set<[UInt8]> = []
    let txn = try store.environment.beginRead()
    var rows = try txn.view.cursor(store.row)
    while try rows.next() {
      guard let body = Checksum.body(of: rows.value) else {
        throw StoreError(.damaged, "a row's checksum")
      }
      found[rows.key.withUnsafeBytes { Array($0) }] = body.withUnsafeBytes { Array($0) }
    }
    var entries = try txn.view.cursor(store.index)
    while try entries.next() { indexed.insert(entries.key.withUnsafeBytes { Array($0) }) }
    #expect(Set(found.keys) == Set(expected.keys))
    for (key, record) in expected where found[key] != record {
      Issue.record("a row of \(TableType.numbered(key[0])?.name ?? "?") is not its fold")
    }
    var wanted: Set<[UInt8]> = []
    let counts = try store.counts()
    for table in TableType.all {
      let keys = expected.keys.filter { $0[0] == table.id }
      #expect(counts[table.id] == Int64(keys.count), "\(table.name)")
      for key in keys {
        for field in table.record.fields where field.isIndexed {
          let record = try #require(expected[key])
          wanted.insert(
            RowKey.index(table, field, RecordView(trusting: record.span.bytes), row: key))
        }
      }
    }
    #expect(indexed == wanted)
  }
}
