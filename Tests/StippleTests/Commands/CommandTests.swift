import Foundation
import Glibc
import TestProcesses
import Testing

/// Commands as people and scripts run them.
@Suite struct CommandTests {
  @Test func `json is one array of objects on every command`() throws {
    let clinic = try Command.withFirstVisit()
    let runs: [[String]] = [
      ["log", "--json"], ["show", "session/S1", "--json"], ["doctor", "--json"],
      ["export", "--json"], ["query", "-c", "select 1 as n", "--json"],
      ["query", "-c", "select 1 as n where 0", "--json"],
      ["record", "serum-applied", "--keys", "--json"],
      ["record", "note-added", "client/C1", "note=n", "--json"],
      ["correct", "@33", "volume_ml=1.00", "--reason", "transcription", "--json"],
      ["strike", "@50", "--reason", "never_happened", "--json"],
      ["import", Command.fixture.path, "--dry-run", "--json", "--rejects", "r"],
      ["init", "other.stipple", "--json"],
    ]
    for arguments in runs {
      let outcome = try clinic.run(arguments)
      #expect([0, 65].contains(outcome.status), "\(arguments)\n\(outcome)")
      #expect(throws: Never.self, "\(arguments)\n\(outcome)") { _ = try outcome.rows() }
    }
  }

  @Test func `global options stand before the command as well as after it`() throws {
    let clinic = try Command.withFirstVisit()
    let before = try clinic.run("--json", "--store", "clinic.stipple", "log", "-n", "1")
    let after = try clinic.run("log", "-n", "1", "--store=clinic.stipple", "--json")
    #expect(before.status == 0)
    #expect(before.output == after.output)
  }

  @Test func `what cannot be read is usage, with a hint`() throws {
    let clinic = try Command.withFirstVisit()
    for arguments in [["frobnicate"], ["log", "--frob"], ["record"], ["correct", "@1"]] {
      let outcome = try clinic.run(arguments)
      #expect(outcome.status == 64, "\(outcome)")
      #expect(outcome.errors.hasPrefix("error: "), "\(outcome)")
      #expect(outcome.errors.contains("hint: "), "\(outcome)")
      #expect(outcome.output == "")
    }
  }

  @Test func `every command's help teaches with an example`() throws {
    let clinic = try Command()
    for command in [
      "init", "record", "session", "correct", "strike", "import", "export", "log", "show", "audit",
      "recall", "query", "simulate",
    ] {
      let help = try clinic.expect(command, "--help")
      #expect(help.contains("stipple \(command)") || help.contains("stipple --store"), "\(help)")
      #expect(help.split(separator: "\n").contains { $0.hasPrefix("  stipple ") }, "\(help)")
    }
  }

  @Test func `the log follows what another process records`() throws {
    let clinic = try Command.withFirstVisit()
    let follower = try clinic.start(["log", "-f", "--since", "@49", "--json"])
    defer { kill(follower.process.processIdentifier, SIGKILL) }
    try clinic.expect("record", "note-added", "client/C1", "note=followed")
    var output = ""
    for _ in 0..<100 where !output.contains("\n") {
      usleep(100_000)
      output = try String(contentsOf: follower.files.output, encoding: .utf8)
    }
    #expect(output.contains("note-added"), "\(output)")
    #expect(output.split(separator: "\n").count == 1)
  }

  @Test func `a reader that has seen enough ends the log quietly`() throws {
    let clinic = try Command.withFirstVisit()
    let outcome = try clinic.shell(
      "for i in 1 2 3 4 5; do \"$0\" export | head -n 1 > /dev/null; done", with: "/bin/bash")
    #expect(outcome.status == 0)
    #expect(outcome.errors == "")
  }

