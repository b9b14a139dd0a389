import ClinicSQL
import Testing

@testable import stipple

@Suite struct StatementExplanationTests {
  /// The sentences for a statement, as a real connection plans it.
  private func explained(_ sql: String) throws -> [String] {
    try KnownStore.withConnection { connection in
      let explanation = StatementExplanation(
        plan: try connection.explain(sql), of: sql, names: try KnownStore.names)
      return explanation.text.split(separator: "\n").map(String.init)
    }
  }

  @Test(arguments: [
    ("select * from sessions", ["reads all of sessions"]),
    ("select * from sessions where room = 'R1'", ["reads all of sessions"]),
    ("select * from sessions where id = 'S1'", ["looks up sessions by its key, id"]),
    (
      "select * from sessions where id in ('S1', 'S2')",
      ["looks up sessions by its key, id, for each of a list"]
    ),
    (
      "select * from sessions where client = 'C1' order by id desc",
      ["looks up sessions by its index of client, from the last to the first"]
    ),
    (
      "select * from passes where position = 5 and ordinal = 1",
      ["looks up passes by its key, position and ordinal"]
    ),
    (
      "select * from passes where position > 5 and position <= 9",
      [
        "reads a range of passes by its key, position: position is above a value and position is a value or less"
      ]
    ),
    (
      "select * from events where stream = 'session/S1'", ["looks up events by its index of stream"]
    ),
    (
      "select status, count(*) from sessions group by status",
      ["reads all of sessions, brought together by status"]
    ),
    (
      "select client, count(*) from sessions group by client order by 2",
      ["reads all of sessions in the order of client, by its index", "sorts the rows for ORDER BY"]
    ),
    (
      "select distinct room from sessions",
      ["reads all of sessions", "remembers the rows given, for DISTINCT"]
    ),
    (
      "select count(distinct room) from sessions",
      ["remembers the values counted, for count(distinct …)", "reads all of sessions"]
    ),
    (
      "select s.id from sessions s left join calls c on c.session = s.id",
      [
        "reads all of sessions (s)",
        "for each row so far, looks up calls (c) by its index of session; a row without one stays",
      ]
    ),
    (
      "select * from sessions a join sessions b on a.room = b.room",
      ["reads all of sessions (a)", "for each row so far, reads all of sessions (b)"]
    ),
    ("select * from client_state", ["works out all of the view client_state"]),
    (
      "select * from due_calls order by due_to",
      ["works out all of the view due_calls, in the order of due_to"]
    ),
    (
      "select * from client_state where client = 'C1'",
      ["works out the view client_state where client is given"]
    ),
    (
      "select * from sessions where id = 'S1' or client = 'C1'",
      [
        "looks up each side of OR by itself, and takes no row twice:", "  side 1:",
        "    looks up sessions by its key, id", "  side 2:",
        "    looks up sessions by its index of client",
      ]
    ),
    (
      "select (select count(*) from passes p where p.session = s.id) from sessions s",
      [
        "reads all of sessions (s)", "for each row, runs subquery 1 for a value:",
        "  looks up passes (p) by its index of session",
      ]
    ),
    (
      "select * from sessions where client not in (select id from clients)",
      ["reads all of sessions", "runs subquery 1 once for a list:", "  reads all of clients"]
    ),
    (
      "select * from sessions('@0') where client = 'C1' order by id desc",
      [
        "looks up sessions by its index of client, from the last to the first, as of the moment given"
      ]
    ),
    (
      "select * from due_calls('@0') order by due_to, name desc",
      [
        "works out all of the view due_calls, in the order of due_to, name desc, as of the moment given"
      ]
    ),
    (
      "select * from sessions_history('@0') where id = 'S1'",
      ["looks up sessions_history by its key, id, as of the moment given"]
    ),
    ("select 1", ["makes a row of its own values"]),
    (
      "select id from sessions union all select id from clients",
      [
        "puts the results of several SELECTs together:", "  the first:",
        "    reads all of sessions", "  then adds all of:", "    reads all of clients",
      ]
    ),
    (
      "with recursive n(x) as (select 1 union all select x + 1 from n where x < 9) select * from n",
      [
        "works out n, a row when one is wanted:", "  begins with:",
        "    makes a row of its own values", "  then, for each row that this gives, again:",
        "    goes through the rows of n", "goes through the rows of n",
      ]
    ),
    (
      "select z.value from sessions s, json_each(s.zones) z",
      ["reads all of sessions (s)", "for each row so far, goes through json_each (z)"]
    ),
  ])
  func `a plan in words`(sql: String, expected: [String]) throws {
    #expect(try explained(sql) == expected)
  }

  @Test(arguments: [
    (
      "USE TEMP B-TREE FOR RIGHT PART OF ORDER BY",
      "sorts what is equal so far, for the right part of ORDER BY"
    ),
    (
      "SEARCH a USING AUTOMATIC COVERING INDEX (client=? AND room=?)",
      "looks up a by client and room, in an index made for this alone"
    ),
    ("REUSE LIST SUBQUERY 1", "uses what subquery 1 gave again"),
    ("RIGHT-JOIN calls", "then takes the rows of calls that none was joined to:"),
    ("BLOOM FILTER ON a (client=?)", "leaves out early what cannot match, of a (client=?)"),
    ("SOMETHING NEW", "SOMETHING NEW"), ("SCAN", "SCAN"), ("", nil),
  ])
  func `a line of SQLite's`(line: String, expected: String?) throws {
    let explanation = StatementExplanation(plan: line, of: "", names: try KnownStore.names)
    #expect(explanation.steps.map(\.text) == [expected].compactMap { $0 })
  }

  @Test func `every real statement's plan is put in words`() throws {
    try KnownStore.withConnection { connection in
      for statement in try KnownStore.statements() where !statement.contains("numbering") {
        guard let plan = try? connection.explain(statement) else { continue }
        let explanation = StatementExplanation(
          plan: plan, of: statement, names: try KnownStore.names)
        #expect(!explanation.steps.isEmpty)
        for step in explanation.steps {
          #expect(!step.text.contains("VIRTUAL") && !step.text.contains("B-TREE"), "\(step.text)")
          #expect(step.text.first?.isLowercase == true, "\(step.text)")
        }
      }
    }
  }
}
