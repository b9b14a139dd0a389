import Foundation
import TestProcesses
import Testing

/// Notes and reasons of white space alone: refused when they are given, readable where they stand.
@Suite struct BlankTextTests {
  @Test func `a note or a reason that says nothing is not recorded`() throws {
    let clinic = try Command.withFirstVisit()
    let before = try clinic.expect("export")
    try clinic.expect("backup", "copy")
    let pain = ["record", "pain-scored", "session/S1", "phase=after", "score=1", "--actor", "U2"]
    let refused: [([String], Int32, String)] = [
      (["record", "note-added", "client/C1", "note= "], 65, "error: note: is blank\n"),
      (["record", "note-added", "client/C1", "note=\u{A0}\n\t"], 65, "error: note: is blank\n"),
      (pain + ["--at", "2026-03-01T10:15", "--reason", " "], 65, "error: reason: is blank\n"),
      (pain + ["--override", "--reason", "\t"], 65, "error: reason: is blank\n"),
      (
        ["correct", "@33", "volume_ml=1.50", "--reason", "transcription", "--note", " "], 65,
        "error: note: is blank\n"
      ),
      (
        ["correct", "@31", "note= ", "--reason", "transcription"], 1,
        "error: data.now: note: is blank; not recorded\n"
      ),
      (["checkpoint", "--new-key", "--reason", " "], 65, "error: reason: is blank\n"),
      (
        ["restore", "copy", "new", "--expect", "@60", "--accept-older", "--reason", " "], 65,
        "error: reason: is blank\n"
      ),
      (["init", "new", "--clinic", " "], 65, "error: clinic: is blank\n"),
    ]
    for (arguments, status, says) in refused {
      let outcome = try clinic.run(arguments)
      #expect(outcome.status == status, "\(arguments) \(outcome)")
      #expect(outcome.errors.hasPrefix(says), "\(arguments) \(outcome)")
    }
    let line = BadInputTests.line("note-added", data: #"{"note":" "}"#)
    let imported = try clinic.run("import", "-", input: line)
    #expect(imported.status == 65, "\(imported)")
    #expect(imported.errors.hasPrefix("error: line 1: data.note: is blank\n"), "\(imported)")
    #expect(try clinic.expect("export") == before)
    #expect(
      !FileManager.default.fileExists(atPath: clinic.folder.appendingPathComponent("new").path))
  }

  /// Versions before this took them, and a record is never changed.
  @Test func `one that was recorded is kept, read and taken as it was`() throws {
    let clinic = try Command.withFirstVisit()
    try clinic.expect("record", "note-added", "session/S1", "note=blank")
    let old = try clinic.expect("export").replacingOccurrences(of: #""blank""#, with: #"" ""#)
    let file = try clinic.file("old.ndjson", Data(old.utf8))
    try clinic.expect("--store", "old", "import", file, "--as-recorded")
    #expect(try clinic.expect("export", "--store", "old") == old)
    try clinic.expect("verify", "--store", "old")
    try clinic.expect("export", "--store", "old", "--format", "log", "-o", "old.log")
    try clinic.expect("--store", "older", "import", "old.log", "--as-recorded")
    // What was blank can be put right.
    try clinic.expect(
      "correct", "@50", "note=Rang.", "--reason", "omitted", "--store", "older", "--actor", "U2")
  }
}
