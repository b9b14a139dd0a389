import Clinic
import ClinicSQL
import EventLog
import Records

extension Inquiry {
  /// Entries of the log that answer a condition on `e`, by their positions.
  func entryRows(
    _ name: String, where condition: String, _ values: [String: SQLValue]
  ) throws -> [Answer] {
    try rows(
      name,
      """
      select
        e.position, e.stream, e.id, e.type, e.entry_mode, e.recorded_by, e.performed_by,
        e.late_reason as "late_reason†", substr(local(e.occurred_at), 1, 16) as occurred_at,
        substr(local(e.recorded_at), 1, 16) as recorded_at
      from events e
      where \(condition)
      order by e.position
      """, values)
  }

  /// What those entries say now, a row each; nil where there are none.
  func entryTable(_ rows: [Answer], digest name: String) throws -> ReportTable? {
    guard !rows.isEmpty else { return nil }
    var table = ReportTable(
      columns: ["entry", "happened", "recorded", "by", "stream", "what", "what it says"],
      rows: [], longColumns: 1)
    let entries = try entries(name, of: rows)
    for row in rows {
      let position = row.count("position")
      let entry = entries.first { $0.envelope.position == UInt64(clamping: position) }
      var said = entry.map { EventDetail($0, zone: zone).text } ?? ""
      if entry?.isStruck == true { said = "struck out" + (said.isEmpty ? "" : ": \(said)") }
      if let reason = row.text("late_reason") {
        said += (said.isEmpty ? "" : "; ") + "entered late: \(reason)"
      }
      table.append(
        [
          "@\(position)", row.text("occurred_at"), row.text("recorded_at"), who(row),
          row.text("stream"), row.text("type"), said.isEmpty ? nil : said,
        ], mark: entry?.mark ?? [])
    }
    return table
  }

  /// Who did it, and who recorded it where that was another.
  private func who(_ row: Answer) -> String? {
    guard let performer = row.text("performed_by"), let recorder = row.text("recorded_by") else {
      return nil
    }
    return performer == recorder ? performer : "\(performer), recorded by \(recorder)"
  }
}

extension EffectiveEvent {
  /// How it stands out by what amends it.
  var mark: RowMark { isStruck ? .struck : amendments.isEmpty ? [] : .amended }
}
