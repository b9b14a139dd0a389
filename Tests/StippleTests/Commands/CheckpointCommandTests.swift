import EventLog
import Foundation
import Glibc
import TestProcesses
import Testing

/// Checkpoints, proofs, and the store held against what was kept outside.
@Suite struct CheckpointCommandTests {
  private func note(_ clinic: Command, _ name: String = "kept.note") throws -> String {
    try clinic.file(name, Data(clinic.expect("checkpoint").utf8))
  }

  private func key(_ clinic: Command) throws -> VerifierKey {
    let row = try #require(try clinic.run("checkpoint", "--json").rows().first)
    return try VerifierKey(try #require(row["key"] as? String))
  }

  @Test func `the key is made with the store, outside of it, for its owner alone`() throws {
    let clinic = try Command()
    let made = try clinic.run("init", "clinic.stipple")
    #expect(made.errors.contains("note: clinic.stipple.key signs its checkpoints"), "\(made)")
    let path = clinic.folder.path + "/clinic.stipple.key"
    let mode = try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? Int
    #expect(mode == 0o600)
    #expect(
      try SigningKey(file: String(contentsOfFile: path, encoding: .utf8)).verifier == key(clinic))
    let again = try clinic.run("init", "other.stipple", "--key", "clinic.stipple.key")
    #expect(again.status == 77, "\(again)")
    #expect(!FileManager.default.fileExists(atPath: clinic.folder.path + "/other.stipple"))
    chmod(path, 0o644)
    let open = try clinic.run("checkpoint")
    #expect(open.status == 77, "\(open)")
    #expect(open.errors.contains("hint: chmod 600"), "\(open)")
    #expect(open.output.isEmpty)
  }

  @Test func `a checkpoint is a note that the store's key signed`() throws {
    let clinic = try Command.withFirstVisit()
    let text = try clinic.expect("checkpoint")
    let key = try key(clinic)
    let checkpoint = try Checkpoint(
      in: SignedNote(Array(text.utf8)), of: key.name, signedByOneOf: [key])
    #expect(String(checkpoint.size) == (try clinic.ask("select max(position) from events")))
    #expect(try clinic.expect("checkpoint") == text, "the same log gives the same note")
    let earlier = try Checkpoint(
      in: SignedNote(Array(clinic.expect("checkpoint", "--as-of", "@7").utf8)), of: key.name,
      signedByOneOf: [key])
    #expect(earlier.size == 7)
    #expect(earlier.root != checkpoint.root)
  }

