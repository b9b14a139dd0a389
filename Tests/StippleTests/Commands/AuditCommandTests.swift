import ClinicStore
import EventLog
import Foundation
import Records
import Reports
import TestProcesses
import Testing

@testable import stipple

/// What `audit`, `recall` and `show` print of the first visit, amended.
@Suite struct AuditCommandTests {
  static let clinic = try? Command.withAuditedVisit()

  private var clinic: Command { get throws { try #require(Self.clinic) } }

  /// What is printed on a screen of some width, without colour.
  private func screen(
    width: Int, _ write: (ClinicStore, ReportPage) throws -> Void
  ) throws -> String {
    let path = try clinic.folder.appendingPathComponent("clinic.stipple").path
    let memory = Destination(memoryAsTerminal: true)
    let page = ReportPage(.table, to: memory, page: .terminal(width: width), aside: { _ in })
    try write(ClinicStore.open(at: path), page)
    return String(decoding: memory.contents, as: UTF8.self)
  }

  private func line(_ text: String, _ part: String) throws -> String {
    String(try #require(text.split(separator: "\n").first { $0.contains(part) }))
  }

  // MARK: audit

  @Test func `an audit as a table`() throws {
    let text = try clinic.expect("audit", "S1", "--mode", "table")
    try expectSnapshot(text, "audit-first-visit")
    // By hand: 23 entries of the visit, a correction, a strike, a late entry and a note make 27.
    // Corrected: the serum's lot. Struck out: the pain score. Late: the sun protection, on paper.
    // Numbing decided, before photo, pass, discard, aftercare, close and a call: nothing is missing,
    // and of a call's window no protocol speaks.
    #expect(text.hasSuffix("\n27 events · 2 amended · 1 late · 0 deviations · 0 missing\n"))
    #expect(try line(text, "serum-applied").contains("2.00 ml, lot HA-8 ← HA-7, forehead"))
    #expect(try line(text, "serum-applied").hasSuffix("amended @51: wrong lot"))
    #expect(try line(text, "pain-scored").hasSuffix("struck out @52: never happened"))
    // Happened at 10:14 on 1 March, recorded after the strike of 1 April 10:01 in London.
    #expect(
      try line(text, "post-care-applied").contains("2026-03-01 10:14  2026-04-01 10:01  U2"))
    #expect(try line(text, "post-care-applied").hasSuffix("742 h after: on paper; recorded by U3"))
    #expect(try line(text, "numbing-decided").contains("not offered (low pain expected)"))
    #expect(try line(text, "lot HA-8:").contains("named HA-7 first, then corrected to HA-8"))
    #expect(try line(text, "lot HA-7:").contains("named first, then corrected to HA-8"))
  }

  @Test func `an audit on a screen of 80 columns loses nothing`() throws {
    let text = try screen(width: 80) { store, page in
      try SessionAudit(of: "S1", in: store).write(to: page)
    }
    try expectSnapshot(text, "audit-first-visit-80")
    for line in text.split(separator: "\n") { #expect(displayWidth(line) <= 80, "\(line)") }
    let words = text.split(whereSeparator: \.isWhitespace).joined(separator: " ")
    #expect(words.contains("stay out of the sun and leave the home roller alone."))
    #expect(words.contains("[amended @51: wrong lot]"))
  }

  @Test func `piped, the events are rows and the rest goes aside`() throws {
    let outcome = try clinic.run("audit", "S1")
    let rows = outcome.output.split(separator: "\n").map {
      $0.split(separator: "\t", omittingEmptySubsequences: false)
    }
    #expect(rows.count == 28)
    #expect(rows.allSatisfy { $0.count == 7 })
    #expect(rows[0].joined(separator: " ") == "event when recorded who what detail note")
    #expect(outcome.errors.hasPrefix("session S1 · client C1 · practitioner U2"))
    #expect(outcome.errors.hasSuffix("0 deviations · 0 missing\n"))
    #expect(try clinic.run("audit", "S1", "-q").errors == "")
  }

  @Test func `an audit as JSON is one object with everything in it`() throws {
    let rows = try clinic.run("audit", "session/S1", "--json").rows()
    #expect(rows.count == 1)
    let audit = try #require(rows.first)
    #expect(audit["session"] as? String == "S1")
    #expect(audit["client"] as? String == "C1")
    #expect(audit["closed_at"] as? String == "2026-03-01T10:19:00Z")
    let events = try #require(audit["events"] as? [[String: Any]])
    let summary = try #require(audit["summary"] as? [String: Int])
    #expect(
      summary == [
        "events": 27, "amended": 2, "late": 1, "imported": 0, "deviations": 0, "missing": 0,
      ])
    #expect(events.count == 27)
    #expect(Set(events.map { Set($0.keys) }).count == 1, "every event has the same keys")
    let serum = try #require(events.first { $0["type"] as? String == "serum-applied" })
    #expect((serum["data"] as? [String: Any])?["lot"] as? String == "HA-8")
    let first = try #require(serum["first"] as? [String: Any])
    #expect((first["data"] as? [String: Any])?["lot"] as? String == "HA-7")
    #expect(serum["recorded_at"] as? String == "2026-03-01T09:48:00Z")
    #expect((serum["amendments"] as? [[String: Any]])?.first?["event"] as? Int == 51)
    let lots = try #require(audit["lots"] as? [[String: Any]])
    #expect(Set(lots.compactMap { $0["lot"] as? String }).isSuperset(of: ["HA-7", "HA-8"]))
    #expect((audit["missing"] as? [Any])?.isEmpty == true)
    let line = try clinic.run("audit", "S1", "--mode", "ndjson").output
    #expect(line.hasPrefix("{") && line.hasSuffix("}\n"))
  }

  @Test func `a session that lacks its steps says which`() throws {
    let clinic = try Command.withAuditedVisit()
    try clinic.expect(
      "record", "session-opened", "session/S2", "client=C1", "practitioner=U2", "--at",
      "2026-04-02T09:00:00Z", "--override", "--reason", "a test")
    let text = try clinic.expect("audit", "S2", "--mode", "table")
    let missing = text.split(separator: "\n").filter { $0.hasPrefix("missing: ") }
    // Consent and history are in force since February; nothing was opened that could be discarded.
    #expect(
      missing == [
        "missing: no check on the day", "missing: skin not cleansed",
        "missing: no before photo, and photos not declined", "missing: no numbing decision",
        "missing: no needle pass", "missing: no aftercare", "missing: not closed",
      ])
  }

  @Test func `what cannot be audited is said`() throws {
    let unknown = try clinic.run("audit", "S9")
    #expect(unknown.status == 1)
    #expect(unknown.errors.hasPrefix("error: there is no session/S9\nhint: "))
    #expect(unknown.output == "")
    let client = try clinic.run("audit", "client/C1")
    #expect(client.status == 64)
    #expect(client.errors.contains("hint: stipple show client/C1"))
  }

  // MARK: recall

  @Test func `a corrected lot stands in both recalls`() throws {
    let now = try clinic.expect("recall", "--lot", "Ha-8", "--mode", "table")
    let first = try clinic.expect("recall", "--lot", "HA-7", "--mode", "table")
    try expectSnapshot(now, "recall-first-visit-now")
    try expectSnapshot(first, "recall-first-visit-first")
    // HA-8 was received after the visit, so it cannot have been in stock then.
    #expect(try line(now, "@33").contains("not received"))
    #expect(now.hasSuffix("\n1 entry · 1 client to tell · 0 told · 1 not told: C1\n"))
    #expect(try line(first, "@33").hasSuffix("named first, then corrected to HA-8"))
    // The patch test of February named HA-7 and still does.
    #expect(try line(first, "@19").contains("patch test"))
  }

  @Test func `a recall on a screen of 80 columns loses nothing`() throws {
    let text = try screen(width: 80) { store, page in
      try RecallReport(of: "HA-7", in: store).write(to: page)
    }
    try expectSnapshot(text, "recall-first-visit-80")
    for line in text.split(separator: "\n") { #expect(displayWidth(line) <= 80, "\(line)") }
  }

  @Test func `a recall as JSON is an object a lot`() throws {
    let rows = try clinic.run("recall", "--lot", "HA-7", "--json").rows()
    #expect(rows.count == 1)
    #expect(rows.first?["lot"] as? String == "HA-7")
    let uses = try #require(rows.first?["uses"] as? [[String: Any]])
    #expect(uses.compactMap { $0["event"] as? Int } == [19, 33])
    #expect(uses.compactMap { $0["lot"] as? String } == ["HA-7", "HA-8"])
    #expect(uses.compactMap { $0["first_lot"] as? String } == ["HA-7", "HA-7"])
    #expect(rows.first?["not_told"] as? [String] == ["C1"])
  }

  @Test func `an unknown lot is an error`() throws {
    let outcome = try clinic.run("recall", "--lot", "ZZ-1")
    #expect(outcome.status == 1)
    #expect(outcome.errors.hasPrefix("error: no lot has that id or number\nhint: "))
  }

  // MARK: show

  @Test(arguments: [
    "client/C1", "course/K1", "booking/B1", "session/S1", "product/P1", "lot/HA-7", "device/D1",
    "staff/U2",
  ]) func `each kind of stream in words`(_ stream: String) throws {
    let text = try screen(width: 80) { store, page in
      try StreamSummary(of: StreamID.required(stream), in: store).write(to: page)
    }
    let name = stream.split(separator: "/").joined(separator: "-")
    try expectSnapshot(text, "show-\(name)-80")
    for line in text.split(separator: "\n") { #expect(displayWidth(line) <= 80, "\(line)") }
  }

  @Test func `show as JSON is the row`() throws {
    let rows = try clinic.run("show", "lot/HA-7", "--json").rows()
    #expect(rows.count == 1)
    #expect(rows.first?["expires_on"] as? String == "2027-06-30")
    #expect(rows.first?["recalled_at"] is NSNull)
    #expect(rows.first?["periods"] == nil, "hidden columns stay hidden")
  }

  // MARK: Hostile text

  @Test(arguments: ["table", "line", "markdown", "csv", "tsv", "json", "ndjson", "html"])
  func `a note cannot drive the terminal`(_ mode: String) throws {
    let outcome = try clinic.run("audit", "S1", "--mode", mode)
    #expect(outcome.status == 0)
    // A file of CSV keeps the text itself; everywhere else it is written out.
    if mode == "csv" { return }
    let scalars = outcome.output.unicodeScalars
    #expect(!scalars.contains("\u{202E}") && !scalars.contains("\u{200B}"), "\(mode)")
    #expect(!scalars.contains("\u{1B}"))
    #expect(outcome.output.contains("drawkcab"))
    if mode == "table" || mode == "tsv" {
      #expect(outcome.output.contains(#"two\nlines \u{202E}drawkcab"#))
    }
  }

  @Test func `folded on a screen a note cannot drive it either`() throws {
    let text = try screen(width: 80) { store, page in
      try SessionAudit(of: "S1", in: store).write(to: page)
    }
    #expect(text.contains(#"two\nlines \u{202E}drawkcab"#))
    #expect(text.unicodeScalars.allSatisfy { $0 == "\n" || $0.value >= 0x20 && $0 != "\u{202E}" })
  }

  // MARK: One wording

  @Test func `the log says it in the same words`() throws {
    let log = try clinic.expect("log", "--stream", "session/S1")
    #expect(try line(log, "numbing-decided").contains("not offered (low pain expected)"))
    // The log tells each entry as it was written, and an amendment by what it amends.
    #expect(try line(log, "serum-applied").contains("lot HA-7, forehead"))
    #expect(try line(log, "entry-corrected").contains("@33 lot HA-8 ← HA-7 (wrong lot)"))
    #expect(try line(log, "entry-struck-out").contains("@41 pain-scored (never happened)"))
  }
}
