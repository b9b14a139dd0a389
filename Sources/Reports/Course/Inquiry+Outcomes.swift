import ClinicSQL
import Records

extension Inquiry {
  /// A section with the outcomes assessed in a course, each by the session that it came after.
  func outcomes(_ values: [String: SQLValue]) throws -> ReportSection {
    let rows = try rows(
      "outcomes",
      """
      select
        o.position, o.instrument, o.score, o.assessor, o.weeks_after, o.recorded_by,
        substr(local(o.occurred_at), 1, 10) as assessed_on,
        (
          select count(*) from sessions s
          where s.course = o.course and s.opened_at <= o.occurred_at
            and (s.abandoned_at is null or s.first_pass_at is not null)
        ) as after_session
      from outcomes o
      where o.course = :course
      order by o.occurred_at, o.position, o.ordinal
      """, values)
    guard !rows.isEmpty else {
      return ReportSection("Outcomes", parts: [.paragraph("No outcome is recorded.")])
    }
    var table = ReportTable(
      columns: ["entry", "assessed", "after session", "instrument", "score", "by", "weeks after"],
      rows: [], longColumns: 0)
    for row in rows {
      table.append([
        "@\(row.count("position"))", row.text("assessed_on"), row.text("after_session"),
        row.word("instrument"), row.text("score"), row.word("assessor"),
        row.text("weeks_after") ?? ReportFact.notRecorded,
      ])
    }
    return ReportSection("Outcomes", parts: [.table(table)] + charts(of: rows))
  }

  /// A chart for each instrument that was used more than once.
  private func charts(of rows: [Answer]) -> [ReportPart] {
    var instruments: [String] = []
    for row in rows {
      if let name = row.text("instrument"), !instruments.contains(name) { instruments.append(name) }
    }
    return instruments.compactMap { name in
      let own = rows.filter { $0.text("instrument") == name }
      guard own.count > 1 else { return nil }
      let groups = own.map {
        BarChart.Group(
          "after session \($0.count("after_session")), \($0.text("assessed_on") ?? "")",
          [$0.real("score")])
      }
      return .figure(
        .bars(
          BarChart(
            title: "\(Words.plain(name)) by session", unit: "score", series: ["score"],
            groups: groups)))
    }
  }
}
