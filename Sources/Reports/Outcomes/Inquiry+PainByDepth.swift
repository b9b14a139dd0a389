import Clinic
import ClinicSQL
import Records

extension Inquiry {
  /// A section with the pain while needling by numbing decision and depth band.
  func painByDepth() throws -> ReportSection {
    let rows = try rows(
      "numbing_outcomes",
      """
      select
        n.depth_band, n.decision, count(*) as sessions, count(n.pain_needling) as scored,
        avg(n.pain_needling) as mean_pain, max(n.pain_needling) as worst_pain,
        count(n.downtime_days) as redness_told, avg(n.downtime_days) as mean_redness,
        min(n.max_depth_mm) as shallowest
      from numbing_outcomes n
      group by n.depth_band, n.decision
      order by n.depth_band, n.decision
      """)
    guard !rows.isEmpty else {
      return ReportSection("Pain by numbing and depth", parts: [.paragraph("Nothing was needled.")])
    }
    let bands = bands(of: rows)
    let decisions: [String?] =
      NumbingDecision.allCases.map(\.name)
      .filter { name in rows.contains { $0.text("decision") == name } }
      + (rows.contains { $0.text("decision") == nil } ? [nil] : [])
    var table = ReportTable(
      columns: [
        "deepest pass", "numbing", "sessions", "pain recorded", "mean pain", "worst pain",
        "redness recorded", "mean days red",
      ], rows: [], longColumns: 0)
    for band in bands {
      for decision in decisions {
        guard let row = row(rows, band, decision) else { continue }
        let sessions = row.count("sessions")
        table.append([
          band, decision.map(Words.plain) ?? ReportFact.notRecorded, "\(sessions)",
          "\(row.count("scored")) of \(sessions)",
          row.real("mean_pain").map { Words.decimal($0) } ?? ReportFact.notRecorded,
          row.text("worst_pain") ?? ReportFact.notRecorded,
          "\(row.count("redness_told")) of \(sessions)",
          row.real("mean_redness").map { Words.decimal($0) } ?? ReportFact.notRecorded,
        ])
      }
    }
    let chart = BarChart(
      title: "Mean pain while needling, by deepest pass and numbing", unit: "of 10",
      series: decisions.map { $0.map(Words.plain) ?? ReportFact.notRecorded },
      groups: bands.map { band in
        BarChart.Group(
          band, decisions.map { self.row(rows, band, $0)?.real("mean_pain") })
      }, decimals: 1)
    return ReportSection(
      "Pain by numbing and depth",
      note:
        "Of the sessions with a pass; a mean is of those that recorded it. Where there is no bar "
        + "there was no such session, or none that recorded its pain: the table tells which.",
      parts: [.figure(.bars(chart)), .table(table)])
  }

  /// The bands from the shallowest to the deepest.
  private func bands(of rows: [Answer]) -> [String] {
    var least: [String: Double] = [:]
    for row in rows {
      guard let band = row.text("depth_band"), let depth = row.real("shallowest") else { continue }
      least[band] = min(least[band] ?? depth, depth)
    }
    return least.sorted { $0.value < $1.value }.map(\.key)
  }

  private func row(_ rows: [Answer], _ band: String, _ decision: String?) -> Answer? {
    rows.first { $0.text("depth_band") == band && $0.text("decision") == decision }
  }
}
