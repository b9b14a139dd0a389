import Clinic
import ClinicStore
import EventLog
import Foundation
import LMDB
import Records
import Testing

/// Entries taken, answered again, refused: what stands afterwards.
@Suite struct RecordingTests {
  @Test func `new takes the next free id of its kind`() throws {
    let scratch = try ScratchStore()
    try scratch.openClinic()
    let first = try scratch.record(
      "client/new", "client-registered", #"{"name":"Z","born_on":"1970-01-01"}"#)
    #expect(first.envelope.stream.text == "client/C3")
  }

  @Test func `the same event id is recorded once and answered with the first position`() throws {
    let scratch = try ScratchStore()
    try scratch.openClinic()
    var entry = try ScratchStore.entry("client/C1", "note-added", #"{"note":"n"}"#)
    entry.eventID = "E1"
    entry.occurredAt = nil
    let first = try scratch.store.record([entry])[0]
    let head = try scratch.store.head().position
    let again = try scratch.store.record([entry])[0]
    #expect(again.isRepeat)
    #expect(again.envelope.position == first.envelope.position)
    #expect(try scratch.store.head().position == head)
    entry.payload = try NoteAdded.recordType.record(fromJSON: #"{"note":"other"}"#)
    #expect(throws: StoreError.self) { try scratch.store.record([entry]) }
    #expect(try scratch.store.head().position == head)
  }

  @Test func `several entries are one: a refused one takes back those before it`() throws {
    let scratch = try ScratchStore()
    try scratch.openClinic()
    let head = try scratch.store.head()
    let note = try ScratchStore.entry("client/C1", "note-added", #"{"note":"n"}"#)
    let bad = try ScratchStore.entry("client/C9", "note-added", #"{"note":"n"}"#)
    #expect(throws: StoreError.self) { try scratch.store.record([note, bad]) }
    #expect(try scratch.store.head() == head)
    try GeneratedHistoryTests.expectTablesOfLog(scratch.store)
  }

  @Test func `what rules refuse leaves the transaction as it was`() throws {
    let scratch = try ScratchStore()
    try scratch.openClinic()
    let lines = try Self.source([
      #"{"stream":"client/C1","type":"note-added","occurred_at":"2026-02-01T09:00:00Z","recorded_by":"U1","data":{"note":"a"}}"#,
      #"{"stream":"client/new","type":"client-registered","occurred_at":"2026-02-01T09:00:00Z","recorded_by":"U66","data":{"name":"Q","born_on":"1970-01-01"}}"#,
      #"{"stream":"client/C1","type":"note-added","occurred_at":"2026-02-01T09:00:00Z","recorded_by":"U1","data":{"note":"b"}}"#,
    ])
    var plan = ImportPlan()
    plan.collectsRejects = true
    var rejected: [Int] = []
    let outcome = try scratch.store.importLines(lines, plan: plan) { rejected.append($0.number) }
    #expect(rejected == [2])
    #expect(outcome.recorded == 2)
    try GeneratedHistoryTests.expectTablesOfLog(scratch.store)
  }

  @Test func `a dry run says what would happen and writes nothing`() throws {
    let scratch = try ScratchStore()
    try scratch.openClinic()
    let head = try scratch.store.head()
    let lines = try Self.source([
      #"{"stream":"client/C1","type":"note-added","occurred_at":"2026-02-01T09:00:00Z","recorded_by":"U1","data":{"note":"a"}}"#
    ])
    var plan = ImportPlan()
    plan.isDryRun = true
    let outcome = try scratch.store.importLines(lines, plan: plan) { _ in }
    #expect(outcome.recorded == 1)
    #expect(try scratch.store.head() == head)
  }

  @Test func `a corrected lot stands in both places`() throws {
    let scratch = try ScratchStore()
    try scratch.openClinic()
    try scratch.record("session/S1", "session-opened", #"{"client":"C1","practitioner":"U2"}"#)
    let serum = try scratch.record(
      "session/S1", "serum-applied",
      #"{"product":"P1","lot":"L1","kind":"peptide","purpose":"treatment","timing":"during","zones":["cheek"],"volume_ml":1.00,"sterile":true,"labelled_for_needling":"yes"}"#
    )
    let correction = try scratch.store.correction(
      of: serum.envelope.position, change: "lot=L2", reason: "wrong_lot", note: nil,
      recordedBy: "U1")
    try scratch.store.record([correction])
    let usage = try scratch.rows(of: LotUsageFact.self)
    #expect(usage.map(\.lot) == ["L2"])
    #expect(usage.map(\.firstLot) == ["L1"])
    #expect(try scratch.rows(of: SerumFact.self).map(\.amended) == [1])
    // The original stays readable, as it was written.
    let stored = try #require(try scratch.store.event(at: serum.envelope.position))
    #expect(try SerumApplied(record: stored.payload.span.bytes).lot == "L1")
  }

  /// Lines as a source to import.
  static func source(_ lines: [String]) throws -> LineSource {
    let path = "/tmp/lines-\(UInt64.random(in: 0 ... .max)).ndjson"
    try lines.joined(separator: "\n").write(toFile: path, atomically: true, encoding: .utf8)
    defer { try? FileManager.default.removeItem(atPath: path) }
    return try LineSource(path: path)
  }
}

extension ScratchStore {
  /// Every row of a table.
  func rows<Row: RecordCodable>(of type: Row.Type) throws -> [Row] {
    let table = try #require(TableType.all.first { $0.record.id == type.recordType.id })
    let txn = try store.environment.beginRead()
    var rows: [Row] = []
    var cursor = try txn.view.cursor(store.row)
    while try cursor.next(prefix: Key([table.id])) {
      guard let body = Checksum.body(of: cursor.value) else {
        throw StoreError(.damaged, "a row")
      }
      rows.append(try Row(record: body))
    }
    return rows
  }
}
