import Foundation
import Glibc
import Synchronization
import Testing

@testable import LMDB

struct FailureTests {
  private func put(_ environment: Environment, _ table: Table, _ byte: UInt8) throws(LMDBError) {
    try environment.write(label: "test") { transaction throws(LMDBError) in
      try transaction.put(table, Key([byte]), [byte])
    }
  }

  private func keys(_ environment: Environment, _ table: Table) throws -> [[UInt8]] {
    let transaction = try environment.beginRead()
    return try contents(transaction.view, table).map(\.0)
  }

  @Test func `after a failed commit the environment reopens and goes on`() throws {
    let scratch = Scratch()
    let environment = try scratch.environment()
    let first = try environment.table("t", create: true)
    let second = try environment.table("u", create: true)
    try put(environment, first, 1)
    environment.commitFault.withLock { $0 = .inputOutput }
    let error = failure { try put(environment, first, 2) }
    #expect(error?.code == .inputOutput)
    #expect(error?.state == "nothing was written")
    #expect(environment.gate.withLock { !$0.isSuspect })
    #expect(try keys(environment, first) == [[1]])
    try put(environment, second, 3)
    #expect(try keys(environment, first) == [[1]])
    #expect(try keys(environment, second) == [[3]])
    #expect(try Probe.run("count", scratch.path, "u") == ["1"])
  }

  @Test func `a failed commit is not tried again`() throws {
    let scratch = Scratch()
    let environment = try scratch.environment()
    let table = try environment.table("t", create: true)
    environment.commitFault.withLock { $0 = .inputOutput }
    var runs = 0
    let error = failure {
      try environment.write(label: "test") { (transaction) throws(LMDBError) in
        runs += 1
        try transaction.put(table, Key([1]), [1])
      }
    }
    #expect(error?.code == .inputOutput)
    #expect(runs == 1)
    #expect(try keys(environment, table) == [])
  }

  @Test func `nothing begins in a suspect environment while a reader is open`() throws {
    let scratch = Scratch()
    let environment = try scratch.environment()
    let table = try environment.table("t", create: true)
    try put(environment, table, 1)
    do {
      let reader = try environment.beginRead()
      environment.commitFault.withLock { $0 = .noSpace }
      let error = failure { try put(environment, table, 2) }
      #expect(error?.code == .noSpace)
      #expect(error?.description.contains("look before trying again") == true)
      #expect(environment.gate.withLock { $0.isSuspect })
      #expect(failure { _ = try environment.beginRead() }?.code == .suspect)
      #expect(failure { try put(environment, table, 2) }?.code == .suspect)
      #expect(try contents(reader.view, table).count == 1)
    }
    try put(environment, table, 2)
    #expect(try keys(environment, table) == [[1], [2]])
  }

