import Clinic
import EventLog
import Foundation
import LMDB
import Records
import Testing

@testable import ClinicStore

/// The log as a file: the same bytes out and in, and nothing of a file that is not whole.
@Suite struct LogFileTests {
  /// Folders and files of one test.
  final class Bench {
    let folder: URL

    init() throws {
      folder = FileManager.default.temporaryDirectory.appendingPathComponent(
        "log-\(UUID().uuidString)")
      try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    }

    deinit { try? FileManager.default.removeItem(at: folder) }

    func path(_ name: String) -> String { folder.appendingPathComponent(name).path }

    func source(_ bytes: [UInt8]) throws -> LineSource {
      try Data(bytes).write(to: folder.appendingPathComponent("file"))
      return try LineSource(path: path("file"))
    }

    @discardableResult
    func take(
      _ bytes: [UInt8], into name: String = "store", isDryRun: Bool = false
    ) throws -> ImportOutcome {
      try ClinicStore.importLog(try source(bytes), at: path(name), isDryRun: isDryRun)
    }

    /// The error of a file that has to be refused, and leave no store.
    func refusal(_ bytes: [UInt8]) throws -> StoreError {
      var caught: StoreError?
      do { try take(bytes) } catch let error as StoreError { caught = error }
      #expect(!FileManager.default.fileExists(atPath: path("store")))
      return try #require(caught)
    }
  }

  static func file(
    of store: ClinicStore, after: UInt64 = 0, through: UInt64 = .max
  ) throws -> [UInt8] {
    var bytes: [UInt8] = []
    _ = try store.exportLog(after: after, through: through) { bytes += $0 }
    return bytes
  }

  static func clinic() throws -> ScratchStore {
    let clinic = try ScratchStore()
    try clinic.openClinic()
    return clinic
  }

  /// Every value of the log, as LMDB has it.
  static func values(_ store: ClinicStore) throws -> [[UInt8]] {
    try store.reading { view in
      var values: [[UInt8]] = []
      var cursor = try view.cursor(store.log.log)
      while try cursor.next() { values.append(cursor.value.copy()) }
      return values
    }
  }

  @Test func `its form is as it is told`() throws {
    let clinic = try Self.clinic()
    let bytes = try Self.file(of: clinic.store)
    let id = try #require(clinic.store.folder.identity?.store)
    let header = Array("stipple log 1 store \(id) from @1 through @9\n".utf8)
    #expect(bytes.starts(with: header))
    var rest = bytes.dropFirst(header.count)
    for position in 1...9 {
      let length = LogFile.number(Array(rest.prefix(4)))
      rest = rest.dropFirst(4)
      let record = Array(rest.prefix(Int(length)))
      rest = rest.dropFirst(Int(length))
      let event = try #require(try clinic.store.event(at: UInt64(position)))
      #expect(try StoredEvent(record: record) == event)
    }
    #expect(Array(rest.prefix(12)) == [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 9])
    #expect(Array(rest.dropFirst(12)) == Hash.sha256(of: bytes.dropLast(32)).bytes)
  }

