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

  private func value(
    _ scratch: ScratchStore, _ key: Key, of table: Table? = nil
  ) throws -> [UInt8] {
    let txn = try scratch.store.environment.beginRead()
    let found = try txn.view.get(table ?? scratch.store.log.tile, key)
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
    #expect(verification.findings.map(\.place) == ["@257", "tile/0/001"])
    #expect(!verification.isLogSound)
  }

  @Test(arguments: [10, 255, 256, 257, 400, 512] as [UInt64])
  func `an event of a full tile whose bytes and checksum were changed is named`(
    position: UInt64
  ) throws {
    let scratch = try clinic()
    try forge(scratch, at: position)
    let findings = try scratch.store.verify().findings
    let tile = "tile/0/00\((position - 1) / 256)"
    #expect(
      findings.contains {
        $0.check == "log records" && $0.place == "@\(position)" && $0.position == position
          && $0.message == "its leaf hash, in \(tile), is not that of its bytes"
      }, "\(findings)")
    #expect(findings.contains { $0.check == "tree" && $0.place == tile })
    #expect(findings.count { $0.check == "log records" } == 1)
    try scratch.store.rebuild()
    #expect(try !scratch.store.verify().isLogSound)
  }

  @Test func `of the others verify says between which positions the event is`() throws {
    let end = try clinic().store.head().position
    var first: UInt64 = 513
    while first <= end {
      // The subtrees of the open tile, the largest first.
      let size: UInt64 = 1 << (UInt64.bitWidth - 1 - (end + 1 - first).leadingZeroBitCount)
      let last = first + size - 1
      for position in Set([first, (first + last) / 2, last]) {
        let scratch = try clinic()
        try forge(scratch, at: position)
        let findings = try scratch.store.verify().findings.filter { $0.check == "tree" }
        #expect(findings.map(\.place) == ["head"])
        #expect(findings.map(\.position) == [first])
        let range = first == last ? "@\(first)" : "@\(first)…@\(last)"
        #expect(
          findings.first?.message == "the tree's edge is not that of the log's records \(range)")
      }
      first = last + 1
    }
  }

  /// Changes a byte of what an event says, and makes its checksum fit.
  private func forge(_ scratch: ScratchStore, at position: UInt64) throws {
    var key = Key()
    key.append(position)
    var bytes = try Array(
      value(scratch, key, of: scratch.store.log.log).dropLast(Checksum.byteCount))
    let note = try #require(bytes.indices.last { bytes[$0...].starts(with: "note ".utf8) })
    bytes[note] = UInt8(ascii: "N")
    Checksum.append(to: &bytes)
    try change(scratch) { txn in try txn.put(scratch.store.log.log, key, bytes) }
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
}
