import Clinic
import ClinicSQL
import ClinicStore
import EventLog
import Foundation
import MadeUpTables
import Records
import Testing

/// Every way to join two moments, against native tables of the rows as they were.
@Suite struct MomentJoinTests {
  private let clinic: AmendedClinic

  init() throws { clinic = try AmendedClinic.shared.get() }

  /// `sessions_A` is sessions at the first moment; natively, a table of that name.
  static let shapes = [
    "select a.id, b.id, b.status from sessions_A a join sessions_B b on b.id = a.id",
    "select a.id, b.version from sessions_A a left join sessions_B b on b.id = a.id",
    "select a.id, b.version from sessions_B b left join sessions_A a on b.id = a.id",
    "select b.id from sessions_B b left join sessions_A a on a.id = b.id where a.id is null",
    "select a.id, b.id from sessions_A a full join sessions_B b on b.client = a.client",
    "select a.id, b.id from sessions_A a full outer join sessions_B b using (id)",
    "select id, status from sessions_A natural join sessions_B",
    "select id, status from sessions_A natural left join sessions_B",
    "select id, status from sessions_A natural full join sessions_B",
    "select a.id, b.id from sessions_A a cross join clients_B b",
    "select a.id, b.id from sessions_A a, clients_B b where b.id = a.client",
    "select a.id, b.name from sessions_A a inner join clients_B b on b.id = a.client and b.version > 1",
    "select id, a.status, b.status from sessions_A a join sessions_B b using (id)",
    "select id, a.status, b.status from sessions_A a left join sessions_B b using (id)",
    "select x.id from (select id, client from sessions_A where version > 2) x join clients_B c on c.id = x.client",
    "select x.n, y.n from (select count(*) as n from serums_A) x, (select count(*) as n from serums_B) y",
    "select a.id, (select count(*) from serums_B s where s.session = a.id) from sessions_A a",
    "select a.id, (select max(s.volume_ml) from serums_A s where s.session = a.id), (select max(s.volume_ml) from serums_B s where s.session = a.id) from sessions_B a",
    "select b.position, b.ordinal from serums_B b where not exists (select 1 from serums_A a where a.position = b.position and a.ordinal = b.ordinal)",
    "select b.id from sessions_B b where exists (select 1 from pain_scores_A p where p.session = b.id)",
    "select id from sessions_B where id in (select session from serums_A)",
    "select id from sessions_B where id not in (select id from sessions_A)",
    "select id from sessions_A where (id, version) in (select id, version from sessions_B)",
    "select id, version from sessions_A union select id, version from sessions_B",
    "select id, version from sessions_A union all select id, version from sessions_B",
    "select id, version from sessions_B except select id, version from sessions_A",
    "select id, version from sessions_A intersect select id, version from sessions_B",
    "with a as (select * from sessions_A), b as (select * from sessions_B) select a.id, b.version - a.version from a join b on a.id = b.id",
    "with a as materialized (select id, client from sessions_A) select x.id, y.id from a x join a y on x.client = y.client join sessions_B b on b.id = y.id",
    "with recursive n(i) as (select 1 union all select i + 1 from n where i < 6) select n.i, a.id, b.id from n left join sessions_A a on a.id = 'S' || n.i left join sessions_B b on b.id = a.id",
    "select id, row_number() over (order by id), lag(version) over (order by id) from sessions_A",
    "select b.id, sum(s.volume_ml > 1) over (partition by b.client order by b.id, s.position) from sessions_B b join serums_A s on s.session = b.id",
    "select s.client, count(*), max(s.version) from sessions_A s group by s.client order by 1",
    "select l.product, count(*), count(b.id) from lots_A l left join lots_B b on b.id = l.id and b.version = l.version group by l.product",
    "select status, count(*) from sessions_A group by status",
    "select status, count(*), min(id) from sessions_B group by status having count(*) > 1",
    "select phase, group_concat(position) from pain_scores_A group by phase",
    "select a.id, s.position, p.score from sessions_A a join serums_B s on s.session = a.id left join pain_scores_A p on p.session = s.session and p.position > s.position",
    "select a.position, b.lot from serums_A a join serums_B b on a.position = b.position and a.lot is not b.lot",
    "select a.id from sessions_A a where a.client = 'C1' or a.id = 'S2' or a.practitioner = 'U2'",
    "select a.id, b.id from sessions_A a join sessions_B b on (b.id = a.id or b.client = a.client)",
    "select distinct a.client from sessions_A a join sessions_B b on a.client = b.client",
    "select x.id, b.version from (select id from sessions_A order by id desc limit 2) x join sessions_B b on b.id = x.id",
    "select a.id from sessions_A a where a.version < (select max(version) from sessions_B) order by a.id desc",
    "select case when exists (select 1 from sessions_A) then (select id from sessions_B order by id limit 1) end",
    "select a.id, c.id, l.id from sessions_A a left join clients_B c on c.id = a.client full join lots_A l on l.id = c.id",
    "select a.id, j.value from sessions_A a, json_each(json_array(a.version, a.client)) j",
    "select e.type, count(*) from events_A e group by e.type",
    "select e.position, s.id from events_A e join sessions_B s on s.last_position = e.position",
    "select count(*) from events_A where stream = 'session/S1' union all select count(*) from events_B where stream in ('session/S1', 'session/S2')",
    "select position from events_A order by position desc limit 3",
    "select a.id, b.id from sessions_A a left join (select * from sessions_B limit -1) b on b.client = a.client",
  ]

