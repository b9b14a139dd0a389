import Clinic
import EventLog
import Foundation
import LMDB
import Records
import Testing

@testable import ClinicStore

/// Tables made anew: the same where they were right, right where they were not.
@Suite struct RebuildTests {
  /// Every key and value of the databases that a rebuild writes.
  static func contents(_ store: ClinicStore) throws -> [[UInt8]: [UInt8]] {
    var contents: [[UInt8]: [UInt8]] = [:]
    let txn = try store.environment.beginRead()
    for (number, table) in [store.row, store.index, store.meta].enumerated() {
      var cursor = try txn.view.cursor(table)
      while try cursor.next() {
        contents[[UInt8(number)] + cursor.key.copy()] = cursor.value.copy()
      }
    }
    return contents
  }

  /// Damages every table: rows gone, rows of others' bytes, rows and entries that nothing made.
  static func damage(_ store: ClinicStore) throws {
    try store.environment.write(label: "damage") {
      (txn: inout WriteTransaction) throws(LMDBError) in
      let sessions: [UInt8] = [4] + Array("S1".utf8)
      let stray: [UInt8] = [4] + Array("S77".utf8)
      let bytes = [UInt8](repeating: 7, count: 40)
      try txn.put(store.row, sessions.span.bytes, bytes.span.bytes)
      try txn.put(store.row, stray.span.bytes, bytes.span.bytes)
      let client: [UInt8] = [1] + Array("C1".utf8)
      try txn.delete(store.row, client.span.bytes)
      let entry: [UInt8] = [4, 5, 0, 1]
      try txn.put(store.index, entry.span.bytes, [UInt8]().span.bytes)
      try txn.put(store.meta, RowCounts.key, bytes)
      try txn.delete(store.meta, FoldVersions.key)
    }
  }

  @Test func `over whole tables it changes nothing`() throws {
    let scratch = try ReplayTests.history(51)
    defer { withExtendedLifetime(scratch) {} }
    let store = scratch.store
    let before = try Self.contents(store)
    let rebuilt = try store.rebuild()
    #expect(rebuilt.events == (try store.head().position))
    #expect(rebuilt.tables.count == TableType.all.count)
    #expect(try Self.contents(store) == before)
    let counts = try store.counts()
    for made in rebuilt.tables { #expect(Int64(made.rows) == counts[made.table.id]) }
  }

  @Test func `it mends rows, indexes and counts, and digests are as before`() throws {
    let scratch = try ReplayTests.history(52)
    defer { withExtendedLifetime(scratch) {} }
    let store = scratch.store
    let before = try Self.contents(store)
    let digests = try store.replay().tables.map { try $0.digest() }
    try Self.damage(store)
    let changes = try store.changesOfRebuild()
    let sessions = try #require(changes.first { $0.table.name == "sessions" })
    let clients = try #require(changes.first { $0.table.name == "clients" })
    #expect((sessions.added, sessions.changed, sessions.removed) == (0, 1, 1))
    #expect(sessions.entriesRemoved == 1)
    #expect((clients.added, clients.changed, clients.removed) == (1, 0, 0))
    #expect(changes.count { !$0.isNothing } == 2)
    #expect(try !store.verify().isSound)
    try store.rebuild()
    #expect(try Self.contents(store) == before)
    #expect(try store.verify().isSound)
    #expect(try store.replay().tables.map { try $0.digest() } == digests)
  }

  @Test func `recording goes on over rebuilt tables`() throws {
    let scratch = try ReplayTests.history(53)
    try scratch.store.rebuild()
    try scratch.record("session/S1", "note-added", #"{"note":"n"}"#)
    try GeneratedHistoryTests.expectTablesOfLog(scratch.store)
  }

  @Test func `stopped on its way it leaves everything as it was`() throws {
    struct Enough: Error {}
    let lines = SimulatedStoreTests.lines(sessions: 150, seed: 5)
    let imported = try SimulatedStoreTests.Imported(
      Array(lines.joined(separator: [UInt8(ascii: "\n")])))
    defer { withExtendedLifetime(imported) {} }
    let store = imported.store
    try Self.damage(store)
    let before = try Self.contents(store)
    var steps = 0
    // A dry run takes as many steps.
    _ = try store.changesOfRebuild { _, _ in steps += 1 }
    try #require(steps > 4)
    for step in [1, 2, steps / 2, steps] {
      var told = 0
      #expect(throws: Enough.self, "step \(step)") {
        try store.rebuild { _, _ in
          told += 1
          if told == step { throw Enough() }
        }
      }
      #expect(try Self.contents(store) == before, "step \(step)")
    }
    try store.rebuild()
    #expect(try store.verify().isSound)
  }

  @Test func `a dry run changes no byte of the file`() throws {
    let scratch = try ReplayTests.history(54)
    try Self.damage(scratch.store)
    let file = scratch.folder.appendingPathComponent("data.mdb")
    let before = try Data(contentsOf: file)
    #expect(try scratch.store.changesOfRebuild().contains { !$0.isNothing })
    #expect(try Data(contentsOf: file) == before)
  }

  @Test func `without room on the disk it does not begin`() throws {
    let scratch = try ReplayTests.history(55)
    defer { withExtendedLifetime(scratch) {} }
    let store = scratch.store
    try Self.damage(store)
    let before = try Self.contents(store)
    let error = #expect(throws: StoreError.self) {
      try store.rebuild(room: 10_000) { _, _ in }
    }
    #expect(error?.kind == .io)
    #expect(error?.note == "the tables are as they were")
    #expect(try Self.contents(store) == before)
  }

