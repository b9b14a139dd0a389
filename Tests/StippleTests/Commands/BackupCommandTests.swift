import Foundation
import Glibc
import TestProcesses
import Testing

/// `backup` and `restore` as a person meets them; the drill.
@Suite struct BackupCommandTests {
  private static let files = FileManager.default

  private static func names(_ clinic: Command, _ folder: String = "") throws -> Set<String> {
    let path = clinic.folder.appendingPathComponent(folder).path
    return Set(try files.contentsOfDirectory(atPath: path).filter { !$0.contains("-") })
  }

  private static func mode(_ clinic: Command, _ name: String) throws -> Int {
    let path = clinic.folder.appendingPathComponent(name).path
    return try #require(files.attributesOfItem(atPath: path)[.posixPermissions] as? Int)
  }

  @Test func `it says what was made, for people and for programs`() throws {
    let clinic = try Command.withFirstVisit()
    let told = try clinic.run("backup", "copy")
    #expect(told.status == 0, "\(told)")
    #expect(told.errors.hasPrefix("backed up 49 events to copy · "), "\(told)")
    #expect(told.errors.hasSuffix(" bytes · verified\n"), "\(told)")
    #expect(told.output.contains("head\t@49\n"), "\(told)")
    let json = try clinic.run("backup", "copy2", "--json").rows()
    #expect(json.count == 1)
    #expect(json[0]["head"] as? Int == 49)
    #expect((json[0]["sha256"] as? String)?.count == 64)
    let restored = try clinic.run("restore", "copy", "again", "--expect", "@49", "--json")
    #expect(restored.status == 0, "\(restored)")
    #expect(try restored.rows()[0]["event"] as? Int == 50)
    let page = try clinic.run("restore", "copy", "third")
    #expect(page.status == 0)
    #expect(page.output.contains("event\t@50\n"), "\(page)")
    #expect(page.errors.contains("--expect @N"), "\(page)")
  }

  @Test func `what cannot be done is refused, with nothing left`() throws {
    let clinic = try Command.withFirstVisit()
    try clinic.expect("backup", "copy")
    let before = try Self.names(clinic)
    let refused: [([String], Int32, String)] = [
      (["backup", "copy"], 77, "something at copy already"),
      (["backup", "clinic.stipple/copy"], 77, "the store's own folder"),
      (["backup", "nowhere/copy"], 66, "nowhere"),
      (["backup", "copy2", "--as-of", "@3"], 64, "as it is now"),
      (["restore", "copy", "clinic.stipple"], 77, "not empty"),
      (["restore", "clinic.stipple", "new"], 66, "no manifest"),
      (["restore", "nowhere", "new"], 66, "nowhere"),
      (["restore", "copy", "new", "--expect", "@60"], 1, "11 events would be lost"),
      (["restore", "copy", "new", "--expect", "@60", "--accept-older"], 64, "say why"),
      (["restore", "copy", "new", "--expect", "60th"], 64, "60th"),
      (["restore", "copy", "new", "--actor", "U99"], 1, "U99"),
      (["restore", "copy", "new", "--store", "x"], 64, "--store"),
      (["record", "note-added", "client/C1", "note=x", "--store", "copy"], 77, "copy"),
      (["import", "--store", "copy", "-"], 77, "copy"),
      (["rebuild", "--store", "copy"], 77, "copy"),
    ]
    for (arguments, status, says) in refused {
      let line = BadInputTests.line("note-added", data: #"{"note":"n"}"#)
      let outcome = try clinic.run(arguments, input: Data(line.utf8))
      #expect(outcome.status == status, "\(arguments) \(outcome)")
      #expect(outcome.errors.hasPrefix("error: "), "\(arguments) \(outcome)")
      #expect(outcome.errors.contains(says), "\(arguments) \(outcome)")
      #expect(outcome.output.isEmpty, "\(arguments) \(outcome)")
      #expect(try Self.names(clinic) == before, "\(arguments)")
    }
    let loss = try clinic.run(
      "restore", "copy", "new", "--expect", "@60", "--accept-older", "--reason", "all there is")
    #expect(loss.status == 0, "\(loss)")
    #expect(loss.errors.contains("to @60, is not in it"), "\(loss)")
    #expect(
      try clinic.expect("log", "--store", "new", "-n", "1", "--reverse").contains("store-restored"))
  }

