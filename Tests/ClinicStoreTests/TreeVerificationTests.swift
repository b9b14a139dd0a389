import ClinicStore
import EventLog
import Foundation
import LMDB
import Records
import Testing

/// A clinic of some hundred events, whose tree has tiles: what verify and rebuild make of damage there.
@Suite struct TreeVerificationTests {
  private func clinic() throws -> ScratchStore {
    let scratch = try ScratchStore()
    try scratch.openClinic()
    let entries = try (0..<600).map {
      try ScratchStore.entry("client/C1", "note-added", #"{"note":"note \#($0)"}"#)
    }
    try scratch.store.record(entries)
    return scratch
  }

  private func tileKey(_ level: UInt8, _ index: UInt64) -> Key {
    var key = Key()
    key.append(level)
    key.append(index)
    return key
  }

  private func change(
    _ scratch: ScratchStore, _ body: (inout WriteTransaction) throws -> Void
  ) throws {
    var txn = try scratch.store.environment.beginWrite(label: "test")
    try body(&txn)
    try txn.commit()
  }

  private func value(_ scratch: ScratchStore, _ key: Key) throws -> [UInt8] {
    let txn = try scratch.store.environment.beginRead()
    let found = try txn.view.get(scratch.store.log.tile, key)
    return try #require(found?.withUnsafeBytes { Array($0) })
  }

  private func findings(_ scratch: ScratchStore) throws -> [String] {
    try scratch.store.verify().findings.map { "\($0.check): \($0.place)" }
  }

  @Test func `a tree as it should be is verified`() throws {
    let scratch = try clinic()
    let verification = try scratch.store.verify()
    #expect(verification.isSound, "\(verification.findings)")
    let tiles = try #require(verification.checks.first { $0.name == "tree tiles" })
    #expect(tiles.looked == 3)
  }

  @Test(arguments: [(0, 0), (0, 1), (1, 0)] as [(UInt8, UInt64)])
  func `a tile that is not as written, or is gone, is found and made anew`(
    level: UInt8, index: UInt64
  ) throws {
    for isDeleted in [true, false] {
      let scratch = try clinic()
      let root = try scratch.store.checkpoint().root
      let key = tileKey(level, index)
      var bytes = try value(scratch, key)
      bytes[17] ^= 4
      try change(scratch) { txn in
        if isDeleted {
          try txn.delete(scratch.store.log.tile, key)
        } else {
          try txn.put(scratch.store.log.tile, key, bytes)
        }
      }
      #expect(try findings(scratch) == ["tree tiles: tile/\(level)/00\(index)"])
      try scratch.store.rebuild()
      #expect(try findings(scratch).isEmpty)
      #expect(try scratch.store.checkpoint().root == root)
    }
  }

  @Test func `a tile of other records is found, and the log is not called whole`() throws {
    let scratch = try clinic()
    let key = tileKey(0, 1)
    var bytes = Array(try value(scratch, key).dropLast(Checksum.byteCount))
    bytes[17] ^= 4
    Checksum.append(to: &bytes)
    try change(scratch) { txn in try txn.put(scratch.store.log.tile, key, bytes) }
    let verification = try scratch.store.verify()
    #expect(verification.findings.map(\.place) == ["tile/0/001"])
    #expect(!verification.isLogSound)
  }

  @Test func `a tile too many is found`() throws {
    let scratch = try clinic()
    let bytes = try value(scratch, tileKey(0, 0))
    try change(scratch) { txn in
      try txn.put(scratch.store.log.tile, tileKey(0, 9), bytes)
    }
    #expect(try findings(scratch) == ["tree tiles: tile"])
  }

  @Test func `what was kept outside is found again at every size`() throws {
    let scratch = try clinic()
    let end = try scratch.store.head().position
    for size in [0, 1, 255, 256, 257, 512, end - 1, end] {
      let known = KnownRoot(try scratch.store.checkpoint(through: size))
      #expect(try scratch.store.verify(against: [known]).isSound, "@\(size)")
      #expect(KnownRoot(known.text) == known)
    }
    let root = try scratch.store.checkpoint(through: 300).root
    let other = try #require(KnownRoot("@301 \(root.base64)"))
    #expect(
      try scratch.store.verify(against: [other]).findings.map(\.place) == ["@301"])
    let later = try #require(KnownRoot("@\(end + 1) \(root.base64)"))
    #expect(
      try scratch.store.verify(against: [later]).findings.first?.message.contains("cut off")
        == true)
  }

  @Test func `a store from before trees were kept is given one when it is opened`() throws {
    let scratch = try clinic()
    let root = try scratch.store.checkpoint().root
    try change(scratch) { txn in
      try txn.clear(scratch.store.log.tile)
      try txn.delete(scratch.store.meta, Key(Array("log.tree".utf8)))
    }
    let opened = try ClinicStore.open(at: scratch.store.path)
    #expect(try opened.checkpoint().root == root)
    #expect(try findings(scratch).isEmpty)
    try scratch.record("client/C1", "note-added", #"{"note":"one more"}"#)
    #expect(try findings(scratch).isEmpty)
  }
}
