import Clinic
import ClinicStore
import EventLog
public import Records

extension StreamBlame {
  /// The columns, a row each; what is of any length comes last.
  public var listing: ReportTable {
    ReportTable(
      columns: ["column", "event", "when", "who", "what", "value", "note"],
      rows: lines.map { line in
        [
          line.column, line.event.map { "@\($0.position)" },
          line.event.map { zone.display($0.envelope) }, line.event?.envelope.performedBy,
          line.event?.type.name, line.value.text, line.event?.note,
        ]
      },
      longColumns: 2)
  }

  /// `session/S1 · 45 columns by 21 events · as of @52, 2026-03-29 08:31`.
  public var summary: String {
    let events = Set(lines.compactMap(\.event?.position))
    return "\(stream.text) · " + Words.count(lines.count, "column", "columns")
      + " by " + Words.count(events.count, "event", "events") + " · \(head.asOf(zone))"
  }

  /// The columns as objects.
  public var json: [JSONValue] {
    lines.map { line in
      .members([
        "column": .string(line.column), "value": line.value.json,
        "set_by": line.event?.json ?? .null,
      ])
    }
  }
}
