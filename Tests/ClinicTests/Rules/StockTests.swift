import Clinic
import EventLog
import Testing

/// Rules 8, 9 and 16: cartridges, lots and serums.
@Suite struct StockTests {
  @Test func `a cartridge is opened once in its own session too`() throws {
    var clinic = Chronicle.treatment()
    clinic.open()
    #expect(
      try clinic.says(8, of: Chronicle.cartridge(), at: "09:50")
        == ["cartridge X1 was opened in this session on 2026-03-01"])
    clinic.strike(UInt64(clinic.log.count), at: "09:55")
    #expect(try clinic.says(8, of: Chronicle.cartridge(), at: "09:56").isEmpty)
  }

  @Test func `an opening entered second is found though it happened first`() throws {
    var clinic = Chronicle.treatment()
    clinic.record(Chronicle.registered, on: "client/C2", at: "08:00")
    clinic.record(Chronicle.visit("C2", course: nil), on: "session/S2", at: "09:00")
    clinic.record(Chronicle.cartridge(), on: "session/S2", at: "09:45")
    #expect(
      try clinic.says(8, of: Chronicle.cartridge(), at: "09:30")
        == ["cartridge X1 was opened in session S2 on 2026-03-01"])
  }

  @Test(arguments: [
    ("2027-06-30T23:59", []), ("2027-07-01T00:00", ["lot L1 expired on 2027-06-30"]),
  ])
  func `a lot may be used through the day it expires on`(_ time: String, _ said: [String]) throws {
    #expect(try Chronicle.treatment().says(9, of: Chronicle.serum(), at: time) == said)
  }

  @Test func `quarantined on Monday and released on Tuesday, a lot was not free on Monday`() throws
  {
    var clinic = Chronicle.treatment()
    clinic.record(Chronicle.quarantined, on: "lot/L1", at: "2026-03-02T09:00")
    clinic.record(Chronicle.released, on: "lot/L1", at: "2026-03-03T09:00")
    #expect(
      try clinic.says(9, of: Chronicle.serum(), at: "2026-03-02T10:00")
        == ["lot L1 was quarantined on 2026-03-02"])
    #expect(try clinic.says(9, of: Chronicle.serum(), at: "2026-03-02T08:59").isEmpty)
    #expect(try clinic.says(9, of: Chronicle.serum(), at: "2026-03-03T09:00").isEmpty)
  }

  @Test func `a recall is never over, and meets every delivery of the same number`() throws {
    var clinic = Chronicle.treatment()
    clinic.record(Chronicle.received(" ha-1 "), on: "lot/L8", at: "2026-01-20T09:00")
    clinic.record(Chronicle.received("HA-1", of: "P2"), on: "lot/L9", at: "2026-01-20T09:00")
    clinic.record(Chronicle.recalled, on: "lot/L8", at: "2026-02-20T09:00")
    clinic.record(Chronicle.released, on: "lot/L8", at: "2026-02-21T09:00")
    func said(_ lot: String) throws -> [String] {
      try clinic.says(9, of: Chronicle.serum(lot: lot), at: "09:30")
    }
    #expect(try said("L8") == ["lot L8 was recalled on 2026-02-20"])
    #expect(try said("L1") == ["lot L1 was recalled on 2026-02-20 as lot L8"])
    // Another product's lot of that number is another lot.
    #expect(try said("L9").isEmpty)
    #expect(
      try clinic.says(9, of: Chronicle.serum(lot: "L8"), at: "2026-02-20T08:59").isEmpty)
  }

  @Test func `everything that is wrong with a lot is said at once`() throws {
    var clinic = Chronicle.treatment()
    clinic.record(Chronicle.quarantined, on: "lot/L1", at: "2026-02-20T09:00")
    clinic.record(Chronicle.recalled, on: "lot/L1", at: "2026-02-21T09:00")
    #expect(try clinic.says(9, of: Chronicle.serum(), at: "2027-08-01T10:00").count == 3)
  }

  @Test func `a lot suspected of an adverse event is not in use`() throws {
    var clinic = Chronicle.treatment()
    clinic.record(Chronicle.recalled, on: "lot/L1", at: "2026-02-21T09:00")
    let report = Chronicle.reported(suspects: [Suspect(lot: "L1")])
    #expect(try clinic.says(9, of: report, at: "2026-03-04T09:00").isEmpty)
  }

  @Test(arguments: [Answer.yes, .no, .unknown])
  func `a serum is labelled for needling, or noted`(_ answer: Answer) throws {
    let serum = ClinicEvent.session(
      .serumApplied(
        SerumApplied(
          product: "P1", lot: "L1", kind: .peptide, purpose: .treatment, timing: .during,
          zones: [.cheek], volumeMl: .hundredths(100), sterile: true, labelledForNeedling: answer)))
    #expect(
      try Chronicle.treatment().says(16, of: serum, at: "09:30").isEmpty == (answer == .yes))
  }
}
