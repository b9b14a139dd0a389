import Foundation
import Glibc
import Synchronization
import Testing

@testable import LineEditor

/// A folder of its own for a history, removed at the end.
private final class Scratch {
  let folder: String
  var path: String { folder + "/state/stipple/history" }

  init() throws {
    folder =
      FileManager.default.temporaryDirectory.appending(path: "history-\(UUID().uuidString)").path
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
  }

  deinit { try? FileManager.default.removeItem(atPath: folder) }

  func history(capacity: Int = 2_000) -> StatementHistory {
    StatementHistory(path: path, capacity: capacity) { $0.replacing("'Ann'", with: "'…'") }
  }

  var contents: String { (try? String(contentsOfFile: path, encoding: .utf8)) ?? "" }

  func write(_ bytes: [UInt8]) throws {
    let parent = (path as NSString).deletingLastPathComponent
    try FileManager.default.createDirectory(atPath: parent, withIntermediateDirectories: true)
    try Data(bytes).write(to: URL(fileURLWithPath: path))
  }

  func mode(_ path: String) throws -> Int {
    try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? Int ?? -1
  }
}

private func isAtPath(_ descriptor: Int32, _ path: String) -> Bool {
  var mine = stat()
  var there = stat()
  return fstat(descriptor, &mine) == 0 && stat(path, &there) == 0 && mine.st_ino == there.st_ino
}

struct StatementHistoryTests {
  @Test func `statements are kept whole and redacted from session to session`() throws {
    let scratch = try Scratch()
    var first = scratch.history()
    first.add("select *\nfrom clients where name = 'Ann';\n")
    first.add("select 1;")
    #expect(first.entries == ["select *\nfrom clients where name = 'Ann';", "select 1;"])
    #expect(first.takeProblem() == nil)
    #expect(!scratch.contents.contains("Ann"))
    #expect(scratch.contents == "select *\\nfrom clients where name = '…';\nselect 1;\n")
    let second = scratch.history()
    #expect(second.entries == ["select *\nfrom clients where name = '…';", "select 1;"])
  }

  @Test func `the file and its folders are their owner's alone`() throws {
    let scratch = try Scratch()
    var history = scratch.history()
    #expect(!FileManager.default.fileExists(atPath: scratch.path))
    history.add("select 1;")
    #expect(try scratch.mode(scratch.path) == 0o600)
    #expect(try scratch.mode(scratch.folder + "/state") == 0o700)
    #expect(try scratch.mode(scratch.folder + "/state/stipple") == 0o700)
    try FileManager.default.setAttributes([.posixPermissions: 0o644], ofItemAtPath: scratch.path)
    _ = scratch.history()
    #expect(try scratch.mode(scratch.path) == 0o600)
  }

  @Test(arguments: [" select 1;", "", "  ", "\n", " \n"])
  func `a leading space and nothing at all are passed over`(statement: String) throws {
    let scratch = try Scratch()
    var history = scratch.history()
    history.add(statement)
    #expect(history.entries.isEmpty)
    #expect(scratch.contents.isEmpty)
  }

  @Test func `one that comes twice running is kept once`() throws {
    let scratch = try Scratch()
    var history = scratch.history()
    for statement in ["a;", "a;", "b;", "a;", "a;\n"] { history.add(statement) }
    #expect(history.entries == ["a;", "b;", "a;"])
    #expect(scratch.contents == "a;\nb;\na;\n")
    // What differs only in what is redacted is the same in the file.
    history.add("name = 'Ann';")
    history.add("name = '…';")
    #expect(history.entries.suffix(2) == ["name = 'Ann';", "name = '…';"])
    #expect(scratch.contents == "a;\nb;\na;\nname = '…';\n")
    #expect(scratch.history().entries.count == 4)
  }