  @Test func `every shape of join is answered as native tables answer it`() throws {
    let connection = try clinic.connection()
    var rows = 0
    for (first, second) in [(UInt64(70), UInt64(109)), (clinic.head - 1, 95), (40, 40)] {
      let native = try NativeTables()
      for name in ["sessions", "clients", "serums", "pain_scores", "lots"] {
        let table = try #require(TableType.named(name))
        try native.add(table, at: [name + "_A": first, name + "_B": second], of: clinic)
      }
      try native.addEvents("events_A", at: first, connection)
      try native.addEvents("events_B", at: second, connection)
      let forms = ["('@N')", "(N)", "( 'N' )", "(@N)"]
      for (place, shape) in Self.shapes.enumerated() {
        let form = forms[place % forms.count]
        let own =
          shape
          .replacing(#/_A\b/#, with: form.replacing("N", with: "\(first)"))
          .replacing(#/_B\b/#, with: form.replacing("N", with: "\(second)"))
        let isOrdered = shape.contains("order by") && !shape.contains("over (")
        let outcome = Agreement(
          .init(sql: own, isOrdered: isOrdered), connection, native, nativeSQL: shape)
        #expect(outcome.difference == nil, "\(own)")
        #expect(outcome.isAnswered, "\(own)")
        rows += try native.rows(of: shape).count
      }
    }
    #expect(rows > 500)
  }

  /// A moment from a row of another table; natively, a table of all moments.
  static let laterals: [(own: String, native: String)] = [
    (
      "select e.position, s.id, s.version from events e, sessions(e.position) s",
      "select e.position, s.id, s.version from events e join sessions_all s on s.moment = e.position"
    ),
    (
      "select e.position, s.id from events e join sessions(e.position) s on s.client = e.id",
      "select e.position, s.id from events e join sessions_all s on s.moment = e.position and s.client = e.id"
    ),
    (
      "select e.position, s.id from events e left join sessions('@' || e.position) s on s.id = e.id",
      "select e.position, s.id from events e left join sessions_all s on s.moment = e.position and s.id = e.id"
    ),
    (
      "select e.position, (select count(*) from serums(e.position)) from events e",
      "select e.position, (select count(*) from serums_all a where a.moment = e.position) from events e"
    ),
    (
      "select e.position from events e where exists (select 1 from serums(e.position) s where s.lot = 'HA-2')",
      "select e.position from events e where exists (select 1 from serums_all s where s.moment = e.position and s.lot = 'HA-2')"
    ),
    (
      "select s.id, s.version from sessions s where s.as_of = 80 and s.version > 1",
      "select s.id, s.version from sessions_all s where s.moment = 80 and s.version > 1"
    ),
    (
      "select as_of, id, version from sessions where as_of in (80, 90, 100) order by id, as_of",
      "select moment, id, version from sessions_all where moment in (80, 90, 100) order by id, moment"
    ),
    (
      "select distinct id from sessions where as_of in (80, 90, 100)",
      "select distinct id from sessions_all where moment in (80, 90, 100)"
    ),
    (
      "select as_of, status, count(*) from sessions where as_of in (80, 90) group by as_of, status",
      "select moment, status, count(*) from sessions_all where moment in (80, 90) group by moment, status"
    ),
    (
      "select status, count(*) from sessions where as_of in (80, 90) group by status",
      "select status, count(*) from sessions_all where moment in (80, 90) group by status"
    ),
    (
      "select as_of, id from sessions where as_of in (80, 90) and (id = 'S1' or client = 'C1' or id = 'S2')",
      "select moment, id from sessions_all where moment in (80, 90) and (id = 'S1' or client = 'C1' or id = 'S2')"
    ),
    (
      "select a.id, b.version from sessions('80') a join sessions b on b.as_of = a.as_of + 20 and b.id = a.id",
      "select a.id, b.version from sessions_all a join sessions_all b on b.moment = a.moment + 20 and b.id = a.id where a.moment = 80"
    ),
    (
      "select a.id, b.id from sessions(b.last_position) a, sessions b",
      "select a.id, b.id from sessions_all a join (select * from sessions_all where moment = (select max(moment) from sessions_all)) b on a.moment = b.last_position"
    ),
  ]

  @Test func `a moment may come from another table's row`() throws {
    let connection = try clinic.connection()
    let native = try NativeTables()
    let all = (0...clinic.head).map { ("p\($0)", $0) }
    for name in ["sessions", "serums"] {
      let table = try #require(TableType.named(name))
      let names = Dictionary(uniqueKeysWithValues: all.map { ("\(name)_\($0.0)", $0.1) })
      try native.add(table, at: names, of: clinic, all: name + "_all")
    }
    try native.addEvents("events", at: clinic.head, connection)
    for (own, plain) in Self.laterals {
      let outcome = Agreement(
        .init(sql: own, isOrdered: own.contains("order by")), connection, native, nativeSQL: plain)
      #expect(outcome.difference == nil, "\(own)\n\(outcome.difference ?? "")")
      #expect(
        outcome.isAnswered,
        "\(own)\n\(Result { try connection.rows(of: own) })\n\(Result { try native.rows(of: plain) })"
      )
      #expect(try !native.rows(of: plain).isEmpty, "\(plain)")
    }
  }

  /// SQLite 3.40.1 gives NULL for every row of the left side.
  @Test(arguments: [
    "select a.id, b.id from clients a right join sessions('@80') b on b.client = a.id",
    "select a.id, b.id from clients a RIGHT OUTER JOIN sessions('@80') as b on b.client = a.id",
    "select a.id, b.id from clients('@70') a right join sessions('@80') b using (id)",
    "select * from clients natural right join sessions('@80')",
    "select a.id from clients a right join sessions b on b.client = a.id where b.as_of = '@80'",
    "select a.id from lots l join clients a right join sessions(80) b on b.client = a.id",
    "select (select count(*) from clients a right join sessions('@80') b on b.client = a.id)",
    "with x as (select a.id from clients a right join sessions('@80') b on b.client = a.id) select * from x",
    "select a.session from lot_usage a right join charts('@80') b on b.client = a.client",
  ])
  func `a right join against a table that is given a moment is refused`(sql: String) throws {
    let connection = try clinic.connection()
    let error = #expect(throws: SQLError.self) { try connection.rows(of: sql) }
    #expect(
      error?.message == "a right join cannot be answered against a table that is given a moment")
    #expect(error?.hint?.hasPrefix("swap the sides: put ") == true)
    #expect(error?.offset == sql.lowercased().range(of: "right")?.lowerBound.utf16Offset(in: sql))
    #expect(!connection.isReading)
  }