  @Test func `processes that record at once leave no gap and lose nothing`() throws {
    let clinic = try Command.withFirstVisit()
    let runs = try (0..<12).map { number in
      try clinic.start(["record", "note-added", "client/C1", "note=n\(number)", "--json"])
    }
    var positions: Set<String> = []
    for run in runs {
      run.process.waitUntilExit()
      let outcome = try run.outcome()
      #expect(outcome.status == 0, "\(outcome)")
      positions.insert(try #require(outcome.rows().first?["event"] as? String))
    }
    #expect(positions == Set((50...61).map { "@\($0)" }))
    #expect(try clinic.ask("select count(*) from events where type = 'note-added'") == "12")
  }

  @Test func `of several that expect one version exactly one is recorded`() throws {
    let clinic = try Command.withFirstVisit()
    let version = try clinic.ask("select version from clients where id = 'C1'")
    let runs = try (0..<6).map { number in
      try clinic.start([
        "record", "note-added", "client/C1", "note=n\(number)", "--expected-version", version,
      ])
    }
    for run in runs { run.process.waitUntilExit() }
    let outcomes = try runs.map { try $0.outcome() }
    #expect(outcomes.filter { $0.status == 0 }.count == 1)
    #expect(outcomes.filter { $0.status == 1 && $0.errors.contains("nothing") }.count == 5)
  }

  @Test func `what is stored cannot drive the terminal`() throws {
    let clinic = try Command.withFirstVisit()
    let hostile = "before\u{202E}after\u{200B}\u{2066}x"
    try clinic.expect("record", "note-added", "client/C1", "note=\(hostile)")
    let question = "select json_extract(data, '$.note') from events where type = 'note-added'"
    for command in ["stipple query -c \"\(question)\"", "stipple log --type note-added"] {
      let shown = try clinic.typed(command).joined(separator: "\n")
      #expect(shown.contains("before"))
      #expect(!shown.unicodeScalars.contains { (0x202A...0x202E).contains($0.value) }, "\(shown)")
      #expect(!shown.unicodeScalars.contains { (0x2066...0x2069).contains($0.value) }, "\(shown)")
    }
    // Control characters cannot even be recorded.
    let refused = try clinic.run("record", "note-added", "client/C1", "note=a\u{1B}]0;x\u{07}")
    #expect(refused.status == 65)
    #expect(refused.errors.utf8.allSatisfy { $0 >= 0x20 || $0 == 0x0A })
  }

  @Test func `a script stops at its first error and says where`() throws {
    let clinic = try Command.withFirstVisit()
    let outcome = try clinic.run("query", input: "select 1 as a;\nselect nope;\nselect 2 as b;\n")
    #expect(outcome.status == 1)
    #expect(outcome.output == "a\n1\n")
    #expect(outcome.errors.contains("nope"))
    #expect(outcome.errors.contains("line 2"), "\(outcome)")
  }

  @Test func `what is taken despite a rule is said when it is taken`() throws {
    let clinic = try Command.withFirstVisit()
    try clinic.expect("record", "session-opened", "session/S2", "client=C1", "practitioner=U2")
    let outcome = try clinic.run(
      "record", "serum-applied", "session/S2", "product=P1", "kind=hyaluronic_acid",
      "purpose=treatment", "timing=during", "zones=cheek", "volume_ml=1.00", "sterile=true",
      "labelled_for_needling=yes")
    #expect(outcome.status == 0, "\(outcome)")
    #expect(outcome.errors.hasPrefix("note: recorded despite rule 16: "), "\(outcome)")
    #expect(try clinic.ask("select count(*) from deviations where rule = 16") == "1")
  }

  @Test func `parameters are bound, never pasted`() throws {
    let clinic = try Command.withFirstVisit()
    let bound = try clinic.run(
      "query", "-c", "select count(*) as n from serums where lot = :lot", "-p",
      "lot=HA-7' or 1=1 --")
    #expect(bound.output == "n\n0\n")
    let unbound = try clinic.run("query", "-c", "select :lot")
    #expect(unbound.status == 1)
    #expect(unbound.errors.contains(":lot"))
  }
}