  @Test func `the same bytes, positions, tables and root`() throws {
    let clinic = try Self.clinic()
    let bench = try Bench()
    let bytes = try Self.file(of: clinic.store)
    let outcome = try bench.take(bytes)
    #expect(outcome.recorded == 9 && outcome.first == 1 && outcome.last == 9)
    let copy = try ClinicStore.open(at: bench.path("store"))
    #expect(try Self.values(copy) == Self.values(clinic.store))
    #expect(try BackupTests.root(copy) == BackupTests.root(clinic.store))
    #expect(
      try copy.replay().tables.map { try $0.digest() }
        == clinic.store.replay().tables.map { try $0.digest() })
    #expect(try copy.verify().isSound)
    let id = try #require(copy.folder.identity?.store)
    #expect(id != clinic.store.folder.identity?.store)
    // But for the store's own id, what it exports again is the same file, its hash apart.
    let again = try Self.file(of: copy)
    #expect(again.dropFirst(80).dropLast(32) == bytes.dropFirst(80).dropLast(32))
  }

  @Test func `a dry run takes nothing`() throws {
    let bench = try Bench()
    let outcome = try bench.take(try Self.file(of: Self.clinic().store), isDryRun: true)
    #expect(outcome.recorded == 9)
    #expect(bench.isEmpty)
  }

  @Test func `it comes in parts, each after the one before`() throws {
    let clinic = try Self.clinic()
    let bench = try Bench()
    try bench.take(try Self.file(of: clinic.store, through: 4))
    let gap = #expect(throws: StoreError.self) {
      try bench.take(try Self.file(of: clinic.store, after: 5))
    }
    #expect(gap?.message.contains("@6") == true && gap?.message.contains("@4") == true)
    try bench.take(try Self.file(of: clinic.store, after: 4))
    try bench.take(try Self.file(of: clinic.store, after: 9))
    let copy = try ClinicStore.open(at: bench.path("store"))
    #expect(try Self.values(copy) == Self.values(clinic.store))
    #expect(try bench.refusalOfPart(try Self.file(of: clinic.store, after: 3)).kind == .badInput)
  }

  @Test func `an empty log is a file too`() throws {
    let empty = try ScratchStore.empty()
    let bench = try Bench()
    let outcome = try bench.take(try Self.file(of: empty.store))
    #expect(outcome.recorded == 0 && outcome.first == nil)
  }

  @Test func `a store with events of its own takes none`() throws {
    let clinic = try Self.clinic()
    let bytes = try Self.file(of: clinic.store)
    let bench = try Bench()
    for after in [0, 9] as [UInt64] {
      let error = #expect(throws: StoreError.self) {
        try ClinicStore.importLog(
          try bench.source(after == 0 ? bytes : Self.file(of: clinic.store, after: 8)),
          at: clinic.folder.path, isDryRun: false)
      }
      #expect(error?.note == "nothing of this file was written")
    }
    #expect(try clinic.store.head().position == 9)
  }

  @Test func `no byte of it can be another`() throws {
    let bytes = try Self.file(of: Self.clinic().store)
    let bench = try Bench()
    for place in bytes.indices {
      var flipped = bytes
      flipped[place] ^= 1 << UInt8(place % 8)
      let error = try bench.refusal(flipped)
      #expect(error.kind == .badInput, "byte \(place): \(error)")
      #expect(error.note == "nothing of this file was written", "byte \(place): \(error)")
    }
    try bench.take(bytes)
  }

  @Test func `cut anywhere, or longer than it should be, it is refused`() throws {
    let bytes = try Self.file(of: Self.clinic().store)
    let bench = try Bench()
    for length in bytes.indices {
      #expect(try bench.refusal(Array(bytes[..<length])).kind == .badInput, "cut to \(length)")
    }
    #expect(try bench.refusal(bytes + [0]).kind == .badInput)
    #expect(try bench.refusal(bytes + bytes).kind == .badInput)
  }

  /// A file with other records in it, its length, count and hash all fitting.
  static func forged(_ bytes: [UInt8], _ change: (inout [[UInt8]]) throws -> Void) throws -> [UInt8]
  {
    let end = try #require(bytes.firstIndex(of: UInt8(ascii: "\n")))
    var records: [[UInt8]] = []
    var at = end + 1
    while true {
      let length = Int(LogFile.number(Array(bytes[at..<at + 4])))
      if length == 0 { break }
      records.append(Array(bytes[at + 4..<at + 4 + length]))
      at += 4 + length
    }
    try change(&records)
    var header = try #require(LogFile.Header(Array(bytes[...end])))
    header.last = header.first + UInt64(records.count) - 1
    var file = header.bytes
    for record in records { file += LogFile.bytes(UInt32(record.count)) + record }
    file += LogFile.bytes(0 as UInt32) + LogFile.bytes(UInt64(records.count))
    return file + Hash.sha256(of: file).bytes
  }

  static let forgeries: [(String, @Sendable (inout [[UInt8]]) throws -> Void)] = [
    ("one left out", { $0.remove(at: 4) }),
    ("two swapped", { $0.swapAt(3, 4) }),
    ("one twice", { $0.insert($0[2], at: 3) }),
    ("one empty of all but a header", { $0[5] = Array($0[5].prefix(8)) }),
    ("one that is no record", { $0[5] = [UInt8](repeating: 0xFF, count: 200) }),
    ("one with bytes behind it", { $0[5] += [0] }),
    ("one with another schema number", { $0[5][0] ^= 1 }),
    ("a slot that points outside", { $0[5][16 + 2 * 8] ^= 0x80 }),
    (
      "data of another type",
      { records in
        var event = try StoredEvent(record: records[7])
        event.payload = try StoredEvent(record: records[1]).payload
        records[7] = event.reencoded
      }
    ),
    (
      "a type that there is not",
      { records in
        var event = try StoredEvent(record: records[8])
        event.envelope.type = 65_000
        records[8] = event.reencoded
      }
    ),
    (
      "a schema that there is not",
      { records in
        var event = try StoredEvent(record: records[8])
        event.envelope.schema = 9
        records[8] = event.reencoded
      }
    ),
    (
      "recorded before the one before",
      { records in
        var event = try StoredEvent(record: records[8])
        event.envelope.recordedAt = Instant(microseconds: 0)
        event.envelope.clock = Instant(microseconds: 0)
        records[8] = event.reencoded
      }
    ),
    (
      "data out of its range",
      { records in
        var event = try StoredEvent(record: records[6])
        let type = try EventType.required("device-commissioned")
        var writer = RecordWriter(type.record)
        let field = try #require(type.record.field(named: "max_depth_mm"))
        let payload = event.payload
        let view = RecordView(trusting: payload.span.bytes)
        for other in type.record.fields where other.name != field.name {
          if let text = view.text(other.slot), other.name != "kind" {
            writer.set(other.slot, text: text)
          } else if let code = view.integer(other.slot) {
            writer.set(other.slot, integer: code)
          }
        }
        writer.set(field.slot, integer: 9_999_999)
        event.payload = writer.finish()
        records[6] = event.reencoded
      }
    ),
  ]

  @Test(arguments: forgeries.indices)
  func `a file forged to fit is refused, and nothing of it taken`(_ index: Int) throws {
    let bytes = try Self.file(of: Self.clinic().store)
    let forged = try Self.forged(bytes, Self.forgeries[index].1)
    #expect(forged != bytes)
    let bench = try Bench()
    let error = #expect(throws: StoreError.self, "\(Self.forgeries[index].0)") {
      try bench.take(forged)
    }
    #expect(error?.kind == .badInput, "\(Self.forgeries[index].0): \(String(describing: error))")
    #expect(error?.note == "nothing of this file was written")
    #expect(bench.isEmpty, "\(Self.forgeries[index].0)")
  }

  @Test func `what stops it takes nothing`() throws {
    let bench = try Bench()
    let bytes = try Self.forged(Self.file(of: Self.clinic().store)) { records in
      let note = try StoredEvent(record: records[7])
      var event = note
      event.envelope.type = try EventType.required("note-added").number
      event.payload = try EventType.required("note-added").record.record(fromJSON: #"{"note":"n"}"#)
      for version in 2...6_000 as ClosedRange<UInt64> {
        event.envelope.position = UInt64(records.count + 1)
        event.envelope.version = version
        event.envelope.recordedAt = try StoredEvent(record: records[8]).envelope.recordedAt
        event.envelope.clock = event.envelope.recordedAt
        records.append(event.reencoded)
      }
    }
    for stop in 1...2 {
      var told = 0
      let error = #expect(throws: StoreError.self) {
        try ClinicStore.importLog(
          try bench.source(bytes), at: bench.path("store"), isDryRun: false
        ) { _, _ in
          told += 1
          if told == stop { throw StoreError.interrupted }
        }
      }
      #expect(error?.kind == .interrupted)
    }
    #expect(bench.isEmpty)
    #expect(try bench.take(bytes).recorded == 6_008)
  }
}

extension LogFileTests.Bench {
  /// Whether no store stands there, nor one in the making.
  var isEmpty: Bool {
    !["store", "store.part"].contains { FileManager.default.fileExists(atPath: path($0)) }
  }

  /// The error of a file that a store with events does not take.
  func refusalOfPart(_ bytes: [UInt8]) throws -> StoreError {
    var caught: StoreError?
    do { try take(bytes) } catch let error as StoreError { caught = error }
    var error = try #require(caught)
    if error.kind == .refused { error.kind = .badInput }
    return error
  }
}

extension StoredEvent {
  /// Its record, as the log would write it.
  fileprivate var reencoded: [UInt8] { record }
}
