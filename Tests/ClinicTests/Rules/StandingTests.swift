import Clinic
import EventLog
import Records
import Testing

/// Rules 18 to 22: who may treat, when it is told, and who is booked when.
@Suite struct StandingTests {
  @Test func `a credential that lapsed is noted when the session opens, and not at each pass`()
    throws
  {
    var clinic = Chronicle.treatment()
    clinic.record(Chronicle.visit(), on: "session/S2", at: "2027-09-01T09:00", by: "U2")
    #expect(
      try clinic.says(18, of: Chronicle.visit(), on: "session/S3", at: "2027-09-01T09:00")
        == ["U2’s microneedling credential expired on 2027-08-31"])
    #expect(
      try clinic.says(18, of: Chronicle.visit(), on: "session/S3", at: "2027-08-31T23:00").isEmpty)
    clinic.record(Chronicle.cartridge("X2"), on: "session/S2", at: "2027-09-01T09:10")
    #expect(
      try clinic.says(
        18, of: Chronicle.pass(cartridge: "X2"), on: "session/S2", at: "2027-09-01T09:20"
      ).isEmpty)
  }

  @Test func `a credential revoked is none from then on`() throws {
    var clinic = Chronicle.treatment()
    clinic.record(
      .staff(.credentialRevoked(CredentialRevoked(reason: "complaint", number: "MN-1"))),
      on: "staff/U2", at: "2026-03-10T12:00")
    func said(_ time: String) throws -> [String] {
      try clinic.says(18, of: Chronicle.visit(), on: "session/S3", at: "2026-03-\(time)")
    }
    #expect(try said("10T11:59").isEmpty)
    #expect(try said("10T12:00") == ["U2’s microneedling credential was revoked on 2026-03-10"])
  }

  @Test func `a device overdue and training run out are noted with the cartridge`() throws {
    var clinic = Chronicle.treatment()
    clinic.record(
      .device(.deviceServiced(DeviceServiced(nextDueOn: Chronicle.day("2026-02-27")))),
      on: "device/D1", at: "2026-02-01T09:00")
    clinic.record(
      .staff(
        .trainingRecorded(
          TrainingRecorded(deviceModel: "Pen 2", validTo: Chronicle.day("2026-02-28")))),
      on: "staff/U2", at: "2026-02-01T09:00")
    #expect(
      try clinic.says(18, of: Chronicle.cartridge(), at: "09:30") == [
        "device D1 was due for service on 2026-02-27",
        "U2’s training on the model of device D1 expired on 2026-02-28",
      ])
    clinic.open()
    #expect(try clinic.says(18, of: Chronicle.pass(), at: "09:40").isEmpty)
    // Withdrawn while the cartridge is on it: that is new.
    clinic.record(.device(.deviceWithdrawn(DeviceWithdrawn())), on: "device/D1", at: "09:45")
    #expect(
      try clinic.says(18, of: Chronicle.pass(), at: "09:50")
        == ["device D1 was withdrawn on 2026-03-01"])
  }

  @Test func `lateness goes by the raw clock, and by the protocol in force then`() throws {
    let clinic = Chronicle.treatment()
    var entry = clinic.proposal(
      Chronicle.pain(3), on: "session/S1", at: "10:00", by: "U2", recordedAt: "2026-03-09T10:00")
    entry.envelope.clock = Chronicle.at("11:00")
    #expect(check(try Proposal(entry), in: clinic).isEmpty)
    // Before the first protocol was published there was no limit to keep.
    let early = clinic.proposal(
      Chronicle.registered, on: "client/C9", at: "2026-01-04T10:00", recordedAt: "2026-03-09T10:00")
    #expect(check(try Proposal(early), in: clinic).isEmpty)
  }

  @Test func `a late entry is one by its mode and its reason`() throws {
    let clinic = Chronicle.treatment()
    let entry = clinic.proposal(
      Chronicle.pain(3), on: "session/S1", at: "10:00", by: "U2", recordedAt: "2026-03-02T10:01")
    var proposal = try Proposal(entry)
    proposal.enter(reason: nil, in: clinic)
    #expect(proposal.envelope.entryMode == .live)
    proposal.enter(reason: "paper notes", in: clinic)
    #expect(proposal.envelope.entryMode == .late)
    #expect(proposal.envelope.lateReason == "paper notes")
  }

  @Test(arguments: [
    ("2026-03-02T10:29", 1), ("2026-03-02T10:30", 0), ("2026-03-04T10:30", 0),
    ("2026-03-04T10:31", 1),
  ])
  func `the call is made a day to three days after`(_ time: String, _ count: Int) throws {
    var clinic = Chronicle.treatment()
    clinic.treatAndClose()
    #expect(try clinic.says(20, of: Chronicle.call(), at: time).count == count)
    clinic.record(Chronicle.call(), on: "session/S1", at: "2026-03-03T10:00")
    #expect(try clinic.says(20, of: Chronicle.call(), at: "2026-03-09T10:00").isEmpty)
  }

  @Test func `an urgent call is followed within a day`() throws {
    var clinic = Chronicle.treatment()
    clinic.treatAndClose()
    clinic.record(Chronicle.call(.urgent), on: "session/S1", at: "2026-03-03T10:00")
    func said(_ event: ClinicEvent, _ time: String) throws -> Int {
      try clinic.says(20, of: event, at: time).count
    }
    #expect(try said(Chronicle.reported(), "2026-03-04T10:00") == 0)
    #expect(try said(Chronicle.reported(), "2026-03-04T10:01") == 1)
    #expect(try said(Chronicle.call(), "2026-03-04T10:01") == 1)
    clinic.record(Chronicle.reported(), on: "session/S1", at: "2026-03-03T12:00")
    #expect(try said(Chronicle.call(), "2026-03-04T10:01") == 0)
  }

  @Test func `an urgent call entered two days later already tells`() throws {
    var clinic = Chronicle.treatment()
    clinic.treatAndClose()
    let call = Act(
      Chronicle.call(.urgent), at: "2026-03-03T10:00", recordedAt: "2026-03-05T10:00")
    #expect(
      try clinic.verdict(on: call, reason: "on paper").deviations.map(\.rule).sorted() == [19, 20])
    clinic.record(
      .session(.followUpHeld(FollowUpHeld(weeksAfter: 0))), on: "session/S1",
      at: "2026-03-03T15:00")
    #expect(
      try clinic.verdict(on: call, reason: "on paper").deviations.map(\.rule).sorted() == [19])
  }

  private func booking(
    _ clinic: Chronicle, _ from: String, _ to: String, client: String = "C1",
    practitioner: String = "U2", room: String? = "R1"
  ) throws -> [String] {
    try clinic.says(
      21,
      of: Chronicle.slot(
        "2026-03-10T\(from)", "2026-03-10T\(to)", client: client, practitioner: practitioner,
        room: room), on: "booking/B2", at: "09:30")
  }

  private static func diary() -> Chronicle {
    var clinic = Chronicle.treatment()
    clinic.record(Chronicle.registered, on: "client/C2", at: "08:00")
    clinic.record(
      Chronicle.slot("2026-03-10T10:00", "2026-03-10T11:00"), on: "booking/B1", at: "09:00")
    return clinic
  }

  @Test func `practitioner, client and room are each in one place at a time`() throws {
    let clinic = Self.diary()
    #expect(
      try booking(clinic, "10:30", "11:30") == [
        "practitioner U2 is booked at that time, in booking B1",
        "client C1 is booked at that time, in booking B1",
        "room R1 is booked at that time, in booking B1",
      ])
    #expect(
      try booking(clinic, "09:00", "12:00", client: "C2", practitioner: "U1", room: nil).isEmpty)
    #expect(try booking(clinic, "09:00", "10:00").isEmpty)
    #expect(try booking(clinic, "11:00", "12:00").isEmpty)
  }

  @Test func `a booking given up holds no time, and one moved holds its new one`() throws {
    var clinic = Self.diary()
    clinic.record(
      .booking(
        .bookingRescheduled(
          BookingRescheduled(
            startsAt: Chronicle.at("2026-03-10T14:00"), endsAt: Chronicle.at("2026-03-10T15:00"),
            by: .client))), on: "booking/B1", at: "09:10")
    #expect(try booking(clinic, "10:30", "11:30").isEmpty)
    #expect(try booking(clinic, "14:30", "15:30").count == 3)
    clinic.record(
      .booking(.bookingCancelled(BookingCancelled(by: .client))), on: "booking/B1", at: "09:20")
    #expect(try booking(clinic, "14:30", "15:30").isEmpty)
  }

  @Test func `a booking moved onto another is refused too`() throws {
    var clinic = Self.diary()
    clinic.record(
      Chronicle.slot("2026-03-10T12:00", "2026-03-10T13:00", client: "C2", practitioner: "U1"),
      on: "booking/B2", at: "09:05")
    let moved = ClinicEvent.booking(
      .bookingRescheduled(
        BookingRescheduled(
          startsAt: Chronicle.at("2026-03-10T10:30"), endsAt: Chronicle.at("2026-03-10T11:30"),
          by: .clinic)))
    #expect(
      try clinic.says(21, of: moved, on: "booking/B2", at: "09:30")
        == ["room R1 is booked at that time, in booking B1"])
  }

  @Test(arguments: [("10:00", "10:00"), ("10:00", "09:00")])
  func `a booking ends after it starts`(_ from: String, _ to: String) throws {
    let slot = Chronicle.slot("2026-03-10T\(from)", "2026-03-10T\(to)")
    #expect(
      try Chronicle.treatment().says(4, of: slot, on: "booking/B2", at: "09:30")
        == ["a booking ends after its start, at most 24 h later"])
  }

  @Test func `the fourth session of three is noted`() throws {
    var clinic = Chronicle.treatment()
    clinic.record(Chronicle.visit(), on: "session/S2", at: "2026-04-01T09:00")
    #expect(
      try clinic.says(22, of: Chronicle.visit(), on: "session/S4", at: "2026-06-01T09:00").isEmpty)
    clinic.record(Chronicle.visit(), on: "session/S3", at: "2026-05-01T09:00")
    #expect(
      try clinic.says(22, of: Chronicle.visit(), on: "session/S4", at: "2026-06-01T09:00")
        == ["session 4"])
  }

  @Test func `where no protocol is published, rules that need its limits say nothing`() throws {
    var clinic = Chronicle()
    for entry in Chronicle.treatment().log
    where EventType.numbered(entry.envelope.type) != ProtocolPublished.eventType {
      var entry = entry
      entry.envelope.position = UInt64(clinic.log.count + 1)
      clinic.record(entry)
    }
    clinic.treatAndClose()
    for (event, time) in [
      (Chronicle.call(), "2026-03-01T12:00"), (Chronicle.call(), "2026-03-09T12:00"),
    ] {
      let verdict = try clinic.verdict(
        on: Act(event, at: time, recordedAt: "2026-05-01T10:00"))
      #expect(verdict.refusals.isEmpty && verdict.deviations.isEmpty)
    }
  }
}
