import Clinic
import EventLog
import Foundation
import LMDB
import Records
import Testing

@testable import ClinicStore

/// What opening does about tables that another version of the program made.
@Suite struct FoldVersionTests {
  private static func put(_ bytes: [UInt8]?, in store: ClinicStore) throws {
    try store.environment.write(label: "test") { (txn: inout WriteTransaction) throws(LMDBError) in
      if let bytes {
        try txn.put(store.meta, FoldVersions.key, bytes)
      } else {
        try txn.delete(store.meta, FoldVersions.key)
      }
    }
  }

  private static func folds(
    _ change: (FoldVersions.Fold) -> FoldVersions.Fold
  ) -> FoldVersions {
    FoldVersions(folds: FoldVersions.current.folds.map { $0.table == 4 ? change($0) : $0 })
  }

  private static let others: [FoldVersions] = [
    folds { .init(table: $0.table, version: $0.version + 1, shape: $0.shape) },
    folds { .init(table: $0.table, version: $0.version, shape: $0.shape.reversed()) },
    FoldVersions(folds: FoldVersions.current.folds.dropLast()),
    FoldVersions(
      folds: FoldVersions.current.folds
        + [.init(table: 99, version: 1, shape: [UInt8](repeating: 1, count: 16))]),
  ]

  @Test func `they read back as they were written, and damage is noticed`() {
    var bytes = FoldVersions.current.bytes
    #expect(FoldVersions(bytes: bytes.span.bytes) == .current)
    bytes[9] ^= 1
    #expect(FoldVersions(bytes: bytes.span.bytes) == nil)
    #expect(FoldVersions.current.folds.map(\.table) == TableType.all.map(\.id))
    #expect(Set(FoldVersions.current.folds.map(\.shape)).count == TableType.all.count)
  }

  @Test func `the digest that is written down is theirs`() {
    // Where a schema or a fold has changed, what is found here is what to write down: a store with
    // tables of the old ones is known by it.
    #expect(FoldVersions.currentDigest == FoldVersions.current.digest)
  }

  @Test func `a new store keeps them, and opens as it is`() throws {
    let scratch = try ScratchStore()
    let state = try scratch.store.reading { try scratch.store.foldState(in: $0) }
    #expect(state == .current)
    let bytes = try scratch.store.reading { view in
      try view.get(scratch.store.meta, FoldVersions.key)?.copy()
    }
    #expect(bytes == FoldVersions.current.bytes)
    #expect(try ClinicStore.open(at: scratch.folder.path).rebuilt == nil)
  }

  @Test(arguments: 0..<others.count)
  func `other folds have the tables made anew when the store is opened`(_ other: Int) throws {
    let scratch = try ReplayTests.history(60, steps: 10)
    let whole = try RebuildTests.contents(scratch.store)
    try RebuildTests.damage(scratch.store)
    try Self.put(Self.others[other].bytes, in: scratch.store)
    // To verify, it is opened as it is.
    let found = try ClinicStore.openAsFound(at: scratch.folder.path).verify()
    #expect(found.findings.contains { $0.check == "fold versions" })
    let opened = try ClinicStore.open(at: scratch.folder.path)
    #expect(opened.rebuilt?.events == (try scratch.store.head().position))
    #expect(try RebuildTests.contents(opened) == whole)
    #expect(try ClinicStore.open(at: scratch.folder.path).rebuilt == nil)
  }

  @Test func `folds that do not read have the tables made anew`() throws {
    let scratch = try ReplayTests.history(61, steps: 10)
    try Self.put([1, 2, 3], in: scratch.store)
    #expect(try ClinicStore.open(at: scratch.folder.path).rebuilt != nil)
    #expect(try scratch.store.verify().isSound)
  }

  @Test func `a store that has lost them has the tables made anew, unless it is empty`() throws {
    let scratch = try ReplayTests.history(62, steps: 10)
    try Self.put(nil, in: scratch.store)
    let opened = try ClinicStore.open(at: scratch.folder.path)
    #expect(opened.rebuilt?.events == (try opened.head().position))
    #expect(try opened.verify().isSound)
    let empty = try ScratchStore.empty()
    try Self.put(nil, in: empty.store)
    #expect(try ClinicStore.open(at: empty.folder.path).rebuilt == nil)
  }

  @Test func `stopped on its way, opening says so and leaves the tables`() throws {
    struct Enough: Error {}
    let lines = SimulatedStoreTests.lines(sessions: 150, seed: 7)
    let imported = try SimulatedStoreTests.Imported(
      Array(lines.joined(separator: [UInt8(ascii: "\n")])))
    try Self.put(Self.others[0].bytes, in: imported.store)
    let before = try RebuildTests.contents(imported.store)
    #expect(throws: Enough.self) {
      try ClinicStore.open(at: imported.store.path) { _, _ in throw Enough() }
    }
    #expect(try RebuildTests.contents(imported.store) == before)
  }

  @Test func `while another writes, opening says what must be done and how`() throws {
    let scratch = try ReplayTests.history(63, steps: 5)
    try Self.put(Self.others[0].bytes, in: scratch.store)
    let path = scratch.folder.path
    let held = try scratch.store.environment.beginWrite(label: "import")
    let error = #expect(throws: StoreError.self) {
      try ClinicStore.open(at: path, timeout: .milliseconds(50)) { _, _ in }
    }
    held.abort()
    #expect(error?.kind == .locked)
    #expect(error?.message.contains("earlier version of stipple") == true)
    #expect(error?.hint == "stipple rebuild")
    #expect(error?.note != nil)
    #expect(try ClinicStore.open(at: path).rebuilt != nil)
  }
}
