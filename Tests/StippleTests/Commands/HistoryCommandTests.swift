import ClinicStore
import EventLog
import Foundation
import Records
import Reports
import TestProcesses
import Testing

@testable import stipple

/// What `history`, `diff` and `blame` print of the first visit, amended.
///
/// `@33` applies the serum and `@51` corrects its lot; `@41` scores pain and `@52` strikes that; `@53`
/// is entered late, and `@54` is a note that would drive a terminal.
@Suite struct HistoryCommandTests {
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

  // MARK: As a person reads them

  @Test func `a history as a table`() throws {
    let text = try clinic.expect("history", "session/S1", "--mode", "table")
    try expectSnapshot(text, "history-first-visit")
    // 23 entries of the visit and a correction, a strike, a late entry and a note.
    #expect(text.contains("\nsession/S1 · 27 states, the last by @54 · as of @54, "))
    #expect(try line(text, "serum-applied").contains("serum_volume_ml: not recorded → 2.00"))
    #expect(try line(text, "session-closed").contains("status: open → closed"))
    #expect(
      try line(text, "entry-struck-out").hasSuffix(
        "pain_tolerable: yes → not recorded; amended: 1 → 2"))
  }

  @Test func `a blame as a table`() throws {
    let text = try clinic.expect("blame", "session/S1", "--mode", "table")
    try expectSnapshot(text, "blame-first-visit")
    let pain = try line(text, "pain_needling").split(separator: "  ").map {
      $0.trimmingPrefix(" ")
    }
    #expect(pain[1] == "@52")
    #expect(
      pain.suffix(2) == ["not recorded", "@41 pain-scored struck out @52: never happened"])
    #expect(try line(text, "spf ").contains("@53"))
    let all = try clinic.expect("blame", "session/S1", "--all", "--mode", "table")
    #expect(try line(all, "supervisor").hasSuffix("not recorded"))
    #expect(!text.contains("supervisor"))
  }

  @Test func `a diff as a table`() throws {
    let text = try clinic.expect("diff", "session/S1", "@49", "@53", "--mode", "table")
    try expectSnapshot(text, "diff-first-visit")
    let table = try clinic.expect("diff", "serums", "@49", "@54", "--mode", "table")
    try expectSnapshot(table, "diff-first-visit-serums")
    #expect(try line(table, "lot ").contains("HA-7  HA-8  @51 entry-corrected by U2: wrong lot"))
    let usage = try clinic.expect("diff", "pain_scores", "@49", "--mode", "table")
    #expect(usage.contains("removed"))
    #expect(usage.hasSuffix("\n0 changed · 0 added · 1 removed · 2 streams with events between\n"))
  }

  @Test func `on a screen of 80 columns nothing is lost`() throws {
    let history = try screen(width: 80) { store, page in
      try StreamHistory(of: StreamID.required("session/S1"), in: store).write(to: page)
    }
    try expectSnapshot(history, "history-first-visit-80")
    let blame = try screen(width: 80) { store, page in
      try StreamBlame(of: StreamID.required("client/C1"), in: store).write(to: page)
    }
    try expectSnapshot(blame, "blame-first-visit-80")
    let diff = try screen(width: 80) { store, page in
      try MomentDiff(
        of: .init("session/S1"), from: store.moment("@28"), to: store.moment("@45"), in: store
      ).write(to: page)
    }
    try expectSnapshot(diff, "diff-first-visit-80")
    for line in [history, blame, diff].joined().split(separator: "\n") {
      #expect(displayWidth(line) <= 80, "\(line)")
    }
    let words = diff.split(whereSeparator: \.isWhitespace).joined(separator: " ")
    #expect(words.contains("not recorded → sun avoidance+SPF+no makeup+no home roller"))
    #expect(history.contains(#"two\nlines \u{202E}drawkcab"#))
    #expect(history.unicodeScalars.allSatisfy { $0 == "\n" || $0.value >= 0x20 })
  }

  // MARK: As a program reads them

  @Test func `piped, only rows go to the output`() throws {
    for (arguments, columns) in [
      (["history", "session/S1"], 7), (["blame", "session/S1"], 7),
      (["diff", "session/S1", "@49", "@53"], 4), (["diff", "sessions", "@49", "@53"], 6),
    ] {
      let outcome = try clinic.run(arguments)
      let rows = outcome.output.split(separator: "\n").map {
        $0.split(separator: "\t", omittingEmptySubsequences: false)
      }
      #expect(rows.count > 1, "\(arguments)")
      #expect(rows.allSatisfy { $0.count == columns }, "\(arguments)")
      #expect(!outcome.errors.isEmpty)
      #expect(try clinic.run(arguments + ["-q"]).errors == "")
    }
  }

  @Test func `a history as JSON is an object a state`() throws {
    let rows = try clinic.run("history", "session/S1", "--json").rows()
    #expect(rows.count == 27)
    #expect(Set(rows.map { Set($0.keys) }).count == 1, "every state has the same keys")
    let strike = try #require(rows.first { $0["type"] as? String == "entry-struck-out" })
    #expect(strike["event"] as? Int == 52)
    #expect(strike["recorded_at"] as? String == "2026-04-01T09:01:00Z")
    let amends = try #require(strike["amends"] as? [String: Any])
    #expect(amends["event"] as? Int == 41)
    #expect(amends["reason"] as? String == "never_happened")
    let changed = try #require(strike["changed"] as? [[String: Any]])
    #expect(
      changed.compactMap { $0["column"] as? String } == [
        "pain_needling", "pain_tolerable", "amended",
      ])
    #expect(changed.first?["from"] as? Int == 3)
    #expect(changed.first?["to"] is NSNull)
    let none = try clinic.run("history", "session/S1", "--field", "supervisor", "--json")
    #expect(none.output == "[]\n")
  }

  @Test func `a blame as JSON is an object a column`() throws {
    let rows = try clinic.run("blame", "session/S1", "--json").rows()
    let pain = try #require(rows.first { $0["column"] as? String == "pain_needling" })
    #expect(pain["value"] is NSNull)
    let event = try #require(pain["set_by"] as? [String: Any])
    #expect(event["event"] as? Int == 52)
    #expect((event["amends"] as? [String: Any])?["type"] as? String == "pain-scored")
    let spf = try #require(rows.first { $0["column"] as? String == "spf" })
    #expect(spf["value"] as? Int == 50)
    let late = try #require(spf["set_by"] as? [String: Any])
    #expect(late["recorded_by"] as? String == "U3")
    #expect(late["performed_by"] as? String == "U2")
    #expect(late["late_reason"] as? String == "on paper")
  }

  @Test func `a diff as JSON is an object a row`() throws {
    let rows = try clinic.run("diff", "session/S1", "@49", "@53", "--json").rows()
    #expect(rows.count == 1)
    #expect(rows.first?["id"] as? String == "S1")
    #expect(rows.first?["is"] as? String == "changed")
    let columns = try #require(rows.first?["columns"] as? [[String: Any]])
    #expect(
      columns.compactMap { $0["column"] as? String } == [
        "pain_needling", "pain_tolerable", "post_care_at", "spf", "amended",
      ])
    let events = try #require(columns.first?["events"] as? [[String: Any]])
    #expect(events.compactMap { $0["event"] as? Int } == [52])
    let facts = try clinic.run("diff", "pain_scores", "@49", "@53", "--json").rows()
    #expect(facts.first?["position"] as? Int == 41)
    #expect(facts.first?["is"] as? String == "removed")
    #expect(try clinic.run("diff", "sessions", "@53", "@53", "--json").output == "[]\n")
  }

  @Test func `as of a moment later events are not told`() throws {
    let then = try clinic.run("history", "session/S1", "--as-of", "@49", "--json").rows()
    #expect(then.compactMap { $0["event"] as? Int }.max() == 49)
    let blame = try clinic.run("blame", "session/S1", "--as-of", "@49", "--json").rows()
    let pain = try #require(blame.first { $0["column"] as? String == "pain_needling" })
    #expect(pain["value"] as? Int == 3)
    let early = try clinic.run("history", "session/S1", "--as-of", "@20")
    #expect(early.status == 1)
    #expect(early.errors.hasPrefix("error: there is no session/S1"))
  }

  @Test func `as of a day in which all was recorded it says what that day's end knew`() throws {
    // The lot was corrected and the pain struck out a month later, on 1 April.
    let text = try clinic.expect("diff", "session/S1", "2026-03-31", "2026-04-01")
    #expect(text.contains("pain_needling\t3\tnot recorded\t@52 entry-struck-out by U2"))
    let back = try clinic.expect("diff", "session/S1", "2026-04-01", "2026-03-31")
    #expect(back.contains("pain_needling\tnot recorded\t3\t@52 entry-struck-out by U2"))
  }

  @Test func `the same states are there in SQL`() throws {
    let rows = try clinic.run(
      "query", "-c",
      "select from_position, to_position, event, by, pain_needling from sessions_history "
        + "where id = 'S1' and from_position >= 49", "--json"
    ).rows()
    #expect(rows.compactMap { $0["from_position"] as? Int } == [49, 51, 52, 53, 54])
    #expect(rows.compactMap { $0["pain_needling"] as? Int } == [3, 3])
    #expect(rows.last?["to_position"] is NSNull)
    let listed = try clinic.run("query", "-c", "select 1", "--json")
    #expect(listed.status == 0)
  }

  // MARK: What is refused

  @Test(
    arguments: [
      (["history", "session/S1", "--field", "stauts"], 65, "did you mean status?"),
      (["history", "session/S9"], 1, "select id from sessions"),
      (["history", "S1"], 65, "session/S1"),
      (["blame", "store/main"], 1, "stipple log --stream store/main"),
      (["diff", "sesions", "@1", "@2"], 65, "did you mean sessions?"),
      (["diff", "session/S1", "@1", "@999"], 65, "error: @999 is after the last event, @54"),
      (["diff", "session/S1", "@1", "then"], 65, "cannot read 'then' as a moment"),
      (["diff", "session/S1", "@1", "@2", "--as-of", "@3"], 64, "stipple diff session/S1 @1 @2"),
      (["diff", "session/S1"], 64, "missing"),
    ] as [([String], Int32, String)])
  func `what cannot be told is said`(
    _ arguments: [String], _ status: Int32, _ words: String
  ) throws {
    let outcome = try clinic.run(arguments)
    #expect(outcome.status == status, "\(outcome)")
    #expect(outcome.errors.localizedCaseInsensitiveContains(words), "\(outcome)")
    #expect(outcome.output == "")
  }

  @Test(arguments: ["table", "line", "markdown", "csv", "tsv", "json", "ndjson", "html"])
  func `a note cannot drive the terminal`(_ mode: String) throws {
    let outcome = try clinic.run("history", "session/S1", "--mode", mode)
    #expect(outcome.status == 0)
    // A file of CSV keeps the text itself; everywhere else it is written out.
    if mode == "csv" { return }
    let scalars = outcome.output.unicodeScalars
    #expect(!scalars.contains("\u{202E}") && !scalars.contains("\u{200B}"), "\(mode)")
    #expect(!scalars.contains("\u{1B}"))
    #expect(outcome.output.contains("drawkcab"))
  }
}