  @Test func `every event is proved to whoever has its record and the key`() throws {
    let clinic = try Command.withFirstVisit()
    let key = try key(clinic)
    let last = try #require(Int(clinic.ask("select max(position) from events")))
    for position in [1, 2, 33, last] {
      let proof = try EntryProof(Array(clinic.expect("prove", "@\(position)").utf8))
      #expect(proof.index == UInt64(position - 1))
      let leaf = try leaf(of: position, in: clinic)
      try proof.verify(leaf: leaf, origin: key.name, keys: [key])
      let other = try self.leaf(of: position % last + 1, in: clinic)
      #expect(throws: ProofError.otherRoot) {
        try proof.verify(leaf: other, origin: key.name, keys: [key])
      }
    }
    let beyond = try clinic.run("prove", "@\(last + 1)")
    #expect(beyond.status == 65)
    #expect(beyond.errors.hasPrefix("error: @\(last + 1) is after the last event, @\(last)\n"))
    #expect(try clinic.run("prove").status == 64)
    #expect(try clinic.run("prove", "33x").status == 64)
  }

  /// The leaf hash that `.prove` tells of an event, by JSON.
  private func leaf(of position: Int, in clinic: Command) throws -> Hash {
    let said = try clinic.expect(
      "repl", "--json",
      input: "select position from events where position = \(position);\n.prove\n")
    let json = try #require(said.range(of: "[{\"position\"", options: .backwards))
    let rows = try #require(
      JSONSerialization.jsonObject(with: Data(said[json.lowerBound...].utf8)) as? [[String: Any]])
    let leaf = try #require(rows.first?["leaf"] as? String)
    return try #require(Hash(base64: leaf))
  }

  @Test func `the log is proved to have only grown`() throws {
    let clinic = try Command.withFirstVisit()
    let key = try key(clinic)
    let kept = try note(clinic)
    try clinic.expect("record", "note-added", "client/C1", "note=n")
    let proof = try GrowthProof(Array(clinic.expect("prove", "--from", kept).utf8))
    let old = try Checkpoint(
      text: SignedNote(Array(Data(contentsOf: URL(fileURLWithPath: kept)))).text)
    let new = try proof.verify(since: old, keys: [key])
    #expect(new.size == old.size + 1)
    let damaged = try clinic.file("no.note", Data("x".utf8))
    #expect(try clinic.run("prove", "--from", damaged).status == 65)
    #expect(try clinic.run("prove", "--from", "nowhere.note").status == 65)
  }

  @Test func `the key is changed by an event that both keys sign`() throws {
    let clinic = try Command.withFirstVisit()
    let first = try key(clinic)
    let kept = try note(clinic)
    let changed = try clinic.run("checkpoint", "--new-key", "--reason", "a new laptop")
    #expect(changed.status == 0, "\(changed)")
    let second = try key(clinic)
    #expect(second != first)
    #expect(second.name == first.name)
    #expect(
      try SignedNote(Array(changed.output.utf8)).signers(among: [first, second]) == [second])
    #expect(
      try clinic.ask("select type from events order by position desc limit 1")
        == "checkpoint-key-rotated")
    #expect(try clinic.run("verify", "--against", kept).status == 0)
    #expect(try clinic.run("prove", "--from", kept).status == 0)
    let old = try clinic.run("checkpoint", "--key", "clinic.stipple.key.old")
    #expect(old.status == 77)
    #expect(old.errors.contains("was changed for"), "\(old)")
    let byHand = try clinic.run("record", "checkpoint-key-rotated", "store/main", "reason=x")
    #expect(byHand.status == 1)
    #expect(byHand.errors.contains("hint: stipple checkpoint --new-key"), "\(byHand)")
  }

  @Test func `without the key file nothing is signed, and it says where to look`() throws {
    let clinic = try Command.withFirstVisit()
    let path = clinic.folder.path + "/clinic.stipple.key"
    try FileManager.default.moveItem(atPath: path, toPath: path + ".away")
    let lost = try clinic.run("checkpoint")
    #expect(lost.status == 74, "\(lost)")
    #expect(lost.errors.contains("hint: --key FILE, or $STIPPLE_KEY"), "\(lost)")
    #expect(try clinic.run("checkpoint", "--key", path + ".away").status == 0)
    // Another store's key is none of this one's.
    try clinic.expect("init", "other.stipple")
    let foreign = try clinic.run("checkpoint", "--key", "other.stipple.key")
    #expect(foreign.status == 77, "\(foreign)")
  }

  @Test func `an older copy put back, and events cut off, are found from outside`() throws {
    let clinic = try Command.withFirstVisit()
    let store = clinic.folder.path + "/clinic.stipple"
    try FileManager.default.copyItem(atPath: store, toPath: store + ".older")
    try clinic.expect("record", "note-added", "client/C1", "note=n")
    let kept = try note(clinic)
    #expect(try clinic.run("verify", "--against", kept).status == 0)
    try FileManager.default.removeItem(atPath: store)
    try FileManager.default.moveItem(atPath: store + ".older", toPath: store)
    #expect(try clinic.run("verify").status == 0, "no file can tell of itself")
    let found = try clinic.run("verify", "--against", kept)
    #expect(found.status == 3, "\(found)")
    #expect(found.output.contains("an older copy was put back"), "\(found)")
    #expect(try clinic.run("prove", "--from", kept).status == 3)
  }

  @Test func `a store recorded anew with other words is found from outside`() throws {
    let clinic = try Command.withFirstVisit()
    let kept = try note(clinic)
    let line = try dayLine(clinic)
    let lines = try clinic.expect("export")
    #expect(lines.contains("\"volume_ml\":2"))
    let edits: [(String, (String) -> String)] = [
      ("an edit", { $0.replacingOccurrences(of: "\"volume_ml\":2", with: "\"volume_ml\":3") }),
      ("nothing changed", { $0 }),
    ]
    for (name, edit) in edits {
      try? FileManager.default.removeItem(atPath: clinic.folder.path + "/forged.stipple")
      try clinic.expect(
        "--store", "forged.stipple", "import", "--as-recorded", "-", input: edit(lines))
      #expect(try clinic.run("--store", "forged.stipple", "verify").status == 0)
      for root in [kept, line] {
        let found = try clinic.run("--store", "forged.stipple", "verify", "--against", root)
        #expect(found.status == (name == "an edit" ? 3 : 0), "\(name): \(found)")
      }
    }
  }

  /// The line of the day's report that is to be kept outside.
  private func dayLine(_ clinic: Command) throws -> String {
    let day = try clinic.ask("select substr(max(recorded_at), 1, 10) from events")
    let report = try clinic.expect("report", "day", day)
    let line = try #require(
      report.split(separator: "\n").first { $0.contains("to be kept outside") })
    let start = try #require(line.firstIndex(of: "@"))
    return String(line[start...])
  }

  @Test func `a note by a stranger, of another log, or made up is not believed`() throws {
    let clinic = try Command.withFirstVisit()
    let kept = try String(contentsOfFile: note(clinic), encoding: .utf8)
    try clinic.expect("init", "other.stipple")
    let other = try clinic.file(
      "other.note", Data(clinic.expect("--store", "other.stipple", "checkpoint").utf8))
    let foreign = try clinic.run("verify", "--against", other)
    #expect(foreign.status == 3, "\(foreign)")
    #expect(foreign.errors.contains("not signed by a key of this log"), "\(foreign)")
    let stranger = try SigningKey(name: key(clinic).name)
    let forged = try Checkpoint(text: SignedNote(Array(kept.utf8)).text).signed(with: [stranger])
    let path = try clinic.file("forged.note", Data(forged.encoded.utf8))
    #expect(try clinic.run("verify", "--against", path).status == 3)
    #expect(
      try clinic.run("verify", "--against", path, "--public-key", stranger.verifier.text).status
        == 0)
    #expect(
      try clinic.run("verify", "--against", "kept.note", "--public-key", stranger.verifier.text)
        .status == 3)
    #expect(try clinic.run("verify", "--against", "@52 AAAA").status == 65)
  }

  @Test func `the REPL proves the events behind the last result`() throws {
    let clinic = try Command.withFirstVisit()
    let serums = try clinic.expect(
      "repl", "--mode", "tsv", input: "select position, lot from serums;\n.prove proofs\n")
    #expect(serums.contains("@33\t"), "\(serums)")
    let key = try key(clinic)
    let proof = try EntryProof(
      Array(Data(contentsOf: clinic.folder.appendingPathComponent("proofs/33.tlog-proof"))))
    try proof.verify(leaf: leaf(of: 33, in: clinic), origin: key.name, keys: [key])
    let rows = try clinic.expect(
      "repl", "--mode", "tsv", input: "select id from sessions;\n.prove\n")
    let events = try Int(clinic.ask("select count(*) from events where stream = 'session/S1'"))
    #expect(rows.split(separator: "\n").filter { $0.hasPrefix("@") }.count == events)
    let none = try clinic.run("repl", input: "select 1;\n.prove\n")
    #expect(none.status != 0)
    #expect(none.errors.contains("hint: select position, or an id, as well"), "\(none)")
    #expect(try clinic.run("repl", input: ".prove\n").errors.contains("there is no result"))
  }
}
