import Foundation
import Testing

@testable import LMDB

/// The walk over the file's pages, which must never cry wolf and never trust what it reads.
struct PageCheckTests {
  /// Puts, replaces and deletes by chance, long values among them, in three tables.
  private func work(
    _ environment: Environment, _ tables: [Table], _ chance: inout Seeded
  ) throws {
    var changes: [(Table, [UInt8], [UInt8]?)] = []
    for _ in 0..<40 {
      let key = chance.bytes(1...(Bool.random(using: &chance) ? 6 : 200), under: 3)
      let value: [UInt8]? =
        switch Int.random(in: 0..<6, using: &chance) {
        case 0: nil
        case 1: chance.bytes(2_000...20_000)
        default: chance.bytes(0...300)
        }
      changes.append((tables.randomElement(using: &chance)!, key, value))
    }
    let clears = Int.random(in: 0..<12, using: &chance) == 0 ? tables.randomElement() : nil
    try environment.write(label: "test") {
      (transaction: inout WriteTransaction) throws(LMDBError) in
      for (table, key, value) in changes {
        if let value {
          try transaction.put(table, Key(key), value)
        } else {
          try transaction.delete(table, Key(key))
        }
      }
      if let clears { try transaction.clear(clears) }
    }
  }

  private func folder(seed: UInt64, rounds: Int, _ scratch: Scratch) throws {
    var chance = Seeded(state: seed)
    let environment = try scratch.environment(mapSize: 1 << 26)
    let tables = try ["a", "b", "c"].map { try environment.table($0, create: true) }
    for _ in 0..<rounds { try work(environment, tables, &chance) }
  }

  @Test(arguments: 0..<6 as Range<UInt64>) func `whatever LMDB writes is found sound`(seed: UInt64)
    throws
  {
    let scratch = Scratch()
    var chance = Seeded(state: seed)
    let environment = try scratch.environment(mapSize: 1 << 26)
    #expect(try environment.checkPages().found == 0)
    let tables = try ["a", "b", "c"].map { try environment.table($0, create: true) }
    for round in 0..<60 {
      // A reader keeps pages from being free.
      let reader = round % 7 == 3 ? try environment.beginRead() : nil
      try work(environment, tables, &chance)
      let checkup = try environment.checkPages()
      #expect(checkup.faults == [], "seed \(seed), round \(round)")
      #expect(checkup.pages > 3)
      _ = consume reader
    }
  }

  @Test func `a file that ends before pages which were never written is whole`() throws {
    let scratch = Scratch()
    do {
      let environment = try scratch.environment(mapSize: 1 << 26)
      let table = try environment.table("t", create: true)
      // So that there are free pages to take, and what the transaction gives back joins them.
      for byte in 0..<8 as Range<UInt8> {
        try environment.write(label: "test") { transaction throws(LMDBError) in
          try transaction.put(table, Key([byte]), [byte])
        }
      }
      try environment.write(label: "test") {
        (transaction: inout WriteTransaction) throws(LMDBError) in
        try transaction.put(table, Key([1]), [UInt8](repeating: 7, count: 1 << 20))
        try transaction.delete(table, Key([1]))
      }
    }
    let environment = try Environment.open(scratch.path)
    let info = try environment.info()
    #expect(info.fileBytes < info.usedBytes)
    #expect(try environment.checkPages().faults == [])
  }

  /// The file as bytes, and where the newer header is.
  private func bytes(_ scratch: Scratch) throws -> (data: [UInt8], newest: Int) {
    let data = Array(try Data(contentsOf: URL(fileURLWithPath: scratch.path("data.mdb"))))
    func transaction(_ page: Int) -> UInt64 {
      data.withUnsafeBytes { $0.loadUnaligned(fromByteOffset: page + 144, as: UInt64.self) }
    }
    return (data, transaction(0) > transaction(4_096) ? 0 : 4_096)
  }

  private func root(_ data: [UInt8], _ newest: Int) -> Int {
    data.withUnsafeBytes {
      Int($0.loadUnaligned(fromByteOffset: newest + 128, as: UInt64.self)) * 4_096
    }
  }

  @Test func `every bit of a page's header, and each place of an entry, is held against the rest`()
    throws
  {
    let scratch = Scratch()
    try folder(seed: 1, rounds: 20, scratch)
    let (sound, newest) = try bytes(scratch)
    let root = root(sound, newest)
    for place in Array(0..<8) + Array(10..<22) {
      for bit in 0..<8 {
        var data = sound
        data[root + place] ^= 1 << UInt8(bit)
        try scratch.write("data.mdb", data)
        #expect(
          failure { _ = try Environment.open(scratch.path) }?.code == .damagedFile,
          "byte \(place), bit \(bit)")
        var options = Environment.Options()
        options.walkLimit = 0
        let environment = try Environment.open(scratch.path, options)
        #expect(try environment.checkPages().found > 0, "byte \(place), bit \(bit)")
      }
    }
  }

  @Test func `a header that no commit leaves so is refused before LMDB maps the file`() throws {
    let scratch = Scratch()
    try folder(seed: 2, rounds: 5, scratch)
    let (sound, newest) = try bytes(scratch)
    // The magic, the version, the size of a page, the last page's top bytes, the commit's number.
    for place in Array(16..<24) + Array(40..<44) + Array(142..<152) {
      for bit in 0..<8 {
        var data = sound
        data[newest + place] ^= 1 << UInt8(bit)
        try scratch.write("data.mdb", data)
        #expect(
          failure { _ = try Environment.open(scratch.path) }?.code == .damagedFile,
          "byte \(place), bit \(bit)")
      }
    }
    try scratch.write("data.mdb", sound)
    #expect(try Environment.open(scratch.path).checkPages().found == 0)
  }

  @Test func `an earlier commit that gives itself out as the last is refused`() throws {
    let scratch = Scratch()
    try folder(seed: 4, rounds: 9, scratch)
    let (sound, newest) = try bytes(scratch)
    let older = 4_096 - newest
    let last = sound[newest + 144]
    var data = sound
    data[older + 144] = last + 1
    // The last page of either may be the same; the header's own figures give nothing away.
    for place in 136..<144 { data[older + place] = sound[newest + place] }
    try scratch.write("data.mdb", data)
    #expect(failure { _ = try Environment.open(scratch.path) }?.code == .damagedFile)
  }

  @Test func `a file cut at any page is refused, unless only free pages are gone`() throws {
    let scratch = Scratch()
    try folder(seed: 3, rounds: 20, scratch)
    let (sound, _) = try bytes(scratch)
    var refused = 0
    let all = sound.count / 4_096
    for pages in stride(from: 2, to: all, by: 7) {
      try scratch.write("data.mdb", Array(sound[..<(pages * 4_096)]))
      let code = failure { _ = try Environment.open(scratch.path) }?.code
      if code == nil {
        let environment = try Environment.open(scratch.path)
        #expect(try environment.checkPages().found == 0)
      } else {
        #expect(code == .damagedFile)
        refused += 1
      }
    }
    #expect(refused > 3)
  }
}
