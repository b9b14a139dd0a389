import Clinic
import ClinicSQL
public import ClinicStore
import EventLog
import Records

/// One course of treatment: the plan, its sessions with the days between them, and what came of it.
public enum CourseReport {
  /// The report of the course with that id.
  ///
  /// - Throws: ``StoreError`` where the moment knows of no such course, or what is stored is damaged.
  public static func make(
    _ course: String, in store: ClinicStore, at moment: Moment
  ) throws -> Report {
    let plan = try store.atOneMoment(moment) { snapshot in
      _ = try snapshot.effective(StreamID(.course, course))
      return try snapshot.state(Course.self, course) ?? Course(id: course)
    }
    let inquiry = try Inquiry(store, at: moment)
    inquiry.digest([plan])
    let values: [String: SQLValue] = ["course": .text(course)]
    let facts = try inquiry.facts(of: plan, values)
    let sessions = CourseSessions(try inquiry.sessions(where: "s.course = :course", values))
    let sections = [
      planSection(plan, store.zone),
      sessions.section(plan),
      try inquiry.intervalBreaches(values),
      try inquiry.outcomes(values),
      try inquiry.adverseEvents(
        where: "r.session in (select s.id from sessions s where s.course = :course)", values),
      try inquiry.deviations(where: "d.course = :course", values),
      try inquiry.amendments("Amendments", where: "a.course = :course", values),
    ]
    let certificate = try Certificate(
      of: "course", [course], in: store, at: moment,
      tables: [
        Client.table, Course.table, Session.table, Booking.table, SerumFact.table,
        OutcomeFact.table, AdverseEventFact.table, DeviationFact.table, AmendmentFact.table,
        ClinicProtocol.table,
      ], digests: inquiry.digests)
    return Report(
      name: "course", title: "Course \(course)", facts: facts, sections: sections,
      certificate: certificate)
  }

  /// The plan as it was first made, and each change to it.
  private static func planSection(_ course: Course, _ zone: ClinicZone) -> ReportSection {
    var table = ReportTable(
      columns: ["from", "entry", "for", "zones", "sessions", "least interval", "aim"], rows: [],
      longColumns: 0)
    for change in course.planChanges ?? [] {
      table.append([
        zone.display(change.from), "@\(change.position)", change.concern.map(Words.plain),
        change.zones.map { Words.commas($0) }, change.sessionsPlanned.map(String.init),
        change.minIntervalDays.map(Words.days), change.targetIntervalDays.map(Words.days),
      ])
    }
    guard !table.rows.isEmpty else {
      return ReportSection("Plan", parts: [.paragraph("No plan is recorded.")])
    }
    let note =
      table.rows.count > 1 ? "A change names what it changes; the rest holds as before." : nil
    return ReportSection("Plan", note: note, parts: [.table(table)])
  }
}

extension Inquiry {
  fileprivate func facts(
    of course: Course, _ values: [String: SQLValue]
  ) throws -> [ReportFact] {
    let progress = try rows(
      "course_progress",
      """
      select
        p.client, p.name as "name†", p.sessions_done, p.next_due_on, p.next_booking,
        substr(local(p.next_booking_at), 1, 16) as next_at, p.next_due_on < :today as is_past
      from course_progress p
      where p.course = :course
      """, values
    ).first
    var client = progress?.text("client") ?? course.client
    if let own = course.client, let chart = client, own != chart {
      client = "\(chart), planned for \(own), since merged"
    }
    var status = course.status.map(Words.plain)
    if let ended = course.endedAt { status = status.map { "\($0) \(zone.date(ended).iso)" } }
    var facts = [
      ReportFact("client", recorded: client),
      ReportFact("name", recorded: progress?.text("name")),
      ReportFact("status", recorded: status),
      ReportFact("for", recorded: course.concern.map(Words.plain)),
      ReportFact("planned", recorded: course.plannedAt.map { zone.date($0).iso }),
    ]
    let planned = course.sessionsPlanned.map { " of \($0)" } ?? ""
    facts.append(
      ReportFact("sessions", recorded: progress.map { "\($0.count("sessions_done"))\(planned)" }))
    guard course.status == .active, let progress else { return facts }
    let past = progress.isTrue("is_past") ? ", past" : ""
    facts.append(
      ReportFact("next due", recorded: progress.text("next_due_on").map { $0 + past }))
    let booked = progress.text("next_booking").map { "\($0), \(progress.text("next_at") ?? "")" }
    facts.append(ReportFact("booked", booked ?? "no booking to come is recorded"))
    return facts
  }

  fileprivate func intervalBreaches(_ values: [String: SQLValue]) throws -> ReportSection {
    let rows = try rows(
      "interval_breaches",
      """
      select
        b.session, substr(local(b.session_at), 1, 10) as session_on, b.last_session,
        substr(local(b.last_session_at), 1, 10) as last_on, b.days, b.min_days,
        b.reason as "reason†", b.authorised_by
      from interval_breaches b
      where b.course = :course
      order by b.session_at, b.session
      """, values)
    guard !rows.isEmpty else {
      return ReportSection(
        "Held too soon",
        parts: [.paragraph("No session was held sooner than the plan allows.")])
    }
    var table = ReportTable(
      columns: ["session", "after", "days", "least", "authorised by", "reason"], rows: [],
      longColumns: 1)
    for row in rows {
      let isAuthorised = row.text("authorised_by") != nil
      let reason = row.text("reason").flatMap { $0.isEmpty ? nil : $0 }
      table.append(
        [
          "\(row.text("session") ?? ""), \(row.text("session_on") ?? "")",
          "\(row.text("last_session") ?? ""), \(row.text("last_on") ?? "")", row.text("days"),
          row.text("min_days"), row.text("authorised_by") ?? ReportFact.notRecorded,
          isAuthorised ? reason : ReportFact.notRecorded,
        ], mark: .deviation)
    }
    return ReportSection("Held too soon", parts: [.table(table)])
  }
}