  @Test func `a backup is a store that can be asked`() throws {
    let clinic = try Command.withFirstVisit()
    try clinic.expect("backup", "copy")
    for arguments in [
      ["query", "-c", "select count(*) from events"], ["replay", "--digest"],
      ["audit", "S1"], ["export"],
    ] {
      let live = try clinic.run(arguments)
      let copy = try clinic.run(arguments + ["--store", "copy"])
      #expect(live.status == 0 && copy.status == 0, "\(copy)")
      #expect(live.output == copy.output)
    }
    try clinic.expect("verify", "--store", "copy")
    try clinic.expect("restore", "copy", "new")
  }

  @Test func `a checkpoint kept outside tells an older backup, and one of another log`() throws {
    let clinic = try Command.withFirstVisit()
    try clinic.expect("backup", "old")
    let early = try clinic.file("early.note", Data(clinic.expect("checkpoint").utf8))
    try clinic.expect("record", "note-added", "client/C1", "note=x")
    let late = try clinic.file("late.note", Data(clinic.expect("checkpoint").utf8))
    try clinic.expect("backup", "new")
    try clinic.expect("restore", "old", "a", "--against", early)
    try clinic.expect("restore", "new", "b", "--against", early, "--against", late)
    let older = try clinic.run("restore", "old", "c", "--against", late)
    #expect(older.status == 1 && older.errors.contains("1 event would be lost"), "\(older)")
    let accepted = try clinic.run(
      "restore", "old", "c", "--against", late, "--accept-older", "--reason", "all there is")
    #expect(accepted.status == 0, "\(accepted)")
    // The same clinic over again is another log, whatever its positions.
    let other = try Command.withFirstVisit()
    let foreign = try clinic.file("other.note", Data(other.expect("checkpoint").utf8))
    let refused = try clinic.run("restore", "new", "d", "--against", foreign)
    #expect(refused.status != 0 && refused.errors.contains("nothing was restored"), "\(refused)")
    let root = "@49 " + String(repeating: "A", count: 43) + "="
    let wrong = try clinic.run("restore", "new", "d", "--against", root)
    #expect(wrong.status == 3 && wrong.errors.contains("another root"), "\(wrong)")
    #expect(try Self.names(clinic).isDisjoint(with: ["d", "d.part"]))
  }

