import EventLog
import Foundation
import LMDB
import Records
import Testing

@testable import ClinicStore

/// Backing up and restoring, within one process.
@Suite struct BackupTests {
  struct Stop: Error {}

  /// A clinic, and a folder for its backups.
  final class Bench {
    let clinic: ScratchStore
    let folder: URL

    init() throws {
      clinic = try ScratchStore()
      try clinic.openClinic()
      folder = FileManager.default.temporaryDirectory
        .appendingPathComponent("backup-\(UUID().uuidString)")
      try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    }

    deinit { try? FileManager.default.removeItem(at: folder) }

    func path(_ name: String) -> String { folder.appendingPathComponent(name).path }

    @discardableResult
    func backUp(_ name: String = "copy") throws -> BackupManifest {
      try clinic.store.backUp(to: path(name)) { _, _, _ in }
    }

    func plan(_ source: String = "copy", to destination: String = "restored") -> Restoring {
      Restoring(path(source), to: path(destination), recordedBy: "U1")
    }

    @discardableResult
    func restore(_ plan: Restoring) throws -> Restored {
      try ClinicStore.restore(plan) { _, _, _ in }
    }

    func names() throws -> [String] {
      try FileManager.default.contentsOfDirectory(atPath: folder.path).sorted()
    }

    /// The error of a restoring that has to be refused, and leave nothing.
    func refusal(_ plan: Restoring) throws -> StoreError {
      let before = try names()
      var caught: StoreError?
      do { try restore(plan) } catch let error as StoreError { caught = error }
      #expect(try names() == before)
      return try #require(caught)
    }
  }

  static func root(_ store: ClinicStore) throws -> Hash {
    try store.reading { try store.log.end(in: $0) }.root
  }

