import Clinic
import ClinicSQL
import ClinicStore
import Records

extension Inquiry {
  /// A section with what is due with a client: calls, follow-ups, looks, sessions, bookings to come.
  func due(of values: [String: SQLValue], charts: ClientCharts) throws -> ReportSection {
    var table = ReportTable(columns: ["what", "when", "how it stands"], rows: [], longColumns: 1)
    for row in try dueCalls(values) { table.append(row) }
    for row in try dueFollowUps(values) { table.append(row) }
    for row in try dueLooks(values) { table.append(row) }
    if let test = charts.patchTest(at: moment.at), test.result == nil {
      table.append(["patch test to be read", nil, "applied \(zone.display(test.appliedAt))"])
    }
    for row in try dueSessions(values) { table.append(row) }
    for row in try comingBookings(values) { table.append(row) }
    guard !table.rows.isEmpty else {
      return ReportSection("Due", parts: [.paragraph("Nothing is due, and nothing is booked.")])
    }
    return ReportSection("Due", parts: [.table(table)])
  }

  private func dueCalls(_ values: [String: SQLValue]) throws -> [[String?]] {
    try rows(
      "due_calls",
      """
      select
        d.session, substr(local(d.due_from), 1, 16) as due_from,
        substr(local(d.due_to), 1, 16) as due_to, d.state, d.attempts, d.last_outcome
      from due_calls d
      where d.client = :chart
      order by d.session
      """, values
    ).map { row in
      let attempts = row.count("attempts")
      let tried =
        attempts == 0
        ? "no attempt recorded"
        : "\(Words.count(attempts, "attempt", "attempts")), last \(row.word("last_outcome") ?? "")"
      let window = row.text("due_from").map { "\($0) to \(row.text("due_to") ?? "")" }
      return [
        "call about \(row.text("session") ?? "")", window ?? "no window in force",
        "\(row.word("state") ?? "not made"); \(tried)",
      ]
    }
  }

  private func dueFollowUps(_ values: [String: SQLValue]) throws -> [[String?]] {
    try rows(
      "overdue_follow_ups",
      """
      select
        f.session, f.due_on, f.days_overdue, substr(local(f.seen_since), 1, 10) as seen_since
      from overdue_follow_ups f
      where f.client = :chart
      order by f.due_on, f.session
      """, values
    ).map { row in
      let seen = row.text("seen_since").map { "; seen again \($0)" } ?? ""
      return [
        "follow-up of \(row.text("session") ?? "")", row.text("due_on"),
        "overdue by \(Words.days(row.count("days_overdue")))\(seen)",
      ]
    }
  }

  private func dueLooks(_ values: [String: SQLValue]) throws -> [[String?]] {
    try rows(
      "adverse_event_register",
      """
      select r.adverse_event, r.session, r.kind, r.next_due_on, r.position
      from adverse_event_register r
      where r.client = :chart and r.state = 'open'
      order by r.reported_at, r.position
      """, values
    ).map { row in
      [
        "adverse event \(row.text("adverse_event") ?? "")", row.text("next_due_on"),
        "open: \(row.word("kind") ?? ""), session \(row.text("session") ?? "")",
      ]
    }
  }

  private func dueSessions(_ values: [String: SQLValue]) throws -> [[String?]] {
    try rows(
      "client_state",
      """
      select k.next_due_on, k.course, k.next_booking, k.next_due_on < :today as is_past
      from client_state k
      where k.client = :chart and k.next_due_on is not null
      order by k.client
      """, values
    ).map { row in
      let booked = row.text("next_booking").map { "booked, \($0)" } ?? "not booked"
      return [
        "session" + (row.text("course").map { " of \($0)" } ?? ""), row.text("next_due_on"),
        (row.isTrue("is_past") ? "past; " : "") + booked,
      ]
    }
  }

  private func comingBookings(_ values: [String: SQLValue]) throws -> [[String?]] {
    try rows(
      "bookings to come",
      """
      select b.id as booking, substr(local(b.starts_at), 1, 16) as at, b.service, b.practitioner
      from bookings b
      where b.client in (select value from json_each(:charts))
        and b.status = 'booked' and b.starts_at > :at
      order by b.starts_at, b.id
      """, values
    ).map { row in
      let with = row.text("practitioner").map { " with \($0)" } ?? ""
      return [
        "booking \(row.text("booking") ?? "")", row.text("at"),
        (row.text("service") ?? ReportFact.notRecorded) + with,
      ]
    }
  }
}
