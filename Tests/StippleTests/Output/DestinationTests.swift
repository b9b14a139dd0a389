import Foundation
import Testing

@testable import stipple

struct DestinationTests {
  /// A folder of its own, gone with the test.
  private func withFolder(_ body: (String) throws -> Void) throws {
    let folder = FileManager.default.temporaryDirectory.appending(path: "destination-\(UUID())")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    try body(folder.path)
  }

  private func permissions(_ path: String) throws -> Int {
    let attributes = try FileManager.default.attributesOfItem(atPath: path)
    return try #require(attributes[.posixPermissions] as? Int)
  }

  @Test func `a file is made for its owner alone`() throws {
    try withFolder { folder in
      let path = folder + "/lots.csv"
      let destination = try Destination.file(path)
      try destination.write("a\n")
      try destination.write("b\n")
      try destination.close()
      #expect(try String(contentsOfFile: path, encoding: .utf8) == "a\nb\n")
      #expect(try permissions(path) == 0o600)
      #expect(!destination.isTerminal)
      #expect(throws: OutputError.failed(errno: EBADF)) { try destination.write("c") }
    }
  }

  @Test func `a file of one's own is emptied and closed to others`() throws {
    try withFolder { folder in
      let path = folder + "/old.csv"
      try Data("much older text".utf8).write(to: URL(filePath: path))
      try FileManager.default.setAttributes([.posixPermissions: 0o644], ofItemAtPath: path)
      let destination = try Destination.file(path)
      try destination.write("new")
      try destination.close()
      #expect(try String(contentsOfFile: path, encoding: .utf8) == "new")
      #expect(try permissions(path) == 0o600)
    }
  }

  @Test func `links, folders, FIFOs and devices are refused and left alone`() throws {
    try withFolder { folder in
      let target = folder + "/target"
      try Data("kept".utf8).write(to: URL(filePath: target))
      let link = folder + "/link"
      try FileManager.default.createSymbolicLink(atPath: link, withDestinationPath: target)
      let second = folder + "/second"
      try FileManager.default.linkItem(atPath: target, toPath: second)
      let fifo = folder + "/fifo"
      #expect(mkfifo(fifo, 0o600) == 0)
      for path in [link, second, folder, fifo, "/dev/null"] {
        #expect(throws: Message.self, "\(path)") { try Destination.file(path) }
      }
      #expect(try String(contentsOfFile: target, encoding: .utf8) == "kept")
      let refused = #expect(throws: Message.self) { try Destination.file(link) }
      #expect(refused?.error == "\(link) is a symbolic link; not followed")
      #expect(refused?.status == .notAllowed)
    }
  }

  @Test func `nothing is written into the store's folder`() throws {
    try withFolder { folder in
      let store = folder + "/clinic.stipple"
      try FileManager.default.createDirectory(atPath: store, withIntermediateDirectories: true)
      let data = store + "/data.mdb"
      try Data("events".utf8).write(to: URL(filePath: data))
      let detour = folder + "/detour"
      try FileManager.default.createSymbolicLink(atPath: detour, withDestinationPath: store)
      for path in [data, store + "/new.csv", store + "/../clinic.stipple/x", detour + "/data.mdb"] {
        #expect(throws: Message.self, "\(path)") {
          try Destination.file(path, protecting: store)
        }
      }
      #expect(try String(contentsOfFile: data, encoding: .utf8) == "events")
      try Destination.file(store + ".csv", protecting: store).close()
    }
  }

  @Test func `a folder that is not there is an I/O error`() {
    let refused = #expect(throws: Message.self) { try Destination.file("/nonexistent/x.csv") }
    #expect(refused?.error == "cannot write /nonexistent/x.csv: no such file or directory")
    #expect(refused?.status == .io)
  }

  @Test func `a full disk is told once, and the query stopped`() throws {
    let full = open("/dev/full", O_WRONLY)
    try #require(full >= 0)
    defer { close(full) }
    let writer = ResultWriter(.csv, to: Destination(descriptor: full), page: .file)
    writer.begin(columns: ["n"])
    var taken = 0
    while taken < 1_000_000, writer.row([.integer(1)]) { taken += 1 }
    #expect(taken < 1_000_000)
    let error = #expect(throws: OutputError.self) { try writer.end() }
    #expect(error == .failed(errno: ENOSPC))
    #expect(error?.message?.error == "cannot write the result: no space left on device")
  }

  @Test func `a reader that has gone ends the result in silence`() async {
    await #expect(processExitsWith: .success) {
      signal(SIGPIPE, SIG_IGN)
      var ends: [Int32] = [0, 0]
      guard pipe(&ends) == 0 else { exit(10) }
      close(ends[0])
      let writer = ResultWriter(.csv, to: Destination(descriptor: ends[1]), page: .file)
      writer.begin(columns: ["n"])
      while writer.row([.integer(1)]) {}
      do throws(OutputError) {
        try writer.end()
        exit(11)
      } catch {
        exit(error == .closedPipe && error.message == nil && error.status == .ok ? 0 : 12)
      }
    }
  }
}
