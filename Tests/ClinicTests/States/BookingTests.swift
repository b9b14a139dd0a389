import Clinic
import EventLog
import Records
import Testing

@Suite struct BookingTests {
  private func booking(_ clinic: Chronicle) throws -> Booking {
    try #require(clinic.state(Booking.self, "B1"))
  }

  private func moved(_ from: String, _ to: String) -> ClinicEvent {
    .booking(
      .bookingRescheduled(
        BookingRescheduled(startsAt: Chronicle.at(from), endsAt: Chronicle.at(to), by: .client)))
  }

  @Test func `a booking made is booked for its time`() throws {
    var clinic = Chronicle()
    clinic.record(Chronicle.booked(course: "K1"), on: "booking/B1", at: "2026-02-20T10:00")
    let booking = try booking(clinic)
    #expect(booking.status == .booked)
    #expect(booking.client == "C1" && booking.course == "K1" && booking.practitioner == "U1")
    #expect(booking.startsAt == Chronicle.at("10:00"))
    #expect(booking.madeAt == Chronicle.at("2026-02-20T10:00"))
  }

  @Test func `a booking moved twice stands at the later move, whichever was entered first`() throws
  {
    var clinic = Chronicle()
    clinic.record(Chronicle.booked(), on: "booking/B1", at: "2026-02-20T10:00")
    clinic.record(
      moved("2026-03-09T10:00", "2026-03-09T11:00"), on: "booking/B1", at: "2026-02-23T10:00")
    clinic.record(
      moved("2026-03-05T10:00", "2026-03-05T11:00"), on: "booking/B1", at: "2026-02-22T10:00")
    #expect(try booking(clinic).startsAt == Chronicle.at("2026-03-09T10:00"))
    #expect(try booking(clinic).endsAt == Chronicle.at("2026-03-09T11:00"))
    #expect(try booking(clinic).reschedules == 2)
    #expect(try booking(clinic).timeChanges?.count == 3)
  }

  @Test(arguments: [
    (ClinicEvent.booking(.clientArrived(ClientArrived())), BookingStatus.arrived),
    (.booking(.clientDidNotAttend(ClientDidNotAttend(graceMinutes: 15))), .noShow),
    (.booking(.bookingCancelled(BookingCancelled(by: .client))), .cancelled),
    (.booking(.clientTurnedAway(ClientTurnedAway(reason: "sunburnt"))), .turnedAway),
  ])
  func `the booking's status follows the day`(_ event: ClinicEvent, _ status: BookingStatus) throws
  {
    var clinic = Chronicle()
    clinic.record(Chronicle.booked(), on: "booking/B1", at: "2026-02-20T10:00")
    clinic.record(event, on: "booking/B1", at: "10:00")
    #expect(try booking(clinic).status == status)
    #expect(try booking(clinic).statusAt == Chronicle.at("10:00"))
  }

  @Test func `a walk-in booked after arriving has arrived`() throws {
    var clinic = Chronicle()
    clinic.record(Chronicle.booked(), on: "booking/B1", at: "10:30")
    clinic.record(.booking(.clientArrived(ClientArrived())), on: "booking/B1", at: "10:15")
    #expect(try booking(clinic).status == .arrived)
    #expect(try booking(clinic).arrivedAt == Chronicle.at("10:15"))
  }

  @Test func `a cancelled booking given a new time is booked again`() throws {
    var clinic = Chronicle()
    clinic.record(Chronicle.booked(), on: "booking/B1", at: "2026-02-20T10:00")
    clinic.record(
      .booking(.bookingCancelled(BookingCancelled(by: .clinic))), on: "booking/B1",
      at: "2026-02-21T10:00")
    clinic.record(
      moved("2026-03-09T10:00", "2026-03-09T11:00"), on: "booking/B1", at: "2026-02-22T10:00")
    #expect(try booking(clinic).status == .booked)
    #expect(try booking(clinic).cancelledBy == .clinic)
  }

  @Test func `reminders are counted and the last one shown`() throws {
    var clinic = Chronicle()
    clinic.record(Chronicle.booked(), on: "booking/B1", at: "2026-02-20T10:00")
    clinic.record(
      .booking(.reminderSent(ReminderSent(channel: .sms, delivered: true))), on: "booking/B1",
      at: "2026-02-28T10:00")
    clinic.record(
      .booking(.reminderSent(ReminderSent(channel: .sms, delivered: false))), on: "booking/B1",
      at: "2026-02-27T10:00")
    #expect(try booking(clinic).reminders == 2)
    #expect(try booking(clinic).reminderDelivered == true)
    #expect(try booking(clinic).remindedAt == Chronicle.at("2026-02-28T10:00"))
  }
}
