import Clinic
import ClinicStore
import EventLog
import MadeUpTables
import Records
import Testing

@testable import ClinicSQL

/// Every state of every row, asked in SQL, against the same states in tables of SQLite's own.
@Suite struct HistoryTests {
  private static let tables = TableType.all.filter {
    if case .state = $0.kind { true } else { false }
  }.map(\.name)

  /// A clinic's half year with corrections and strikes of entries that chance picks.
  private func amended(_ seed: UInt64) throws -> ClinicFixture {
    let fixture = try ClinicFixture()
    let store = fixture.store
    let head = try store.head().position
    var random = Chance(seed)
    for _ in 0..<60 {
      let target = UInt64(random.next(below: Int(head))) + 1
      let change = ["score=3", "lot=HA-2", "performed_by=U1", "volume_ml=1.25", "passes=2"][
        random.next(below: 5)]
      let entry =
        random.next(below: 3) == 0
        ? try? store.strikeOut(of: target, reason: "never_happened", recordedBy: "U1")
        : try? store.correction(
          of: target, change: change, reason: "transcription", note: nil, recordedBy: "U2")
      // Rules may refuse what chance proposes.
      if let entry { _ = try? store.record([entry]) }
    }
    return fixture
  }

  private static let questions = [
    "select * from {t} order by id, version",
    "select * from {t}('{m}') order by id, version",
    "select id, version, from_position, to_position from {t} where id = '{id}'",
    "select version from {t} where id = '{id}' order by from_position",
    "select version from {t} where id = '{id}' order by version desc",
    "select version, event from {t}('{m}') where id = '{id}' order by version",
    "select id, version from {t} where id in ('{id}', '{other}', 'nosuch', null, '{id}') order by id, version",
    "select id, version from {t} where id in ('{other}', '{id}') order by version, id",
    "select id, version from {t} where id in (select id from {t} where version = 3) order by id, version",
    "select id, version from {t} where id = 7 or id = x'37' or id is null",
    "select id, version from {t} where id in (7, '{id}') order by id, version",
    "select id, version from {t} where id = '{id}' collate nocase order by id, version",
    "select id, version from {t} where id > '{id}' order by id, version",
    "select id, version, from_position from {t} order by id desc, version",
    "select id, version from {t} where from_position between 20 and 60 order by from_position, id",
    "select id, version, to_at from {t} where to_position is null order by id",
    "select event, count(*), count(to_position), min(from_at), max(to_at) from {t} group by event order by event",
    "select by, count(distinct id) from {t} group by by order by by",
    "select count(*) from {t}",
    "select count(*) from {t}('{m}')",
    "select count(*) from {t} where id = 'nosuch'",
    "select count(*) from {t} where id = ''",
    """
    select a.id, a.version, b.version, b.event from {t} a join {t} b on b.id = a.id
    and b.version = a.version + 1 where a.id in ('{id}', '{other}') order by a.id, a.version
    """,
    """
    select a.id, a.version, b.version from {t} a left join {t} b on b.id = a.id
    and b.from_position = a.to_position order by a.id, a.version
    """,
    """
    select a.id, a.version, b.version from {t} a left join {t}('{m}') b on b.id = a.id
    and b.version = a.version order by a.id, a.version
    """,
    "select id, version from {t} where id = '{id}' or version = 2 order by id, version",
    "select id, (select max(version) from {t} i where i.id = o.id) from {t} o where version = 1 order by id",
    "select id from {t} where version = 2 intersect select id from {t}('{m}') order by id",
    "select id, version, occurred_at from {t} where occurred_at >= '2026-03' order by occurred_at, id, version limit 7",
  ]

  @Test(arguments: [1, 2] as [UInt64])
  func `a history is answered as a table of its states is`(_ seed: UInt64) throws {
    let fixture = try amended(seed)
    let head = try fixture.store.head().position
    let moments = [UInt64(0), 1, head / 3, head - 20, head]
    let native = try NativeHistory(fixture.store, moments: moments)
    var rows = 0
    for table in Self.tables {
      let ids = try native.rows(of: "select distinct id from \(table)_history order by id").map {
        $0[0].split(separator: " ").last.map(String.init) ?? ""
      }
      let id = ids.first ?? "none"
      for question in Self.questions {
        for moment in question.contains("{m}") ? moments : [head] {
          let asked = question.replacing("{id}", with: id).replacing(
            "{other}", with: ids.last ?? id)
          let ours = asked.replacing("{t}", with: "\(table)_history").replacing(
            "{m}", with: "@\(moment)")
          let theirs = asked.replacing("{t}('{m}')", with: "\(table)_history_\(moment)").replacing(
            "{t}", with: "\(table)_history")
          let expected = try native.rows(of: theirs)
          let found = try fixture.connection.rows(of: ours)
          #expect(found == expected, "\(ours)")
          rows += expected.count
        }
      }
    }
    #expect(rows > 2_000, "too few rows to say anything: \(rows)")
    let amended = try native.rows(
      of: "select count(*) from sessions_history where event like 'entry-%'")
    #expect(try #require(Int(amended[0][0].dropFirst(4))) > 3, "too few amendments: \(amended)")
  }