  @Test func `a backup that is not there is no store to make`() throws {
    let outcome = try Command().run("restore", "nowhere", "new")
    #expect(outcome.status == 66)
    #expect(
      outcome.errors == """
        error: cannot open nowhere: No such file or directory
        note: nothing was restored

        """)
  }

  @Test func `only the owner reads it, whatever the umask is`() throws {
    let clinic = try Command.withFirstVisit()
    let outcome = try clinic.shell(
      """
      umask 0 && "$0" backup copy && "$0" restore copy new --actor U1 \
      && "$0" export --format log -o file
      """)
    #expect(outcome.status == 0, "\(outcome)")
    for folder in ["copy", "new"] { #expect(try Self.mode(clinic, folder) == 0o700) }
    for name in [
      "copy/data.mdb", "copy/identity", "copy/manifest", "new/data.mdb", "new/identity", "file",
    ] {
      #expect(try Self.mode(clinic, name) == 0o600, "\(name)")
    }
    #expect(try Self.names(clinic, "copy") == ["data.mdb", "identity", "manifest"])
  }

  @Test func `the drill: back up under load, restore, and nothing differs`() throws {
    let clinic = try Command.withFirstVisit()
    let writers = try (0..<3).map { writer in
      let lines = (0..<150).map { number in
        BadInputTests.line(
          "note-added", data: #"{"note":"note \#(number) of \#(writer)"}"#,
          more: #","event_id":"W\#(writer)-\#(number)""#)
      }
      let file = try clinic.file("w\(writer).ndjson", Data(lines.joined(separator: "\n").utf8))
      return try clinic.start(["import", file, "--batch", "1"])
    }
    var heads: [Int] = []
    for number in 0..<4 {
      let backup = try clinic.run("backup", "copy\(number)", "--json")
      #expect(backup.status == 0, "\(backup)")
      heads.append(try #require(backup.rows()[0]["head"] as? Int))
    }
    for writer in writers {
      writer.process.waitUntilExit()
      let outcome = try writer.outcome()
      #expect(outcome.status == 0, "\(outcome)")
    }
    #expect(heads == heads.sorted())
    try clinic.expect("backup", "copy4")
    heads.append(499)
    for (number, head) in heads.enumerated() {
      let name = "new\(number)"
      let restored = try clinic.run("restore", "copy\(number)", name, "--json")
      #expect(restored.status == 0, "\(restored)")
      let row = try restored.rows()[0]
      #expect(row["head"] as? Int == head)
      // Gapless, the same rows and the same bytes as the source had at that head.
      try clinic.expect("verify", "--store", name)
      let digest = ["replay", "--digest", "--to", "@\(head)"]
      let source = try clinic.run(digest)
      #expect(source.status == 0)
      #expect(try clinic.run(digest + ["--store", name]).output == source.output)
      let log = ["export", "--as-of", "@\(head)"]
      #expect(try clinic.run(log + ["--store", name]).output == clinic.run(log).output)
      try clinic.expect("record", "note-added", "client/C1", "note=after", "--store", name)
      let last = try clinic.expect("log", "--store", name, "-n", "2", "--reverse", "--json")
      #expect(last.contains("store-restored") && last.contains("note-added"))
    }
  }

  @Test func `killed or interrupted at any time, it leaves nothing that passes for a backup`()
    throws
  {
    let clinic = try Command()
    try clinic.expect("init", "clinic.stipple", "--demo", "40")
    var generator = Seeded(7)
    var unfinished = 0
    for round in 0..<16 {
      let name = "copy\(round)"
      let run = try clinic.start(["backup", name])
      usleep(UInt32.random(in: 0..<300_000, using: &generator))
      kill(run.process.processIdentifier, round % 2 == 0 ? SIGKILL : SIGINT)
      run.process.waitUntilExit()
      let outcome = try run.outcome()
      if Self.files.fileExists(atPath: clinic.folder.appendingPathComponent(name).path) {
        try clinic.expect("verify", "--store", name)
        try clinic.expect("restore", name, "new\(round)")
        continue
      }
      unfinished += 1
      #expect(try clinic.run("log", "--store", name).status == 66)
      let left = clinic.folder.appendingPathComponent(name + ".part").path
      if round % 2 == 0 {
        if Self.files.fileExists(atPath: left) {
          let again = try clinic.run("backup", name)
          #expect(again.status == 77 && again.errors.contains("rm -r \(name).part"), "\(again)")
          // Its manifest gets its name once all was verified, just before the folder does: then nothing
          // is missing but that.
          let isWhole = Self.files.fileExists(atPath: left + "/manifest")
          let restored = try clinic.run("restore", name + ".part", "no\(round)")
          #expect((restored.status == 0) == isWhole, "\(restored)")
          if isWhole {
            try clinic.expect("verify", "--store", "no\(round)")
            let head = try clinic.ask("select max(position) from events")
            let log = ["export", "--as-of", "@\(head)"]
            #expect(
              try clinic.run(log + ["--store", "no\(round)"]).output == clinic.run(log).output)
          }
        }
      } else {
        // Before its first step it knows of no Ctrl-C, and dies of it as any program does.
        #expect(outcome.status == 130, "\(outcome)")
        #expect(!Self.files.fileExists(atPath: left), "\(outcome)")
      }
    }
    #expect(unfinished > 0)
  }

  @Test func `a disk that is full in the middle: said, and nothing is left`() throws {
    let clinic = try Command.withFirstVisit()
    // A limit on file sizes stands for the disk's end, which comes in the middle.
    let before = try Self.names(clinic)
    let outcome = try clinic.shell("trap '' XFSZ; ulimit -f 20; exec \"$0\" backup copy")
    #expect(outcome.status == 74, "\(outcome)")
    #expect(outcome.errors.contains("no backup was made"), "\(outcome)")
    #expect(try Self.names(clinic) == before)
  }
}
