import CSQLite
import ClinicSQL
import Foundation
import LMDB
import MadeUpTables
import Testing

/// What a statement holds, and for how long; how it is stopped; where it keeps what it sorts.
@Suite(.serialized) struct RunningTests {
  private let store: MadeUpStore
  private let connection: Connection

  init() throws {
    store = try MadeUpStore(MadeUp.rows(seed: 2, visits: 60, marks: 600))
    connection = try Connection(store.source)
  }

  @Test func `the read transaction begins with the first step and ends with the last reset`() throws
  {
    let outer = try #require(try connection.prepare("select id from visits"))
    let inner = try #require(try connection.prepare("select position from marks"))
    #expect(!connection.isReading)
    #expect(try outer.step())
    #expect(connection.isReading)
    #expect(try inner.step())
    outer.reset()
    #expect(connection.isReading)
    while try inner.step() {}
    #expect(!connection.isReading)
    #expect(try !inner.step())
    inner.reset()
    #expect(try inner.step())
    #expect(connection.isReading)
  }

  @Test func `a dropped statement lets go of its transaction`() throws {
    do {
      let statement = try #require(try connection.prepare("select id from visits"))
      #expect(try statement.step())
      #expect(connection.isReading)
    }
    #expect(!connection.isReading)
  }

  @Test func `a statement that fails lets go of its transaction`() throws {
    let statement = try #require(
      try connection.prepare("select abs(-9223372036854775808) from visits"))
    #expect(throws: SQLError.self) { try statement.step() }
    #expect(!connection.isReading)
  }

  @Test func `a statement run again sees what was committed since, by the key or an index`() throws
  {
    let byKey = try #require(try connection.prepare("select zone from rooms where id = ?"))
    let byIndex = try #require(
      try connection.prepare("select count(*) from rooms where zone = 'cheek'"))
    for count in 1...5 as ClosedRange<Int64> {
      try byKey.bind(.text("R\(count)"), at: 1)
      #expect(try !byKey.step())
      try store.write([.init(table: 2, cells: [.text("R\(count)"), .number(1)])])
      byKey.reset()
      #expect(try byKey.step())
      #expect(byKey.text(at: 0) == "cheek")
      // Whichever way the cursor went last, and with another one open or none.
      if count.isMultiple(of: 2) { byKey.reset() }
      #expect(try byIndex.step())
      #expect(byIndex.integer(at: 0) == count)
      byIndex.reset()
    }
  }

  @Test func `what is committed meanwhile is seen by the next statement only`() throws {
    let count = "select count(*) from rooms"
    let running = try #require(try connection.prepare("select id from visits"))
    #expect(try running.step())
    try store.write([.init(table: 2, cells: [.text("R1"), .number(1)])])
    #expect(try connection.rows(of: count) == [["int 0"]])
    running.reset()
    #expect(try connection.rows(of: count) == [["int 1"]])
  }

  @Test(arguments: [
    "with recursive n(i) as (select 1 union all select i + 1 from n) select count(*) from n",
    "select count(*) from marks a, marks b, marks c, marks d where a.score + b.score = c.score",
    "select max(a.label || b.label || c.label || d.label) from marks a, marks b, marks c, marks d",
  ])
  func `a long query stops when it is interrupted`(sql: String) async throws {
    let interruption = connection.interruption
    let thread = Thread {
      usleep(50_000)
      interruption.interrupt()
    }
    thread.start()
    let error = #expect(throws: SQLError.self) { try connection.rows(of: sql) }
    #expect(error?.kind == .interrupted)
    #expect(!connection.isReading)
    // It holds until it is cleared, so that no statement slips through.
    #expect(throws: SQLError.self) { try connection.rows(of: "select 1") }
    connection.clearInterruption()
    #expect(try connection.rows(of: "select 1") == [["int 1"]])
  }

  @Test func `a big sort stays in memory`() throws {
    let sort = """
      with recursive n(i) as (select 1 union all select i + 1 from n where i < 300000)
      select i, hex(i) from n order by -i
      """
    let statement = try #require(try connection.prepare(sort))
    #expect(try statement.step())
    #expect(Self.temporaryFiles == [])

    // The control: SQLite as Debian builds it does spill this very sort.
    var handle: OpaquePointer?
    var native: OpaquePointer?
    #expect(sqlite3_open(":memory:", &handle) == SQLITE_OK)
    #expect(sqlite3_prepare_v2(handle, sort, -1, &native, nil) == SQLITE_OK)
    #expect(sqlite3_step(native) == SQLITE_ROW)
    #expect(Self.temporaryFiles != [])
    sqlite3_finalize(native)
    sqlite3_close_v2(handle)
  }

  @Test func `a query that needs too much memory is refused`() throws {
    let error = #expect(throws: SQLError.self) {
      try connection.rows(
        of: """
          with recursive n(i) as (select 1 union all select i + 1 from n where i < 100)
          select length(group_concat(hex(hex(hex(printf('%1000000d', i)))))) from n
          """)
    }
    #expect(error?.kind == .tooBig)
    // SQLite has taken back what it was in; the next statement sees the newest commit all the same.
    try store.write([.init(table: 2, cells: [.text("R1"), .number(1)])])
    #expect(try connection.rows(of: "select count(*) from rooms") == [["int 1"]])
  }

  @Test func `text from the map survives sorting, grouping and windows`() throws {
    let plain = try connection.rows(of: "select label, visit from marks").map { $0.joined() }
    let windowed = try connection.rows(
      of: """
        select label, first_value(visit) over (partition by position, ordinal) from marks
        """
    ).map { $0.joined() }
    #expect(plain.sorted() == windowed.sorted())
    #expect(
      try connection.rows(of: "select max(position), visit from marks")
        == connection.rows(of: "select position, visit from marks order by position desc limit 1"))
  }

  /// SQLite's files for what does not fit in memory, open though already unlinked.
  private static var temporaryFiles: [String] {
    let descriptors = (try? FileManager.default.contentsOfDirectory(atPath: "/proc/self/fd")) ?? []
    return descriptors.compactMap { descriptor in
      try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/fd/" + descriptor)
    }.filter { $0.contains("etilqs") }
  }
}
