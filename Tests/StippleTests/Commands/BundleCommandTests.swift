import Foundation
import TestProcesses
import Testing

/// `stipple bundle`, and what an auditor who has nothing else makes of it.
@Suite struct BundleCommandTests {
  static let clinic = try? Command.withBundledVisit()

  private var clinic: Command { get throws { try #require(Self.clinic) } }

  private func path(_ name: String) throws -> String {
    try clinic.folder.appendingPathComponent(name).path
  }

  /// A bundle in a folder of its own name.
  private func bundle(_ arguments: String...) throws -> String {
    let folder = try path("bundle-\(UUID().uuidString)")
    let outcome = try clinic.run(["bundle", "S1", "-o", folder] + arguments)
    #expect(outcome.status == 0, "\(outcome)")
    #expect(outcome.output == "")
    return folder
  }

  private static func files(_ folder: String) throws -> [String: Data] {
    var files: [String: Data] = [:]
    for name in try FileManager.default.subpathsOfDirectory(atPath: folder) {
      let path = "\(folder)/\(name)"
      var isFolder: ObjCBool = false
      _ = FileManager.default.fileExists(atPath: path, isDirectory: &isFolder)
      if !isFolder.boolValue { files[name] = try Data(contentsOf: URL(fileURLWithPath: path)) }
    }
    return files
  }

  @Test func `a bundle is proved by Python's cryptography alone, and says what was done`() throws {
    let folder = try bundle("--as-of", "@52")
    let outcome = try ProofsPython().verify(folder)
    #expect(outcome.status == 0, "\(outcome)")
    #expect(outcome.errors == "")
    #expect(outcome.output.contains("\n26 events proved in a log of 52, checkpoint "), "\(outcome)")
    #expect(outcome.output.contains("signed by the bundle's own key, stipple/"))
    let lines = outcome.output.split(separator: "\n")
    #expect(lines.filter { $0.hasPrefix("@") }.count == 26)
    #expect(
      lines.contains {
        $0.contains("entry-corrected: target 7, field \"lot\", was \"HA-7\", now \"CL-3\"")
      })
    #expect(outcome.output.contains("deviations: [{\"rule\": 16"))
    // A note that would turn a line round, or put its end elsewhere, is told and not obeyed.
    for scalar in outcome.output.unicodeScalars {
      #expect(!HostileText.isUnsafe(scalar) || scalar == "\n")
    }
    #expect(outcome.output.contains(#"note "two\nlines"#))
  }

  @Test func `the same moment and key give the same bytes, whatever was recorded since`() throws {
    let first = try Self.files(bundle("--as-of", "@52"))
    try clinic.expect("record", "note-added", "session/S1", "note=later", "-q")
    let second = try Self.files(bundle("--as-of", "@52"))
    #expect(first == second)
    let now = try Self.files(bundle())
    #expect(now.keys.filter { $0.hasPrefix("records/") }.count > 26)
  }

  @Test func `an auditor's own key and checkpoint are what counts`() throws {
    let note = try path("kept-\(UUID().uuidString).note")
    let kept = try clinic.expect("checkpoint", "--as-of", "@52")
    try Data(kept.utf8).write(to: URL(fileURLWithPath: note))
    let folder = try bundle("--as-of", "@52")
    let key = try String(contentsOfFile: "\(folder)/key.vkey", encoding: .utf8)
    let python = try ProofsPython()
    let outcome = try python.verify(folder, "--key", key, "--checkpoint", note)
    #expect(outcome.status == 0, "\(outcome)")
    #expect(
      outcome.output.contains("which is the key that you kept or follows from it; the checkpoint"))
    // Another clinic's whole bundle is as sound in itself.
    let other = try Command.withBundledVisit()
    let theirs = other.folder.appendingPathComponent("b").path
    try other.expect("bundle", "S1", "-o", theirs)
    #expect(try python.verify(theirs).status == 0)
    let refused = try python.verify(theirs, "--key", "\(folder)/key.vkey")
    #expect(refused.status == 1)
    #expect(refused.errors.contains("failed: key.vkey: it is not "), "\(refused)")
    #expect(refused.output == "")
    let earlier = try python.verify(try bundle("--as-of", "@51"), "--checkpoint", note)
    #expect(earlier.errors.contains("ask for one --as-of @52"), "\(earlier)")
  }

