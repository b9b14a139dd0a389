import Foundation
import LMDB
import Testing

struct EnvironmentTests {
  @Test func `a folder opened twice is one environment`() throws {
    let scratch = Scratch()
    let one = try scratch.environment()
    let other = try Environment.open(scratch.path + "/../" + scratch.path.dropFirst(5) + "//")
    #expect(one === other)
    #expect(one.path == scratch.path)
  }

  @Test func `threads that open a folder at once get one environment`() throws {
    let scratch = Scratch()
    _ = try scratch.environment()
    let path = scratch.path
    for _ in 0..<20 {
      let opened = Collected()
      DispatchQueue.concurrentPerform(iterations: 8) { _ in
        if let environment = try? Environment.open(path) { opened.add(environment) }
      }
      #expect(opened.count == 8)
      #expect(opened.distinct == 1)
    }
  }

  @Test func `a closed environment opens again`() throws {
    let scratch = Scratch()
    for number in 0..<3 {
      let environment = try scratch.environment()
      let table = try environment.table("t", create: true)
      try environment.write(label: "test") { transaction throws(LMDBError) in
        try transaction.put(table, Key([UInt8(number)]), [1])
      }
      #expect(
        try environment.read { transaction throws(LMDBError) in
          try transaction.view.statistics(table).entries
        } == number + 1)
    }
  }

  @Test func `nothing is made unless asked for`() throws {
    let scratch = Scratch()
    #expect(failure { _ = try Environment.open(scratch.path) }?.code == .missingData)
    try scratch.write("data.mdb", [])
    #expect(failure { _ = try Environment.open(scratch.path) }?.code == .missingData)
    #expect(try FileManager.default.contentsOfDirectory(atPath: scratch.path) == ["data.mdb"])
    #expect(failure { _ = try Environment.open(scratch.path("no")) }?.code == .noSuchFile)
  }

  @Test func `a file of another kind is not taken for a table`() throws {
    let scratch = Scratch()
    try scratch.write("data.mdb", [UInt8](repeating: 1, count: 16_384))
    #expect(failure { _ = try Environment.open(scratch.path) }?.code == .damagedFile)
  }

  @Test func `a thread may hold several readers, and a writer beside them`() throws {
    let scratch = Scratch()
    let environment = try scratch.environment()
    let table = try environment.table("t", create: true)
    let one = try environment.beginRead()
    let other = try environment.beginRead()
    var writer = try environment.beginWrite(label: "test")
    try writer.put(table, Key([1]), [1])
    try writer.commit()
    let third = try environment.beginRead()
    #expect(try one.get(table, Key([1]))?.array == nil)
    #expect(try other.get(table, Key([1]))?.array == nil)
    #expect(try third.get(table, Key([1]))?.array == [1])
    #expect(try environment.info().openTransactions == 3)
  }

  @Test func `a reader at rest is used again and sees the newest commit`() throws {
    let scratch = Scratch()
    let environment = try scratch.environment()
    let table = try environment.table("t", create: true)
    for number in 0..<100 as Range<UInt8> {
      try environment.write(label: "test") { transaction throws(LMDBError) in
        try transaction.put(table, Key([number]), [])
      }
      let seen = try environment.read { transaction throws(LMDBError) in
        try transaction.view.statistics(table).entries
      }
      #expect(seen == Int(number) + 1)
    }
    #expect(try environment.info().readers <= 2)
  }

  @Test func `a dropped or thrown-out write leaves nothing`() throws {
    struct Refusal: LMDBErrorConvertible, Equatable {
      var cause: LMDBError?
      init(_ error: LMDBError) { cause = error }
      init() {}
    }
    let scratch = Scratch()
    let environment = try scratch.environment()
    let table = try environment.table("t", create: true)
    do {
      var transaction = try environment.beginWrite(label: "test")
      try transaction.put(table, Key([1]), [1])
    }
    #expect(throws: Refusal()) {
      try environment.write(label: "test") {
        (transaction: inout WriteTransaction) throws(Refusal) in
        do throws(LMDBError) { try transaction.put(table, Key([2]), [2]) } catch {
          throw Refusal(error)
        }
        throw Refusal()
      }
    }
    #expect(
      try environment.read { transaction throws(LMDBError) in
        try transaction.view.statistics(table).entries
      } == 0)
  }

  @Test func `an append out of order and a key of no bytes are refused`() throws {
    let scratch = Scratch()
    let environment = try scratch.environment()
    let table = try environment.table("t", create: true)
    var transaction = try environment.beginWrite(label: "test")
    try transaction.put(table, Key([5]), [], .append)
    let late = #expect(throws: LMDBError.self) {
      try transaction.put(table, Key([4]), [], .append)
    }
    #expect(late?.code == .keyExists)
    let empty = #expect(throws: LMDBError.self) { try transaction.put(table, Key(), []) }
    #expect(empty?.code == .badValueSize)
    var nul = Key()
    nul.append("a\0")
    #expect(failure { try transaction.put(table, nul, []) }?.code == .nulInKey)
    #expect(failure { _ = try transaction.view.contains(table, nul) }?.code == .nulInKey)
  }

  @Test func `a read-only environment opens tables and refuses to write`() throws {
    let scratch = Scratch()
    try Probe.make(scratch)
    let environment = try Environment.open(scratch.path, .init(readOnly: true))
    let table = try environment.table("t")
    #expect(
      try environment.read { transaction throws(LMDBError) in
        try transaction.view.statistics(table).entries
      } == 1)
    #expect(failure { _ = try environment.beginWrite(label: "test") }?.code == .onlyRead)
    #expect(failure { _ = try environment.table("u", create: true) }?.code == .notFound)
    #expect(failure { _ = try Environment.open(scratch.path) }?.code == .openOtherwise)
  }

  @Test func `a missing table and one too many are errors`() throws {
    let scratch = Scratch()
    let environment = try Environment.open(scratch.path, .init(maxTables: 1, create: true))
    #expect(failure { _ = try environment.table("t") }?.code == .notFound)
    _ = try environment.table("t", create: true)
    #expect(failure { _ = try environment.table("u", create: true) }?.code == .tablesFull)
    #expect(try environment.table("t").name == "t")
  }

  @Test func `no file of the store is open to a child process`() throws {
    let scratch = Scratch()
    let environment = try scratch.environment()
    let writer = try environment.beginWrite(label: "test")
    var names: Set<String> = []
    for name in try FileManager.default.contentsOfDirectory(atPath: "/proc/self/fd") {
      guard let number = Int32(name),
        let target = try? FileManager.default.destinationOfSymbolicLink(
          atPath: "/proc/self/fd/\(name)"),
        target.hasPrefix(scratch.path)
      else { continue }
      names.insert(String(target.dropFirst(scratch.path.count)))
      #expect(fcntl(number, F_GETFD) & FD_CLOEXEC != 0, "\(target)")
    }
    #expect(names == ["", "/data.mdb", "/lock.mdb", "/write.lock"])
    writer.abort()
  }

  @Test func `a write transaction ended on another thread stops the process`() async throws {
    let scratch = Scratch()
    let result = await #expect(
      processExitsWith: .failure, observing: [\.standardErrorContent]
    ) { [path = scratch.path as String] in
      let environment = try Environment.open(path, .init(create: true))
      let carried = Carried(try environment.begin())
      let thread = Thread { carried.transaction = nil }
      thread.start()
      sleep(20)
    }
    let said = String(decoding: try #require(result).standardErrorContent, as: UTF8.self)
    #expect(said.contains("ended on another thread"))
    #expect(FileManager.default.fileExists(atPath: scratch.path("data.mdb")))
  }
}

extension Environment {
  /// Begins where the caller is asynchronous, as an exit test's body is.
  fileprivate func begin() throws(LMDBError) -> WriteTransaction {
    try beginWrite(label: "test")
  }
}

private final class Carried: @unchecked Sendable {
  var transaction: WriteTransaction?
  init(_ transaction: consuming WriteTransaction) { self.transaction = consume transaction }
}

private final class Collected: @unchecked Sendable {
  private let lock = NSLock()
  private var environments: [Environment] = []
  func add(_ environment: Environment) { lock.withLock { environments.append(environment) } }
  var count: Int { environments.count }
  var distinct: Int { Set(environments.map(ObjectIdentifier.init)).count }
}

extension Probe {
  /// An environment made by a child, with one entry in the table `t`.
  static func make(_ scratch: Scratch) throws {
    #expect(try run("create", scratch.path, "022") == ["created"])
  }
}
