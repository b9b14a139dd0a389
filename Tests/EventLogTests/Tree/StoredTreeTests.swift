import LMDB
import Records
import Testing

@testable import EventLog

/// The tree as the log keeps it, against the plain one of RFC 6962 over the same records.
@Suite struct StoredTreeTests {
  /// Enough for two full tiles of leaves and a third that is open.
  private static let count = 600

  private func grown(_ count: Int = count, seed: UInt64 = 1) throws -> ScratchLog {
    let scratch = try ScratchLog()
    var random = Seeded(seed: seed)
    var done = 0
    while done < count {
      let batch = min(count - done, 1 + Int(random.next() % 70))
      try scratch.append(
        (0..<batch).map { draft("S\((done + $0) % 7)", saying: random.bytes(upTo: 80)) })
      done += batch
    }
    return scratch
  }

  private func draft(_ id: String, saying payload: [UInt8]) -> Draft {
    Draft(.stream(.session(id)), type: 7, schema: 1, payload: payload, recordedBy: "U1")
  }

  private func plain(_ scratch: ScratchLog) throws -> PlainTree {
    let records = try scratch.rawEntries().map {
      Array($0.dropFirst(8).dropLast(Checksum.byteCount))
    }
    return PlainTree(records.map { .leaf(of: $0) })
  }

  @Test func `its root is that of the plain tree, whatever the transactions were`() throws {
    for seed in 1...4 as ClosedRange<UInt64> {
      let scratch = try grown(seed: seed)
      let plain = try plain(scratch)
      try scratch.read { log, view throws in
        let end = try log.end(in: view)
        #expect(end.head.position == UInt64(Self.count))
        #expect(end.root == plain.root(0..<Self.count))
        for size in 0...Self.count {
          #expect(try log.tree(in: view).root(ofFirst: UInt64(size)) == plain.root(0..<size))
        }
      }
    }
  }

