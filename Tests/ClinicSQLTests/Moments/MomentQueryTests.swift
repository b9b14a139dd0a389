import Clinic
import ClinicSQL
import ClinicStore
import EventLog
import MadeUpTables
import Records
import Testing

/// Generated statements about moments, against native tables of the rows as they were.
@Suite struct MomentQueryTests {
  private let clinic: AmendedClinic

  init() throws { clinic = try AmendedClinic.shared.get() }

  private static let trios: [(tables: [String], link: String, others: [String])] = [
    (["sessions", "pain_scores", "lots"], "session", ["session", "client", "score", "position"]),
    (["clients", "amendments", "sessions"], "client", ["client", "field", "target", "stream"]),
    (["lots", "lot_usage", "products"], "lot", ["lot", "client", "position", "recorded_by"]),
    (["courses", "passes", "staff"], "course", ["session", "zone", "position", "performed_by"]),
  ]

  @Test(arguments: 0..<6)
  func `generated queries at one moment and at two are answered as native tables answer them`(
    seed: Int
  ) throws {
    let connection = try clinic.connection()
    let trio = Self.trios[seed % Self.trios.count]
    var random = SplitMix(seed: UInt64(seed) &+ 77)
    let moments = (0..<2).map { _ in UInt64(20 + random.below(Int(clinic.head) - 20)) }
    let native = try NativeTables()
    for table in try trio.tables.map({ try #require(TableType.named($0)) }) {
      try native.add(
        table, at: ["\(table.name)_A": moments[0], "\(table.name)_B": moments[1]], of: clinic)
    }
    var failures = 0
    var answered = 0
    for isArgument in [false, true] {
      connection.moment = isArgument ? nil : try clinic.store.moment("@\(moments[0])")
      let schema = try schema(trio, native, connection, isArgument: isArgument)
      var generator = QueryGenerator(seed: UInt64(seed) &* 31 &+ (isArgument ? 7 : 0), schema)
      for _ in 0..<55 where failures < 3 {
        let query = generator.next()
        var own = query
        for (letter, moment) in zip(["A", "B"], moments) {
          own.sql.replace("§\(letter)", with: isArgument ? "('@\(moment)')" : "")
        }
        let outcome = Agreement(
          own, connection, native, nativeSQL: query.sql.replacing("§", with: "_"))
        if outcome.isAnswered { answered += 1 }
        if let difference = outcome.difference {
          failures += 1
          Issue.record("\(difference)\n\(own.sql)\n\((try? connection.explain(own.sql)) ?? "")")
        }
      }
    }
    // A generator whose queries all fail would agree with itself.
    #expect(answered > 70)
  }

  /// The control: the rows of the next moment must show.
  @Test func `the generated queries notice one event more`() throws {
    let connection = try clinic.connection()
    let trio = Self.trios[0]
    let native = try NativeTables()
    let position = try #require(
      clinic.events.last { $0.envelope.type == EventType.named("session-closed")?.number }
    ).envelope.position
    for table in try trio.tables.map({ try #require(TableType.named($0)) }) {
      try native.add(table, at: ["\(table.name)_A": position - 1], of: clinic)
    }
    let schema = try schema(trio, native, connection, isArgument: false)
    var generator = QueryGenerator(seed: 3, schema)
    connection.moment = try clinic.store.moment("@\(position)")
    let differences = (0..<150).filter { _ in
      let query = generator.next()
      var own = query
      own.sql.replace("§A", with: "")
      return Agreement(
        own, connection, native, nativeSQL: query.sql.replacing("§", with: "_")
      ).difference != nil
    }
    #expect(differences.count > 2)
  }

  /// The statements' tables, with values that are there to compare with.
  private func schema(
    _ trio: (tables: [String], link: String, others: [String]), _ native: NativeTables,
    _ connection: Connection, isArgument: Bool
  ) throws -> QueryGenerator.Schema {
    var literals = ["null", "''", "'x'", "2.5", "7", "'7'", "-1", "9e18", "'2026-04-10'", "'S1'"]
    let tables = try trio.tables.map { name -> QueryGenerator.Schema.Table in
      let table = try #require(connection.catalog.table(named: name))
      let columns = table.columns.filter { !$0.isHidden }
      let favoured = columns.filter {
        $0.isKey || $0.isIndexed || !$0.words.isEmpty || $0.name == "recorded_at"
      }
      for column in favoured {
        literals += try native.rows(
          of: """
            select distinct quote(\"\(column.name)\") from \(name)_A
            order by length(\"\(column.name)\") desc, 1 limit 3
            """
        ).map { String($0[0].dropFirst(5)) }
      }
      return QueryGenerator.Schema.Table(
        names: isArgument ? ["\(name)§A", "\(name)§B"] : ["\(name)§A"],
        columns: columns.map(\.name), key: columns.filter(\.isKey).map(\.name),
        integers: columns.filter { $0.type == "INTEGER" }.map(\.name),
        favoured: favoured.map(\.name))
    }
    var schema = QueryGenerator.Schema(
      tables: tables, link: trio.link, others: trio.others, literals: literals)
    // SQLite answers a right join against a table with arguments wrongly; it is refused here.
    if isArgument { schema.joins.removeAll { $0 == "right join" } }
    return schema
  }
}
