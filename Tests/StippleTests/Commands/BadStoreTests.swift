import Foundation
import Glibc
import TestProcesses
import Testing

/// What a command says of a store that cannot be used, and what it leaves.
@Suite struct BadStoreTests {
  @Test func `no store, no folder, no file of ours`() throws {
    let clinic = try Command()
    let missing = try clinic.run("query", "-c", "select 1")
    #expect(missing.status == 66)
    #expect(missing.errors.hasPrefix("error: "))
    let folder = clinic.folder.appendingPathComponent("clinic.stipple")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    let empty = try clinic.run("log")
    #expect(empty.status == 66, "\(empty)")
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path).isEmpty)
  }

  @Test(arguments: [(9, "newer version"), (1, "older version")])
  func `a store made by another format is left alone`(format: Int, says: String) throws {
    let clinic = try Command.withFirstVisit()
    let identity = clinic.folder.appendingPathComponent("clinic.stipple/identity")
    let text = try String(contentsOf: identity, encoding: .utf8)
    let other = text.replacingOccurrences(of: "format 2", with: "format \(format)")
    try #require(other != text)
    try Data(other.utf8).write(to: identity)
    for command in ["log", "verify", "rebuild", "doctor"] {
      let outcome = try clinic.run(command)
      #expect(outcome.status == 66, "\(outcome)")
      #expect(outcome.errors.contains("format is \(format), the one that is read is 2"))
      #expect(outcome.errors.contains(says), "\(outcome)")
      #expect(outcome.errors.contains("hint: the version that made it") == (format == 1))
    }
    #expect(try String(contentsOf: identity, encoding: .utf8) == other)
  }

  @Test func `an empty data file where a store was is an error, not a new store`() throws {
    let clinic = try Command.withFirstVisit()
    let data = clinic.folder.appendingPathComponent("clinic.stipple/data.mdb")
    try Data().write(to: data)
    let outcome = try clinic.run("log")
    #expect(outcome.status == 66, "\(outcome)")
    #expect(try Data(contentsOf: data).isEmpty)
  }

  @Test func `init over something leaves it as it was`() throws {
    let clinic = try Command.withFirstVisit()
    let before = try clinic.expect("export")
    for key in [[], ["--key", "other.key"], ["--demo", "1"]] {
      let outcome = try clinic.run(["init", "clinic.stipple"] + key)
      #expect(outcome.status == 77)
      #expect(
        outcome.errors == """
          error: there is a store at clinic.stipple already; nothing was changed
          hint: stipple --store clinic.stipple doctor; or another path

          """)
    }
    #expect(
      !FileManager.default.fileExists(
        atPath: clinic.folder.appendingPathComponent("other.key").path))
    #expect(try clinic.expect("export") == before)
  }

  @Test func `without permission it says so and nothing else`() throws {
    let clinic = try Command.withFirstVisit()
    let folder = clinic.folder.appendingPathComponent("clinic.stipple").path
    // Root reads everything: the run steps down to nobody first.
    try FileManager.default.setAttributes(
      [.posixPermissions: 0o755], ofItemAtPath: clinic.folder.path)
    let copy = clinic.folder.appendingPathComponent("stipple").path
    try FileManager.default.copyItem(atPath: BuiltProgram.path("stipple"), toPath: copy)
    let asNobody =
      getuid() == 0 ? ["setpriv", "--reuid=65534", "--regid=65534", "--clear-groups"] : []
    if getuid() != 0 {
      try FileManager.default.setAttributes([.posixPermissions: 0], ofItemAtPath: folder)
    }
    let outcome = try ChildProcess.run("env", asNobody + [copy, "--store", folder, "log"])
    try FileManager.default.setAttributes([.posixPermissions: 0o700], ofItemAtPath: folder)
    #expect(outcome.status == 77, "\(outcome)")
    #expect(outcome.errors.hasPrefix("error: "), "\(outcome)")
  }

  @Test
  func `a full disk refuses the entry, keeps the store readable, and takes it when there is room`()
    throws
  {
    let clinic = try Command.withFirstVisit()
    let before = try clinic.expect("export")
    let lines = (0..<400).map { _ in
      BadInputTests.line(
        "note-added", data: #"{"note":"\#(String(repeating: "n", count: 1_000))"}"#)
    }.joined(separator: "\n")
    let file = try clinic.file("notes.ndjson", Data(lines.utf8))
    let outcome = try importOnFullDisk(clinic, [file])
    #expect(outcome.status == 74, "\(outcome)")
    #expect(outcome.output.contains("nothing of this file was written"), "\(outcome)")
    #expect(try clinic.expect("export") == before)
    try clinic.expect("import", file)
    #expect(try clinic.ask("select count(*) from events where type = 'note-added'") == "400")
  }

  @Test(arguments: [[], ["--batch", "1000"]])
  func `refused lines that cannot be set aside end the import, and nothing is lost`(
    options: [String]
  ) throws {
    let clinic = try Command.withFirstVisit()
    let before = try clinic.expect("export")
    let good = BadInputTests.line(
      "note-added", data: #"{"note":"n"}"#, more: #","event_id":"N1""#)
    let bad = BadInputTests.line(
      "no-such-type", data: #"{"note":"\#(String(repeating: "n", count: 30_000))"}"#,
      more: #","event_id":"N2""#)
    let size = try Self.sizeOfData(in: clinic)
    let lines = [good] + Array(repeating: bad, count: size / bad.utf8.count + 2)
    let file = try clinic.file("lines.ndjson", Data(lines.joined(separator: "\n").utf8))
    let rejects = ["--rejects", "bad.ndjson"]
    let outcome = try importOnFullDisk(clinic, [file] + rejects + options)
    #expect(outcome.status == 74, "\(outcome.output.suffix(400))")
    #expect(
      outcome.output.hasSuffix(
        "error: cannot write bad.ndjson: file too large\nnote: nothing of this file was written\n"),
      "\(outcome.output.suffix(400))")
    #expect(try clinic.expect("export") == before)
    let again = try clinic.run(["import", file] + rejects + options)
    #expect(again.status == 65)
    #expect(try clinic.ask("select count(*) from events where type = 'note-added'") == "1")
    let setAside = try Data(contentsOf: clinic.folder.appendingPathComponent("bad.ndjson"))
    #expect(setAside == Data((lines.dropFirst().joined(separator: "\n") + "\n").utf8))
  }

  private static func sizeOfData(in clinic: Command) throws -> Int {
    let path = clinic.folder.appendingPathComponent("clinic.stipple/data.mdb").path
    let size = try FileManager.default.attributesOfItem(atPath: path)[.size] as? Int
    return try #require(size)
  }

  /// Imports where no file can grow beyond what the store's has: a limit on file sizes stands for the
  /// end of the disk, on any machine.
  ///
  /// Its errors come as the output, through a pipe: the limit holds for files.
  private func importOnFullDisk(
    _ clinic: Command, _ arguments: [String]
  ) throws -> Command.Outcome {
    let limit = try Self.sizeOfData(in: clinic) / 1_024
    return try clinic.shell(
      """
      set -o pipefail
      (trap '' XFSZ; ulimit -f \(limit); exec "$0" import "$@" 2>&1 >/dev/null) | cat
      """, arguments, with: "/bin/bash")
  }

  /// Waits as long as a command does for another writer, 10 s.
  @Test func `while another writes, who does not come to it is told so, and can read`() throws {
    let clinic = try Command.withFirstVisit()
    let held = #"exec flock clinic.stipple/write.lock "$0" "#
    let refused = try clinic.shell(held + "record note-added client/C1 note=n")
    #expect(refused.status == 75)
    #expect(
      refused.errors == """
        error: the store is locked by another process
        note: nothing was written; reading still works

        """)
    let read = try clinic.shell(held + "log -n 1")
    #expect(read.status == 0 && !read.output.isEmpty, "\(read)")
  }
}
