import Clinic
import ClinicSQL
public import ClinicStore
import EventLog
import Records

/// One day of the clinic's calendar: who was to come, what was done, and what was recorded.
public enum DayReport {
  /// The report of a day, `2026-03-01`.
  ///
  /// It is told with all that the moment knows: what came in later about the day stands apart.
  /// - Throws: ``StoreError`` of kind `badInput` where the text is no day.
  public static func make(
    _ day: String, in store: ClinicStore, at moment: Moment
  ) throws -> Report {
    let span = try CalendarSpan(day: day, store.zone)
    let inquiry = try Inquiry(store, at: moment)
    let log = try DayLog(of: span, inquiry)
    let sessions = try inquiry.sessions(
      where: "s.opened_at >= :from and s.opened_at < :to", span.values)
    let appointments = try inquiry.appointments(of: span)
    let sections = [
      appointments.section,
      sessionSection(sessions),
      try inquiry.calls(
        where: "c.occurred_at >= :from and c.occurred_at < :to", span.values, of: .day),
      try inquiry.callsDue(by: span),
      try inquiry.lotEntries(of: span),
      try inquiry.adverseEntries(of: span),
      try inquiry.deviations(
        where: """
          d.occurred_at >= :from and d.occurred_at < :to
            or d.recorded_at >= :from and d.recorded_at < :to
          """, span.values, note: "Of entries about this day, or recorded on it."),
      try inquiry.amendments(
        "Amendments made on this day",
        where: "a.recorded_at >= :from and a.recorded_at < :to", span.values),
      try inquiry.lateEntries(of: span, log),
      try inquiry.laterEntries(about: span, log),
      log.section,
    ].compactMap { $0 }
    let certificate = try Certificate(
      of: "day", [day], in: store, at: moment,
      tables: [
        Client.table, Session.table, Booking.table, SerumFact.table, CallFact.table,
        FollowUpFact.table, AdverseEventFact.table, DeviationFact.table, AmendmentFact.table,
        ClinicProtocol.table,
      ], digests: inquiry.digests)
    return Report(
      name: "day", title: "Day \(span.first.iso)",
      facts: facts(span, moment, store.zone, sessions, appointments, log), sections: sections,
      certificate: certificate)
  }

  private static func facts(
    _ span: CalendarSpan, _ moment: Moment, _ zone: ClinicZone, _ sessions: [SessionLine],
    _ appointments: Appointments, _ log: DayLog
  ) -> [ReportFact] {
    var facts = [ReportFact("day", "\(span.first.weekday), \(span.first.iso)")]
    if moment.at < span.from {
      facts.append(ReportFact("so far", "the day is still to come"))
    } else if moment.at < span.to {
      facts.append(
        ReportFact("so far", "the day is told up to \(zone.display(moment.at).suffix(5))"))
    }
    facts.append(ReportFact("appointments", appointments.summary))
    facts.append(ReportFact("sessions", "\(sessions.count)"))
    facts.append(ReportFact("log", log.summary))
    return facts
  }

  private static func sessionSection(_ sessions: [SessionLine]) -> ReportSection {
    guard !sessions.isEmpty else {
      return ReportSection("Sessions", parts: [.paragraph("No session is recorded.")])
    }
    var table = ReportTable(
      columns: [
        "session", "time", "client", "by", "zones", "deepest", "numbing", "pain", "serum lots",
        "note",
      ], rows: [], longColumns: 1)
    for session in sessions {
      table.append(
        [
          session.id, session.time, session.chart, session.practitioner, session.zones,
          session.deepest, session.numbing, session.pain, session.serumLots, session.notes,
        ], mark: session.mark)
    }
    return ReportSection("Sessions", parts: [.table(table)])
  }
}

extension CalendarDate {
  /// 1970-01-01 was a Thursday.
  fileprivate var weekday: String {
    let names = [
      "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday",
    ]
    return names[Int(((days + 3) % 7 + 7) % 7)]
  }
}
