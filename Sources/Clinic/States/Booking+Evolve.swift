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
  public mutating func evolve(_ event: BookingEvent, _ entry: FoldedEntry) {
    let moment = entry.occurredAt
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
      give(it.startsAt, it.endsAt, entry)
    case .bookingRescheduled(let it):
      reschedules.add(1)
      become(.booked, entry)
      give(it.startsAt, it.endsAt, entry)
    case .bookingCancelled(let it):
      become(.cancelled, entry)
      cancelledBy = it.by
    case .reminderSent(let it):
      reminders.add(1)
      guard entry.isNotBefore(remindedAt) else { return }
      remindedAt = moment
      reminderDelivered = it.delivered
    case .clientArrived:
      become(.arrived, entry)
      arrivedAt.lower(to: moment)
    case .clientDidNotAttend(let it):
      become(.noShow, entry)
      graceMinutes = it.graceMinutes
    case .clientTurnedAway:
      become(.turnedAway, entry)
    }
  }

  private mutating func become(_ next: BookingStatus, _ entry: FoldedEntry) {
    guard entry.isNotBefore(statusAt) else { return }
    status = next
    statusAt = entry.occurredAt
  }

  private mutating func give(_ starts: Instant, _ ends: Instant, _ entry: FoldedEntry) {
    timeChanges.enter(
      TimeChange(
        from: entry.occurredAt, startsAt: starts, endsAt: ends, position: entry.rowPosition))
    startsAt = timeChanges?.last?.startsAt
    endsAt = timeChanges?.last?.endsAt
  }
}
