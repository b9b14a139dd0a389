import ClinicSQL
import Records

extension Inquiry {
  /// A section with what happened to lots on the day: received, opened, kept back, released, recalled.
  func lotEntries(of span: CalendarSpan) throws -> ReportSection {
    try entrySection(
      "Lots", "Nothing about a lot is recorded.", digest: "lot entries",
      where: """
        e.kind = 'lot' and e.occurred_at >= :from and e.occurred_at < :to
          and e.type not in ('entry-corrected', 'entry-struck-out')
        """, span.values)
  }

  /// A section with what was said of adverse events and exposures to blood on the day.
  func adverseEntries(of span: CalendarSpan) throws -> ReportSection {
    try entrySection(
      "Adverse events and exposures", "Nothing about an adverse event or an exposure is recorded.",
      digest: "adverse event entries",
      where: """
        e.type in (
          'adverse-event-reported', 'adverse-event-followed-up', 'adverse-event-resolved',
          'authority-notified', 'blood-exposure-recorded')
          and e.occurred_at >= :from and e.occurred_at < :to
        """, span.values)
  }

  /// A section with what was recorded on the day about another one.
  func lateEntries(of span: CalendarSpan, _ log: DayLog) throws -> ReportSection {
    let title = "Recorded on this day about another"
    guard let recorded = log.recorded else {
      return ReportSection(title, parts: [.paragraph("Nothing was recorded on this day.")])
    }
    var values = span.values
    values["first"] = .integer(recorded.lowerBound)
    values["last"] = .integer(recorded.upperBound)
    let condition = """
      e.position between :first and :last
        and not (e.occurred_at >= :from and e.occurred_at < :to)
        and e.type not in ('entry-corrected', 'entry-struck-out')
      """
    var section = try entrySection(
      title, "Nothing recorded on this day is about another.", digest: "late entries",
      where: condition + " and e.entry_mode <> 'import'", values)
    let imported = try row(
      "imported entries",
      "select count(*) as entries from events e where \(condition) and e.entry_mode = 'import'",
      values
    ).count("entries")
    if imported > 0 {
      let entries = Words.count(imported, "entry", "entries")
      section.note = "Besides, \(entries) about other days came by import."
    }
    return section
  }

  /// A section with what was recorded after the day about it; nil where nothing was.
  func laterEntries(about span: CalendarSpan, _ log: DayLog) throws -> ReportSection? {
    var values = span.values
    values["head"] = .integer(log.head)
    let rows = try entryRows(
      "later entries",
      where: """
        e.position > :head and e.occurred_at >= :from and e.occurred_at < :to
          and e.type not in ('entry-corrected', 'entry-struck-out')
        """, values)
    let entries = try entryTable(rows, digest: "what later entries say")
    let amendments = try amendments(
      where: """
        a.position > :head and t.occurred_at >= :from and t.occurred_at < :to
        """, values)
    let tables = [entries, amendments].compactMap { $0 }
    guard !tables.isEmpty else { return nil }
    return ReportSection(
      "Recorded since about this day",
      note: "The sections above are told with what these entries say.",
      parts: tables.map(ReportPart.table))
  }

  private func entrySection(
    _ title: String, _ none: String, digest: String, where condition: String,
    _ values: [String: SQLValue]
  ) throws -> ReportSection {
    let rows = try entryRows(digest, where: condition, values)
    let table = try entryTable(rows, digest: "what \(digest) say")
    return ReportSection(title, parts: [table.map(ReportPart.table) ?? .paragraph(none)])
  }
}
