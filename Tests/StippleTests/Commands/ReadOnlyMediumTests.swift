import Foundation
import TestProcesses
import Testing

/// A store, and a backup, on a medium that can only be read.
@Suite struct ReadOnlyMediumTests {
  /// Runs `stipple` where nothing can be written, as a system call filter makes it.
  private static func run(
    _ clinic: Command, _ arguments: [String], input: String = ""
  ) throws -> Command.Outcome {
    try ChildProcess(
      "python3",
      [PackageFolder.path("Tests/Probes/ReadOnly/readonly.py"), BuiltProgram.path("stipple")]
        + arguments,
      in: clinic.folder, scratch: clinic.folder, environment: clinic.environment,
      input: Data(input.utf8)
    ).outcome()
  }

  @Test(
    arguments: [
      ["verify"], ["log", "--since", "@40"], ["query", "-c", "select count(*) from serums"],
      ["audit", "S1"], ["show", "client/C1"], ["recall", "--lot", "HA-7"], ["export"],
      ["replay", "--digest"], ["rebuild", "--dry-run"], ["history", "session/S1"],
      ["report", "session", "S1"], ["checkpoint", "--key", "clinic.stipple.key"],
      ["prove", "@33", "--key", "clinic.stipple.key"],
    ])
  func `a backup answers there as it does elsewhere, with no lock file`(
    arguments: [String]
  ) throws {
    let clinic = try Command.withFirstVisit()
    try clinic.expect("backup", "copy")
    let here = try clinic.run(arguments + ["--store", "copy"])
    let lock = clinic.folder.appendingPathComponent("copy/lock.mdb")
    for isThere in [true, false] {
      if !isThere { try FileManager.default.removeItem(at: lock) }
      let there = try Self.run(clinic, arguments + ["--store", "copy"])
      #expect(there.status == 0, "\(arguments) \(there)")
      #expect(FileManager.default.fileExists(atPath: lock.path) == isThere)
      #expect(there.output == here.output)
    }
  }

  @Test func `nothing is recorded there, and it says why and what can be done`() throws {
    let clinic = try Command.withFirstVisit()
    try clinic.expect("backup", "copy")
    let line = BadInputTests.line("note-added", data: #"{"note":"n"}"#)
    for arguments in [
      ["record", "note-added", "client/C1", "note=n"], ["import", "-"], ["rebuild"],
      ["correct", "@33", "volume_ml=1.50", "--reason", "transcription"], ["session", "C1"],
    ] {
      let outcome = try Self.run(clinic, arguments + ["--store", "copy"], input: line)
      #expect(outcome.status == 77, "\(arguments) \(outcome)")
      #expect(
        outcome.errors.contains("copy: the medium is read-only\nhint: use"),
        "\(arguments) \(outcome)")
      #expect(outcome.errors.contains("\nnote: nothing "), "\(arguments) \(outcome)")
      #expect(outcome.output.isEmpty, "\(arguments) \(outcome)")
    }
    let made = try Self.run(clinic, ["init", "new", "--key", "new.key"])
    #expect(made.status == 77 && made.errors.contains("ead-only"), "\(made)")
  }

  /// The system says of this folder that it is mounted to be written: somebody may.
  @Test func `a store that others may write to meanwhile is not read without a lock`() throws {
    let clinic = try Command.withFirstVisit()
    for command in ["log", "verify", "doctor"] {
      let outcome = try Self.run(clinic, [command])
      #expect(outcome.status == 77, "\(outcome)")
      #expect(
        outcome.errors.contains("it is mounted read-only here, and others may write to it"),
        "\(outcome)")
      #expect(outcome.errors.contains("hint: stipple backup"), "\(outcome)")
    }
  }
}