  @Test func `the state that stands at a moment is the table's row at that moment`() throws {
    let fixture = try amended(3)
    let head = try fixture.store.head().position
    for table in Self.tables {
      let type = try #require(TableType.named(table))
      let columns = type.record.fields.filter { !$0.isHidden }.map { "\"\($0.name)\"" }
        .joined(separator: ", ")
      for moment in [1, head / 2, head - 10, head] {
        let states = try fixture.connection.rows(
          of: """
            select \(columns) from \(table)_history where from_position <= \(moment)
            and (to_position is null or to_position > \(moment)) order by id
            """)
        let rows = try fixture.connection.rows(
          of: "select \(columns) from \(table)('@\(moment)') order by id")
        #expect(states == rows, "\(table) at @\(moment)")
        let last = try fixture.connection.rows(
          of: """
            select \(columns) from \(table)_history('@\(moment)') where to_position is null
            order by id
            """)
        #expect(last == rows, "\(table) as of @\(moment)")
      }
    }
  }

  @Test func `a moment may come with every row of another table`() throws {
    let fixture = try amended(4)
    // What the event before each state knew is that state's predecessor, and no later one.
    let rows = try fixture.connection.rows(
      of: """
        select count(*), sum(b.version = a.version - 1), sum(b.to_position is null)
        from sessions_history a join sessions_history b on b.id = a.id
        and b.version = a.version - 1 and b.as_of = a.from_position - 1
        """)
    let states = try fixture.connection.rows(
      of: "select count(*) from sessions_history where version > 1")
    #expect(rows == [[states[0][0], states[0][0], states[0][0]]])
  }

  @Test func `without an argument it tells what the connection's moment knew`() throws {
    let fixture = try amended(5)
    let store = fixture.store
    let head = try store.head().position
    let here = try fixture.connection.rows(of: "select * from sessions_history('@\(head / 2)')")
    fixture.connection.moment = try store.moment("@\(head / 2)")
    #expect(try fixture.connection.rows(of: "select * from sessions_history") == here)
    #expect(!here.isEmpty)
    let last = try fixture.connection.rows(of: "select max(from_position) from sessions_history")
    #expect(try #require(Int(last[0][0].dropFirst(4))) <= Int(head / 2))
  }

  @Test func `what is no moment is refused and never an empty table`() throws {
    let fixture = try ClinicFixture()
    for moment in ["'@99999'", "'never'", "null", "2.5", "-1", "x'00'"] {
      #expect(throws: SQLError.self, "\(moment)") {
        try fixture.connection.rows(of: "select * from sessions_history(\(moment))")
      }
    }
  }

  @Test func `the catalogue describes each history`() throws {
    let connection = try ClinicFixture().connection
    for table in Self.tables {
      let history = try #require(connection.catalog.table(named: "\(table)_history"))
      let row = try #require(connection.catalog.table(named: table))
      #expect(!history.isView)
      #expect(history.kind == .history)
      let names = row.columns.filter { !$0.isHidden }.map(\.name)
      #expect(
        history.columns.filter { !$0.isHidden }.map(\.name) == names + [
          "from_position", "to_position", "from_at", "to_at", "by", "event", "occurred_at",
        ])
      #expect(history.columns.allSatisfy { $0.isHidden || !$0.summary.isEmpty })
      #expect(Set(history.columns.filter(\.isKey).map(\.name)) == ["id", "version"])
      #expect(history.declaration.hasPrefix("-- Every state of every row of \(table)"))
      #expect(
        history.columns.filter(\.isPersonal).map(\.name)
          == row.columns.filter(\.isPersonal).map(\.name))
    }
    #expect(connection.catalog.table(named: "events_history") == nil)
    #expect(connection.catalog.table(named: "passes_history") == nil)
  }

  @Test func `a misspelt column of a history is suggested`() throws {
    let connection = try ClinicFixture().connection
    let error = #expect(throws: SQLError.self) {
      try connection.rows(of: "select from_positon from sessions_history")
    }
    #expect(error?.hint == "did you mean from_position?")
    let table = #expect(throws: SQLError.self) {
      try connection.rows(of: "select * from sessions_histroy")
    }
    #expect(table?.hint == "did you mean sessions_history?")
  }

  @Test func `a whole history can be cancelled`() throws {
    let connection = try ClinicFixture().connection
    let statement = try #require(try connection.prepare("select * from sessions_history"))
    #expect(try statement.step())
    connection.interruption.interrupt()
    let error = #expect(throws: SQLError.self) { while try statement.step() {} }
    #expect(error?.kind == .interrupted)
  }

  @Test func `one row is found by its id and not by a walk`() throws {
    let connection = try ClinicFixture().connection
    for (condition, plan) in [
      ("id = 'S1'", "id=?"), ("id in ('S1', 'S2')", "id in (?)"), ("version = 2", "all"),
    ] {
      let text = try connection.explain("select * from sessions_history where \(condition)")
      #expect(text.contains(plan), "\(text)")
    }
    // The order in which states come needs no sorter.
    let sorted = try connection.explain("select * from sessions_history order by id, version")
    #expect(!sorted.contains("ORDER BY"), "\(sorted)")
    let other = try connection.explain("select * from sessions_history order by version")
    #expect(other.contains("ORDER BY"), "\(other)")
  }
}

/// Numbers that a seed decides.
private struct Chance {
  private var state: UInt64

  init(_ seed: UInt64) { state = seed &* 0x9E37_79B9_7F4A_7C15 | 1 }

  mutating func next(below limit: Int) -> Int {
    state ^= state << 13
    state ^= state >> 7
    state ^= state << 17
    return Int(state % UInt64(limit))
  }
}