  @Test func `a backup is the store, with a manifest that says where it ends`() throws {
    let bench = try Bench()
    let manifest = try bench.backUp()
    #expect(manifest.store == bench.clinic.store.folder.identity?.store)
    #expect(try manifest.head == bench.clinic.store.head().position)
    #expect(try manifest.recordedAt == bench.clinic.store.head().recordedAt)
    #expect(try manifest.root == Self.root(bench.clinic.store))
    #expect(try bench.names() == ["copy"])
    #expect(
      try FileManager.default.contentsOfDirectory(atPath: bench.path("copy")).sorted()
        == ["data.mdb", "identity", "manifest"])
    let copy = try ClinicStore.open(at: bench.path("copy"))
    #expect(try copy.verify().isSound)
    #expect(
      try copy.replay().tables.map { try $0.digest() }
        == bench.clinic.store.replay().tables.map { try $0.digest() })
  }

  @Test func `a backup is only read`() throws {
    let bench = try Bench()
    try bench.backUp()
    let data = URL(fileURLWithPath: bench.path("copy/data.mdb"))
    let before = try Data(contentsOf: data)
    let copy = try ClinicStore.open(at: bench.path("copy"))
    let error = #expect(throws: StoreError.self) {
      try copy.record([
        ScratchStore.entry(
          "client/C9", "client-registered", #"{"name":"Z","born_on":"1980-01-01"}"#)
      ])
    }
    #expect(error?.kind == .notAllowed)
    #expect(throws: StoreError.self) { try copy.rebuild() }
    #expect(try Data(contentsOf: data) == before)
    try bench.restore(bench.plan())
  }

  @Test(.timeLimit(.minutes(1)))
  func `a backup does not wait for a write under way`() throws {
    let bench = try Bench()
    let writing = try bench.clinic.store.environment.beginWrite(label: "hold")
    try bench.backUp()
    writing.abort()
    #expect(try ClinicStore.open(at: bench.path("copy")).verify().isSound)
  }

  @Test func `what stops it leaves nothing, whenever it comes`() throws {
    let bench = try Bench()
    var steps: Set<BackupStep> = []
    for stop in 1... {
      var told = 0
      do {
        _ = try bench.clinic.store.backUp(to: bench.path("copy")) { step, _, _ in
          steps.insert(step)
          told += 1
          if told == stop { throw StoreError.interrupted }
        }
        break
      } catch let error as StoreError {
        #expect(error.kind == .interrupted)
        #expect(error.note == "no backup was made")
        #expect(try bench.names().isEmpty)
      }
    }
    #expect(steps == [.copying, .verifying, .checking])
    #expect(try bench.names() == ["copy"])
  }

  @Test func `what is at its place, or unfinished beside it, is not touched`() throws {
    let bench = try Bench()
    try bench.backUp()
    let first = try Data(contentsOf: URL(fileURLWithPath: bench.path("copy/manifest")))
    let error = #expect(throws: StoreError.self) { try bench.backUp() }
    #expect(error?.kind == .notAllowed)
    #expect(try Data(contentsOf: URL(fileURLWithPath: bench.path("copy/manifest"))) == first)
    try FileManager.default.createDirectory(
      atPath: bench.path("other.part"), withIntermediateDirectories: true)
    let unfinished = #expect(throws: StoreError.self) { try bench.backUp("other") }
    #expect(unfinished?.hint?.contains("rm -r") == true)
    #expect(try bench.names() == ["copy", "other.part"])
    let inside = #expect(throws: StoreError.self) {
      try bench.clinic.store.backUp(to: bench.clinic.folder.path + "/copy") { _, _, _ in }
    }
    #expect(inside?.kind == .notAllowed)
  }

  @Test func `a damaged store makes no backup`() throws {
    let bench = try Bench()
    let store = bench.clinic.store
    try store.environment.write(label: "damage") {
      (txn: inout WriteTransaction) throws(LMDBError) in
      try txn.delete(store.log.stream, Key([9, 9, 9]))
      var key = Key()
      key.append(3 as UInt64)
      try txn.put(store.log.log, key, [1, 2, 3])
    }
    let error = #expect(throws: StoreError.self) { try bench.backUp() }
    #expect(error?.kind == .damaged)
    #expect(try bench.names().isEmpty)
  }

  @Test func `restored, it is the same store with one event more, and goes on`() throws {
    let bench = try Bench()
    let manifest = try bench.backUp()
    let digests = try bench.clinic.store.replay().tables.map { try $0.digest() }
    try bench.clinic.record(
      "client/C3", "client-registered", #"{"name":"Z","born_on":"1980-01-01"}"#)
    var plan = bench.plan()
    plan.reason = "a drill"
    let restored = try bench.restore(plan)
    #expect(try bench.names() == ["copy", "restored"])
    let store = try ClinicStore.open(at: bench.path("restored"))
    #expect(store.folder.identity == bench.clinic.store.folder.identity)
    #expect(try store.verify().isSound)
    #expect(try store.replay(through: manifest.head).tables.map { try $0.digest() } == digests)
    let head = manifest.head
    #expect(try store.head().position == head + 1)
    #expect(
      try store.reading { try store.log.tree(in: $0).root(ofFirst: head) } == manifest.root)
    let event = try #require(try store.event(at: head + 1))
    #expect(restored.receipt?.envelope == event.envelope)
    let data = EventLine.json(of: event)
    let line = try #require(try JSONSerialization.jsonObject(with: Data(data)) as? [String: Any])
    #expect(line["type"] as? String == "store-restored")
    let said = try #require(line["data"] as? [String: Any])
    #expect(said["head"] as? Int == Int(head))
    #expect(said["root"] as? String == manifest.root.hex)
    #expect(said["backed_up_at"] as? String == manifest.madeAt.rfc3339)
    #expect(said["reason"] as? String == "a drill")
    try store.record([
      ScratchStore.entry("client/C3", "client-registered", #"{"name":"Z","born_on":"1980-01-01"}"#)
    ])
    #expect(try store.verify().isSound)
  }

  @Test func `an empty store is backed up and restored too`() throws {
    let scratch = try ScratchStore.empty()
    let copy = scratch.folder.path + "-copy"
    defer { try? FileManager.default.removeItem(atPath: copy) }
    let manifest = try scratch.store.backUp(to: copy) { _, _, _ in }
    #expect(manifest.head == 0)
    let path = scratch.folder.path + "-restored"
    defer { try? FileManager.default.removeItem(atPath: path) }
    let restored = try ClinicStore.restore(Restoring(copy, to: path, recordedBy: "U1")) { _, _, _ in
    }
    #expect(restored.receipt == nil)
    #expect(try ClinicStore.open(at: path).head().position == 0)
  }

  @Test func `a backup older than what is known is refused unless that is accepted`() throws {
    let bench = try Bench()
    let head = try bench.backUp().head
    var plan = bench.plan()
    plan.expected = head + 2
    let error = try bench.refusal(plan)
    #expect(error.kind == .refused)
    #expect(error.message.contains("@\(head)") && error.message.contains("2 events"), "\(error)")
    plan.acceptsOlder = true
    plan.reason = "all there is"
    try bench.restore(plan)
    plan.destination = bench.path("again")
    plan.acceptsOlder = false
    plan.expected = head
    try bench.restore(plan)
  }

  @Test func `a root kept outside tells a backup of another log, and an older one`() throws {
    let bench = try Bench()
    let manifest = try bench.backUp()
    let store = bench.clinic.store
    func known(_ size: UInt64, _ root: Hash) throws -> KnownRoot {
      guard let known = KnownRoot("@\(size) \(root.base64)") else { throw Stop() }
      return known
    }
    func refusal(_ known: KnownRoot) throws -> StoreError.Kind? {
      var kind: StoreError.Kind?
      do {
        _ = try ClinicStore.restore(bench.plan(), known: { _ in [known] }) { _, _, _ in }
      } catch let error as StoreError {
        kind = error.kind
      }
      #expect(try bench.names() == ["copy"])
      return kind
    }
    for size in 1...manifest.head {
      let other = try known(size, .sha256(of: [1]))
      #expect(try refusal(other) == .damaged)
    }
    try bench.clinic.record(
      "client/C3", "client-registered", #"{"name":"Z","born_on":"1980-01-01"}"#)
    let later = try known(store.head().position, Self.root(store))
    #expect(try refusal(later) == .refused)
    var roots: [KnownRoot] = []
    for size in 1...manifest.head {
      let root = try store.reading { try store.log.tree(in: $0).root(ofFirst: size) }
      roots.append(try known(size, root))
    }
    _ = try ClinicStore.restore(bench.plan(), known: { _ in roots }) { _, _, _ in }
    var plan = bench.plan(to: "again")
    plan.acceptsOlder = true
    _ = try ClinicStore.restore(plan, known: { _ in roots + [later] }) { _, _, _ in }
    #expect(throws: StoreError.self) {
      try ClinicStore.restore(bench.plan(to: "third"), known: { _ in throw StoreError.interrupted })
      {
        _, _, _ in
      }
    }
    #expect(try bench.names() == ["again", "copy", "restored"])
  }

  @Test func `who is not on the staff restores nothing`() throws {
    let bench = try Bench()
    try bench.backUp()
    var plan = bench.plan()
    plan.recordedBy = "U99"
    let error = try bench.refusal(plan)
    #expect(error.kind == .refused)
    #expect(error.note == "nothing was restored")
  }

  @Test func `what stops a restoring leaves nothing, whenever it comes`() throws {
    let bench = try Bench()
    try bench.backUp()
    for stop in 1... {
      var told = 0
      do {
        _ = try ClinicStore.restore(bench.plan()) { _, _, _ in
          told += 1
          if told == stop { throw StoreError.interrupted }
        }
        break
      } catch let error as StoreError {
        #expect(error.kind == .interrupted)
        #expect(try bench.names() == ["copy"])
      }
    }
    #expect(try bench.names() == ["copy", "restored"])
  }

  @Test func `nothing is restored over a store, or over anything but an empty folder`() throws {
    let bench = try Bench()
    try bench.backUp()
    var plan = bench.plan()
    plan.destination = bench.clinic.folder.path
    let head = try bench.clinic.store.head()
    #expect(try bench.refusal(plan).kind == .notAllowed)
    #expect(try bench.clinic.store.head() == head)
    try FileManager.default.createDirectory(
      atPath: bench.path("restored"), withIntermediateDirectories: true)
    try bench.restore(bench.plan())
    #expect(try ClinicStore.open(at: bench.path("restored")).head().position == head.position + 1)
  }

  @Test func `no byte of the manifest can be another`() throws {
    let bench = try Bench()
    try bench.backUp()
    let manifest = URL(fileURLWithPath: bench.path("copy/manifest"))
    let bytes = try Data(contentsOf: manifest)
    for place in bytes.indices {
      var flipped = bytes
      flipped[place] ^= 1 << UInt8(place % 8)
      try flipped.write(to: manifest)
      let error = try bench.refusal(bench.plan())
      #expect(error.kind == .damaged, "byte \(place): \(error)")
      #expect(error.message.contains("manifest"), "byte \(place): \(error)")
    }
    try FileManager.default.removeItem(at: manifest)
    #expect(try bench.refusal(bench.plan()).kind == .noStore)
    try bytes.write(to: manifest)
    try bench.restore(bench.plan())
  }

  @Test func `no byte of the identity can be another`() throws {
    let bench = try Bench()
    try bench.backUp()
    let identity = URL(fileURLWithPath: bench.path("copy/identity"))
    let bytes = try Data(contentsOf: identity)
    for place in bytes.indices {
      var flipped = bytes
      flipped[place] ^= 1
      try flipped.write(to: identity)
      let error = try bench.refusal(bench.plan())
      #expect(error.kind == .damaged || error.kind == .noStore, "byte \(place): \(error)")
    }
    try FileManager.default.removeItem(at: identity)
    #expect(try bench.refusal(bench.plan()).kind == .damaged)
  }

  @Test func `data.mdb flipped or cut is refused before LMDB opens it`() throws {
    let bench = try Bench()
    try bench.backUp()
    let data = URL(fileURLWithPath: bench.path("copy/data.mdb"))
    let bytes = try Data(contentsOf: data)
    var generator = Seeded(42)
    var places = Array(stride(from: 0, to: 160, by: 3)) + [bytes.count - 1]
    places += (0..<60).map { _ in Int.random(in: 0..<bytes.count, using: &generator) }
    for place in places {
      var flipped = bytes
      flipped[place] ^= 1 << UInt8.random(in: 0..<8, using: &generator)
      try flipped.write(to: data)
      let error = try bench.refusal(bench.plan())
      #expect(error.kind == .damaged && error.message.contains("SHA-256"), "\(place): \(error)")
    }
    for length in [0, 1, 4_095, 8_192, bytes.count - 1] {
      try bytes.prefix(length).write(to: data)
      let error = try bench.refusal(bench.plan())
      #expect(error.kind == .damaged && error.message.contains("\(length) bytes"), "\(error)")
    }
    try (bytes + [0]).write(to: data)
    #expect(try bench.refusal(bench.plan()).kind == .damaged)
    // LMDB would have made its lock file beside it.
    #expect(!FileManager.default.fileExists(atPath: bench.path("copy/lock.mdb")))
    try FileManager.default.removeItem(at: data)
    #expect(try bench.refusal(bench.plan()).kind == .damaged)
  }

  @Test func `a link is not followed`() throws {
    let bench = try Bench()
    try bench.backUp()
    try FileManager.default.createSymbolicLink(
      atPath: bench.path("link"), withDestinationPath: bench.path("copy"))
    #expect(try bench.refusal(bench.plan("link")).kind == .notAllowed)
    let data = bench.path("copy/data.mdb")
    try FileManager.default.moveItem(atPath: data, toPath: bench.path("elsewhere"))
    try FileManager.default.createSymbolicLink(
      atPath: data, withDestinationPath: bench.path("elsewhere"))
    #expect(try bench.refusal(bench.plan()).kind == .notAllowed)
  }
}
