import ClinicSQL
import Records

extension Inquiry {
  /// Outcomes with the number of the session of the course that each came after.
  private static let numbered = """
    with numbered as (
      select
        o.instrument, o.score, o.assessor, o.weeks_after,
        (
          select count(*) from sessions s
          where s.course = o.course and s.opened_at <= o.occurred_at
            and (s.abandoned_at is null or s.first_pass_at is not null)
        ) as after_session
      from outcomes o
    )
    """

  /// A section with the mean score by session of the course, for each instrument.
  func scoresBySession() throws -> ReportSection {
    let rows = try rows(
      "outcomes by session",
      """
      \(Self.numbered)
      select
        n.instrument, n.after_session, count(*) as assessed, avg(n.score) as mean,
        min(n.score) as lowest, max(n.score) as highest,
        min(n.weeks_after) as soonest, max(n.weeks_after) as latest
      from numbered n
      group by n.instrument, n.after_session
      order by n.instrument, n.after_session
      """)
    guard !rows.isEmpty else {
      return ReportSection(
        "Scores by session of the course", parts: [.paragraph("No outcome is recorded.")])
    }
    var table = ReportTable(
      columns: [
        "instrument", "after session", "assessed", "mean", "lowest", "highest", "weeks after",
      ], rows: [], longColumns: 0)
    for row in rows {
      table.append([
        row.word("instrument"), row.text("after_session"), row.text("assessed"),
        row.real("mean").map { Words.decimal($0) }, row.text("lowest"), row.text("highest"),
        Self.range(row.number("soonest"), row.number("latest")),
      ])
    }
    return ReportSection(
      "Scores by session of the course",
      note: "Each instrument has a scale of its own: scores of two are not to be compared. "
        + "The session is the last of the course that was held before the score was given.",
      parts: [.table(table)] + Self.charts(of: rows))
  }

  private static func charts(of rows: [Answer]) -> [ReportPart] {
    var instruments: [String] = []
    for row in rows {
      if let name = row.text("instrument"), !instruments.contains(name) { instruments.append(name) }
    }
    return instruments.compactMap { name in
      let own = rows.filter { $0.text("instrument") == name }
      // One bar compares nothing.
      guard own.count > 1 else { return nil }
      let groups = own.map { row in
        BarChart.Group(
          "session \(row.count("after_session")) (\(row.count("assessed")))",
          [row.real("mean")])
      }
      return .figure(
        .bars(
          BarChart(
            title: "Mean \(Words.plain(name)) score by session (assessed)", unit: "score",
            series: ["mean score"], groups: groups, decimals: 1)))
    }
  }

  private static func range(_ first: Int64?, _ last: Int64?) -> String {
    guard let first, let last else { return ReportFact.notRecorded }
    return first == last ? "\(first)" : "\(first) to \(last)"
  }

  /// A section with the mean score by the weeks since the last session.
  func scoresByWeeks() throws -> ReportSection {
    let rows = try rows(
      "outcomes by weeks",
      """
      select
        o.instrument, o.weeks_after, count(*) as assessed, avg(o.score) as mean,
        min(o.score) as lowest, max(o.score) as highest
      from outcomes o
      group by o.instrument, o.weeks_after
      order by o.instrument, o.weeks_after
      """)
    guard !rows.isEmpty else {
      return ReportSection(
        "Scores by weeks since the last session", parts: [.paragraph("No outcome is recorded.")])
    }
    var table = ReportTable(
      columns: ["instrument", "weeks after", "assessed", "mean", "lowest", "highest"], rows: [],
      longColumns: 0)
    for row in rows {
      table.append([
        row.word("instrument"), row.text("weeks_after") ?? ReportFact.notRecorded,
        row.text("assessed"), row.real("mean").map { Words.decimal($0) }, row.text("lowest"),
        row.text("highest"),
      ])
    }
    return ReportSection("Scores by weeks since the last session", parts: [.table(table)])
  }

  /// A section with how satisfied clients were at the end of their courses.
  func satisfaction() throws -> ReportSection {
    let rows = try rows(
      "satisfaction",
      """
      select o.score, count(*) as assessed
      from outcomes o
      where o.instrument = 'satisfaction'
      group by o.score
      order by o.score
      """)
    guard !rows.isEmpty else {
      return ReportSection("Satisfaction", parts: [.paragraph("No satisfaction is recorded.")])
    }
    let all = rows.reduce(0) { $0 + $1.count("assessed") }
    let sum = rows.reduce(0) { $0 + $1.count("assessed") * $1.count("score") }
    let mean = Words.decimal(Double(sum) / Double(all))
    let chart = BarChart(
      title: "Answers by satisfaction", unit: "answers", series: ["answers"],
      groups: rows.map { BarChart.Group($0.text("score") ?? "", [$0.real("assessed")]) })
    let said = "\(Words.count(all, "answer", "answers")), mean \(mean)."
    return ReportSection(
      "Satisfaction",
      parts: [.paragraph(said)] + (rows.count > 1 ? [.figure(.bars(chart))] : []))
  }
}
