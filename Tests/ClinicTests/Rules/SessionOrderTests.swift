import Clinic
import EventLog
import Testing

/// Rules 5, 6, 7, 12 and 17: one thing after another, in one session.
@Suite struct SessionOrderTests {
  @Test func `cream put on twice is taken off twice, and not a third time`() throws {
    var clinic = Chronicle.treatment()
    clinic.numb()
    clinic.record(Chronicle.numbed(), on: "session/S1", at: "09:20")
    for time in ["09:40", "09:41"] {
      #expect(try clinic.says(5, of: Chronicle.wiped, at: time).isEmpty)
      clinic.record(Chronicle.wiped, on: "session/S1", at: time)
    }
    #expect(
      try clinic.says(5, of: Chronicle.wiped, at: "09:42")
        == ["the numbing cream is taken off already"])
  }

  @Test func `numbing declined after it was accepted takes no cream`() throws {
    var clinic = Chronicle.treatment()
    clinic.record(Chronicle.decided(.accepted), on: "session/S1", at: "09:05")
    clinic.record(Chronicle.decided(.declined), on: "session/S1", at: "09:07")
    #expect(try clinic.says(6, of: Chronicle.numbed(), at: "09:06").isEmpty)
    #expect(
      try clinic.says(6, of: Chronicle.numbed(), at: "09:08")
        == ["numbing was decided as declined, not accepted"])
  }

  @Test(arguments: [
    (Chronicle.photo(.followUp), true), (Chronicle.photo(.after), false),
    (Chronicle.call(), true),
    (.session(.followUpHeld(FollowUpHeld(weeksAfter: 4))), true), (Chronicle.reported(), true),
    (.any(.noteAdded(NoteAdded(note: "a word"))), true), (Chronicle.pass(), false),
    (Chronicle.serum(), false), (Chronicle.closed, false),
    (
      .session(
        .bloodExposureRecorded(
          BloodExposureRecorded(person: .staff, kind: .needlestick, firstAid: "washed"))), true
    ),
    (.session(.sessionAbandoned(SessionAbandoned(step: .mask, reason: "unwell"))), false),
  ])
  func `after the close only what follows a visit`(_ event: ClinicEvent, _ isTaken: Bool) throws {
    var clinic = Chronicle.treatment()
    clinic.treatAndClose()
    #expect(try clinic.says(7, of: event, at: "2026-03-02T11:00").isEmpty == isTaken)
  }

  @Test func `a close struck out may be made again`() throws {
    var clinic = Chronicle.treatment()
    clinic.treatAndClose()
    #expect(
      try clinic.says(7, of: Chronicle.closed, at: "10:20") == ["session S1 is closed already"])
    clinic.strike(UInt64(clinic.log.count), at: "10:40")
    #expect(try clinic.says(7, of: Chronicle.closed, at: "10:50").isEmpty)
  }

  @Test func `of two creams on the skin, each is named`() throws {
    var clinic = Chronicle.treatment()
    clinic.numb()
    clinic.record(Chronicle.numbed(), on: "session/S1", at: "09:20")
    clinic.open()
    #expect(try clinic.says(12, of: Chronicle.pass(), at: "09:40").count == 2)
    clinic.record(Chronicle.wiped, on: "session/S1", at: "09:40")
    clinic.record(Chronicle.wiped, on: "session/S1", at: "09:40")
    #expect(try clinic.says(12, of: Chronicle.pass(), at: "09:40").isEmpty)
  }

  @Test func `a close says everything that is missing at once`() throws {
    var clinic = Chronicle.treatment()
    clinic.open()
    let verdict = try clinic.verdict(on: Act(Chronicle.closed, at: "10:30"))
    #expect(
      verdict.refusals.map(\.message) == [
        "the session has no numbing decision", "the session has no aftercare",
      ])
    #expect(
      verdict.deviations.map(\.observed) == [
        "the session has no needle pass", "cartridge X1 is not discarded",
        "the session has no photo before, nor photos declined",
      ])
    clinic.record(.session(.photoDeclined(PhotoDeclined())), on: "session/S1", at: "10:00")
    #expect(try clinic.says(17, of: Chronicle.closed, at: "10:30").count == 4)
  }
}
