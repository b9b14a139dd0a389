import Clinic
import Records

/// The sessions of one course in order, with the days between them.
struct CourseSessions {
  private let lines: [SessionLine]

  init(_ lines: [SessionLine]) { self.lines = lines }

  /// A section with a row a session; one given up before its first pass has no number.
  func section(_ course: Course) -> ReportSection {
    guard !lines.isEmpty else {
      return ReportSection("Sessions", parts: [.paragraph("No session is recorded.")])
    }
    var table = ReportTable(
      columns: [
        "session", "opened", "days", "by", "zones", "deepest", "numbing", "pain", "serum lots",
        "red for", "note",
      ], rows: [], longColumns: 1)
    var number: Int64 = 0
    var last: CalendarDate?
    for line in lines {
      var days: String?
      if let day = line.day, let last { days = String(day.days - last.days) }
      if !line.isGivenUp {
        number += 1
        last = line.day
      }
      table.append(
        [
          line.isGivenUp ? line.id : "\(number): \(line.id)", line.openedOn, days,
          line.practitioner, line.zones, line.deepest, line.numbing, line.pain, line.serumLots,
          line.redness, notes(of: line, number),
        ], mark: line.mark)
    }
    return ReportSection("Sessions", note: note(course, number), parts: [.table(table)])
  }

  private func notes(of line: SessionLine, _ number: Int64) -> String? {
    var notes = [line.notes].compactMap { $0 }
    if !line.isGivenUp, let ordinal = line.ordinal, ordinal != number {
      notes.append("written down as number \(ordinal)")
    }
    return notes.isEmpty ? nil : notes.joined(separator: "; ")
  }

  private func note(_ course: Course, _ held: Int64) -> String? {
    let days = "Days are counted from the session before."
    guard let planned = course.sessionsPlanned else { return days }
    let over = held > planned ? ", \(held - planned) more than planned" : ""
    return "\(held) of \(planned) planned\(over). \(days)"
  }
}
