import ClinicSQL
import MadeUpTables
import Testing

/// Tables whose keys begin with the position, asked by the time recorded, which rises with it.
@Suite struct RecordedTests {
  private let clinic: ClinicFixture
  /// The log, and every table of facts that has a row.
  private let tables: [String]

  init() throws {
    let clinic = try ClinicFixture()
    self.clinic = clinic
    tables = try clinic.connection.catalog.tables.filter { table in
      let columns = table.columns
      guard columns.contains(where: { $0.isKey && $0.name == "position" }),
        columns.contains(where: { $0.name == "recorded_at" }), !table.isView
      else { return false }
      return try !clinic.connection.rows(of: "select 1 from \(table.name) limit 1").isEmpty
    }.map(\.name)
  }

  /// Times that are some row's, the days that they are on, others around them, and no times at all.
  private func bounds(of table: String) throws -> [String] {
    let times = try clinic.connection.rows(
      of: """
        select quote(min(recorded_at)), quote(max(recorded_at)), quote(substr(max(recorded_at), 1, 10)),
          quote(datetime(min(recorded_at), '-1 second')), quote(datetime(max(recorded_at), '+1 day'))
        from \(table)
        """)[0]
    return times.map { String($0.dropFirst("text ".count)) }
      + ["'1969-12-31'", "'9999-12-31 23:59:59'", "null", "7", "'soon'", "x'00'"]
  }

  @Test func `a range of times gives what a scan gives, in the order of either end`() throws {
    #expect(tables.count > 10)
    for table in tables {
      let bounds = try bounds(of: table)
      for (place, bound) in bounds.enumerated() {
        let other = bounds[(place * 5 + 3) % bounds.count]
        let conditions = [
          "recorded_at >= \(bound)", "recorded_at > \(bound)", "recorded_at < \(bound)",
          "recorded_at <= \(bound)", "recorded_at = \(bound)",
          "recorded_at between \(bound) and \(other)",
        ]
        for condition in conditions {
          for order in ["recorded_at, position", "recorded_at desc, position desc"] {
            let asked = "select position, recorded_at from"
            let rest = "where \(condition) order by \(order)"
            let ours = "\(asked) \(table) \(rest)"
            let scan = "with copy as materialized (select * from \(table)) \(asked) copy \(rest)"
            #expect(
              try clinic.connection.rows(of: ours) == clinic.connection.rows(of: scan), "\(ours)")
          }
        }
      }
    }
  }

  @Test func `the same at a moment that is past`() throws {
    for table in tables {
      let whole = "select position from \(table)('@30') where recorded_at"
      #expect(
        try clinic.connection.rows(of: "\(whole) >= '2026-01-01' order by recorded_at")
          == clinic.connection.rows(of: "select position from \(table)('@30') order by position"))
      #expect(try clinic.connection.rows(of: "\(whole) < '1970-01-01'").isEmpty)
    }
  }

  @Test func `it takes neither a sorter nor an index`() throws {
    for table in tables {
      let plan = try clinic.connection.rows(
        of: """
          explain query plan select * from \(table) where recorded_at >= '2026-06-01'
          and recorded_at < '2026-06-02' order by recorded_at desc
          """
      ).map { $0[3] }
      #expect(plan.count == 1, "\(plan)")
      #expect(
        plan.first?.hasSuffix("recorded_at>=? and recorded_at<?, descending") == true, "\(plan)")
    }
  }
}
