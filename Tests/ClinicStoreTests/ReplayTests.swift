import Clinic
import ClinicStore
import EventLog
import Foundation
import LMDB
import Records
import TestProcesses
import Testing

/// Tables replayed from the log against tables folded the plain way, and against the stored ones.
@Suite struct ReplayTests {
  /// A history of chance with corrections and strikes in it.
  static func history(_ seed: UInt64, steps: Int = 90) throws -> ScratchStore {
    let scratch = try ScratchStore()
    try scratch.openClinic()
    var random = Seeded(seed)
    for session in 1...2 {
      try scratch.record(
        "session/S\(session)", "session-opened", #"{"client":"C\#(session)","practitioner":"U2"}"#)
    }
    for _ in 0..<steps {
      do {
        try scratch.store.record([GeneratedHistoryTests.entry(&random, scratch.store)])
      } catch let refusal as StoreError where refusal.kind == .refused || refusal.kind == .badInput
      {
        // Chance proposes what rules refuse.
      }
    }
    return scratch
  }

  @Test(arguments: 21...28 as ClosedRange<UInt64>)
  func `at every position it is the plain fold of the log cut there`(_ seed: UInt64) throws {
    let scratch = try Self.history(seed)
    defer { withExtendedLifetime(scratch) {} }
    let store = scratch.store
    let events = try store.allEvents()
    let amendments = [EntryCorrected.eventType, EntryStruckOut.eventType].map(\.number)
    #expect(events.contains { amendments.contains($0.envelope.type) })
    for position in 0...events.count where position % 3 == 0 || position == events.count {
      let plain = try PlainFold(Array(events[..<position]))
      let replay = try store.replay(through: UInt64(position))
      #expect(replay.position == UInt64(position))
      #expect(replay.tables.map(\.type) == TableType.all)
      for table in replay.tables { Self.expect(table, plain, "at @\(position)") }
    }
  }

  @Test(arguments: 31...34 as ClosedRange<UInt64>)
  func `at the head it is what is stored, row by row and entry by entry`(_ seed: UInt64) throws {
    let scratch = try Self.history(seed)
    defer { withExtendedLifetime(scratch) {} }
    let store = scratch.store
    for change in try store.changesOfRebuild() { #expect(change.isNothing, "\(change)") }
    #expect(try store.verify().isSound)
  }

  @Test(arguments: [3, 17] as [UInt64])
  func `a simulated clinic replays at many moments`(_ seed: UInt64) throws {
    let lines = SimulatedStoreTests.lines(sessions: 20, seed: seed)
    let imported = try SimulatedStoreTests.Imported(
      Array(lines.joined(separator: [UInt8(ascii: "\n")])))
    let events = try imported.store.allEvents()
    for part in 0...9 {
      let position = events.count * part / 9
      let plain = try PlainFold(Array(events[..<position]))
      for table in try imported.store.replay(through: UInt64(position)).tables {
        Self.expect(table, plain, "at @\(position)")
      }
    }
    for change in try imported.store.changesOfRebuild() { #expect(change.isNothing) }
  }

  @Test(arguments: 40...45 as ClosedRange<UInt64>)
  func `one table alone is the same as among all`(_ seed: UInt64) throws {
    let scratch = try Self.history(seed)
    defer { withExtendedLifetime(scratch) {} }
    try Self.expectEachAlone(in: scratch.store)
  }

  @Test func `one table of a simulated clinic alone is the same as among all`() throws {
    let lines = SimulatedStoreTests.lines(sessions: 40, seed: 5)
    let imported = try SimulatedStoreTests.Imported(
      Array(lines.joined(separator: [UInt8(ascii: "\n")])))
    try Self.expectEachAlone(in: imported.store)
  }

  private static func expectEachAlone(in store: ClinicStore) throws {
    let all = try store.replay()
    for table in TableType.all {
      let alone = try store.replay([table])
      #expect(alone.tables.count == 1)
      #expect(try alone[table]?.digest() == all[table]?.digest(), "\(table.name)")
    }
  }

  @Test func `facts in some tables are those of all tables that stand in them`() throws {
    let events = try RandomLog(7, count: 400).events
    var made = 0
    var streams: [StreamID: [StoredEvent]] = [:]
    for event in events { streams[event.envelope.stream, default: []].append(event) }
    let tables = TableType.all.filter { $0.kind == .facts }
    for stream in streams.values {
      for event in try effectiveEvents(stream) {
        let all = facts(of: event, .none)
        made += all.count
        for table in tables {
          #expect(
            facts(of: event, .none, in: TableSet([table])) == all.filter { $0.table == table.id })
        }
        #expect(facts(of: event, .none, in: TableSet([])).isEmpty)
      }
    }
    #expect(made > 100)
  }

  @Test func `a digest is the SHA-256 of its lines, and another after another event`() throws {
    let scratch = try Self.history(41)
    let sessions = try #require(TableType.named("sessions"))
    let table = try #require(try scratch.store.replay([sessions])[sessions])
    var lines = JSONText()
    for row in 0..<table.count { table.appendLine(row, to: &lines) }
    #expect(table.count == 2)
    #expect(lines.string.hasPrefix(#"{"id":"S1","#))
    #expect(!lines.string.contains("null"))
    let hex = try Self.sha256sum(lines.bytes)
    let digest = try table.digest()
    #expect(digest.sha256 == hex)
    #expect(digest.rows == 2)
    let head = try scratch.store.head().position
    try scratch.record("session/S1", "note-added", #"{"note":"n"}"#)
    #expect(try scratch.store.replay([sessions])[sessions]?.digest() != digest)
    #expect(try scratch.store.replay([sessions], through: head)[sessions]?.digest() == digest)
  }

  @Test func `past the head it is the head's, and before the first event nothing`() throws {
    let scratch = try Self.history(42, steps: 5)
    defer { withExtendedLifetime(scratch) {} }
    let store = scratch.store
    let head = try store.head().position
    #expect(try store.replay(through: head + 100).position == head)
    let none = try store.replay(through: 0)
    #expect(none.rowCount == 0)
    #expect(none.tables.count == TableType.all.count)
  }

  @Test func `a store without events replays, rebuilds and verifies`() throws {
    let scratch = try ScratchStore.empty()
    #expect(try scratch.store.replay().rowCount == 0)
    #expect(try scratch.store.rebuild().events == 0)
    #expect(try scratch.store.verify().isSound)
    #expect(try scratch.store.changesOfRebuild().count { $0.isNothing } == TableType.all.count)
  }

  @Test func `entries that are passed over have no facts`() throws {
    let lines = SimulatedStoreTests.lines(sessions: 30, seed: 11)
    let imported = try SimulatedStoreTests.Imported(
      Array(lines.joined(separator: [UInt8(ascii: "\n")])))
    var passedOver = 0
    for table in TableType.all where table.kind == .facts {
      let sources = FactSources([table])
      for event in try imported.store.allEvents() {
        let envelope = event.envelope
        guard
          !sources.includes(
            type: envelope.type, kind: envelope.stream.kind,
            hasDeviations: !envelope.deviations.isEmpty)
        else {
          #expect(sources.streams?.contains(envelope.stream.kind) != false)
          continue
        }
        passedOver += 1
        let made = facts(of: try EffectiveEvent(event), Subject.none)
        #expect(!made.contains { $0.table == table.id }, "\(table.name) @\(envelope.position)")
      }
    }
    #expect(passedOver > 1_000)
  }

  @Test func `a listener that throws ends it with what it threw`() throws {
    struct Enough: Error {}
    let lines = SimulatedStoreTests.lines(sessions: 150, seed: 2)
    let imported = try SimulatedStoreTests.Imported(
      Array(lines.joined(separator: [UInt8(ascii: "\n")])))
    try #require(lines.count > 4_096)
    var told: [Int] = []
    #expect(throws: Enough.self) {
      try imported.store.replay { done, total in
        told.append(done)
        #expect(total == lines.count)
        throw Enough()
      }
    }
    #expect(told == [4_096])
  }

  /// What coreutils' own SHA-256 says.
  private static func sha256sum(_ bytes: [UInt8]) throws -> String {
    let outcome = try ChildProcess.run("sha256sum", [], input: Data(bytes))
    return String(outcome.output.prefix { $0 != " " })
  }

  private static func expect(
    _ table: ReplayedTable, _ plain: PlainFold, _ place: String
  ) {
    let rows = plain.rows(of: table.type)
    guard table.count == rows.count else {
      Issue.record("\(table.type.name) \(place): \(table.count) rows, not \(rows.count)")
      return
    }
    for (index, row) in rows.enumerated() {
      let key = table.key(index).withUnsafeBytes { Array($0) }
      let record = table.record(index).withUnsafeBytes { Array($0) }
      if key != row.key || record != row.record {
        Issue.record("\(table.type.name) \(place): row \(index) is another")
      }
    }
  }
}