  @Test(arguments: 1...4 as ClosedRange<UInt64>)
  func `an end carried on makes the same log, and one of no account changes nothing`(
    seed: UInt64
  ) throws {
    let scratch = try ScratchLog()
    var random = Seeded(seed: seed)
    var carried: LogEnd?
    func append(_ log: EventLog, _ txn: inout WriteTransaction) throws -> LogEnd {
      var end = try log.end(in: txn.view, after: carried)
      for _ in 0..<1 + random.below(9) {
        let draft = draft("S\(random.below(7))", saying: random.bytes(upTo: 80))
        _ = try log.append(draft, after: &end, to: &txn, clock: .utc(noon))
      }
      try log.keep(end, in: &txn)
      return end.forNext()
    }
    for _ in 0..<150 {
      // What a transaction left that was dropped, or before others, is not the log's.
      if random.below(4) == 0 {
        try scratch.begin { log, txn throws in carried = try append(log, &txn) }.abort()
      }
      let left = try scratch.write { log, txn throws in try append(log, &txn) }
      if random.below(4) > 0 { carried = left }
    }
    let plain = try plain(scratch)
    try scratch.read { log, view throws in
      #expect(try log.end(in: view).root == plain.root(0..<plain.leaves.count))
      let counts = try (0..<7).map {
        UInt64(try log.events(of: .session("S\($0)"), in: view).count)
      }
      #expect(try counts.reduce(0, +) == log.head(in: view).position)
      for index in 0..<plain.leaves.count / 256 {
        #expect(
          try log.keptTile(Tile(level: 0, index: UInt64(index)), in: view)
            == Array(plain.leaves[index * 256..<index * 256 + 256]))
      }
    }
  }

  @Test func `every event is proved against every size of the log it was in`() throws {
    let scratch = try grown()
    let plain = try plain(scratch)
    var random = Seeded(seed: 9)
    try scratch.read { log, view throws in
      let tree = log.tree(in: view)
      for _ in 0..<4_000 {
        let size = 1 + Int(random.next() % UInt64(Self.count))
        let leaf = Int(random.next() % UInt64(size))
        let proof = try #require(
          try tree.inclusionProof(of: UInt64(leaf), inFirst: UInt64(size)))
        try proof.verify(leaf: plain.leaves[leaf], root: plain.root(0..<size))
        let old = 1 + Int(random.next() % UInt64(size))
        let growth = try #require(
          try tree.consistencyProof(from: UInt64(old), to: UInt64(size)))
        try growth.verify(oldRoot: plain.root(0..<old), newRoot: plain.root(0..<size))
      }
    }
  }

  @Test func `full tiles are kept, the open one of the leaves is not`() throws {
    let scratch = try grown()
    let plain = try plain(scratch)
    try scratch.read { log, view throws in
      for index in 0..<2 {
        #expect(
          try log.keptTile(Tile(level: 0, index: UInt64(index)), in: view)
            == Array(plain.leaves[index * 256..<index * 256 + 256]))
      }
      #expect(try log.keptTile(Tile(level: 0, index: 2), in: view) == nil)
      #expect(
        try log.keptTile(Tile(level: 1, index: 0), in: view)
          == [plain.root(0..<256), plain.root(256..<512)])
      #expect(try view.statistics(log.tile).entries == 3)
      #expect(try log.isTreeWhole(in: view))
    }
  }

  @Test func `a transaction that is dropped leaves the tree as it was`() throws {
    let scratch = try grown(250)
    let before = try scratch.read { log, view throws in try log.end(in: view).root }
    _ = try scratch.begin { log, txn throws in
      let drafts = (0..<10).map { draft("S\($0)", saying: [1]) }
      _ = try log.append(drafts, to: &txn, clock: .utc(noon))
      #expect(try log.end(in: txn.view).root != before)
    }
    try scratch.read { log, view throws in
      #expect(try log.end(in: view).root == before)
      #expect(try view.statistics(log.tile).entries == 0)
    }
  }

  @Test func `lost tiles and a lost edge are made anew, the same as before`() throws {
    let scratch = try grown()
    let root = try scratch.read { log, view throws in try log.end(in: view).root }
    try scratch.write { log, txn throws in
      try txn.clear(log.tile)
      try txn.delete(log.meta, Key(Array("log.tree".utf8)))
    }
    #expect(try scratch.read { log, view throws in try log.isTreeWhole(in: view) } == false)
    #expect(throws: LogError.self) { try scratch.append(draft("S1", saying: [1])) }
    let made = try scratch.write { log, txn throws in try log.regrowTree(in: &txn) }
    #expect(made == EventLog.Regrown(size: UInt64(Self.count), before: 0))
    try scratch.read { log, view throws in
      #expect(try log.end(in: view).root == root)
      #expect(try log.isTreeWhole(in: view))
    }
    try scratch.append(draft("S1", saying: [1]))
  }

  @Test(arguments: [1, 256, 257, 599, 600] as [UInt64])
  func `events rewritten with all their sums made to fit are not given a new tree`(
    position: UInt64
  ) throws {
    let scratch = try grown()
    let event = try #require(
      try scratch.read { log, view throws in try log.event(at: position, in: view) })
    let forged = EnvelopeRecord.encode(event.envelope, payload: event.payload + [1])
    #expect(throws: LogError.self) {
      try scratch.write { log, txn throws in
        try txn.put(log.log, positionKey(position), Checksum.sealed(forged))
        try txn.clear(log.tile)
        _ = try log.regrowTree(in: &txn)
      }
    }
  }

  @Test func `a tile whose bytes are not as written gives no proof`() throws {
    let scratch = try grown()
    var key = Key()
    key.append(UInt8(0))
    key.append(UInt64(0))
    let value = try scratch.read { log, view throws in
      try #require(try view.get(log.tile, key)?.array)
    }
    for index in stride(from: 0, to: value.count, by: 97) {
      var damaged = value
      damaged[index] ^= 0x10
      #expect(throws: LogError.self, "byte \(index)") {
        try scratch.begin { log, txn throws in
          try txn.put(log.tile, key, damaged)
          _ = try log.tree(in: txn.view).inclusionProof(of: 3, inFirst: 256)
        }.abort()
      }
    }
  }
}
