import Clinic
import ClinicStore
import Records

extension SummaryWriter {
  /// What was planned, how far it has come, and what is next.
  mutating func describe(_ course: Course, in store: Snapshot) throws {
    say("client", course.client)
    var status = course.status.map(Words.plain)
    if let ended = course.endedAt { status = status.map { "\($0) \(day(ended))" } }
    say("status", status)
    let zones = course.zones.map { $0.isEmpty ? "" : ", \(Words.commas($0))" } ?? ""
    say("for", course.concern.map { Words.plain($0) + zones })
    var plan = course.sessionsPlanned.map { Words.count($0, "session", "sessions") }
    if let days = course.minIntervalDays {
      plan = plan.map { "\($0), at least \(days) days apart" }
    }
    if let days = course.targetIntervalDays { plan = plan.map { "\($0), aim \(days)" } }
    if let planned = course.plannedAt { plan = plan.map { "\($0), planned \(day(planned))" } }
    say("plan", plan)
    let sessions = try store.states(Session.self, where: "course", is: course.id)
      .filter(\.isOpened).sorted { $0.openedAt ?? moment < $1.openedAt ?? moment }
    let done = sessions.filter { $0.closedAt != nil }
    let planned = course.sessionsPlanned.map { " of \($0)" } ?? ""
    say("progress", "\(done.count)\(planned) sessions")
    for session in sessions {
      say("session\(session.ordinal.map { " \($0)" } ?? "")", sessionInWords(session))
    }
    if course.status == .active || course.status == nil {
      if let last = done.last?.openedAt, let days = course.minIntervalDays {
        say("not before", CalendarDate(days: zone.date(last).days + days).iso)
      }
      say("next due", sessions.last?.nextDueOn.map(due))
      say("next booking", try nextBooking(where: "course", is: course.id, in: store) ?? "none")
    }
    if let instrument = course.lastInstrument, let score = course.lastScore {
      let when = course.lastAssessedAt.map { ", \(day($0))" } ?? ""
      say("last outcome", "\(Words.plain(instrument)) \(score)\(when)")
    }
  }

  /// Who is to come when, and whether they came.
  mutating func describe(_ booking: Booking, in store: Snapshot) throws {
    say("client", booking.client)
    var status = booking.status.map(Words.plain)
    if let by = booking.cancelledBy, booking.status == .cancelled {
      status = status.map { "\($0) by the \(Words.plain(by))" }
    }
    if let at = booking.statusAt { status = status.map { "\($0) \(zone.display(at))" } }
    if let grace = booking.graceMinutes, booking.status == .noShow {
      status = status.map { "\($0), waited \(grace) min" }
    }
    if booking.status == .booked, let ends = booking.endsAt, ends < moment {
      status = status.map { "\($0), and its time is past" }
    }
    say("status", status)
    if let starts = booking.startsAt {
      let ends = booking.endsAt.map { " to \(zone.display($0).suffix(5))" } ?? ""
      say("time", zone.display(starts) + ends)
    }
    say("service", booking.service)
    say("practitioner", booking.practitioner)
    say("room", booking.room)
    say("course", booking.course)
    var made = booking.madeAt.map(zone.display)
    if let channel = booking.channel { made = made.map { "\($0), \(Words.plain(channel))" } }
    say("made", made)
    if booking.reschedules > 0 { say("moved", Words.count(booking.reschedules, "time", "times")) }
    say("reminded", reminders(of: booking))
    say("arrived", booking.arrivedAt.map(zone.display))
    let sessions = try store.states(Session.self, where: "booking", is: booking.id)
    say("held as", sessions.filter(\.isOpened).map(sessionInWords).joined(separator: "; "))
  }

  private func reminders(of booking: Booking) -> String {
    guard let at = booking.remindedAt else { return "no" }
    let delivered = booking.reminderDelivered.map { $0 ? ", delivered" : ", not delivered" } ?? ""
    let count = booking.reminders > 1 ? "\(booking.reminders) times, last " : ""
    return "\(count)\(zone.display(at))\(delivered)"
  }
}
