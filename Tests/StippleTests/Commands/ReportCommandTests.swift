import ClinicStore
import Foundation
import Records
import Reports
import TestProcesses
import Testing

@testable import stipple

/// `stipple report`: as text, as JSON, and as a file.
@Suite struct ReportCommandTests {
  static let clinic = try? Command.withAuditedVisit()

  private var clinic: Command { get throws { try #require(Self.clinic) } }

  private func session(_ store: ClinicStore) throws -> Report {
    try SessionReport.make("S1", in: store, at: store.lastMoment())
  }

  private func html(_ arguments: String...) throws -> String {
    let file = try clinic.folder.appendingPathComponent("\(UUID().uuidString).html")
    defer { try? FileManager.default.removeItem(at: file) }
    let outcome = try clinic.run(["report"] + arguments + ["-o", file.path])
    #expect(outcome.status == 0, "\(outcome)")
    #expect(outcome.output == "")
    return try String(contentsOf: file, encoding: .utf8)
  }

  private func line(_ text: String, _ part: String) throws -> String {
    String(try #require(text.split(separator: "\n").first { $0.hasPrefix(part) }))
  }

  // MARK: Text

  @Test func `a session as text`() throws {
    let text = try clinic.expect("report", "session", "S1")
    try expectSnapshot(text, "report-session-first-visit")
    // By hand, as the audit counts them.
    #expect(text.contains("\n27 events · 2 amended · 1 late · 0 deviations · 0 missing.\n"))
    #expect(text.contains("lot HA-8 ← HA-7, forehead"))
    #expect(try line(text, "reason ").hasSuffix("  low pain expected"))
    #expect(text.contains(#"two\nlines \u{202E}drawkcab, \u{200B}and tail"#))
    #expect(text.contains("made again by"))
    #expect(text.contains("stipple report session S1 --as-of @54"))
  }

  @Test func `a session on a screen of 80 columns loses nothing`() throws {
    let path = try clinic.folder.appendingPathComponent("clinic.stipple").path
    let memory = Destination(memoryAsTerminal: true)
    let page = ReportPage(.table, to: memory, page: .terminal(width: 80), aside: { _ in })
    try session(ClinicStore.open(at: path)).write(to: page)
    let text = String(decoding: memory.contents, as: UTF8.self)
    try expectSnapshot(text, "report-session-first-visit-80")
    for line in text.split(separator: "\n") { #expect(displayWidth(line) <= 80, "\(line)") }
    let words = text.split(whereSeparator: \.isWhitespace).joined(separator: " ")
    #expect(words.contains("stay out of the sun and leave the home roller alone."))
    // Only digests of files are told short, as everywhere.
    let cut = text.split(separator: "\n").filter { $0.contains("…") }
    #expect(cut.allSatisfy { $0.contains("file ") }, "\(cut)")
  }

  @Test(
    arguments: [
      ["session", "S1"], ["session", "session/S1"], ["client", "C1"], ["course", "K1"],
      ["day", "2026-03-01"], ["month", "2026-03"], ["recall", "HA-7"], ["outcomes"],
    ])
  func `every report comes as text, as JSON and as HTML, of the same moment`(_ words: [String])
    throws
  {
    let text = try clinic.run(["report"] + words)
    #expect(text.status == 0, "\(text)")
    #expect(text.output.contains("as of @54, 2026-04-01 "))
    for scalar in text.output.unicodeScalars {
      #expect(!HostileText.isUnsafe(scalar) || scalar == "\n")
    }
    let rows = try clinic.run(["report"] + words + ["--json"]).rows()
    #expect(rows.count == 1)
    #expect(rows[0]["report"] as? String == words[0])
    let certificate = try #require(rows[0]["certificate"] as? [String: Any])
    #expect(certificate["position"] as? Int == 54)
    let file = try clinic.folder.appendingPathComponent("\(UUID().uuidString).html")
    let outcome = try clinic.run(["report"] + words + ["-o", file.path])
    #expect(outcome.status == 0, "\(outcome)")
    let html = try String(contentsOf: file, encoding: .utf8)
    #expect(html.hasPrefix("<!DOCTYPE html>\n<html lang=\"en\"><head><meta charset=\"utf-8\">"))
    #expect(html.hasSuffix("</html>\n"))
    #expect(!html.contains("<script"))
    let named = (words.last ?? "").replacingOccurrences(of: "session/", with: "")
    let what = words.count == 1 ? words[0] : "\(words[0]) \(named)"
    #expect(outcome.errors == "wrote \(what) as of @54 to \(file.path)\n")
  }

  // MARK: Moments

  @Test func `at a moment it is the same to the byte, whatever came later`() throws {
    let command = try Command.withAuditedVisit()
    let first = command.folder.appendingPathComponent("first.html").path
    try command.expect("report", "session", "S1", "-o", first)
    try command.expect(
      "record", "note-added", "session/S1", "note=later", "--actor", "U2", "--confirm-clock")
    let again = command.folder.appendingPathComponent("again.html").path
    try command.expect("report", "session", "S1", "--as-of", "@54", "-o", again)
    let latest = command.folder.appendingPathComponent("latest.html").path
    try command.expect("report", "session", "S1", "-o", latest)
    let bytes = try [first, again, latest].map { try Data(contentsOf: URL(fileURLWithPath: $0)) }
    #expect(bytes[0] == bytes[1])
    #expect(bytes[0] != bytes[2])
  }

  @Test func `before the corrections it says what was known then`() throws {
    let now = try html("session", "S1")
    let then = try html("session", "S1", "--as-of", "@50")
    #expect(now.contains("<del>HA-7</del> <ins>HA-8</ins>"))
    #expect(!then.contains("<del>"))
    #expect(!then.contains("HA-8</ins>"))
    #expect(then.contains("stipple report session S1 --as-of @50"))
  }

  // MARK: The file

  @Test func `the file is its owner's alone, takes the place of an older one, and leaves no other`()
    throws
  {
    let folder = try clinic.folder.appendingPathComponent(UUID().uuidString)
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    let file = folder.appendingPathComponent("report.html")
    try Data("old".utf8).write(to: file)
    try clinic.expect("report", "outcomes", "-o", file.path)
    let mode = try FileManager.default.attributesOfItem(atPath: file.path)[.posixPermissions]
    #expect(mode as? Int == 0o600)
    #expect(try String(contentsOf: file, encoding: .utf8).hasPrefix("<!DOCTYPE html>"))
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path) == ["report.html"])
  }

  @Test func `quiet says nothing`() throws {
    let file = try clinic.folder.appendingPathComponent("quiet.html").path
    #expect(try clinic.run("report", "outcomes", "-o", file, "-q").errors == "")
  }

  @Test func `it does not write into the store, over a link, or where there is no folder`() throws {
    let store = try clinic.folder.appendingPathComponent("clinic.stipple")
    let inside = try clinic.run("report", "outcomes", "-o", store.path + "/report.html")
    #expect(inside.status == 77)
    #expect(inside.errors.contains("is in the store's folder"))
    let target = try clinic.folder.appendingPathComponent("target.html")
    try Data("kept".utf8).write(to: target)
    let link = try clinic.folder.appendingPathComponent("link.html")
    try FileManager.default.createSymbolicLink(at: link, withDestinationURL: target)
    #expect(try clinic.run("report", "outcomes", "-o", link.path).status == 77)
    #expect(try String(contentsOf: target, encoding: .utf8) == "kept")
    let nowhere = try clinic.run("report", "outcomes", "-o", "no/such/folder.html")
    #expect(nowhere.status == 74)
    #expect(nowhere.errors.hasPrefix("error: cannot write no/such/folder.html: "))
  }

  // MARK: What cannot be made

  @Test(
    arguments: [
      (["report"], 64, "which report?", "session, client, course, day, month, recall, outcomes"),
      (["report", "sesion", "S1"], 64, "no such report: sesion", "did you mean session?"),
      (["report", "x"], 64, "no such report: x", "session, client, course"),
      (["report", "session"], 64, "which session?", "stipple report session S1"),
      (["report", "month"], 64, "which month?", "stipple report month 2026-03"),
      (
        ["report", "outcomes", "C1"], 64, "outcomes is of the whole clinic",
        "stipple report outcomes"
      ),
      (
        ["report", "session", "client/C1"], 64, "client/C1 is not a session",
        "stipple show client/C1"
      ),
      (["report", "session", "S99"], 1, "there is no session/S99", ""),
      (["report", "recall", "NOPE"], 1, "no lot has that id or number", ""),
      (
        ["report", "session", "S1", "--as-of", "@999"], 65, "@999 is after the last event, @54", ""
      ),
      (
        ["report", "outcomes", "--mode", "csv"], 64, "a report is many tables",
        "--json, -o FILE.html"
      ),
      (["report", "outcomes", "--json", "-o", "x"], 64, "-o writes HTML", "one of the two"),
    ])
  func `what is wrong is said with what to do`(
    _ arguments: [String], _ status: Int32, _ error: String, _ hint: String
  ) throws {
    let outcome = try clinic.run(arguments)
    #expect(outcome.status == status, "\(outcome)")
    #expect(outcome.output == "")
    #expect(outcome.errors.hasPrefix("error: \(error)"), "\(outcome)")
    if !hint.isEmpty { #expect(outcome.errors.contains("hint: \(hint)"), "\(outcome)") }
  }
}
