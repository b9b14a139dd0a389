import ClinicSQL
import Records

extension Inquiry {
  /// A section with the deviations that answer a condition on `d`; those of entries struck out stand
  /// in it as such.
  func deviations(
    where condition: String, _ values: [String: SQLValue], note: String? = nil
  ) throws -> ReportSection {
    let rows = try rows(
      "deviations",
      """
      select
        d.position, d.ordinal, d.stream, d.type, d.rule, d."limit" as "limit†",
        d.observed as "observed†", d.reason as "reason†", d.authorised_by, d.struck,
        substr(local(d.occurred_at), 1, 16) as occurred_at
      from deviations d
      where \(condition)
      order by d.occurred_at, d.position, d.ordinal
      """, values)
    guard !rows.isEmpty else {
      return ReportSection(
        "Deviations", note: note, parts: [.paragraph("No deviation is recorded.")])
    }
    var table = ReportTable(
      columns: ["entry", "when", "stream", "rule", "limit and what was found", "authorised by"],
      rows: [], longColumns: 2)
    for row in rows {
      let isStruck = row.isTrue("struck")
      let limit = row.text("limit") ?? ReportFact.notRecorded
      let reason = row.text("reason").flatMap { $0.isEmpty ? nil : ": \($0)" } ?? ""
      let authoriser = row.text("authorised_by") ?? ReportFact.notRecorded
      table.append(
        [
          "@\(row.count("position"))", row.text("occurred_at"), row.text("stream"),
          row.text("rule"), "\(limit); \(row.text("observed") ?? ReportFact.notRecorded)",
          authoriser + reason + (isStruck ? "; the entry is struck out" : ""),
        ], mark: isStruck ? .struck : .deviation)
    }
    return ReportSection("Deviations", note: note, parts: [.table(table)])
  }
}
