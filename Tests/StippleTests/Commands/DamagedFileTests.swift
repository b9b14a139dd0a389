import Foundation
import Glibc
import TestProcesses
import Testing

@testable import TestTerminal

/// A file whose very pages are damaged, which LMDB would follow anywhere: nothing dies without a word.
@Suite(.serialized) struct DamagedFileTests {
  /// A file that can be damaged.
  private struct Pages {
    let path: String
    var bytes: [UInt8]

    init(_ clinic: Command) throws {
      path = clinic.folder.path + "/clinic.stipple/data.mdb"
      bytes = Array(try Data(contentsOf: URL(fileURLWithPath: path)))
    }

    func word(_ offset: Int) -> Int {
      bytes.withUnsafeBytes { Int($0.loadUnaligned(fromByteOffset: offset, as: UInt64.self)) }
    }

    /// Where the page begins from which every table is found.
    var root: Int { word((word(144) > word(4_240) ? 0 : 4_096) + 128) * 4_096 }

    func write() throws { try Data(bytes).write(to: URL(fileURLWithPath: path)) }
  }

  /// The entries' places are past the page's end: LMDB reads wherever they say.
  private static func wild(_ clinic: Command) throws {
    var pages = try Pages(clinic)
    let root = pages.root
    for slot in 0..<4 { pages.bytes[root + 17 + 2 * slot] = 0xFF }
    try pages.write()
  }

  @Test func `verify names the page, and looks at nothing else`() throws {
    let clinic = try Command.withFirstVisit()
    try Self.wild(clinic)
    let outcome = try clinic.run("verify")
    #expect(outcome.status == 3, "\(outcome)")
    #expect(outcome.output.contains("pages of the file\tpage "), "\(outcome)")
    #expect(outcome.errors.contains("nothing else was looked at"), "\(outcome)")
    #expect(outcome.errors.contains("hint: restore a backup"), "\(outcome)")
  }

  @Test(arguments: [
    ["query", "-c", "select * from sessions"], ["log"], ["export"], ["show", "session/S1"],
    ["record", "note-added", "client/C1", "note=n"], ["rebuild"], ["doctor"],
  ]) func `a command that meets it says so and ends with 3`(words: [String]) throws {
    let clinic = try Command.withFirstVisit()
    try Self.wild(clinic)
    let outcome = try clinic.run(words)
    #expect(outcome.status == 3, "\(outcome)")
    #expect(outcome.errors.contains("error: "), "\(outcome)")
    #expect(!outcome.errors.contains("acktrace"), "\(outcome)")
  }

  @Test func `a file that was cut is refused by every command`() throws {
    let clinic = try Command.withFirstVisit()
    var pages = try Pages(clinic)
    pages.bytes.removeLast(pages.bytes.count / 2)
    try pages.write()
    for words in [["log"], ["record", "note-added", "client/C1", "note=n"]] {
      let outcome = try clinic.run(words)
      #expect(outcome.status == 3, "\(outcome)")
      #expect(outcome.errors.hasPrefix("error: "), "\(outcome)")
      #expect(outcome.errors.contains("hint: stipple verify"), "\(outcome)")
    }
    let verified = try clinic.run("verify")
    #expect(verified.status == 3, "\(verified)")
    #expect(verified.output.contains("the file ends before the page does"), "\(verified)")
  }

