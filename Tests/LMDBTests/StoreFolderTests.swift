import Foundation
import LMDB
import Testing

struct StoreFolderTests {
  private func store(_ path: String) throws -> StoreFolder {
    var folder = try StoreFolder.create(at: path)
    let environment = try folder.createEnvironment(.init(mapSize: 1 << 20))
    _ = try environment.table("t", create: true)
    try folder.seal(format: 3)
    return folder
  }

  @Test(arguments: ["000", "022", "077", "277", "777"])
  func `modes are the owner's alone under any umask`(umask: String) throws {
    let scratch = Scratch()
    #expect(try Probe.run("create", scratch.path("s"), umask) == ["created"])
    #expect(try scratch.mode("s") == 0o700)
    for name in ["data.mdb", "lock.mdb", "write.lock", "identity"] {
      #expect(try scratch.mode("s/\(name)") == 0o600, "\(name)")
    }
    #expect(
      try FileManager.default.contentsOfDirectory(atPath: scratch.path("s")).sorted()
        == ["data.mdb", "identity", "lock.mdb", "write.lock"])
  }

  @Test func `files that others could read are closed to them when opened`() throws {
    let scratch = Scratch()
    try Probe.make(scratch)
    for name in ["data.mdb", "lock.mdb"] { chmod(scratch.path(name), 0o644) }
    let environment = try Environment.open(scratch.path)
    #expect(try scratch.mode("data.mdb") == 0o600)
    #expect(try scratch.mode("lock.mdb") == 0o600)
    #expect(!environment.isReadOnly)
  }

  @Test func `a store is found again by its identity`() throws {
    let scratch = Scratch()
    let made = try store(scratch.path("s"))
    let found = try StoreFolder.open(at: scratch.path("s") + "/", format: 3)
    #expect(found.identity == made.identity)
    let identity = try #require(found.identity)
    #expect(identity.format == 3)
    #expect(
      identity.store.wholeMatch(
        of: /[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}/) != nil)
    #expect(try store(scratch.path("u")).identity != made.identity)
    _ = try found.openEnvironment().table("t")
    #expect(try #require(found.freeBytes) > 0)
  }

  @Test func `a folder that holds something takes no new store`() throws {
    let scratch = Scratch()
    _ = try store(scratch.path("s"))
    #expect(failure { _ = try StoreFolder.create(at: scratch.path("s")) }?.code == .folderNotEmpty)
    try scratch.write("file", Array("x".utf8))
    #expect(
      failure { _ = try StoreFolder.create(at: scratch.path("file")) }?.code
        == .init(rawValue: ENOTDIR))
    mkdir(scratch.path("empty"), 0o755)
    _ = try store(scratch.path("empty"))
    #expect(try scratch.mode("empty") == 0o700)
    #expect(failure { _ = try StoreFolder.create(at: scratch.path("no/s")) }?.code == .noSuchFile)
  }

  @Test func `a store is sealed once`() throws {
    let scratch = Scratch()
    var folder = try store(scratch.path("s"))
    #expect(failure { try folder.seal(format: 3) }?.code == .fileExists)
  }

  @Test(
    arguments: [
      ("", LMDBError.Code.damagedIdentity), ("hello\n", .notAStore),
      ("stipple store\n", .damagedIdentity),
      ("stipple store\nid x\nformat 3\n", .damagedIdentity),
      ("stipple store\nid 00000000-0000-4000-8000-000000000000\nformat 3", .damagedIdentity),
      ("stipple store\nid 00000000-0000-4000-8000-000000000000\nformat 0\n", .damagedIdentity),
      ("stipple store\nid 00000000-0000-4000-8000-000000000000\nformat 4\n", .newerFormat),
      ("stipple store\nformat 4\nwhatever a later one says\n", .newerFormat),
      ("stipple store\nid 00000000-0000-4000-8000-000000000000\nformat 2\n", .olderFormat),
      ("stipple store\nformat 2\nwhatever an earlier one says\n", .olderFormat),
    ])
  func `an identity that does not read is an error of its kind`(
    text: String, code: LMDBError.Code
  ) throws {
    let scratch = Scratch()
    _ = try store(scratch.path("s"))
    try scratch.write("s/identity", Array(text.utf8))
    #expect(
      failure { _ = try StoreFolder.open(at: scratch.path("s"), format: 3) }?.code == code)
  }

  @Test func `an identity of megabytes or without UTF-8 is an error`() throws {
    let scratch = Scratch()
    _ = try store(scratch.path("s"))
    try scratch.write("s/identity", [UInt8](repeating: 120, count: 1 << 20))
    #expect(
      failure { _ = try StoreFolder.open(at: scratch.path("s"), format: 3) }?.code
        == .damagedIdentity)
    try scratch.write("s/identity", [255, 254])
    #expect(
      failure { _ = try StoreFolder.open(at: scratch.path("s"), format: 3) }?.code
        == .notAStore)
  }

  @Test func `a folder without an identity is not a store`() throws {
    let scratch = Scratch()
    #expect(
      failure { _ = try StoreFolder.open(at: scratch.path, format: 3) }?.code == .notAStore)
    #expect(
      failure { _ = try StoreFolder.open(at: scratch.path("no"), format: 3) }?.code
        == .noSuchFile)
  }

  @Test func `a missing or empty data file is an error and not a new store`() throws {
    let scratch = Scratch()
    let made = try store(scratch.path("s"))
    truncate(scratch.path("s/data.mdb"), 0)
    #expect(
      failure { _ = try StoreFolder.open(at: scratch.path("s"), format: 3) }?.code
        == .missingData)
    #expect(failure { _ = try made.openEnvironment() }?.code == .missingData)
    unlink(scratch.path("s/data.mdb"))
    #expect(
      failure { _ = try StoreFolder.open(at: scratch.path("s"), format: 3) }?.code
        == .missingData)
    #expect(failure { _ = try made.openEnvironment(.init(create: true)) }?.code == .missingData)
    #expect(!FileManager.default.fileExists(atPath: scratch.path("s/data.mdb")))
  }

  @Test(arguments: ["data.mdb", "lock.mdb", "write.lock", "identity"])
  func `a symbolic link in the store's folder is refused`(name: String) throws {
    let scratch = Scratch()
    _ = try store(scratch.path("s"))
    try FileManager.default.moveItem(atPath: scratch.path("s/\(name)"), toPath: scratch.path(name))
    symlink(scratch.path(name), scratch.path("s/\(name)"))
    let error = failure {
      _ = try StoreFolder.open(at: scratch.path("s"), format: 3).openEnvironment()
    }
    #expect(error?.code == .symbolicLink)
  }

  @Test func `a link that leads to nothing makes no file elsewhere`() throws {
    let scratch = Scratch()
    mkdir(scratch.path("s"), 0o700)
    symlink(scratch.path("victim"), scratch.path("s/data.mdb"))
    #expect(
      failure { _ = try Environment.open(scratch.path("s"), .init(create: true)) }?.code
        == .symbolicLink)
    #expect(!FileManager.default.fileExists(atPath: scratch.path("victim")))
  }

  @Test(arguments: ["link", "link/", "link//"])
  func `a folder reached by a symbolic link is refused`(link: String) throws {
    let scratch = Scratch()
    _ = try store(scratch.path("s"))
    symlink(scratch.path("s"), scratch.path("link"))
    #expect(
      failure { _ = try StoreFolder.open(at: scratch.path(link), format: 3) }?.code
        == .symbolicLink)
    #expect(failure { _ = try Environment.open(scratch.path(link)) }?.code == .symbolicLink)
    #expect(failure { _ = try StoreFolder.create(at: scratch.path(link)) }?.code == .symbolicLink)
  }

  @Test func `a folder where a file should be is refused`() throws {
    let scratch = Scratch()
    mkdir(scratch.path("data.mdb"), 0o700)
    #expect(
      failure { _ = try Environment.open(scratch.path, .init(create: true)) }?.code == .notAFile)
  }
}
