import Clinic
import EventLog
import Foundation
import LMDB
import Records
import Simulation
import Testing

@testable import ClinicStore

/// A simulated clinic, imported as recorded.
@Suite struct SimulatedStoreTests {
  /// A folder with a store of the lines, removed afterwards.
  final class Imported {
    let folder: URL
    let store: ClinicStore
    let outcome: ImportOutcome

    init(_ lines: [UInt8]) throws {
      folder = FileManager.default.temporaryDirectory
        .appendingPathComponent("simulated-\(UUID().uuidString)")
      try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
      let file = folder.appendingPathComponent("lines.ndjson")
      try Data(lines).write(to: file)
      store = try ClinicStore.openOrCreateEmpty(at: folder.appendingPathComponent("store").path)
      outcome = try store.importAsRecorded(LineSource(path: file.path), isDryRun: false)
    }

    deinit { try? FileManager.default.removeItem(at: folder) }
  }

  static func lines(sessions: Int, seed: UInt64) -> [[UInt8]] {
    var lines: [[UInt8]] = []
    Simulation(sessions: sessions, seed: seed).forEach { lines.append(EventLine.json(of: $0)) }
    return lines
  }

  @Test func `it imports as recorded, and is exported as the same lines`() throws {
    let lines = Self.lines(sessions: 60, seed: 4)
    let imported = try Imported(Array(lines.joined(separator: [UInt8(ascii: "\n")])))
    #expect(imported.outcome.recorded == lines.count)
    var exported: [[UInt8]] = []
    var range = EventRange()
    range.order = .forward
    _ = try imported.store.forEachEvent(range) { event in
      exported.append(EventLine.json(of: event))
      return true
    }
    #expect(exported == lines)
  }

  /// One writer is used for the data of many lines: what a refused one left in it shows nowhere.
  @Test func `a line is read alike, whatever was read before it`() throws {
    var writer = RecordWriter(schema: 0, version: 0, slots: 0)
    for line in Self.lines(sessions: 10, seed: 3) {
      let refused = Array(line.dropLast(2)) + Array(#","zzz":[1]}}"#.utf8)
      #expect(throws: InputError.self) {
        try EventLine.parse(refused.span.bytes, asRecorded: true, by: &writer)
      }
      let alone = try EventLine.parse(line.span.bytes, asRecorded: true).stored
      let after = try EventLine.parse(line.span.bytes, asRecorded: true, by: &writer).stored
      #expect(after == alone)
    }
  }

  /// Of many streams the tables are made ahead, on threads of their own.
  @Test(arguments: [25, 150])
  func `the tables are what folding every stream gives`(count: Int) throws {
    let lines = Self.lines(sessions: count, seed: 9)
    let imported = try Imported(Array(lines.joined(separator: [UInt8(ascii: "\n")])))
    try GeneratedHistoryTests.expectTablesOfLog(imported.store)
    let sessions = try #require(TableType.named("sessions"))
    #expect(try imported.store.counts()[sessions.id] == Int64(count))
  }

  @Test func `where the map has to grow on the way an import begins again`() throws {
    let lines = Self.lines(sessions: 60, seed: 13)
    let whole = try Imported(Array(lines.joined(separator: [UInt8(ascii: "\n")])))
    let empty = whole.folder.appendingPathComponent("empty").path
    _ = try ClinicStore.openOrCreateEmpty(at: empty)
    let small = whole.folder.appendingPathComponent("small").path
    try FileManager.default.copyItem(atPath: empty, toPath: small)
    let environment = try Environment.open(small, .init(mapSize: 1 << 20))
    let store = try ClinicStore.open(at: small)
    let file = whole.folder.appendingPathComponent("lines.ndjson").path
    let outcome = try store.importAsRecorded(LineSource(path: file), room: 0, isDryRun: false)
    #expect(outcome == whole.outcome)
    #expect(try environment.info().mapSize > 1 << 20)
    #expect(try store.head() == whole.store.head())
    #expect(try store.verify().isSound)
  }

  @Test func `the map is made large enough before an import, by the size of its file`() throws {
    let lines = Self.lines(sessions: 20, seed: 13)
    let whole = try Imported(Array(lines.joined(separator: [UInt8(ascii: "\n")])))
    let file = whole.folder.appendingPathComponent("lines.ndjson").path
    let bytes = try #require(try LineSource(path: file).byteCount)
    #expect(bytes == lines.reduce(0) { $0 + $1.count + 1 } - 1)
    #expect(try whole.store.environment.info().usedBytes <= NumberedLine.room(forBytes: bytes))
    let small = whole.folder.appendingPathComponent("small").path
    _ = try ClinicStore.openOrCreateEmpty(at: whole.folder.appendingPathComponent("empty").path)
    try FileManager.default.copyItem(
      atPath: whole.folder.appendingPathComponent("empty").path, toPath: small)
    let environment = try Environment.open(small, .init(mapSize: 1 << 20))
    // A dry run writes nothing, and where it fits the map it leaves no growth wanted.
    _ = try ClinicStore.open(at: small)
      .importAsRecorded(LineSource(path: file), isDryRun: true)
    #expect(try environment.info().mapSize >= NumberedLine.room(forBytes: bytes))
  }

  /// What is folded on another thread is folded as it comes, whatever is left at the end.
  @Test(arguments: [1, 1_023, 1_024, 1_025, 2_048, 2_100])
  func `events taken as recorded are folded behind the writer, to the last`(count: Int) throws {
    let lines = Self.lines(sessions: 60, seed: 21).prefix(count)
    try #require(lines.count == count)
    let imported = try Imported(Array(lines.joined(separator: [UInt8(ascii: "\n")])))
    try GeneratedHistoryTests.expectTablesOfLog(imported.store)
    #expect(try imported.store.verify().isSound)
  }

  /// Lines are read some ahead of those that are taken, which no message may show.
  @Test(arguments: [1, 40, 1_024, 1_025, 1_500])
  func `a line that cannot be taken is told by its number, and nothing is kept`(
    number: Int
  ) throws {
    let whole = Self.lines(sessions: 60, seed: 4)
    try #require(whole.count > 1_600)
    let faults: [(String, (inout [[UInt8]]) -> Void)] = [
      ("not read", { $0[number - 1] = Array("{".utf8) }),
      ("out of order", { $0.swapAt(number - 1, number) }),
      // The fault further down is not the one that is told.
      (
        "both",
        {
          $0[number] = []; $0[number - 1] = Array("{".utf8); $0[number + 1] = [0x7B]
        }
      ),
    ]
    for (name, spoil) in faults {
      var lines = whole
      spoil(&lines)
      let error = #expect(throws: StoreError.self, "\(name)") {
        _ = try Imported(Array(lines.joined(separator: [UInt8(ascii: "\n")])))
      }
      #expect(error?.message.hasPrefix("line \(number): ") == true, "\(name)")
      #expect(error?.note == "nothing of this file was written", "\(name)")
    }
  }
}
