import Clinic
import ClinicSQL
import ClinicStore
import EventLog
import MadeUpTables
import Records
import Testing

/// A log with many amendments, asked at each of its positions.
@Suite struct EveryMomentTests {
  private let clinic: AmendedClinic

  init() throws { clinic = try AmendedClinic.shared.get() }

  /// What the other tests stand on: without these, they would say little.
  @Test func `the log has amendments of every sort`() throws {
    let connection = try clinic.connection()
    func count(_ sql: String) throws -> Int64 {
      let statement = try #require(try connection.prepare(sql))
      #expect(try statement.step())
      return statement.integer(at: 0)
    }
    #expect(try count("select count(*) from amendments where act = 'corrected'") > 20)
    #expect(try count("select count(*) from amendments where act = 'struck_out'") > 8)
    #expect(
      try count(
        "select count(*) from amendments where target_type in ('entry-corrected', 'entry-struck-out')"
      ) > 2)
    #expect(try count("select count(*) from amendments where field = 'client'") > 1)
    #expect(try count("select count(*) from events('@109')") == 109)
    #expect(clinic.head > 150)
  }

  @Test func `every table at every position is the fold of the events up to it`() throws {
    let connection = try clinic.connection()
    var plain = PlainTables()
    for position in 0...clinic.head {
      if position > 0 { try plain.take(clinic.events[Int(position) - 1]) }
      // By an argument and by the connection's own moment, in turn.
      let isArgument = position % 2 == 0
      connection.moment = isArgument ? nil : try clinic.store.moment("@\(position)")
      for table in TableType.all {
        let columns = table.record.fields.map { "\"\($0.name)\"" }.joined(separator: ", ")
        let name = isArgument ? "\(table.name)('@\(position)')" : table.name
        let expected = plain.lines(of: table)
        let found = try connection.lines(of: "select \(columns) from \(name)")
        guard found != expected else { continue }
        Issue.record("\(table.name) at @\(position)\n\(found)\n\(expected)")
        return
      }
      let last = try connection.rows(
        of: "select count(*), coalesce(max(position), 0) from events(\(position))")
      #expect(last == [["int \(position)", "int \(position)"]])
    }
  }

  /// Every index, both ways, and every way to bound a walk over it.
  @Test(arguments: 0..<4)
  func `walks over indexes see the moment too`(seed: Int) throws {
    let connection = try clinic.connection()
    var random = SplitMix(seed: UInt64(seed) + 100)
    let position = UInt64(random.below(Int(clinic.head)))
    let native = try NativeTables()
    for table in TableType.all {
      let name = table.name + "_then"
      try native.add(table, at: [name: position], of: clinic)
      let key = connection.catalog.table(named: table.name)?.columns.filter(\.isKey).map(\.name)
      let keys = try #require(key).joined(separator: ", ")
      let descending = keys.replacing(",", with: " desc,")
      for field in table.record.fields where field.isIndexed {
        let column = "\"\(field.name)\""
        let value = "(select \(column) from T order by \(column), \(keys) limit 1 offset 2)"
        for tail in [
          "order by \(column), \(keys)", "order by \(column) desc, \(descending) desc",
          "where \(column) = \(value) order by \(keys)",
          "where \(column) >= \(value) order by \(column), \(keys)",
          "where \(column) in (\(value), 'x', null) order by \(keys)",
        ] {
          let sql = "select \(keys), \(column) from T \(tail)"
          let found = try connection.rows(
            of: sql.replacing(" T ", with: " \(table.name)('@\(position)') "))
          let expected = try native.rows(of: sql.replacing(" T ", with: " \(name) "))
          guard found != expected else { continue }
          Issue.record("\(sql) of \(name) at @\(position)\n\(found)\n\(expected)")
          return
        }
      }
    }
  }

  @Test func `what is recorded later changes nothing at an earlier moment`() throws {
    let fixture = try ClinicFixture()
    let connection = fixture.connection
    let moment = try fixture.store.moment("now")
    let names = TableType.all.map(\.name) + ["events"] + View.all.map(\.name)
    func answers() throws -> [[[String]]] {
      try ["@109", "@80"].flatMap { moment in
        try names.map { try connection.rows(of: "select * from \($0)('\(moment)')") }
          + [
            connection.rows(of: "select client, id from sessions('\(moment)') order by client, id")
          ]
      }
    }
    let before = try answers()
    #expect(before.map(\.count).reduce(0, +) > 300)
    #expect(moment.position == 109)
    for position in stride(from: 8, to: 100, by: 3) {
      _ = try? fixture.store.record([
        fixture.store.strikeOut(
          of: UInt64(position), reason: "never_happened", recordedBy: "U1")
      ])
    }
    #expect(try fixture.store.head().position > 120)
    #expect(try answers() == before)
    connection.moment = moment
    #expect(
      try connection.rows(of: "select * from sessions")
        == before[try #require(names.firstIndex(of: "sessions"))])
  }

  @Test func `what is known of a moment is learnt anew once something is recorded`() throws {
    let fixture = try ClinicFixture()
    let connection = fixture.connection
    let sql = "select position, lot from serums('@90') order by position"
    let before = try connection.rows(of: sql)
    for row in before {
      let position = try #require(UInt64(row[0].dropFirst(4)))
      _ = try fixture.store.record([
        fixture.store.strikeOut(of: position, reason: "never_happened", recordedBy: "U1")
      ])
      #expect(try connection.rows(of: sql) == before)
    }
    #expect(before.count > 2)
    #expect(
      try connection.rows(of: "select count(*) from serums where position < 90") == [["int 0"]])
  }
}
