import Clinic
import EventLog
import Records
import Testing

@Suite struct StaffMemberTests {
  private func granted(_ kind: CredentialKind, _ number: String, from: String = "2026-01-01")
    -> ClinicEvent
  {
    .staff(
      .credentialGranted(
        CredentialGranted(
          kind: kind, jurisdiction: "England", number: number, maxDepthMm: .hundredths(150),
          validFrom: Chronicle.day(from), validTo: Chronicle.day("2026-12-31"))))
  }

  private func staff(_ clinic: Chronicle) throws -> StaffMember {
    try #require(clinic.state(StaffMember.self, "U1"))
  }

  @Test func `someone enrolled has a role`() throws {
    var clinic = Chronicle()
    clinic.record(Chronicle.enrolled(.prescriber), on: "staff/U1", at: "09:00")
    #expect(try staff(clinic).role == .prescriber)
    #expect(try staff(clinic).enrolledAt == Chronicle.at("09:00"))
    #expect(try staff(clinic).isOpened)
  }

  @Test func `credentials stand in the order of their first days`() throws {
    var clinic = Chronicle()
    clinic.record(granted(.microneedling, "M-2", from: "2026-02-01"), on: "staff/U1")
    clinic.record(granted(.registration, "R-1"), on: "staff/U1")
    let staff = try staff(clinic)
    #expect(staff.credentialPeriods?.map(\.number) == ["R-1", "M-2"])
    #expect(staff.credentials == [.registration, .microneedling])
    #expect(staff.credentialPeriods?.last?.maxDepthMm == .hundredths(150))
  }

  @Test func `revoking names one credential, or all of them`() throws {
    var clinic = Chronicle()
    clinic.record(granted(.microneedling, "M-2"), on: "staff/U1")
    clinic.record(granted(.registration, "R-1"), on: "staff/U1")
    clinic.record(
      .staff(.credentialRevoked(CredentialRevoked(reason: "lapsed", number: "M-2"))),
      on: "staff/U1", at: "12:00")
    #expect(try staff(clinic).credentials == [.registration])
    clinic.record(
      .staff(.credentialRevoked(CredentialRevoked(reason: "left"))), on: "staff/U1", at: "13:00")
    let periods = try #require(try staff(clinic).credentialPeriods)
    #expect(try staff(clinic).credentials == [])
    #expect(
      Set(periods.map(\.revokedAt)) == [Chronicle.at("12:00"), Chronicle.at("13:00")])
  }

  @Test func `training names the models`() throws {
    var clinic = Chronicle()
    for model in ["Pen 2", "Pen 1", "Pen 2"] {
      clinic.record(
        .staff(
          .trainingRecorded(
            TrainingRecorded(deviceModel: model, validTo: Chronicle.day("2027-01-01")))),
        on: "staff/U1")
    }
    #expect(try staff(clinic).trainedOn == ["Pen 1", "Pen 2"])
    #expect(try staff(clinic).trainingPeriods?.count == 3)
  }
}
