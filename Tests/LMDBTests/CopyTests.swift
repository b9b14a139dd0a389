import Foundation
import Glibc
import LMDB
import Testing

/// Copies of an environment that others go on writing to.
@Suite struct CopyTests {
  private struct Enough: Error {}

  /// Copies into a folder of its own, as a backup does.
  private func copy(
    _ environment: Environment, into scratch: Scratch, isCompact: Bool = true
  ) throws {
    var bytes: [UInt8] = []
    try environment.copy(isCompact: isCompact) { bytes += $0 }
    try scratch.write("data.mdb", bytes)
  }

  private func fill(_ environment: Environment, _ table: Table, _ numbers: Range<UInt64>) throws {
    try environment.write(label: "fill") { (txn: inout WriteTransaction) throws(LMDBError) in
      for number in numbers {
        var key = Key()
        key.append(number)
        try txn.put(table, key, [UInt8](repeating: UInt8(truncatingIfNeeded: number), count: 300))
      }
    }
  }

  private func all(_ environment: Environment, _ name: String) throws -> [[UInt8]] {
    let table = try environment.table(name)
    return try environment.read { (txn) throws(LMDBError) -> [[UInt8]] in
      var rows: [[UInt8]] = []
      var cursor = try txn.view.cursor(table)
      while try cursor.next() { rows.append(cursor.key.array + cursor.value.array) }
      return rows
    }
  }

  @Test(arguments: [true, false])
  func `a copy holds what the environment holds`(_ isCompact: Bool) throws {
    let scratch = Scratch()
    let environment = try scratch.environment()
    let table = try environment.table("t", create: true)
    try fill(environment, table, 0..<1_000)
    let copied = Scratch()
    try copy(environment, into: copied, isCompact: isCompact)
    let copy = try Environment.open(copied.path)
    #expect(try all(copy, "t") == all(environment, "t"))
    #expect(try all(copy, "t").count == 1_000)
  }

  @Test func `a compact copy leaves out free pages`() throws {
    let scratch = Scratch()
    let environment = try scratch.environment()
    let table = try environment.table("t", create: true)
    try fill(environment, table, 0..<2_000)
    try environment.write(label: "clear") { (txn: inout WriteTransaction) throws(LMDBError) in
      try txn.clear(table)
    }
    try fill(environment, table, 0..<3)
    var sizes: [Bool: Int] = [:]
    for isCompact in [true, false] {
      var size = 0
      try environment.copy(isCompact: isCompact) { size += $0.count }
      sizes[isCompact] = size
    }
    #expect(try #require(sizes[true]) < 10 * 4_096)
    #expect(try #require(sizes[false]) > 100 * 4_096)
  }

  @Test(.timeLimit(.minutes(1)))
  func `a copy does not wait for a write under way, nor hold it up`() throws {
    let scratch = Scratch()
    let environment = try scratch.environment()
    let table = try environment.table("t", create: true)
    try fill(environment, table, 0..<200)
    let holder = try Probe("hold-write", scratch.path, "hold")
    #expect(holder.line() == "held")
    let copied = Scratch()
    try copy(environment, into: copied)
    holder.finish()
    #expect(try all(Environment.open(copied.path), "t").count == 200)
  }

  @Test func `what is written while it is copied is in none of it`() throws {
    let scratch = Scratch()
    let environment = try scratch.environment()
    let table = try environment.table("t", create: true)
    try fill(environment, table, 0..<3_000)
    let copied = Scratch()
    var bytes: [UInt8] = []
    var next: UInt64 = 3_000
    try environment.copy { piece in
      bytes += piece
      // The pages that are freed here are those that the copy still reads.
      try fill(environment, table, 0..<50)
      try fill(environment, table, next..<next + 50)
      next += 50
    }
    #expect(next > 3_000)
    try copied.write("data.mdb", bytes)
    let rows = try all(Environment.open(copied.path), "t")
    #expect(rows.count == 3_000)
    #expect(try all(environment, "t").count == Int(next))
  }

  @Test func `a map that another process has grown is taken over`() throws {
    let scratch = Scratch()
    let environment = try scratch.environment()
    _ = try environment.table("t", create: true)
    #expect(try Probe.run("fill", scratch.path, "t", "600", "3000") == ["filled"])
    let copied = Scratch()
    try copy(environment, into: copied)
    #expect(try all(Environment.open(copied.path), "t").count == 600)
  }

  @Test func `what takes the copy may end it, and the environment goes on`() throws {
    let scratch = Scratch()
    let environment = try scratch.environment(mapSize: 1 << 24)
    let table = try environment.table("t", create: true)
    // More than the pipe holds, so that LMDB is still writing when nobody reads any more.
    try fill(environment, table, 0..<20_000)
    for _ in 0..<3 {
      #expect(throws: Enough.self) { try environment.copy { _ in throw Enough() } }
    }
    #expect(try environment.info().openTransactions == 0)
    try fill(environment, table, 20_000..<20_010)
    var size = 0
    try environment.copy { size += $0.count }
    #expect(size > 20_000 * 300)
  }

  @Test func `no descriptor is left open`() throws {
    let scratch = Scratch()
    let environment = try scratch.environment()
    _ = try environment.table("t", create: true)
    func pipes() throws -> Int {
      try FileManager.default.contentsOfDirectory(atPath: "/proc/self/fd").count {
        (try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/fd/\($0)"))?
          .hasPrefix("pipe:") ?? false
      }
    }
    // Others of the tests open pipes too: many copies would show, one would not.
    let before = try pipes()
    for _ in 0..<200 { try environment.copy { _ in } }
    #expect(try pipes() < before + 200)
  }
}
