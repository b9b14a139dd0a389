import Clinic
import EventLog
import Records
import Testing

/// Rules 10 and 11, and photos of rule 18: what the client agreed to, and can bear.
@Suite struct ConsentTests {
  /// The clinic with a client registered today, of whom nothing else is known.
  static func stranger(born: String = "1988-04-12") -> Chronicle {
    var clinic = Chronicle.treatment()
    clinic.record(
      .client(.clientRegistered(ClientRegistered(name: "Example", bornOn: Chronicle.day(born)))),
      on: "client/C2", at: "08:00")
    clinic.record(Chronicle.visit("C2", course: nil), on: "session/S2", at: "09:00")
    return clinic
  }

  private func said(_ clinic: Chronicle, at time: String = "09:30") throws -> [String] {
    try clinic.says(10, of: Chronicle.serum(), on: "session/S2", at: time)
  }

  @Test func `without consent and history both are said`() throws {
    #expect(
      try said(Self.stranger()) == [
        "client C2 had no treatment consent in force on 2026-03-01",
        "client C2 had no medical history in force on 2026-03-01",
      ])
  }

  @Test(arguments: [
    ("2008-03-01", nil, true), ("2008-03-02", nil, false), ("2008-03-02", "a parent", true),
    ("2008-02-29", nil, true),
  ])
  func `under the protocol's age a guardian consents`(
    _ born: String, _ guardian: String?, _ isTaken: Bool
  ) throws {
    var clinic = Self.stranger(born: born)
    clinic.record(Chronicle.history(), on: "client/C2", at: "08:10")
    clinic.record(Chronicle.consent(.treatment, guardian: guardian), on: "client/C2", at: "08:10")
    let said = try said(clinic)
    #expect(said.isEmpty == isTaken)
    #expect(said.allSatisfy { $0.hasPrefix("client C2 was under 18 on 2026-03-01") })
    #expect(said.allSatisfy { !$0.contains("2008") })
  }

  @Test func `a consent is good for as long as the protocol says`() throws {
    let clinic = Chronicle.treatment()
    // Given on 5 January; 365 days.
    #expect(try clinic.says(10, of: Chronicle.serum(), at: "2027-01-05T10:00").isEmpty)
    #expect(
      try clinic.says(10, of: Chronicle.serum(), at: "2027-01-06T10:00")
        == ["client C1 gave treatment consent more than 365 days before 2027-01-06"])
  }

  @Test func `a history confirmed as changed is taken again`() throws {
    var clinic = Chronicle.treatment()
    let confirmed = { (unchanged: Bool) in
      ClinicEvent.client(
        .medicalHistoryConfirmed(MedicalHistoryConfirmed(unchanged: unchanged)))
    }
    clinic.record(confirmed(true), on: "client/C1", at: "09:01")
    #expect(try clinic.says(10, of: Chronicle.serum(), at: "09:30").isEmpty)
    clinic.record(confirmed(false), on: "client/C1", at: "09:02")
    #expect(
      try clinic.says(10, of: Chronicle.serum(), at: "09:30")
        == ["client C1 had no medical history in force on 2026-03-01"])
    clinic.record(Chronicle.history(), on: "client/C1", at: "09:03")
    #expect(try clinic.says(10, of: Chronicle.serum(), at: "09:30").isEmpty)
  }

  @Test func `an absolute contraindication holds until it is over or cleared`() throws {
    var clinic = Chronicle.treatment()
    clinic.record(
      Chronicle.found(.activeInfection, .absolute, until: "2026-03-01"), on: "client/C1",
      at: "08:00")
    func said(_ time: String) throws -> [String] {
      try clinic.says(10, of: Chronicle.serum(), at: time)
    }
    #expect(
      try said("23:59")
        == ["client C1 had an absolute contraindication open on 2026-03-01, active_infection"])
    #expect(try said("2026-03-02T00:00").isEmpty)
    clinic.record(Chronicle.cleared(.activeInfection), on: "client/C1", at: "10:00")
    #expect(try said("09:59").count == 1)
    #expect(try said("10:00").isEmpty)
  }

  @Test func `what a duplicate chart says counts, whichever of the two is treated`() throws {
    var clinic = Self.stranger()
    clinic.record(Chronicle.found(.keloidTendency, .absolute), on: "client/C2", at: "08:30")
    clinic.record(Chronicle.history(allergies: [.ester]), on: "client/C2", at: "08:31")
    clinic.record(
      .client(.clientMergedInto(ClientMergedInto(client: "C1"))), on: "client/C2", at: "08:40")
    // C1 is treated, C2 has the contraindication; C2's session finds C1's consent.
    #expect(try clinic.says(10, of: Chronicle.serum(), at: "09:30").count == 1)
    #expect(try said(clinic).count == 1)
    clinic.record(Chronicle.decided(.accepted), on: "session/S1", at: "09:05")
    #expect(
      try clinic.says(11, of: Chronicle.numbed(classes: [.ester]), at: "09:10")
        == ["the cream is of class ester, to which an allergy is recorded"])
  }

  @Test func `the product's own ingredients count, and the class other meets nothing`() throws {
    var clinic = Chronicle.treatment()
    clinic.record(Chronicle.history(allergies: [.amide, .other]), on: "client/C1", at: "09:01")
    clinic.record(Chronicle.decided(.accepted), on: "session/S1", at: "09:05")
    #expect(try clinic.says(11, of: Chronicle.numbed(classes: []), at: "09:10").count == 1)
    #expect(
      try clinic.says(11, of: Chronicle.numbed(classes: [.other], product: "P1"), at: "09:10")
        .isEmpty)
  }

  @Test func `numbing is accepted after allergies were asked about`() throws {
    let clinic = Chronicle.treatment()
    let unchecked = Chronicle.decided(.accepted, checked: false)
    #expect(
      try clinic.says(11, of: unchecked, at: "09:05")
        == ["numbing was accepted with allergies unchecked"])
    #expect(try clinic.says(11, of: Chronicle.decided(checked: false), at: "09:05").isEmpty)
  }

  @Test func `consent to treatment is none to photos`() throws {
    var clinic = Self.stranger()
    clinic.record(Chronicle.consent(.treatment), on: "client/C2", at: "08:10")
    clinic.record(Chronicle.consent(.photoMarketing), on: "client/C2", at: "08:10")
    #expect(
      try clinic.says(18, of: Chronicle.photo(), on: "session/S2", at: "09:05")
        == ["client C2 had no photo consent in force on 2026-03-01"])
  }
}