  @Test func `the oldest are dropped`() throws {
    let scratch = try Scratch()
    var history = scratch.history(capacity: 4)
    for number in 0..<20 { history.add("\(number);") }
    #expect(history.entries == ["16;", "17;", "18;", "19;"])
    #expect(scratch.history(capacity: 4).entries == ["16;", "17;", "18;", "19;"])
    #expect(scratch.contents == "16;\n17;\n18;\n19;\n")
    #expect(try scratch.mode(scratch.path) == 0o600)
    // The one that was open all along goes on in the new file.
    history.add("20;")
    #expect(scratch.contents == "16;\n17;\n18;\n19;\n20;\n")
    #expect(
      try FileManager.default.contentsOfDirectory(atPath: scratch.folder + "/state/stipple")
        == ["history"])
  }

  @Test func `an overlong statement is for this session alone`() throws {
    let scratch = try Scratch()
    var history = scratch.history()
    history.add(String(repeating: "x", count: StatementHistory.longestStatement + 1))
    #expect(history.entries.count == 1)
    #expect(scratch.contents.isEmpty)
  }

  @Test func `lines that are none are told of and passed over`() throws {
    let scratch = try Scratch()
    try scratch.write(Array("a;\nbad\\q\n".utf8) + [0xFF, 0x0A, 0, 0x0A] + Array("b;".utf8))
    var history = scratch.history()
    #expect(history.entries == ["a;", "b;"])
    #expect(history.takeProblem() == .damaged(lines: 3, path: scratch.path))
    #expect(history.takeProblem() == nil)
    // The last line had no end; what is added is a line of its own.
    history.add("c;")
    #expect(scratch.history().entries == ["a;", "b;", "c;"])
  }

  @Test func `a huge file is read from its end`() throws {
    let scratch = try Scratch()
    let line = Array((String(repeating: "x", count: 999) + "\n").utf8)
    try scratch.write((0..<6_000).flatMap { _ in line } + Array("last;\n".utf8))
    var history = scratch.history()
    #expect(history.entries.last == "last;")
    #expect(history.takeProblem() == nil)
    #expect(scratch.contents.utf8.count < 2_000_000)
  }

  @Test func `a symbolic link is not followed`() throws {
    let scratch = try Scratch()
    try scratch.write([])
    let target = scratch.folder + "/target"
    try Data("a;\n".utf8).write(to: URL(fileURLWithPath: target))
    try FileManager.default.removeItem(atPath: scratch.path)
    try FileManager.default.createSymbolicLink(atPath: scratch.path, withDestinationPath: target)
    var history = scratch.history()
    #expect(history.entries.isEmpty)
    #expect(history.takeProblem() == .symbolicLink(path: scratch.path))
    history.add("b;")
    // Told once; the statement is there for the session.
    #expect(history.takeProblem() == nil)
    #expect(history.entries == ["b;"])
    #expect(try String(contentsOfFile: target, encoding: .utf8) == "a;\n")
  }

  @Test func `what is no plain file is not written to`() throws {
    let scratch = try Scratch()
    try scratch.write([])
    try FileManager.default.removeItem(atPath: scratch.path)
    #expect(mkfifo(scratch.path, 0o600) == 0)
    var history = scratch.history()
    history.add("a;")
    #expect(history.takeProblem() == .notOwnFile(path: scratch.path))
    try FileManager.default.removeItem(atPath: scratch.path)
    try FileManager.default.createDirectory(atPath: scratch.path, withIntermediateDirectories: true)
    history = scratch.history()
    #expect(history.takeProblem() == .notOwnFile(path: scratch.path))
    try FileManager.default.removeItem(atPath: scratch.path)
    try Data().write(to: URL(fileURLWithPath: scratch.folder + "/other"))
    #expect(link(scratch.folder + "/other", scratch.path) == 0)
    history = scratch.history()
    #expect(history.takeProblem() == .notOwnFile(path: scratch.path))
  }

  @Test func `a folder that cannot be made is told of`() throws {
    let scratch = try Scratch()
    try Data().write(to: URL(fileURLWithPath: scratch.folder + "/state"))
    var history = scratch.history()
    history.add("a;")
    guard case .system(ENOTDIR, _) = history.takeProblem() else {
      Issue.record("not told")
      return
    }
    #expect(history.entries == ["a;"])
  }

  @Test func `a lock that is held on and on is told of`() throws {
    let scratch = try Scratch()
    try scratch.write(Array("a;\n".utf8))
    let descriptor = open(scratch.path, O_RDWR)
    #expect(flock(descriptor, LOCK_EX) == 0)
    var history = scratch.history()
    #expect(history.takeProblem() == .busy(path: scratch.path))
    close(descriptor)
    history.add("b;")
    #expect(scratch.contents == "a;\nb;\n")
  }

  @Test func `many at once lose nothing of each other`() async throws {
    let scratch = try Scratch()
    let path = scratch.path
    await withTaskGroup(of: Void.self) { group in
      for writer in 0..<4 {
        group.addTask {
          for number in 0..<50 {
            var history = StatementHistory(path: path, capacity: 1_000) { $0 }
            history.add("\(writer)-\(number);")
          }
        }
      }
    }
    let kept = scratch.history().entries
    #expect(kept.count == 200)
    for writer in 0..<4 {
      #expect(kept.filter { $0.hasPrefix("\(writer)-") } == (0..<50).map { "\(writer)-\($0);" })
    }
  }

  /// As compaction in another process does: the file that was opened may be gone once its lock is had.
  @Test func `what is added while the file is replaced is in the new one`() async throws {
    let scratch = try Scratch()
    let path = scratch.path
    try scratch.write([])
    let isDone = Mutex(false)
    let replacing = Thread {
      while !isDone.withLock({ $0 }) {
        let descriptor = open(path, O_RDWR)
        guard descriptor >= 0 else { continue }
        if flock(descriptor, LOCK_EX) == 0, isAtPath(descriptor, path),
          let bytes = FileManager.default.contents(atPath: path)
        {
          _ = FileManager.default.createFile(atPath: path + ".copy", contents: bytes)
          rename(path + ".copy", path)
        }
        close(descriptor)
        usleep(300)
      }
    }
    replacing.start()
    var history = scratch.history()
    for number in 0..<600 { history.add("\(number);") }
    isDone.withLock { $0 = true }
    while !replacing.isFinished { usleep(1_000) }
    #expect(history.takeProblem() == nil)
    #expect(
      scratch.contents.split(separator: "\n").map(String.init) == (0..<600).map { "\($0);" })
  }

  @Test func `a history without a file keeps the session's`() {
    var history = StatementHistory(capacity: 2)
    for statement in ["a;", "b;", "c;"] { history.add(statement) }
    #expect(history.entries == ["b;", "c;"])
    #expect(history.takeProblem() == nil)
  }
}
