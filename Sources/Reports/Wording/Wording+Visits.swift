import Clinic
import Records

extension Wording {
  /// What was planned with a client.
  func phrases(of event: CourseEvent) -> [Phrase] {
    switch event {
    case .coursePlanned(let it):
      [
        .id("client", it.client), .word("concern", it.concern),
        .count("sessions_planned", it.sessionsPlanned, "session", "sessions"),
        .count("min_interval_days", it.minIntervalDays, "day", "days", lead: "at least"),
        .count("target_interval_days", it.targetIntervalDays, "day", "days", lead: "aim"),
        .words("zones", it.zones), .said("note", it.note),
      ]
    case .courseAmended(let it):
      [
        .word("concern", it.concern),
        .count("sessions_planned", it.sessionsPlanned, "session", "sessions"),
        .count("min_interval_days", it.minIntervalDays, "day", "days", lead: "at least"),
        .count("target_interval_days", it.targetIntervalDays, "day", "days", lead: "aim"),
        .words("zones", it.zones), .said("note", it.note),
      ]
    case .courseEnded(let it): [.word("outcome", it.outcome), .said("reason", it.reason)]
    case .outcomeAssessed(let it):
      [
        .word("instrument", it.instrument),
        .text("score", String(it.score), joint: .space),
        .word("assessor", it.assessor, lead: "by the"),
        .count("weeks_after", it.weeksAfter, "week after", "weeks after"),
      ]
    }
  }

  /// What was agreed on a visit, and whether it came to it.
  func phrases(of event: BookingEvent) -> [Phrase] {
    switch event {
    case .bookingMade(let it):
      [
        .id("client", it.client), .moment("starts_at", it.startsAt, lead: "from", zone),
        .moment("ends_at", it.endsAt, lead: "to", zone), .id("practitioner", it.practitioner),
        .id("room", it.room), .id("course", it.course), .word("channel", it.channel),
        .text("service", it.service),
      ]
    case .bookingRescheduled(let it):
      [
        .moment("starts_at", it.startsAt, lead: "from", zone),
        .moment("ends_at", it.endsAt, lead: "to", zone), .word("by", it.by, lead: "by the"),
        .said("reason", it.reason),
      ]
    case .bookingCancelled(let it):
      [.word("by", it.by, lead: "by the"), .said("reason", it.reason)]
    case .reminderSent(let it):
      [
        .word("channel", it.channel),
        .flag("delivered", it.delivered, "delivered", "not delivered"),
      ]
    case .clientArrived: []
    case .clientDidNotAttend(let it):
      [.count("grace_minutes", it.graceMinutes, "min", lead: "waited")]
    case .clientTurnedAway(let it): [.said("reason", it.reason)]
    }
  }
}
