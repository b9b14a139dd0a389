import Clinic
import EventLog
import Testing

/// Rules 5 to 22 of what an amendment makes of its stream.
@Suite struct AmendedStreamTests {
  private static func visit() -> Chronicle {
    var clinic = Chronicle.treatment()
    clinic.treatAndClose()
    return clinic
  }

  private func position(_ type: EventType, in clinic: Chronicle) throws -> UInt64 {
    try #require(clinic.log.last { $0.envelope.type == type.number }).envelope.position
  }

  private func correcting(
    _ clinic: Chronicle, _ type: EventType, _ field: String, to now: String
  ) throws -> Verdict {
    let (event, stream) = try clinic.correcting(try position(type, in: clinic), field, to: now)
    return try clinic.verdict(on: Act(event, on: stream, at: "11:00"))
  }

  @Test func `a correction that breaks no rule carries nothing`() throws {
    let verdict = try correcting(
      Self.visit(), NeedlePassMade.eventType, "depth_mm", to: "1.00")
    #expect(verdict.refusals.isEmpty && verdict.deviations.isEmpty)
  }

  @Test func `a visit moved to a client without consent says so of each act`() throws {
    var clinic = Self.visit()
    clinic.record(Chronicle.registered, on: "client/C2", at: "10:40")
    let verdict = try correcting(clinic, SessionOpened.eventType, "client", to: #""C2""#)
    // The course is C1's, which rule 3 says when it is corrected; here, what the acts now lack.
    #expect(verdict.refusals.allSatisfy { $0.rule == 3 })
    let acts = Set(verdict.deviations.map { $0.observed.prefix { $0 != ":" } })
    #expect(acts.count == 3, "photo, serum and pass")
    #expect(verdict.deviations.allSatisfy { $0.reason == "transcription" })
  }

  @Test func `a cartridge's depth is not corrected under that of a pass made with it`() throws {
    let clinic = Self.visit()
    let verdict = try correcting(clinic, CartridgeOpened.eventType, "max_depth_mm", to: "0.50")
    let pass = try position(NeedlePassMade.eventType, in: clinic)
    #expect(
      verdict.refusals.map(\.message) == [
        "@\(pass) needle-pass-made: 0.75 mm is deeper than cartridge X1 goes, 0.50 mm"
      ])
    #expect(verdict.refusals.map(\.hint) == ["amend @\(pass) first"])
  }

  @Test func `a removal struck out leaves the cream on at the pass`() throws {
    var clinic = Chronicle.treatment()
    clinic.numb()
    clinic.open()
    let wiped = clinic.record(Chronicle.wiped, on: "session/S1", at: "09:45", by: "U2")
    clinic.record(Chronicle.pass(), on: "session/S1", at: "09:50", by: "U2")
    let version = Int64(clinic.log[Int(wiped) - 1].envelope.version)
    let verdict = try clinic.verdict(
      on: Act(
        .any(.entryStruckOut(EntryStruckOut(target: version, reason: .neverHappened))),
        at: "10:00"))
    #expect(verdict.refusals.isEmpty)
    #expect(verdict.deviations.map(\.rule) == [12])
    #expect(verdict.deviations.map(\.reason) == ["never_happened"])
  }

  @Test func `an opening struck out leaves its passes without a cartridge`() throws {
    let clinic = Self.visit()
    let opened = try position(CartridgeOpened.eventType, in: clinic)
    let version = Int64(clinic.log[Int(opened) - 1].envelope.version)
    let verdict = try clinic.verdict(
      on: Act(
        .any(.entryStruckOut(EntryStruckOut(target: version, reason: .neverHappened))),
        at: "11:00"))
    #expect(verdict.refusals.isEmpty)
    #expect(verdict.deviations.map(\.rule) == [6])
  }

  @Test func `what was wrong before is not said again`() throws {
    var clinic = Chronicle.treatment()
    clinic.record(Chronicle.recalled, on: "lot/L1", at: "2026-02-20T09:00")
    clinic.record(Chronicle.serum(), on: "session/S1", at: "09:35", by: "U2")
    let volume = try correcting(clinic, SerumApplied.eventType, "volume_ml", to: "1.00")
    #expect(volume.refusals.isEmpty && volume.deviations.isEmpty)
    let lot = try correcting(clinic, SerumApplied.eventType, "lot", to: "null")
    #expect(lot.deviations.map(\.rule) == [16])
  }

  @Test func `a booking corrected onto another is noted`() throws {
    var clinic = Chronicle.treatment()
    clinic.record(Chronicle.registered, on: "client/C2", at: "08:00")
    clinic.record(
      Chronicle.slot("2026-03-10T10:00", "2026-03-10T11:00", room: "R1"), on: "booking/B1",
      at: "09:00")
    clinic.record(
      Chronicle.slot(
        "2026-03-10T10:00", "2026-03-10T11:00", client: "C2", practitioner: "U1", room: "R2"),
      on: "booking/B2", at: "09:10")
    let verdict = try correcting(clinic, BookingMade.eventType, "room", to: #""R1""#)
    #expect(verdict.deviations.map(\.rule) == [21])
  }
}