  @Test func `a key that was changed leads back to the one that was kept`() throws {
    let clinic = try Command.withBundledVisit()
    let before = clinic.folder.appendingPathComponent("before").path
    try clinic.expect("bundle", "S1", "-o", before)
    for _ in 0..<2 { try clinic.expect("checkpoint", "--new-key", "--reason", "lent out") }
    let after = clinic.folder.appendingPathComponent("after").path
    try clinic.expect("bundle", "S1", "-o", after)
    let python = try ProofsPython()
    let outcome = try python.verify(after, "--key", "\(before)/key.vkey")
    #expect(outcome.status == 0, "\(outcome)")
    // The later key does not vouch for what the earlier one signed.
    let back = try python.verify(before, "--key", "\(after)/key.vkey")
    #expect(back.errors.contains("failed: key.vkey: it is not "), "\(back)")
  }

  @Test func `every harm to every file is refused by its name`() throws {
    let folder = try bundle("--as-of", "@52")
    let script = PackageFolder.path("Tests/Probes/Proofs/damage.py")
    let schemas = PackageFolder.path("Schemas")
    let outcome = try ProofsPython().run(
      [script, ProofsPython.verifier, folder, try path("clinic.stipple.key"), schemas])
    #expect(outcome.status == 0, "\(outcome)")
    let last = try #require(outcome.output.split(separator: "\n").last)
    let count = try #require(last.split(separator: " ").first.flatMap { Int($0) })
    #expect(count >= 2_000, "\(outcome)")
  }

