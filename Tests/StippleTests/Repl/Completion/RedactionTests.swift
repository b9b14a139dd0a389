import Testing

@testable import stipple

@Suite struct RedactionTests {
  @Test(arguments: [
    ("select * from sessions where client = 'C1042'", "select * from sessions where client = '…'"),
    (
      "select name from clients where born_on < '1984-07-19';",
      "select name from clients where born_on < '…';"
    ),
    (
      "select * from passes where depth_mm > 1.75 and passes >= 12",
      "select * from passes where depth_mm > … and passes >= …"
    ),
    (
      "select * from calls where redness = 3 limit 20 offset 100",
      "select * from calls where redness = 3 limit 20 offset 100"
    ),
    ("select * from calls limit 10, 20", "select * from calls limit 10, 20"),
    ("select * from calls limit 07700900123", "select * from calls limit …"),
    (
      "select room, count(*) as n from sessions group by 1 order by 2",
      "select room, count(*) as n from sessions group by 1 order by 2"
    ),
    (
      "select * from sessions('@3020') s where s.id = @3020",
      "select * from sessions('@3020') s where s.id = @3020"
    ),
    (
      "select * from sessions(3020), sessions('2026-01-31')",
      "select * from sessions(3020), sessions('2026-01-31')"
    ),
    (
      "select * from sessions where as_of = '2026-01-31'",
      "select * from sessions where as_of = '2026-01-31'"
    ),
    ("select * from sessions('Marlowe')", "select * from sessions('…')"),
    ("select '@3020'", "select '…'"),
    ("select * from serums where lot = :lot", "select * from serums where lot = :lot"),
    ("select 'it''s', x'4D41', \"Marlowe Finch\"", "select '…', x'…', \"…\""),
    ("select \"limit\" from deviations", "select \"limit\" from deviations"),
    ("select 'Marlowe", "select '…'"), ("select \"Marlowe", "select \"…\""),
    ("select 1 -- Marlowe Finch", "select 1"), ("select 1 -- Marlowe\n, 2", "select 1\n, 2"),
    ("select/* Marlowe */1", "select 1"), ("select 1 /* Marlowe", "select 1"), ("-- Marlowe", ""),
    ("select * from clients where name = Marlowe Finch", "select * from clients where name = … …"),
    ("Marlowe Finch rang, 07700 900123", "… … …, … …"),
    (
      "select * from clients c where c.name like 'M%' and c.email = marlowe@finch.example",
      "select * from clients c where c.name like '…' and c.email = …@….…"
    ),
    ("select * from clients Marlowe", "select * from clients …"),
    (
      "select client as who from due_calls order by who",
      "select client as who from due_calls order by who"
    ),
    (
      "with recursive step(id) as (select 1 union select id + 1 from step) select * from step",
      "with recursive step(id) as (select 1 union select id + 1 from step) select * from step"
    ),
    (
      "select id\n  from sessions\n  where client in ('C1', 'C2')",
      "select id\n  from sessions\n  where client in ('…', '…')"
    ),
    ("select 10:05", "select …:…"), ("select 1; select 'x';", "select 1; select '…';"),
    ("exit", "exit"), (".mode csv", ".mode csv"), (".mode Marlowe", ".mode …"),
    (".audit S1", ".audit S1"), (".audit Marlowe", ".audit …"),
    (".history session/S-118 name", ".history session/S-118 name"),
    (".asof @3020", ".asof @3020"), (".asof 2026-01-31", ".asof 2026-01-31"),
    (".asof 2d-ago", ".asof 2d-ago"),
    (".asof 'Marlowe Finch'", ".asof …"), (".output marlowe-finch.csv", ".output …"),
    (
      ".explain select * from clients where name = 'Marlowe'",
      ".explain select * from clients where name = '…'"
    ),
    (".watch 5 select 'Marlowe'", ".watch 5 select '…'"),
    (".watch select 'Marlowe'", ".watch select '…'"),
    (".param lot Marlowe", ".param lot …"), (".param lot 'Marlowe Finch'", ".param lot …"),
    (".report session S1", ".report session S1"), (".report client Marlowe", ".report client …"),
    (".asof 2026-01-31 10:00", ".asof 2026-01-31 10:00"), (".asof Marlowe 10:00", ".asof … …"),
    (".marlowe finch", ".…"),
    (".run due_today", ".run due_today"),
    (".schema sessions", ".schema sessions"), (".help mode", ".help mode"),
    (".timer on", ".timer on"),
  ])
  func `what the history keeps`(text: String, expected: String) throws {
    let redaction = try KnownStore.redaction()
    #expect(redaction.redacted(text) == expected)
    #expect(redaction.redacted(expected) == expected)
  }

