import Clinic
import ClinicSQL
import ClinicStore
import Foundation
import MadeUpTables
import Testing

/// What is taken for a moment, and what is said of what is not.
@Suite(.serialized) struct MomentValueTests {
  private let clinic: AmendedClinic
  private let connection: Connection

  init() throws {
    clinic = try AmendedClinic.shared.get()
    connection = try clinic.connection()
  }

  @Test(arguments: [
    ("80", 80), ("'80'", 80), ("'@80'", 80), ("@80", 80), ("0", 0), ("'@0'", 0), ("'@-1'", -1),
    ("'now'", 0 - 0), ("40 + 40", 80), ("(select 80)", 80), ("'1999-01-01'", 0),
    ("cast(80 as integer)", 80),
  ])
  func `a moment is a position, a text or a sum`(value: String, position: Int) throws {
    let head = Int(clinic.head)
    let expected = value == "'now'" ? head : position < 0 ? head + position : position
    for sql in [
      "select count(*) from events(\(value))", "select count(*) from events where as_of = \(value)",
    ] {
      #expect(try connection.rows(of: sql) == [["int \(expected)"]])
    }
  }

  @Test func `a date is the end of that day, and a time that time`() throws {
    for text in ["2026-04-10", "2026-04-10T10:00Z", "2026-04-10T11:00", "2d-ago"] {
      let moment = try clinic.store.moment(text)
      #expect(
        try connection.rows(of: "select count(*) from events('\(text)')")
          == [["int \(moment.position)"]])
    }
    // Later than the log: what is there.
    #expect(
      try connection.rows(of: "select count(*) from sessions('2999-01-01')")
        == connection.rows(of: "select count(*) from sessions"))
  }

  @Test(arguments: [
    ("null", "cannot read NULL as a moment"), ("2.5", "cannot read a fraction as a moment"),
    ("80.0", "cannot read a fraction as a moment"), ("x'3830'", "cannot read a blob as a moment"),
    ("-1", "cannot read a number below 0 as a moment"), ("'x'", "cannot read 'x' as a moment"),
    ("''", "cannot read '' as a moment"), ("' 80'", "cannot read ' 80' as a moment"),
    ("'2026-13-05'", "cannot read '2026-13-05' as a moment"),
    ("'Now'", "cannot read 'Now' as a moment"), ("'80.0'", "cannot read '80.0' as a moment"),
  ])
  func `what cannot be read is an error that says how`(value: String, message: String) throws {
    for table in ["sessions", "serums", "events", "client_state"] {
      for sql in [
        "select * from \(table)(\(value))", "select count(*) from \(table) where as_of = \(value)",
        "select * from lots l left join \(table)(\(value)) t on true",
      ] {
        let error = #expect(throws: SQLError.self, "\(sql)") { try connection.rows(of: sql) }
        #expect(error?.message == message, "\(sql)")
        #expect(error?.hint == "2026-12-05, @3041, 2d-ago or now", "\(sql)")
        #expect(!connection.isReading)
      }
    }
  }

  @Test func `a moment after the last event is an error`() throws {
    for value in ["9999", "'@9999'", "@9999"] {
      let error = #expect(throws: SQLError.self) {
        try connection.rows(of: "select * from sessions(\(value))")
      }
      #expect(error?.message == "@9999 is after the last event, @\(clinic.head)")
    }
    let computed = #expect(throws: SQLError.self) {
      try connection.rows(of: "select * from events e, sessions(e.position + 9000)")
    }
    #expect(
      computed?.message == "that moment is not in the log, which ends with @\(clinic.head)")
  }

  @Test func `a moment from a row is never repeated in an error, and a bound one is`() throws {
    let error = #expect(throws: SQLError.self) {
      try connection.rows(of: "select * from clients c, sessions(c.name)")
    }
    #expect(error?.message == "cannot read that as a moment")
    #expect(error?.hint == "2026-12-05, @3041, 2d-ago or now")
    let statement = try #require(try connection.prepare("select id from sessions(:when)"))
    try statement.bind(.text("soon"), named: "when")
    let bound = #expect(throws: SQLError.self) { try statement.step() }
    #expect(bound?.message == "cannot read 'soon' as a moment")
    try statement.bind(.text("@80"), named: "when")
    #expect(try statement.step())
  }

  @Test func `the column shows what was given`() throws {
    #expect(
      try connection.rows(
        of: """
          select s.as_of, v.as_of, (select as_of from events(80) limit 1)
          from sessions('@80') s, charts('2026-06-01') v limit 1
          """) == [["text @80", "text 2026-06-01", "int 80"]])
    // An outer row without a match has none.
    #expect(
      try connection.rows(
        of: "select distinct s.as_of from clients c left join sessions('@80') s on s.id = c.id")
        == [["null"]])
    let all = try #require(try connection.prepare("select * from sessions('@80')"))
    let visible = connection.catalog.table(named: "sessions")?.columns.filter { !$0.isHidden }
    #expect(all.columns.map(\.name) == visible?.map(\.name))
  }

  @Test func `the catalogue says how, and lists no such column`() throws {
    for table in connection.catalog.tables where !table.name.hasSuffix("_history") {
      #expect(!table.columns.contains { $0.name == "as_of" })
      #expect(table.declaration.contains("\n-- as of a moment: \(table.name)('@3020')\ncreate "))
    }
    let typo = #expect(throws: SQLError.self) {
      try connection.rows(of: "select id from sessions where asof = 80")
    }
    #expect(typo?.hint == "did you mean as_of?")
  }

  @Test(arguments: [
    "select * from sessions('@80', 5)", "select * from clients c, lots('@80', 'x') l",
    "select * from clients c join charts(80, 1) on true", "select * from main.products(80, 1, 2)",
  ])
  func `more than a moment is refused`(sql: String) throws {
    let error = #expect(throws: SQLError.self) { try connection.rows(of: sql) }
    #expect(error?.message.hasSuffix(" takes one argument, a moment") == true, "\(sql)")
    #expect(error?.hint?.hasSuffix("('@3020')") == true)
  }

  @Test func `a common table's columns are no arguments`() throws {
    #expect(
      try connection.rows(
        of:
          "with lots(a, b) as (select 1, 2), clients(a, b) as not materialized (select 3, 4) select * from lots, clients"
      ) == [["int 1", "int 2", "int 3", "int 4"]])
    #expect(
      try connection.rows(
        of: "select coalesce(s.client, 'x', max(1, 2)) from sessions(max(70, 80)) s limit 1"
      ).count == 1)
  }

  @Test func `a source without a past refuses a moment, and answers without one`() throws {
    let store = try MadeUpStore(MadeUp.rows(seed: 1, visits: 20, marks: 20))
    let connection = try Connection(store.source)
    #expect(try connection.rows(of: "select count(*) from visits") == [["int 20"]])
    for value in ["0", "'@3'", "'now'"] {
      let error = #expect(throws: SQLError.self) {
        try connection.rows(of: "select * from visits(\(value))")
      }
      #expect(error?.message == "these tables know of no moment but now")
    }
  }

  @Test func `the connection's moment is what statements see, and its head is told`() throws {
    #expect(connection.moment == nil)
    connection.moment = try clinic.store.moment("@80")
    #expect(try connection.rows(of: "select count(*) from events") == [["int 80"]])
    #expect(try connection.rows(of: "select count(*) from events('@90')") == [["int 90"]])
    #expect(connection.lastHead == clinic.head)
    let statement = try #require(try connection.prepare("select count(*) from events"))
    connection.moment = nil
    #expect(try statement.step())
    #expect(statement.integer(at: 0) == Int64(clinic.head))
  }

  @Test(arguments: [
    "select count(*) from events a, sessions(a.position) b, serums(a.position) c, events d",
    "select count(*) from events a, client_state(a.position) b, client_state(a.position) c",
    "select count(*) from events e, serums(e.position) s where s.lot = 'none' and e.position < 0.5 + (select max(a.position * b.position * 0) + 9e9 from events a, events b, events c)",
  ])
  func `a long query at moments stops when it is interrupted`(sql: String) throws {
    let interruption = connection.interruption
    let thread = Thread {
      usleep(50_000)
      interruption.interrupt()
    }
    thread.start()
    let error = #expect(throws: SQLError.self) { try connection.rows(of: sql) }
    #expect(error?.kind == .interrupted)
    #expect(!connection.isReading)
    connection.clearInterruption()
    #expect(try connection.rows(of: "select count(*) from events(80)") == [["int 80"]])
  }
}
