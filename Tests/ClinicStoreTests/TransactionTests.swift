import Clinic
import ClinicStore
import EventLog
import Records
import Testing

/// Many entries in one transaction, against the same entries each in its own.
@Suite struct TransactionTests {
  @Test(arguments: 1...8 as ClosedRange<UInt64>)
  func `rules find the same of entries together as one by one`(_ seed: UInt64) throws {
    try expectSame(seed) { try GeneratedHistoryTests.entry(&$0, $1) }
  }

  @Test(arguments: 1...8 as ClosedRange<UInt64>)
  func `rules find the same by indexes of entries together as one by one`(_ seed: UInt64) throws {
    var entries = EntriesByIndex()
    try expectSame(seed) { random, _ in try entries.next(&random) }
  }

  /// Records some entries of chance each alone, and again all of them together.
  private func expectSame(
    _ seed: UInt64, _ entry: (inout Seeded, ClinicStore) throws -> Entry
  ) throws {
    let alone = try ScratchStore()
    let together = try ScratchStore()
    var random = Seeded(seed)
    for scratch in [alone, together] {
      try scratch.openClinic()
      for session in 1...2 {
        try scratch.record(
          "session/S\(session)", "session-opened",
          #"{"client":"C\#(session)","practitioner":"U2"}"#)
      }
    }
    var lines: [String] = []
    var refused: [Int: String] = [:]
    while lines.count < 120 {
      // Chance may ask for a change of a field that the entry it hit has not.
      guard var entry = try? entry(&random, alone.store) else { continue }
      entry.mode = .import
      entry.occurredAt = entry.occurredAt ?? OccurredAt("2026-03-01T09:00Z", zone: .utc, now: .now)
      lines.append(Self.line(entry))
      do throws(StoreError) {
        try alone.store.record([entry])
      } catch {
        refused[lines.count] = error.message
      }
    }
    var plan = ImportPlan()
    plan.collectsRejects = true
    var rejected: [Int: String] = [:]
    let outcome = try together.store.importLines(RecordingTests.source(lines), plan: plan) {
      rejected[$0.number] = $0.error.message
    }
    #expect(rejected == refused)
    #expect(outcome.recorded > 60 && !refused.isEmpty, "too little happened to say anything")
    #expect(try together.store.head().position == alone.store.head().position)
    try GeneratedHistoryTests.expectTablesOfLog(together.store)
    try Self.expectSameStreams(together.store, alone.store)
  }

  @Test func `more streams than are kept in memory are written and read again`() throws {
    let scratch = try ScratchStore()
    try scratch.openClinic()
    // Over the 4,096 streams whose states are kept: the first are let go of before they come again.
    let ids = 10..<4_200
    let registered = try ids.map {
      try ScratchStore.entry(
        "client/C\($0)", "client-registered", #"{"name":"X","born_on":"1980-01-01"}"#)
    }
    let merged = try ids.prefix(20).map {
      try ScratchStore.entry("client/C\($0)", "client-merged-into", #"{"client":"C4199"}"#)
    }
    let refused = try ScratchStore.entry(
      "client/C10", "client-registered", #"{"name":"X","born_on":"1980-01-01"}"#)
    let receipts = try scratch.store.record(registered + merged)
    #expect(receipts.suffix(20).map(\.envelope.version) == Array(repeating: 2, count: 20))
    #expect(throws: StoreError.self) { try scratch.store.record([refused]) }
    try GeneratedHistoryTests.expectTablesOfLog(scratch.store)
  }

  @Test func `an entry sees what the one before it in the transaction has made`() throws {
    let scratch = try ScratchStore()
    try scratch.openClinic()
    let receipts = try scratch.store.record([
      ScratchStore.entry("staff/U7", "staff-enrolled", #"{"name":"C","role":"practitioner"}"#),
      ScratchStore.entry(
        "session/new", "session-opened", #"{"client":"C1","practitioner":"U7"}"#, by: "U7"),
      ScratchStore.entry("session/S1", "note-added", #"{"note":"a"}"#, by: "U7"),
      ScratchStore.entry("session/S1", "note-added", #"{"note":"b"}"#),
    ])
    #expect(receipts.map(\.envelope.version) == [1, 1, 2, 3])
    try GeneratedHistoryTests.expectTablesOfLog(scratch.store)
  }

  /// The entry as a line of an import.
  private static func line(_ entry: Entry) -> String {
    var text = JSONText()
    guard case .stream(let stream) = entry.stream, let occurred = entry.occurredAt else {
      return ""
    }
    text.appendRaw(#"{"stream":"\#(stream.text)","type":"\#(entry.type.name)","#)
    text.appendRaw(#""recorded_by":"\#(entry.recordedBy)","#)
    text.appendRaw(#""occurred_at":"\#(occurred.instant.rfc3339)","data":"#)
    text.appendRaw(entry.type.record.json(of: entry.payload.span.bytes))
    text.appendRaw("}")
    return text.string
  }

  /// The same events, but for when each was recorded.
  private static func expectSameStreams(_ store: ClinicStore, _ other: ClinicStore) throws {
    func content(_ store: ClinicStore) throws -> [String] {
      var content: [String] = []
      try store.forEachEvent(EventRange()) { event in
        let envelope = event.envelope
        content.append(
          "\(envelope.position) \(envelope.stream.text) \(envelope.version) \(envelope.type)"
            + " \(envelope.occurredAt) \(envelope.deviations.map(\.rule)) \(event.payload)")
        return true
      }
      return content
    }
    // What opens a store names the key that was made for it.
    #expect(try content(store).dropFirst() == content(other).dropFirst())
  }
}