  /// A text that nothing that is kept can hold: capitals, digits, and no word of SQL.
  private static func secret(_ random: inout Seeded) -> String {
    let letters = Array("QZXJVK")
    let name = (0..<Int.random(in: 2...9, using: &random)).map { _ in
      letters.randomElement(using: &random)!
    }
    let digits = (0..<Int.random(in: 2...8, using: &random)).map { _ in
      Character(String(Int.random(in: 2...9, using: &random)))
    }
    return Bool.random(using: &random) ? String(name) : String(digits)
  }

  /// A secret in some place where a literal, a comment or a slip can be.
  private static func hidden(_ secret: String, _ random: inout Seeded) -> String {
    switch Int.random(in: 0..<18, using: &random) {
    case 0: "'\(secret)'"
    case 1: "'it''s \(secret)'"
    case 2: "\"\(secret)\""
    case 3: "`\(secret)`"
    case 4: "[\(secret)]"
    case 5: "x'\(secret)'"
    case 6: "/* \(secret) */"
    case 7: "-- \(secret)\n"
    case 8: "\(secret)"
    case 9: "\(secret).\(secret)"
    case 10: "'\(secret)"
    case 11: "\"\(secret)"
    case 12: "/* \(secret)"
    case 13: "= \(secret)é"
    case 14: "(\(secret), -\(secret))"
    case 15: ":\(secret)"
    case 16: "name@\(secret.filter(\.isLetter))Q"
    default: "'%\(secret)_' escape '\\'"
    }
  }

  @Test(arguments: UInt64(1)...12)
  func `no literal, comment or slip survives`(seed: UInt64) throws {
    var random = Seeded(seed)
    let redaction = try KnownStore.redaction()
    let statements =
      try KnownStore.statements() + [
        "", ".explain ", ".audit ", ".output ", ".param lot ", ".watch 5 ", ".history ",
        ".nowhere ",
        "select * from clients where name = ", "delete from clients where ",
        "select * from clients c limit ",
      ]
    for _ in 0..<400 {
      let statement = Array(statements.randomElement(using: &random)!)
      var text = String(statement.prefix(Int.random(in: 0...statement.count, using: &random)))
      if text.isEmpty || statement.first == "." { text = String(statement) }
      var secrets: [String] = []
      for _ in 0..<Int.random(in: 1...3, using: &random) {
        let secret = Self.secret(&random)
        secrets.append(secret)
        text += [" ", "", "\n", ", "].randomElement(using: &random)! + Self.hidden(secret, &random)
      }
      let redacted = redaction.redacted(text)
      for secret in secrets
      where !String(statement).contains(secret) && !Self.isCount(secret, in: text) {
        #expect(
          !redacted.contains(secret), "\(text.debugDescription) → \(redacted.debugDescription)")
      }
    }
  }

  /// Whether a secret of digits stands where a count of rows or an id of a command may.
  private static func isCount(_ secret: String, in text: String) -> Bool {
    guard secret.allSatisfy(\.isNumber) else { return false }
    return text.contains("limit") || text.first == "."
  }

  @Test func `a real statement keeps its shape`() throws {
    let redaction = try KnownStore.redaction()
    for statement in try KnownStore.statements() where !statement.contains("numbering") {
      let redacted = redaction.redacted(statement)
      let kept = SQLLexeme.all(of: redacted)
      let all = SQLLexeme.all(of: statement).filter { $0.kind != .comment }
      #expect(kept.count == all.count, "\(redacted)")
      for (kept, own) in zip(kept, all) where own.kind == .word || own.kind == .symbol {
        // An alias of more than one digit together could be a number.
        if own.text.contains(/[0-9]{2}/) { continue }
        #expect(kept.text == own.text, "in \(statement.prefix(60))…")
      }
    }
  }
}
