import Clinic
import ClinicSQL
import Records

extension Inquiry {
  /// The amendments that answer a condition on `a`, in the order in which they were recorded; nil
  /// where there are none.
  func amendments(
    where condition: String, _ values: [String: SQLValue]
  ) throws -> ReportTable? {
    let rows = try rows(
      "amendments",
      """
      select
        a.position, a.stream, a.act, a.target, a.target_type, a.field, a.reason, a.in_force,
        a.recorded_by, substr(local(a.recorded_at), 1, 16) as recorded_at
      from amendments a
      left join events t on t.position = a.target
      where \(condition)
      order by a.position, a.ordinal
      """, values)
    guard !rows.isEmpty else { return nil }
    var table = ReportTable(
      columns: ["entry", "recorded", "by", "stream", "what it amends", "amendment"], rows: [],
      longColumns: 1)
    for row in rows {
      let position = row.count("position")
      var said =
        try entry(at: position, of: row.text("stream") ?? "")
        .map { EventDetail($0, zone: zone).text } ?? row.word("act") ?? ReportFact.notRecorded
      if row.text("act") == "struck_out" { said = "struck out: \(said)" }
      if !row.isTrue("in_force") { said += "; of no effect since" }
      table.append([
        "@\(position)", row.text("recorded_at"), row.text("recorded_by"), row.text("stream"),
        row.text("target_type"), said,
      ])
    }
    return table
  }

  /// A section with those amendments.
  func amendments(
    _ title: String, where condition: String, _ values: [String: SQLValue]
  ) throws -> ReportSection {
    let table = try amendments(where: condition, values)
    return ReportSection(
      title, parts: [table.map(ReportPart.table) ?? .paragraph("No amendment is recorded.")])
  }
}
