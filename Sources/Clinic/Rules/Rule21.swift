import EventLog
import Records

/// No booking is longer, so that those that overlap are found by their start.
private let longestHours: Int64 = 24

/// Rule 21: nobody and no room is booked twice for one time, and nobody fails to attend before the
/// start.
///
/// Bookings that were cancelled, or whose client did not come or was turned away, hold no time.
func checkBooking(_ proposal: Proposal, in view: some ClinicView) -> [Finding] {
  guard case .booking(let event) = proposal.event else { return [] }
  let booking = view.state(Booking.self, proposal.envelope.stream.id)
  switch event {
  case .bookingMade(let made):
    return checkTwice(
      Slot(
        starts: made.startsAt, ends: made.endsAt, practitioner: made.practitioner,
        client: made.client, room: made.room), proposal, in: view)
  case .bookingRescheduled(let moved):
    return checkTwice(
      Slot(
        starts: moved.startsAt, ends: moved.endsAt, practitioner: booking?.row.practitioner,
        client: booking?.row.client, room: booking?.row.room), proposal, in: view)
  case .clientDidNotAttend:
    let time = booking?.row.timeChanges.last(at: proposal.moment)?.startsAt ?? booking?.row.startsAt
    guard let time, proposal.moment < time else { return [] }
    return [
      Finding(
        rule: 21, level: .refuseUnlessPast, message: "the booking had not begun yet",
        hint: "wait for its start, or --override --reason …", limit: "after the booking’s start",
        observed: "before the booking’s start")
    ]
  case .bookingCancelled, .reminderSent, .clientArrived, .clientTurnedAway: return []
  }
}

/// A time and who and what it is booked for.
private struct Slot {
  var starts: Instant
  var ends: Instant
  var practitioner: String?
  var client: String?
  var room: String?
}

private func checkTwice(
  _ slot: Slot, _ proposal: Proposal, in view: some ClinicView
) -> [Finding] {
  let length = slot.ends.elapsed(since: slot.starts)
  guard length > 0, length <= longestHours &* .microsecondsInHour else {
    return [
      Finding(
        rule: 4, message: "a booking ends after its start, at most \(longestHours) h later",
        hint: "look at starts_at and ends_at again", field: "data.ends_at",
        limit: "at most \(longestHours) h after the start")
    ]
  }
  let earliest = slot.starts.adding(hours: -longestHours)
  let chart = slot.client.map { view.chart(of: $0) }
  var findings: [Finding] = []
  // Half-open: one may begin as another ends.
  for other in view.bookings(from: earliest, before: slot.ends, endingAfter: slot.starts)
  where other.row.id != proposal.envelope.stream.id && other.row.isHeld(at: proposal.moment) {
    var twice: [String] = []
    if let practitioner = slot.practitioner, practitioner == other.row.practitioner {
      twice.append("practitioner \(practitioner)")
    }
    if let chart, chart == other.row.client.map({ view.chart(of: $0) }) {
      twice.append("client \(chart)")
    }
    if let room = slot.room, room == other.row.room { twice.append("room \(room)") }
    findings += twice.map { name in
      Finding(
        rule: 21, level: .refuseUnlessPast,
        message: "\(name) is booked at that time, in booking \(other.row.id)",
        hint: "another time, or --override --reason …", field: "data.starts_at",
        limit: "one booking at a time")
    }
  }
  return findings
}

extension Booking {
  /// Whether the booking held its time at `moment`: it was not given up by then.
  fileprivate func isHeld(at moment: Instant) -> Bool {
    guard isOpened else { return false }
    switch status {
    case .cancelled, .noShow, .turnedAway: return statusAt.map { moment < $0 } ?? false
    case .booked, .arrived, nil: return true
    }
  }
}
