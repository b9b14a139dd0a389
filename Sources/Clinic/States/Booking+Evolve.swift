public import EventLog
import Records

extension Booking: StateRow {
  /// The kind of stream.
  public static let streamKind = StreamKind.booking

  /// Whether the booking is made.
  public var isOpened: Bool { madeAt != nil }

  /// The event, if it is a booking's.
  public static func event(of event: ClinicEvent) -> BookingEvent? {
    if case .booking(let event) = event { event } else { nil }
  }

  /// Takes one event of a booking in.
  public mutating func evolve(_ event: BookingEvent, _ envelope: Envelope) {
    let moment = envelope.occurredAt
    switch event {
    case .bookingMade(let it):
      client = it.client
      course = it.course
      service = it.service
      practitioner = it.practitioner
      room = it.room
      channel = it.channel
      madeAt = moment
      // Any step of the visit overrides this, be it entered with a time before the booking's own.
      if statusAt == nil { status = .booked }
      give(it.startsAt, it.endsAt, envelope)
    case .bookingRescheduled(let it):
      reschedules.add(1)
      become(.booked, envelope)
      give(it.startsAt, it.endsAt, envelope)
    case .bookingCancelled(let it):
      become(.cancelled, envelope)
      cancelledBy = it.by
    case .reminderSent(let it):
      reminders.add(1)
      guard envelope.isNotBefore(remindedAt) else { return }
      remindedAt = moment
      reminderDelivered = it.delivered
    case .clientArrived:
      become(.arrived, envelope)
      arrivedAt.lower(to: moment)
    case .clientDidNotAttend(let it):
      become(.noShow, envelope)
      graceMinutes = it.graceMinutes
    case .clientTurnedAway:
      become(.turnedAway, envelope)
    }
  }

  private mutating func become(_ next: BookingStatus, _ envelope: Envelope) {
    guard envelope.isNotBefore(statusAt) else { return }
    status = next
    statusAt = envelope.occurredAt
  }

  private mutating func give(_ starts: Instant, _ ends: Instant, _ envelope: Envelope) {
    timeChanges.enter(
      TimeChange(
        from: envelope.occurredAt, startsAt: starts, endsAt: ends, position: envelope.rowPosition))
    startsAt = timeChanges?.last?.startsAt
    endsAt = timeChanges?.last?.endsAt
  }
}
