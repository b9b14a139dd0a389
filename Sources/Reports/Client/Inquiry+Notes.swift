import Clinic
import ClinicSQL
import ClinicStore
import EventLog
import Records

extension Inquiry {
  /// A section with the notes on a client's own charts that stand, in the order in which they were
  /// recorded.
  func notes(of values: [String: SQLValue]) throws -> ReportSection {
    let rows = try entryRows(
      "notes",
      where: """
        e.type = 'note-added'
          and e.stream in (select 'client/' || value from json_each(:charts))
        """, values)
    let notes = try entries("what notes say", of: rows).filter { !$0.isStruck }
    guard !notes.isEmpty else {
      return ReportSection("Notes", parts: [.paragraph("No note is recorded.")])
    }
    var table = ReportTable(columns: ["entry", "when", "by", "note"], rows: [], longColumns: 1)
    for note in notes {
      table.append(
        [
          "@\(note.envelope.position)", zone.display(note.envelope), note.envelope.performedBy,
          EventDetail(note, zone: zone).text,
        ], mark: note.mark)
    }
    return ReportSection("Notes", parts: [.table(table)])
  }
}