  @Test func `a harmed bundle ends with 1, and hostile words in it drive no terminal`() throws {
    let folder = try bundle("--as-of", "@52")
    let events = "\(folder)/events.ndjson"
    var text = try String(contentsOfFile: events, encoding: .utf8)
    text = text.replacing("CL-3", with: "CL-4")
    try Data(text.utf8).write(to: URL(fileURLWithPath: events))
    try Data("x".utf8).write(to: URL(fileURLWithPath: "\(folder)/\u{1B}]0;owned\u{07}\u{202E}"))
    try FileManager.default.createSymbolicLink(
      atPath: "\(folder)/link", withDestinationPath: "/etc/passwd")
    let outcome = try ProofsPython().verify(folder)
    #expect(outcome.status == 1)
    #expect(outcome.output == "")
    #expect(
      outcome.errors.contains("failed: events.ndjson, @29: the line.data.lot is not what"),
      "\(outcome)")
    #expect(outcome.errors.contains("failed: link: neither a plain file nor a folder"))
    #expect(outcome.errors.contains(#"failed: \u{1b}]0;owned\u{7}\u{202e}: not in manifest.note"#))
    #expect(outcome.errors.hasSuffix("failed: do not rely on this bundle\n"))
    for scalar in outcome.errors.unicodeScalars {
      #expect(!HostileText.isUnsafe(scalar) || scalar == "\n")
    }
  }

  @Test func `other streams come when they are named, whole`() throws {
    let folder = try bundle("--as-of", "@52", "--with", "lot/HA-7", "--with", "staff/U2")
    let outcome = try ProofsPython().verify(folder, "--schemas", Self.schemas)
    #expect(outcome.status == 0, "\(outcome)")
    #expect(outcome.output.contains("  lot/HA-7 1  "), "\(outcome)")
    #expect(outcome.output.contains("  staff/U2 1  "))
    #expect(!outcome.output.contains("own schemas"))
    let readme = try String(contentsOfFile: "\(folder)/README.md", encoding: .utf8)
    let named = try #require(readme.range(of: "not in this bundle: "))
    #expect(!readme[named.upperBound...].contains("`lot/HA-7`"))
    #expect(readme[named.upperBound...].contains("`client/C1`"))
  }

  private static let schemas = PackageFolder.path("Schemas")

  @Test func `it is there whole, for its owner alone, or not at all`() throws {
    let folder = try bundle("--as-of", "@52")
    for name in try FileManager.default.subpathsOfDirectory(atPath: folder) + [""] {
      var status = stat()
      #expect(lstat("\(folder)/\(name)", &status) == 0)
      let isFolder = status.st_mode & S_IFMT == S_IFDIR
      #expect(status.st_mode & 0o777 == (isFolder ? 0o700 : 0o600), "\(name)")
    }
    // A folder of its own: other tests write beside the store meanwhile.
    let place = try path("refused")
    try FileManager.default.createDirectory(atPath: place, withIntermediateDirectories: true)
    func refuse(_ status: Int32, _ words: String, _ arguments: String...) throws {
      let outcome = try clinic.run(["bundle"] + arguments)
      #expect(outcome.status == status, "\(outcome)")
      #expect(outcome.errors.contains(words), "\(outcome)")
      #expect(outcome.output == "")
    }
    let free = place + "/free"
    try refuse(77, "is there already", "S1", "-o", folder)
    try refuse(77, "is in the store's folder", "S1", "-o", path("clinic.stipple/b"))
    try refuse(77, "is in the store's folder", "S1", "-o", path("clinic.stipple"))
    try refuse(1, "there is no session/S9", "S9", "-o", free)
    try refuse(1, "there is no lot/none", "S1", "--with", "lot/none", "-o", free)
    try refuse(64, "is not a session", "lot/HA-7", "-o", free)
    try refuse(74, "cannot write", "S1", "-o", place + "/nowhere/b")
    try refuse(74, "cannot read the checkpoint key", "S1", "-o", free, "--key", path("no.key"))
    #expect(try FileManager.default.contentsOfDirectory(atPath: place) == [])
    #expect(!FileManager.default.fileExists(atPath: try path("clinic.stipple/b")))
    // An empty folder gives its place.
    try FileManager.default.createDirectory(atPath: free, withIntermediateDirectories: true)
    try clinic.expect("bundle", "S1", "-o", free + "/")
    #expect(try ProofsPython().verify(free).status == 0)
    try FileManager.default.removeItem(atPath: free)
  }

  @Test func `what was made is told as JSON too`() throws {
    let folder = try path("bundle-\(UUID().uuidString)")
    let rows = try clinic.run("bundle", "S1", "-o", folder, "--as-of", "@52", "--json").rows()
    #expect(rows.count == 1)
    #expect(rows[0]["events"] as? Int == 26)
    #expect(rows[0]["size"] as? Int == 52)
    let key = try String(contentsOfFile: "\(folder)/key.vkey", encoding: .utf8)
    #expect(rows[0]["key"] as? String == key.split(separator: "\n").first.map(String.init))
  }
}

extension Command {
  /// The first visit with a serum whose lot nobody noted, a note that would drive a terminal, and a
  /// correction; 52 events, of which the session has 26.
  static func withBundledVisit() throws -> Command {
    let command = try withFirstVisit()
    try command.expect(
      "record", "serum-applied", "session/S1", "product=P1", "kind=hyaluronic_acid",
      "purpose=treatment", "timing=during", "zones=forehead", "volume_ml=1.00", "sterile=true",
      "labelled_for_needling=yes", "--at", "2026-03-01T09:49:00Z", "--reason", "lot not noted")
    try command.expect(
      "record", "note-added", "session/S1",
      #"note:="two\nlines \u202Edrawkcab, \u200B[31mand tail""#)
    try command.expect("correct", "@33", "lot=CL-3", "--reason", "wrong_lot")
    return command
  }
}
