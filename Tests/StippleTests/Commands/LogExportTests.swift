import Foundation
import Glibc
import TestProcesses
import Testing

/// `export --format log` and what `import --as-recorded` makes of it.
@Suite struct LogExportTests {
  private func bytes(_ clinic: Command, _ name: String) throws -> Data {
    try Data(contentsOf: clinic.folder.appendingPathComponent(name))
  }

  @Test func `the log comes back with the same bytes, positions, tables and root`() throws {
    let clinic = try Command.withFirstVisit()
    let told = try clinic.run("export", "--format", "log", "-o", "clinic.log")
    #expect(told.status == 0 && told.errors == "wrote 49 events to clinic.log\n", "\(told)")
    let taken = try clinic.run("import", "clinic.log", "--as-recorded", "--store", "copy")
    #expect(taken.status == 0, "\(taken)")
    #expect(taken.errors == "recorded 49 of 49 events, @1 to @49\n", "\(taken)")
    try clinic.expect("verify", "--store", "copy")
    #expect(
      try clinic.expect("replay", "--digest", "--store", "copy")
        == clinic.expect("replay", "--digest"))
    #expect(try clinic.expect("export", "--store", "copy") == clinic.expect("export"))
    try clinic.expect("export", "--format", "log", "-o", "copy.log", "--store", "copy")
    let (first, second) = (try bytes(clinic, "clinic.log"), try bytes(clinic, "copy.log"))
    // The header names the store, and the hash is over it.
    #expect(first.dropFirst(80).dropLast(32) == second.dropFirst(80).dropLast(32))
    let roots = try ["clinic.stipple", "copy"].map { store in
      try clinic.run("backup", "b-\(store)", "--json", "--store", store).rows()[0]["root"]
        as? String
    }
    #expect(roots[0] != nil && roots[0] == roots[1])
  }

  @Test func `NDJSON comes back with the same positions, tables and root`() throws {
    let clinic = try Command.withFirstVisit()
    try clinic.expect("correct", "@33", "volume_ml=1.00", "--reason", "transcription")
    try clinic.expect("export", "-o", "clinic.ndjson")
    try clinic.expect("import", "clinic.ndjson", "--as-recorded", "--store", "copy")
    #expect(try clinic.expect("export", "--store", "copy") == clinic.expect("export"))
    #expect(
      try clinic.expect("replay", "--digest", "--store", "copy")
        == clinic.expect("replay", "--digest"))
  }

  @Test func `through pipes, from a pipe and in parts`() throws {
    let clinic = try Command.withFirstVisit()
    let outcome = try clinic.shell(
      """
      set -e
      "$0" export --format log | "$0" --store piped import - --as-recorded
      "$0" export --format log --as-of @20 | "$0" --store parts import - --as-recorded
      "$0" export --format log --since @20 > rest
      "$0" --store parts import - --as-recorded < rest
      """)
    #expect(outcome.status == 0, "\(outcome)")
    let digests = try clinic.expect("replay", "--digest")
    for store in ["piped", "parts"] {
      #expect(try clinic.expect("replay", "--digest", "--store", store) == digests)
      try clinic.expect("verify", "--store", store)
    }
  }

  @Test func `a damaged or cut file, and one in the wrong place, are refused`() throws {
    let clinic = try Command.withFirstVisit()
    try clinic.expect("export", "--format", "log", "-o", "clinic.log")
    let whole = try bytes(clinic, "clinic.log")
    var flipped = whole
    flipped[flipped.count / 2] ^= 4
    _ = try clinic.file("flipped", flipped)
    _ = try clinic.file("cut", whole.dropLast(700))
    for name in ["flipped", "cut"] {
      let outcome = try clinic.run("import", name, "--as-recorded", "--store", "copy")
      #expect(outcome.status == 65, "\(outcome)")
      #expect(outcome.errors.contains("note: nothing of this file was written"), "\(outcome)")
      #expect(!FileManager.default.fileExists(atPath: clinic.folder.path + "/copy"))
    }
    let refused: [([String], Int32, String)] = [
      (["import", "clinic.log"], 65, "--as-recorded"),
      (["import", "clinic.log", "--as-recorded"], 1, "the store ends at @49"),
      (["import", ".", "--store", "x", "--as-recorded"], 65, "directory"),
      (["export", "--format", "log", "--json"], 64, "--json"),
      (["export", "--format", "logs"], 64, "logs"),
      (["export", "--format", "log", "-o", "clinic.stipple/x"], 77, "the store's folder"),
    ]
    for (arguments, status, says) in refused {
      let outcome = try clinic.run(arguments)
      #expect(outcome.status == status, "\(arguments) \(outcome)")
      #expect(outcome.errors.contains(says), "\(arguments) \(outcome)")
    }
    #expect(try bytes(clinic, "clinic.log") == whole)
  }

  @Test func `a new store stands there only once it has taken all of the file`() throws {
    let clinic = try Command.withFirstVisit()
    let lines = try clinic.expect("export")
    _ = try clinic.file("good", Data(lines.utf8))
    _ = try clinic.file("bad", Data((lines + "{}\n").utf8))
    try clinic.expect("export", "--format", "log", "-o", "log")
    try clinic.expect("export", "--format", "log", "--since", "@20", "-o", "rest")
    func names() throws -> [String] {
      try FileManager.default.contentsOfDirectory(atPath: clinic.folder.path)
        .filter { $0.hasPrefix("copy") }
    }
    for (file, status) in [("bad", Int32(65)), ("rest", 65)] {
      let outcome = try clinic.run("import", file, "--as-recorded", "--store", "copy")
      #expect(outcome.status == status, "\(outcome)")
      #expect(outcome.errors.contains("note: nothing of this file was written"), "\(outcome)")
      #expect(try names() == [], "\(file)")
    }
    for file in ["good", "log"] {
      let trial = try clinic.run("import", file, "--as-recorded", "--store", "copy", "--dry-run")
      #expect(trial.status == 0 && trial.errors.contains("would record 49 of 49"), "\(trial)")
      #expect(try names() == [], "\(file)")
    }
    // A store that was there stays, as it was.
    try clinic.expect("import", "good", "--as-recorded", "--store", "copy/")
    let again = try clinic.run("import", "bad", "--as-recorded", "--store", "copy")
    #expect(again.status == 65, "\(again)")
    #expect(try names() == ["copy"])
    #expect(try clinic.expect("export", "--store", "copy") == lines)
  }

  @Test func `bytes do not go to a terminal`() throws {
    let clinic = try Command.withFirstVisit()
    let lines = try clinic.typed("stipple export --format log")
    #expect(lines.first?.contains("not text") == true, "\(lines)")
    #expect(lines.count == 2, "\(lines)")
  }

  @Test func `an export that fails leaves the file that was there`() throws {
    let clinic = try Command.withFirstVisit()
    _ = try clinic.file("old", Data("old".utf8))
    let outcome = try clinic.shell(
      "trap '' XFSZ; ulimit -f 2; exec \"$0\" export --format log -o old")
    #expect(outcome.status == 74)
    #expect(try bytes(clinic, "old") == Data("old".utf8))
    #expect(
      try FileManager.default.contentsOfDirectory(atPath: clinic.folder.path)
        .filter { $0.hasPrefix(".") } == [])
  }
}
