import Clinic
import ClinicSQL
import Records

extension Inquiry {
  /// A section with the numbing decisions of a month's needled sessions, and the pain by decision.
  func numbing(of span: CalendarSpan) throws -> ReportSection {
    let rows = try rows(
      "numbing_outcomes",
      """
      select
        n.decision, count(*) as sessions, count(n.pain_needling) as scored,
        avg(n.pain_needling) as mean_pain, max(n.pain_needling) as worst_pain,
        sum(n.pain_tolerable is 0) as intolerable, count(n.pain_tolerable) as tolerance_told
      from numbing_outcomes n
      where n.session_at >= :from and n.session_at < :to
      group by n.decision
      order by n.decision
      """, span.values)
    guard !rows.isEmpty else {
      return ReportSection("Numbing and pain", parts: [.paragraph("No session was needled.")])
    }
    // In the vocabulary's order, what nobody recorded last.
    let ordered =
      NumbingDecision.allCases.compactMap { decision in
        rows.first { $0.text("decision") == decision.name }
      } + rows.filter { $0.text("decision") == nil }
    var table = ReportTable(
      columns: [
        "decision", "sessions", "pain recorded", "mean pain", "worst pain", "not tolerable",
      ], rows: [], longColumns: 0)
    for row in ordered {
      let (sessions, scored) = (row.count("sessions"), row.count("scored"))
      table.append(
        [
          decision(row), "\(sessions)", "\(scored) of \(sessions)",
          row.real("mean_pain").map { Words.decimal($0) } ?? ReportFact.notRecorded,
          row.text("worst_pain") ?? ReportFact.notRecorded,
          row.count("tolerance_told") == 0
            ? ReportFact.notRecorded
            : "\(row.count("intolerable")) of \(row.count("tolerance_told"))",
        ], mark: row.text("decision") == nil ? .missing : [])
    }
    let decisions = BarChart(
      title: "Sessions by numbing decision", unit: "sessions", series: ["sessions"],
      groups: ordered.map { BarChart.Group(decision($0), [Double($0.count("sessions"))]) })
    let pain = BarChart(
      title: "Mean pain while needling, by numbing decision", unit: "of 10",
      series: ["mean pain"],
      groups: ordered.map { BarChart.Group(decision($0), [$0.real("mean_pain")]) }, decimals: 1)
    return ReportSection(
      "Numbing and pain",
      note: "Of the sessions with a pass. Pain is the worst of 10 that a session recorded while "
        + "needling; the mean is of the sessions that recorded one.",
      parts: [.table(table), .figure(.bars(decisions)), .figure(.bars(pain))])
  }

  private func decision(_ row: Answer) -> String { row.word("decision") ?? ReportFact.notRecorded }

  /// A section with the days of redness after a month's needled sessions.
  func redness(of span: CalendarSpan) throws -> ReportSection {
    try redness(where: "n.session_at >= :from and n.session_at < :to", span.values)
  }

  /// A section with the days of redness after the needled sessions that answer a condition on `n`.
  func redness(
    where condition: String, _ values: [String: SQLValue]
  ) throws -> ReportSection {
    let rows = try rows(
      "redness",
      """
      select n.downtime_days, count(*) as sessions
      from numbing_outcomes n
      where \(condition)
      group by n.downtime_days
      order by n.downtime_days
      """, values)
    let all = rows.reduce(0) { $0 + $1.count("sessions") }
    guard all > 0 else {
      return ReportSection("Redness", parts: [.paragraph("No session was needled.")])
    }
    var missing: Int64 = 0
    var byDays = [Int64](repeating: 0, count: Self.mostDays + 1)
    var (days, recorded) = (Int64(0), Int64(0))
    for row in rows {
      let sessions = row.count("sessions")
      guard let red = row.number("downtime_days") else {
        missing = sessions
        continue
      }
      byDays[Int(min(red, Int64(Self.mostDays)))] += sessions
      days += red * sessions
      recorded += sessions
    }
    var said = "How long the skin was red is told at the follow-up: "
    said += Words.recorded(recorded, of: all) + "."
    if recorded > 0 {
      let mean = Words.decimal(Double(days) / Double(recorded))
      said += " Mean of those recorded: \(mean) days."
    }
    var parts: [ReportPart] = [.paragraph(said)]
    if recorded > 0 {
      var groups = byDays.enumerated().map { number, sessions in
        BarChart.Group(Self.label(number), [Double(sessions)])
      }
      groups.append(BarChart.Group(ReportFact.notRecorded, [Double(missing)]))
      parts.append(
        .figure(
          .bars(
            BarChart(
              title: "Sessions by days of redness", unit: "sessions", series: ["sessions"],
              groups: groups))))
    }
    return ReportSection("Redness", parts: parts)
  }

  /// From so many days on, days of redness are counted together.
  private static let mostDays = 5

  private static func label(_ days: Int) -> String {
    days == mostDays ? "\(days) or more" : Words.count(days, "day", "days")
  }
}