  @Test func `an unsafe reader at rest does not stand in the way of reopening`() throws {
    let scratch = Scratch()
    let environment = try scratch.environment()
    let table = try environment.table("t", create: true)
    let reader = UnsafeReader(environment)
    try reader.renew()
    reader.reset()
    environment.commitFault.withLock { $0 = .inputOutput }
    #expect(failure { try put(environment, table, 1) }?.code == .inputOutput)
    try reader.renew()
    #expect(
      try reader.withView { view throws(LMDBError) in try view.statistics(table).entries } == 0)
  }

  @Test func `a full disk leaves what was there, and writing goes on when there is room`() throws {
    let scratch = Scratch()
    try Probe.make(scratch)
    let lines = try Probe.run("full-disk", scratch.path, "t", "200000")
    // A write cut short is EIO to LMDB, one refused whole is EFBIG: the limit tells what it was.
    #expect(lines.first == "failed EFBIG")
    #expect(lines.dropFirst() == ["left 1", "then 201"])
    #expect(try Probe.run("count", scratch.path, "t") == ["201"])
  }

  @Test func `with room enough the same write is taken`() throws {
    let scratch = Scratch()
    try Probe.make(scratch)
    let lines = try Probe.run("full-disk", scratch.path, "t", "20000000")
    #expect(lines == ["taken", "left 201", "then 401"])
  }

  @Test(
    arguments: [
      (LMDBError.Code.mapFull, "MDB_MAP_FULL"), (.noSpace, "ENOSPC"), (.locked, "LOCKED"),
      (.init(rawValue: 9999), "9999"), (.init(rawValue: -12_345), "-12345"),
    ])
  func `a code has its name, and an unknown one keeps its number`(
    code: LMDBError.Code, name: String
  ) {
    #expect(code.name == name)
    #expect(!code.message.isEmpty)
    #expect(
      LMDBError(code, "write").description.hasPrefix(
        code == .locked ? "the store" : "cannot write: "))
  }

  @Test func `a commit is told as it was left`() throws {
    let scratch = Scratch()
    let environment = try scratch.environment()
    let table = try environment.table("t", create: true)
    try put(environment, table, 1)
    let last = try environment.info().lastTransaction
    let there = environment.failure(ofCommit: Int(last), .inputOutput)
    #expect(there.state == "the last change is there, but a power cut may still take it")
    let gone = environment.failure(ofCommit: Int(last) + 1, .inputOutput)
    #expect(gone.state == "nothing was written")
    #expect(there.leavesDoubt && !gone.leavesDoubt)
  }

  @Test(
    arguments: [
      (.inputOutput, nil, 0, nil, .inputOutput),
      (.inputOutput, 1 << 30, 1 << 20, nil, .inputOutput),
      (.inputOutput, 4096, 1 << 20, nil, .noSpace),
      (.inputOutput, 1 << 30, 1 << 20, 1 << 20, .fileTooBig),
      (.inputOutput, 1 << 30, 1 << 20, 1 << 21, .inputOutput),
      (.panic, 0, 1 << 20, 1 << 20, .panic),
    ] as [(LMDBError.Code, UInt64?, UInt64, UInt64?, LMDBError.Code)])
  func `an EIO of a commit is told by its cause`(
    code: LMDBError.Code, free: UInt64?, file: UInt64, limit: UInt64?, cause: LMDBError.Code
  ) {
    #expect(code.cause(freeBytes: free, fileBytes: file, limit: limit) == cause)
  }

  @Test func `the lock file has all its blocks from the start`() throws {
    let scratch = Scratch()
    let environment = try scratch.environment()
    var status = stat()
    #expect(stat(scratch.path("lock.mdb"), &status) == 0)
    #expect(status.st_size == 16_384)
    #expect(status.st_blocks * 512 >= 16_384)
    #expect(try environment.info().maxReaders == 254)
  }

  /// What LMDB 0.9.24 leaves where the write of a commit's header fails (`mdb_env_write_meta`): its old
  /// number and last page given back, the new roots still there.
  @Test(arguments: [0, 1, 2, 3])
  func `a header that a failed commit has left does not stand in the way`(commits: Int) throws {
    let scratch = Scratch()
    do {
      let environment = try scratch.environment()
      if commits > 0 {
        let table = try environment.table("t", create: true)
        for number in 1..<commits { try put(environment, table, UInt8(number)) }
      }
    }
    var bytes = [UInt8](try Data(contentsOf: URL(filePath: scratch.path("data.mdb"))))
    let next = (commits + 1) % 2 * 4096
    for root in [80, 128] {
      bytes.replaceSubrange((next + root)..<(next + root + 8), with: [99, 0, 0, 0, 0, 0, 0, 0])
      bytes.replaceSubrange((next + root - 8)..<(next + root), with: [1, 0, 0, 0, 0, 0, 0, 0])
    }
    try scratch.write("data.mdb", bytes)
    let environment = try Environment.open(scratch.path, .init(mapSize: 1 << 20))
    let table = try environment.table("t", create: true)
    #expect(try keys(environment, table).count == max(0, commits - 1))
    try put(environment, table, 9)
    #expect(try keys(environment, table).last == [9])
  }
}