  /// Sends a signal to a verification, to its child or to the parent, while it waits for the file.
  private func outcome(
    of signal: Int32, toChild: Bool, _ clinic: Command
  ) throws -> Command.Outcome {
    // LMDB waits as long as another holds the lock of its first opening.
    let file = Glibc.open(clinic.folder.path + "/clinic.stipple/lock.mdb", O_RDWR | O_CLOEXEC)
    defer { close(file) }
    var lock = flock()
    lock.l_type = Int16(F_WRLCK)
    lock.l_whence = Int16(SEEK_SET)
    lock.l_len = 1
    try #require(fcntl(file, F_SETLK, &lock) == 0)
    // A test's thread may have every signal blocked, which a process that it starts inherits.
    var none = sigset_t()
    var before = sigset_t()
    sigemptyset(&none)
    pthread_sigmask(SIG_SETMASK, &none, &before)
    let running = try clinic.start(["verify"])
    pthread_sigmask(SIG_SETMASK, &before, nil)
    let parent = running.process.processIdentifier
    var child: Int32?
    while child == nil {
      try #require(running.process.isRunning)
      let list = try String(
        contentsOfFile: "/proc/\(parent)/task/\(parent)/children", encoding: .utf8)
      child = list.split(separator: " ").first.flatMap { Int32($0) }
    }
    // Until it waits for the lock, past all that it does about signals first.
    while try !String(contentsOfFile: "/proc/locks", encoding: .utf8)
      .split(separator: "\n").contains(where: {
        $0.contains("->") && $0.split(separator: " ").contains("\(child!)")
      })
    {
      try #require(running.process.isRunning)
      usleep(1_000)
    }
    kill(toChild ? child! : parent, signal)
    // The child has our output, and would wait for our lock as long as we for its end.
    defer { kill(child!, SIGKILL) }
    running.process.waitUntilExit()
    var isGone = false
    for _ in 0..<500 where !isGone {
      isGone = kill(child!, 0) != 0
      usleep(10_000)
    }
    try #require(isGone, "the child outlives its parent")
    return try running.outcome()
  }

  @Test(arguments: [SIGSEGV, SIGBUS, SIGABRT])
  func `a verification that dies of the file is told as damage`(signal: Int32) throws {
    let clinic = try Command.withFirstVisit()
    let outcome = try outcome(of: signal, toChild: true, clinic)
    #expect(outcome.status == 3, "\(outcome)")
    #expect(outcome.errors.hasPrefix("error: the store's file is damaged"), "\(outcome)")
    #expect(outcome.errors.contains("hint: restore a backup"), "\(outcome)")
  }

  // The others may be ignored in what runs the tests, and then are in what it starts.
  @Test(arguments: [SIGTERM])
  func `what stops a verification stops both its processes`(signal: Int32) throws {
    let clinic = try Command.withFirstVisit()
    let outcome = try outcome(of: signal, toChild: false, clinic)
    #expect(outcome.status == 128 + signal, "\(outcome)")
    #expect(!outcome.errors.contains("damaged"), "\(outcome)")
  }

  private func open(_ clinic: Command) throws -> PseudoTerminal {
    let folder = clinic.folder.path
    return try PseudoTerminal(
      [BuiltProgram.path("stipple")],
      environment: [
        "TERM=xterm", "PATH=/usr/bin:/bin", "TZ=UTC", "STIPPLE_ACTOR=U1", "HOME=\(folder)",
        "XDG_STATE_HOME=\(folder)/state", "XDG_CONFIG_HOME=\(folder)/config", "PAGER=cat",
        "STIPPLE_STORE=\(folder)/clinic.stipple",
      ], columns: 80, rows: 24)
  }

  @Test func `the REPL gives no prompt on a damaged page`() throws {
    let clinic = try Command.withFirstVisit()
    try Self.wild(clinic)
    let terminal = try open(clinic)
    #expect(try terminal.ended() == 3)
    let text = terminal.screen.transcript.joined(separator: "\n")
    #expect(text.contains("data.mdb, page "), "\(text)")
    #expect(!text.contains("stipple>"), "\(text)")
  }

  @Test func `a file cut under the REPL's prompt ends it with a word, and the terminal as it was`()
    throws
  {
    let clinic = try Command.withFirstVisit()
    let terminal = try open(clinic)
    try terminal.wait("a prompt") { $0.transcript.contains { $0.hasPrefix("stipple>") } }
    #expect(truncate(clinic.folder.path + "/clinic.stipple/data.mdb", 8_192) == 0)
    try terminal.type("select * from sessions;<enter>")
    #expect(try terminal.ended() == 3)
    let text = terminal.screen.transcript.joined(separator: "\n")
    #expect(text.contains("error: the store's file cannot be read: it is damaged"), "\(text)")
    #expect(!text.contains("acktrace"), "\(text)")
    #expect(terminal.screen.complaints == [])
  }
}
