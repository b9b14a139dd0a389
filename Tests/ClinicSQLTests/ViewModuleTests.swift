import ClinicSQL
import Foundation
import MadeUpTables
import Records
import Synchronization
import Testing

/// How a view runs: on the statement's own connection, in its transaction, at one moment.
@Suite(.serialized) struct ViewModuleTests {
  private static let views = [
    View(
      name: "marks_by_visit", summary: "Marks of each visit.", key: ["visit"],
      sql: """
        select visit, count(*) as number, max(score) as score, :now as at
        from marks where visit is not null group by visit
        """),
    View(
      name: "plain", summary: "Visits as they are.", key: ["id"],
      sql: "select id, client, zone, score, depth, note || '' as noted from visits"),
    View(
      name: "doubled", summary: "A view of a view.", key: ["visit"],
      sql: "select visit, number * 2 as number, at from marks_by_visit"),
    View(
      name: "broken_sum", summary: "It fails while it runs.", key: ["id"],
      sql: "select id, abs(iif(id > 'V', -9223372036854775808, 1)) as n from visits"),
    View(
      name: "endless", summary: "It never ends.", key: ["i"],
      sql: """
        with recursive n(i) as (select 1 union all select i + 1 from n)
        select i, 'text' as word from n where i < 0
        """),
    View(
      name: "no_such", summary: "It does not compile.", key: ["a"], sql: "select a from nowhere"),
  ]

  private let store: MadeUpStore
  private let connection: Connection
  private let clock = Clock()

  /// A clock that is a second later each time it is asked.
  private final class Clock: Sendable {
    private let seconds = Mutex(0)
    func next() -> Instant {
      seconds.withLock {
        $0 += 1
        return Instant(microseconds: Int64($0) * 1_000_000)
      }
    }
  }

  init() throws {
    store = try MadeUpStore(MadeUp.rows(seed: 4, visits: 60, marks: 300))
    var source = store.source
    source.views = Self.views
    source.now = { [clock] in clock.next() }
    connection = try Connection(source)
  }

  @Test func `one statement asks about one moment, the next about a later one`() throws {
    let sql = """
      select min(a.at), max(a.at), min(b.at), max(b.at), count(*) > 10
      from marks_by_visit a join doubled b on b.visit = a.visit and b.number = 2 * a.number
      """
    let first = "text 1970-01-01 00:00:01"
    #expect(try connection.rows(of: sql) == [[first, first, first, first, "int 1"]])
    #expect(try connection.rows(of: sql)[0][0] == "text 1970-01-01 00:00:02")
  }

  @Test func `a view reads in the transaction of its statement`() throws {
    let statement = try #require(try connection.prepare("select visit, number from marks_by_visit"))
    #expect(try statement.step())
    #expect(connection.isReading)
    let count = try connection.rows(of: "select count(*) from marks_by_visit")
    try store.write([
      .init(
        table: 1, cells: [.number(.max), .number(7), .text("new visit"), .null, .null, .null])
    ])
    #expect(try connection.rows(of: "select count(*) from marks_by_visit") == count)
    while try statement.step() {}
    #expect(!connection.isReading)
    #expect(try connection.rows(of: "select count(*) from marks_by_visit") != count)
  }

  @Test func `an error in a view is the statement's error, and leaves nothing open`() throws {
    let error = #expect(throws: SQLError.self) {
      try connection.rows(of: "select sum(n) from broken_sum")
    }
    #expect(error?.message == "integer overflow")
    #expect(!connection.isReading)
    #expect(try connection.rows(of: "select n from broken_sum where id = '07'") == [["int 1"]])
    #expect(throws: SQLError.self) { try connection.rows(of: "select * from no_such") }
  }

  @Test func `damage below a view is damage`() throws {
    let row = EncodedRow(MadeUp.rows(seed: 4, visits: 60, marks: 300)[0])
    try store.plant([1, 2, 3], at: row.key)
    let error = #expect(throws: SQLError.self) {
      try connection.rows(of: "select * from broken_sum")
    }
    #expect(error?.kind == .damaged)
    #expect(error?.message.contains("visits is damaged") == true, "\(error?.message ?? "")")
  }

  @Test func `a view stops when it is interrupted`() throws {
    let interruption = connection.interruption
    let thread = Thread {
      usleep(50_000)
      interruption.interrupt()
    }
    thread.start()
    let error = #expect(throws: SQLError.self) { try connection.rows(of: "select * from endless") }
    #expect(error?.kind == .interrupted)
    #expect(!connection.isReading)
    connection.clearInterruption()
    #expect(try connection.rows(of: "select count(*) > 0 from doubled") == [["int 1"]])
  }

  @Test func `writing to a view or making one is refused`() throws {
    for sql in [
      "delete from doubled", "insert into doubled values (1)", "create view v as select 1",
      "create table t as select * from doubled",
    ] {
      #expect(throws: SQLError.self, "\(sql)") { try connection.rows(of: sql) }
    }
  }

  @Test(arguments: [
    "id = 7", "id = '7'", "id = cast(7 as integer)", "id = cast(7 as real)",
    "id < cast(8 as integer)", "id >= cast('7' as text)", "id in (7, '07')", "id in (select 7)",
    "id in (select cast(7 as integer))", "id in (select ordinal + 7 from marks)",
    "id in (select score from plain)", "id = x'37'", "id in ('7', x'37', null)", "id = null",
    "score = '7'", "score = cast('7' as text)", "score = 7.0", "score in ('7', 2.0, 3)",
    "score in (select id from plain)", "score < '7'", "score > 4.5", "depth = '0.5'",
    "depth in (0.5, 1)", "noted = cast(7 as integer)", "noted = '7'", "noted in (7, '7')",
    "zone in ('nose', 'chin') or id = '07' or client = 'C1'", "client = 'c1' collate nocase",
    "score between 1 and 5 and client is not null", "id > 'S' and id <= 'S10'",
  ])
  func `no affinity loses a row on its way into a view`(condition: String) throws {
    for (shown, order) in [
      ("id, score", "id"), ("count(*)", "1"), ("client, id", "score desc, id"),
    ] {
      let tail = "where \(condition) order by \(order)"
      // A limit keeps SQLite from handing the condition to the view.
      #expect(
        try connection.rows(of: "select \(shown) from plain \(tail)")
          == connection.rows(of: "select \(shown) from (select * from plain limit -1) \(tail)"))
    }
  }

  /// The text of a view's own statement is gone once another scan of it begins.
  @Test func `text outlives the scan that it came from`() throws {
    let sql = """
      select max(m.position), (select p.id || p.noted from PLAIN p where p.id = m.visit),
        first_value(m.visit) over (order by m.visit)
      from marks m where m.visit in (select id from PLAIN) group by m.visit order by 1
      """
    let found = try connection.rows(of: sql)
    #expect(found.count > 10)
    #expect(
      try connection.rows(of: sql.replacing("PLAIN p", with: "(select * from plain limit -1) p"))
        == found)
  }
}
