import Clinic
import ClinicSQL
public import ClinicStore
import EventLog
import Records

/// Everything that is known of one client, merged charts followed.
public enum ClientReport {
  /// The report of the client with that id, or of the chart that theirs was merged into.
  ///
  /// - Throws: ``StoreError`` where the moment knows of no such client, or what is stored is damaged.
  public static func make(
    _ client: String, in store: ClinicStore, at moment: Moment
  ) throws -> Report {
    let charts = try ClientCharts(of: client, in: store, at: moment)
    let inquiry = try Inquiry(store, at: moment)
    inquiry.digest(charts.clients)
    let values = charts.values
    let own = "client in (select value from json_each(:charts))"

    let sessions = try inquiry.sessions(where: "s.\(own)", values)
    let bookings = try inquiry.bookings(where: "b.\(own)", values)
    let courses = try inquiry.courses(of: values)
    let due = try inquiry.due(of: values, charts: charts)
    let sections = [
      charts.inForce(at: moment, store.zone, try charts.consentDays(in: store, at: moment)),
      due,
      courses,
      sessionSection(sessions),
      bookingSection(bookings),
      try inquiry.calls(where: "c.\(own)", values, of: .client),
      try inquiry.notes(of: values),
      try inquiry.adverseEvents(where: "r.client = :chart", values),
      try inquiry.deviations(where: "d.\(own)", values),
      try inquiry.amendments("Amendments", where: "a.\(own)", values),
    ]
    let certificate = try Certificate(
      of: "client", [client], in: store, at: moment,
      tables: [
        Client.table, Course.table, Session.table, Booking.table, SerumFact.table,
        ConsentFact.table, CallFact.table, FollowUpFact.table, AdverseEventFact.table,
        DeviationFact.table, AmendmentFact.table, ClinicProtocol.table,
      ], digests: inquiry.digests)
    return Report(
      name: "client", title: "Client \(charts.chart)",
      facts: charts.facts(asked: client, store.zone) + [counts(sessions), attendance(bookings)],
      sections: sections, certificate: certificate)
  }

  private static func counts(_ sessions: [SessionLine]) -> ReportFact {
    guard let first = sessions.first, let last = sessions.last else {
      return ReportFact("sessions", "no session is recorded")
    }
    let span =
      sessions.count == 1
      ? "on \(first.openedAt.prefix(10))"
      : "from \(first.openedAt.prefix(10)) to \(last.openedAt.prefix(10))"
    return ReportFact("sessions", "\(sessions.count), \(span)")
  }

  private static func attendance(_ bookings: [BookingLine]) -> ReportFact {
    let atTheirTime = bookings.filter(\.hasComeToItsTime).count
    guard atTheirTime > 0 else {
      return ReportFact("did not come", "no booking has come to its time")
    }
    let absent = bookings.filter { $0.status == "no_show" }.count
    return ReportFact("did not come", Words.share(Int64(absent), of: Int64(atTheirTime)))
  }

  private static func sessionSection(_ sessions: [SessionLine]) -> ReportSection {
    guard !sessions.isEmpty else {
      return ReportSection("Sessions", parts: [.paragraph("No session is recorded.")])
    }
    var table = ReportTable(
      columns: [
        "session", "opened", "by", "zones", "deepest", "numbing", "pain", "serum lots", "red for",
        "note",
      ], rows: [], longColumns: 1)
    for session in sessions {
      table.append(
        [
          session.id, session.openedOn, session.practitioner, session.zones, session.deepest,
          session.numbing, session.pain, session.serumLots, session.redness, session.notes,
        ], mark: session.mark)
    }
    return ReportSection("Sessions", parts: [.table(table)])
  }

  private static func bookingSection(_ bookings: [BookingLine]) -> ReportSection {
    guard !bookings.isEmpty else {
      return ReportSection("Bookings", parts: [.paragraph("No booking is recorded.")])
    }
    var table = ReportTable(
      columns: [
        "booking", "for", "service", "with", "session", "reminders", "what became of it",
      ], rows: [], longColumns: 1)
    for booking in bookings {
      let sessions = booking.sessions
      table.append([
        booking.id, booking.startsAt, booking.service, booking.practitioner,
        sessions.isEmpty ? nil : sessions.joined(separator: ", "), "\(booking.reminders)",
        booking.outcome + booking.moves,
      ])
    }
    return ReportSection("Bookings", parts: [.table(table)])
  }
}

extension Inquiry {
  fileprivate func courses(of values: [String: SQLValue]) throws -> ReportSection {
    let rows = try rows(
      "course_progress",
      """
      select
        p.course, p.concern, p.status, p.sessions_planned, p.sessions_done, p.last_session,
        substr(local(p.last_session_at), 1, 10) as last_on, p.next_due_on, p.next_booking,
        substr(local(p.next_booking_at), 1, 16) as next_at
      from course_progress p
      where p.client = :chart
      order by p.course
      """, values)
    guard !rows.isEmpty else {
      return ReportSection("Courses", parts: [.paragraph("No course is recorded.")])
    }
    var table = ReportTable(
      columns: ["course", "for", "status", "sessions", "last", "next due", "booked"], rows: [],
      longColumns: 0)
    for row in rows {
      let planned = row.number("sessions_planned").map { " of \($0)" } ?? ""
      let isActive = row.text("status") == "active"
      table.append([
        row.text("course"), row.word("concern"), row.word("status"),
        "\(row.count("sessions_done"))\(planned)",
        row.text("last_session").map { "\($0), \(row.text("last_on") ?? "")" },
        isActive ? row.text("next_due_on") ?? ReportFact.notRecorded : nil,
        isActive
          ? row.text("next_booking").map { "\($0), \(row.text("next_at") ?? "")" } ?? "not booked"
          : nil,
      ])
    }
    return ReportSection("Courses", parts: [.table(table)])
  }
}
