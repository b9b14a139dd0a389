import ClinicSQL
import MadeUpTables
import Testing

/// What a person sees: plans, errors, answers.
@Suite struct SnapshotTests {
  private let store: MadeUpStore
  private let connection: Connection

  init() throws {
    store = try MadeUpStore(MadeUp.rows(seed: 11, visits: 400, marks: 2_000))
    connection = try Connection(store.source)
  }

  @Test func `plans push down keys, ranges, indexes and orders`() throws {
    try DataFile("plans.test").check { try connection.explain($0) }
  }

  @Test func `errors say what, where and what to write instead`() throws {
    try DataFile("errors.test").check { sql in
      var rest = sql
      do throws(SQLError) {
        while let statement = try connection.prepare(rest) {
          while try statement.step() {}
          rest = statement.tail
        }
        return "no error"
      } catch {
        return error.render(source: rest)
      }
    }
  }

  @Test func `the catalogue shows what sqlite_schema does not`() throws {
    let table = try #require(connection.catalog.table(named: "VISITS"))
    #expect(connection.catalog.tables.map(\.name) == ["marks", "rooms", "visits"])
    #expect(table.columns.map(\.name).prefix(3) == ["id", "client", "zone"])
    #expect(table.columns[0].isKey)
    #expect(table.columns[1].isIndexed)
    #expect(table.columns[2].words == ["nose", "cheek", "chin", "scar", "other"])
    #expect(table.columns.last?.isHidden == true)
    #expect(
      connection.catalog.table(named: "rooms")?.declaration == """
        -- as of a moment: rooms('@3020')
        create table rooms (
          id TEXT,
          zone TEXT
        );
        """)
  }

  @Test(arguments: [
    ("select 1;", true), ("select 1", false), ("select ';", false), ("select 1 -- ;", false),
    ("/* ; */", false), ("", false),
  ])
  func `a statement is complete at its own semicolon`(sql: String, isComplete: Bool) {
    #expect(Connection.isComplete(sql) == isComplete)
  }

  @Test(arguments: [(" -- x\n ;; /* y */", true), ("", true), ("select", false), ("';'", false)])
  func `blank text holds nothing to run`(sql: String, isBlank: Bool) throws {
    #expect(Connection.isBlank(sql) == isBlank)
    if isBlank { #expect(try connection.prepare(sql) === nil) }
  }

  @Test func `several statements are taken one by one`() throws {
    var rest = "; -- first\n select 1 as a; select 'x;y' as b ;\n"
    var seen: [String] = []
    while let statement = try connection.prepare(rest) {
      #expect(try statement.step())
      seen.append("\(statement.columns[0].name)=\(statement.text(at: 0))")
      #expect(try !statement.step())
      rest = statement.tail
    }
    #expect(seen == ["a=1", "b=x;y"])
  }

  @Test func `an error in a later statement points into it`() throws {
    do throws(SQLError) {
      _ = try connection.prepare(";;\nselect nosuch from visits")
      Issue.record("no error")
    } catch {
      #expect(error.offset == 10)
    }
  }

  @Test func `parameters are bound by name, index and position in the log`() throws {
    let statement = try #require(
      try connection.prepare("select :name, ?2, @3041, $last, typeof(:name)"))
    #expect(statement.parameters == [":name", "?2", "@3041", "$last"])
    #expect(statement.unboundParameters == [":name", "?2", "$last"])
    try statement.bind(.text("O'Neil"), named: "name")
    try statement.bind(.blob([]), at: 2)
    try statement.bind(.real(1.7), named: "$last")
    #expect(throws: SQLError.self) { try statement.bind(.null, named: "nam") }
    #expect(throws: SQLError.self) { try statement.bind(.null, at: 5) }
    #expect(try statement.step())
    #expect(
      (0..<5).map { statement.value(at: $0) } == [
        .text("O'Neil"), .blob([]), .integer(3_041), .real(1.7), .text("text"),
      ])
  }

  @Test func `a result's columns know where they come from`() throws {
    let statement = try #require(
      try connection.prepare("select depth as d, depth + 1 from visits v"))
    #expect(statement.columns.map(\.name) == ["d", "depth + 1"])
    #expect(statement.columns.map(\.table) == ["visits", nil])
    #expect(statement.columns.map(\.origin) == ["depth", nil])
    #expect(statement.columns.map(\.declaredType) == ["REAL", nil])
  }

  @Test func `functions know the clinic's clocks`() throws {
    #expect(
      try connection.rows(
        of: """
          select local('2026-03-28 23:30:00'), local('2026-03-29 23:30:00'), local('2026-03-29'),
            local(null), days_between('2026-03-01', '2026-04-01'),
            days_between('2026-03-29 23:30:00', '2026-03-29'), days_between(null, '2026-03-29')
          """) == [
          [
            "text 2026-03-28 23:30:00", "text 2026-03-30 00:30:00", "text 2026-03-29", "null",
            "int 31", "int -1", "null",
          ]
        ])
    #expect(throws: SQLError.self) { try connection.rows(of: "select local('yesterday')") }
    #expect(throws: SQLError.self) { try connection.rows(of: "select days_between(1, 2)") }
  }
}
