import Foundation
import LMDB
import Testing

struct ProcessTests {
  @Test func `a wait for the lock ends by naming the process that holds it`() throws {
    let scratch = Scratch()
    let environment = try scratch.environment()
    let probe = try Probe("hold-write", scratch.path, "rebuild")
    #expect(probe.line() == "held")
    let error = failure {
      _ = try environment.beginWrite(label: "test", timeout: .milliseconds(50))
    }
    #expect(error?.code == .locked)
    #expect(error?.holder?.process == probe.pid)
    #expect(error?.holder?.label == "rebuild")
    let seconds = error?.holder?.seconds ?? -1
    #expect((0...60).contains(seconds))
    #expect(
      error?.description
        == "the store is locked by process \(probe.pid) (rebuild, \(seconds) s); nothing was written"
    )
    probe.finish()
    try environment.beginWrite(label: "test", timeout: .zero).abort()
  }

  @Test func `a writer that dies leaves the lock free`() throws {
    let scratch = Scratch()
    let environment = try scratch.environment()
    let probe = try Probe("hold-write", scratch.path, "rebuild")
    #expect(probe.line() == "held")
    probe.kill()
    try environment.beginWrite(label: "test", timeout: .seconds(1)).abort()
  }

  @Test func `a reader is not kept waiting by a writer`() throws {
    let scratch = Scratch()
    let environment = try scratch.environment()
    let table = try environment.table("t", create: true)
    let probe = try Probe("hold-write", scratch.path, "rebuild")
    #expect(probe.line() == "held")
    #expect(
      try environment.read { transaction throws(LMDBError) in
        try transaction.view.statistics(table).entries
      } == 0)
    probe.finish()
  }

  @Test func `writers of one process wait for each other too`() throws {
    let scratch = Scratch()
    let environment = try scratch.environment()
    let held = try environment.beginWrite(label: "first")
    let error = failure { _ = try environment.beginWrite(label: "second", timeout: .zero) }
    #expect(error?.holder?.process == getpid())
    #expect(error?.holder?.label == "first")
    held.abort()
    try environment.beginWrite(label: "second", timeout: .zero).abort()
  }

  @Test func `a writer that comes again at once stands behind one that waits`() throws {
    let scratch = Scratch()
    let environment = try scratch.environment()
    let table = try environment.table("t", create: true)
    for round in 1...20 as ClosedRange<UInt64> {
      let held = try environment.beginWrite(label: "first")
      let probe = try Probe("increment", scratch.path, "t", "1")
      while !isLocked(scratch.path) { usleep(1_000) }
      held.abort()
      var expected = Key()
      expected.append(round)
      let counter: [UInt8]?
      do {
        let again = try environment.beginWrite(label: "second")
        counter = try again.get(table, Key(Array("counter".utf8)))?.array
      }
      #expect(counter == expected.array)
      #expect(probe.finish() == ["incremented"])
    }
  }

  /// Whether somebody stands in line to write: it is the folder that they lock.
  private func isLocked(_ folder: String) -> Bool {
    let descriptor = open(folder, O_RDONLY | O_DIRECTORY)
    defer { close(descriptor) }
    return flock(descriptor, LOCK_EX | LOCK_NB) != 0
  }

  @Test func `processes that write at once lose nothing`() throws {
    let scratch = Scratch()
    let environment = try scratch.environment()
    let table = try environment.table("t", create: true)
    let probes = try (0..<4).map { _ in try Probe("increment", scratch.path, "t", "50") }
    for probe in probes { #expect(probe.finish() == ["incremented"]) }
    let reader = try environment.beginRead()
    var expected = Key()
    expected.append(200 as UInt64)
    #expect(try reader.get(table, Key(Array("counter".utf8)))?.array == expected.array)
  }

  @Test func `the slot of a killed reader is freed`() throws {
    let scratch = Scratch()
    let environment = try scratch.environment()
    _ = try environment.table("t", create: true)
    let probe = try Probe("hold-read", scratch.path, "t")
    #expect(probe.line() == "reading 0")
    #expect(try environment.clearStaleReaders() == 0)
    probe.kill()
    #expect(try environment.clearStaleReaders() == 1)
    #expect(try environment.clearStaleReaders() == 0)
  }

  @Test func `a write frees the slots of killed readers by itself`() throws {
    let scratch = Scratch()
    let environment = try scratch.environment()
    _ = try environment.table("t", create: true)
    let probe = try Probe("hold-read", scratch.path, "t")
    #expect(probe.line() == "reading 0")
    #expect(try environment.info().readerProcesses.contains(probe.pid))
    probe.kill()
    #expect(try environment.info().readerProcesses.contains(probe.pid))
    try environment.beginWrite(label: "test").abort()
    #expect(try !environment.info().readerProcesses.contains(probe.pid))
  }

  @Test func `an opening frees the slots of killed readers by itself`() throws {
    let scratch = Scratch()
    try Probe.make(scratch)
    // The last process to close empties the slots itself: one stays.
    let keeper = try Probe("hold-read", scratch.path, "t")
    #expect(keeper.line() == "reading 1")
    let probe = try Probe("hold-read", scratch.path, "t")
    #expect(probe.line() == "reading 1")
    probe.kill()
    let environment = try Environment.open(scratch.path)
    #expect(try environment.info().readerProcesses == [keeper.pid])
    keeper.finish()
  }
}