  @Test(arguments: [
    "select a.id, b.id from clients('@80') a right join sessions b on b.client = a.id",
    "select a.id, b.id from clients a right join (select * from sessions('@80')) b on b.client = a.id",
    "with b as (select * from sessions('@80')) select a.id, b.id from clients a right join b on b.client = a.id",
    "select a.id, b.id from sessions('@80') b left join clients a on b.client = a.id",
  ])
  func `a right join against anything else is answered`(sql: String) throws {
    let connection = try clinic.connection()
    let sessions = try connection.rows(of: "select id from sessions('@80')").count
    #expect(try connection.rows(of: sql).count >= sessions)
    #expect(try connection.rows(of: sql).allSatisfy { $0[1] != "null" || sql.contains("left") })
  }

  /// SQLite keeps such a comparison from the table, so that it would answer about another moment.
  @Test(arguments: [
    "select as_of from sessions", "select id from sessions where as_of > 80",
    "select id from sessions where as_of is 80", "select id from sessions where as_of like '@8%'",
    "select id from sessions where as_of = 80 or id = 'S1'",
    "select id from sessions where as_of + 0 = 80",
    "select c.id from clients c left join sessions s on s.client = c.id where s.as_of = 80",
    "select id from (select id, as_of from sessions limit 2) where as_of = 80",
    "select client from charts where as_of <> 80",
  ])
  func `as_of where no moment can be had from it is refused`(sql: String) throws {
    let error = #expect(throws: SQLError.self) { try clinic.connection().rows(of: sql) }
    #expect(error?.message.hasPrefix("as_of is known only of a table") == true, "\(sql)")
    #expect(error?.hint?.hasPrefix("give it as an argument: ") == true)
    #expect(error?.hint?.hasSuffix("('@3020')") == true)
    #expect(error?.offset != nil)
  }

  @Test func `a moment that is not there yet is refused`() throws {
    let error = #expect(throws: SQLError.self) {
      try clinic.connection().rows(
        of: "select * from sessions(e.position) s cross join events e")
    }
    #expect(error?.message == "the moment of a table can only come from what stands before it")
  }
}