  @Test func `a damaged event stops it, and the tables stay`() throws {
    let scratch = try ReplayTests.history(56)
    defer { withExtendedLifetime(scratch) {} }
    let store = scratch.store
    try store.environment.write(label: "damage") {
      (txn: inout WriteTransaction) throws(LMDBError) in
      var key = Key()
      key.append(UInt64(20))
      try txn.put(store.log.log, key, [1, 2, 3])
    }
    let before = try Self.contents(store)
    let error = #expect(throws: StoreError.self) { try store.rebuild() }
    #expect(error?.kind == .damaged)
    #expect(error?.message.contains("@20") == true)
    #expect(error?.hint == "stipple verify")
    #expect(try Self.contents(store) == before)
  }

  @Test func `a log folded in halves makes the rows of one fold, in one order`() throws {
    let lines = SimulatedStoreTests.lines(sessions: 150, seed: 8)
    let imported = try SimulatedStoreTests.Imported(
      Array(lines.joined(separator: [UInt8(ascii: "\n")])))
    let store = imported.store
    let txn = try store.environment.beginRead()
    for end in [UInt64(lines.count), UInt64(lines.count - 999)] {
      var told = 0
      var progress = ReplayProgress(of: lines.count) { done, _ in told = done }
      let halves = try store.replayInHalves(TableType.all, through: end, in: txn.view, &progress)
      #expect(told == Int(end) / ReplayProgress.step * ReplayProgress.step)
      let whole = try store.replay(through: end)
      #expect(halves.position == whole.position)
      #expect(whole[try #require(TableType.named("amendments"))]?.count ?? 0 > 0)
      for (half, one) in zip(halves.tables, whole.tables) {
        #expect(half.type == one.type)
        try #require(half.count == one.count, "\(one.type.name)")
        for row in 0..<one.count {
          #expect(half.key(row).copy() == one.key(row).copy())
          #expect(half.record(row).copy() == one.record(row).copy())
        }
      }
    }
  }

  @Test func `of faults in both halves the log's first is told`() throws {
    let lines = SimulatedStoreTests.lines(sessions: 150, seed: 9)
    let imported = try SimulatedStoreTests.Imported(
      Array(lines.joined(separator: [UInt8(ascii: "\n")])))
    let store = imported.store
    let spoilt = [UInt8](repeating: 0, count: 8)
    let events = try store.allEvents()[2_500..<3_500].filter {
      let envelope = $0.envelope
      return
        (try? ClinicEvent(
          type: envelope.type, version: envelope.schema, payload: spoilt.span.bytes)) == nil
    }
    try #require(events.count > 100)
    // One after the other, each before those so far.
    for event in events.reversed().prefix(8) {
      var key = Key()
      key.append(event.envelope.position)
      try store.environment.write(label: "damage") {
        (txn: inout WriteTransaction) throws(LMDBError) in
        var value = try txn.get(store.log.log, key)?.copy() ?? []
        guard let data = value.firstRange(of: event.payload) else { return }
        value.replaceSubrange(data.prefix(8), with: spoilt)
        value.removeLast(Checksum.byteCount)
        Checksum.append(to: &value)
        try txn.put(store.log.log, key, value)
      }
      let error = #expect(throws: StoreError.self) { try store.rebuild() }
      #expect(error?.kind == .damaged)
      #expect(error?.message.hasPrefix("@\(event.envelope.position) is damaged: its data") == true)
    }
  }

  @Test func `the map may have to grow on the way`() throws {
    let lines = SimulatedStoreTests.lines(sessions: 60, seed: 6)
    let imported = try SimulatedStoreTests.Imported(
      Array(lines.joined(separator: [UInt8(ascii: "\n")])))
    let folder = imported.folder.appendingPathComponent("small")
    try FileManager.default.copyItem(
      at: imported.folder.appendingPathComponent("store"), to: folder)
    // As small as the file is: the first page more does not fit.
    let size = try #require(
      try FileManager.default.attributesOfItem(
        atPath: folder.appendingPathComponent("data.mdb").path)[.size] as? Int)
    let environment = try Environment.open(folder.path, .init(mapSize: size))
    let store = try ClinicStore.open(at: folder.path)
    #expect(store.environment === environment)
    try Self.damage(store)
    try store.rebuild()
    #expect(try store.verify().isSound)
    #expect(try environment.info().mapSize > size)
  }
}
