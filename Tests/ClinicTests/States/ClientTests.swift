import Clinic
import EventLog
import Records
import Testing

@Suite struct ClientTests {
  private func history(
    pregnancy: Pregnancy = .no, allergies: [Allergy] = [], form: String = "H-3"
  ) -> ClinicEvent {
    .client(
      .medicalHistoryTaken(
        MedicalHistoryTaken(
          form: form, conditions: [],
          medications: [Medication(name: "something", class: .anticoagulant)],
          allergies: allergies, pregnancy: pregnancy, coldSores: false, keloid: true)))
  }

  private func found(_ code: ContraindicationCode) -> ClinicEvent {
    .client(
      .contraindicationFound(
        ContraindicationFound(
          code: code, severity: .absolute, until: Chronicle.day("2026-06-01"))))
  }

  private func cleared(_ code: ContraindicationCode) -> ClinicEvent {
    .client(.contraindicationCleared(ContraindicationCleared(code: code, reason: "healed")))
  }

  private func consent(_ kind: ConsentKind, guardian: String? = nil) -> ClinicEvent {
    .client(
      .consentGiven(
        ConsentGiven(
          kind: kind, document: "CT-3", risks: [.redness], method: .paperSigned,
          guardian: guardian)))
  }

  @Test func `a client registered is on the books from then on`() {
    var clinic = Chronicle()
    clinic.record(Chronicle.registered, on: "client/C1", at: "09:00")
    let client = clinic.client()
    #expect(client.isOpened)
    #expect(client.name == "Example Client")
    #expect(client.bornOn == Chronicle.day("1988-04-12"))
    #expect(client.registeredAt == Chronicle.at("09:00"))
    #expect(client.phone == nil)
    #expect(client.version == 1 && client.firstPosition == 1 && client.lastPosition == 1)
  }

  @Test func `a change of details changes only what it names`() {
    var clinic = Chronicle()
    clinic.record(Chronicle.registered, on: "client/C1", at: "09:00")
    clinic.record(
      .client(.clientDetailsChanged(ClientDetailsChanged(phone: "020 7946 0000"))),
      on: "client/C1", at: "10:00")
    #expect(clinic.client().phone == "020 7946 0000")
    #expect(clinic.client().name == "Example Client")
  }

  @Test func `an older number, entered late, does not replace the newer`() {
    var clinic = Chronicle()
    clinic.record(Chronicle.registered, on: "client/C1", at: "09:00")
    clinic.record(
      .client(.clientDetailsChanged(ClientDetailsChanged(phone: "new"))), on: "client/C1",
      at: "12:00")
    clinic.record(
      .client(.clientDetailsChanged(ClientDetailsChanged(phone: "old", email: "old@example.org"))),
      on: "client/C1", at: "11:00")
    #expect(clinic.client().phone == "new")
    #expect(clinic.client().email == "old@example.org")
  }

  @Test func `the history in force is the last one taken, whenever it was entered`() {
    var clinic = Chronicle()
    clinic.record(Chronicle.registered, on: "client/C1", at: "08:00")
    clinic.record(
      history(
        allergies: [Allergy(substance: "lidocaine", class: .amide)], form: "H-4"),
      on: "client/C1", at: "2026-03-02T10:00")
    clinic.record(history(pregnancy: .nursing), on: "client/C1", at: "10:00")
    let client = clinic.client()
    #expect(client.historyForm == "H-4")
    #expect(client.pregnancy == .no)
    #expect(client.allergies?.map(\.class) == [.amide])
    #expect(client.history(at: Chronicle.at("11:00"))?.pregnancy == .nursing)
    #expect(client.history(at: Chronicle.at("2026-03-03T00:00"))?.allergyClasses == [.amide])
    #expect(client.history(at: Chronicle.at("09:00")) == nil)
    #expect(client.historyPeriods?.first?.medicationClasses == [.anticoagulant])
  }

  @Test func `confirming a history keeps what it said`() {
    var clinic = Chronicle()
    clinic.record(history(), on: "client/C1", at: "10:00")
    clinic.record(
      .client(.medicalHistoryConfirmed(MedicalHistoryConfirmed(unchanged: true))),
      on: "client/C1", at: "2026-03-29T10:00")
    let client = clinic.client()
    #expect(client.historyAt == Chronicle.at("10:00"))
    #expect(client.historyConfirmedAt == Chronicle.at("2026-03-29T10:00"))
    #expect(client.keloid == true)
    #expect(client.history(at: Chronicle.at("2026-04-01T10:00"))?.keloid == true)
  }

  @Test func `the skin is as last assessed`() {
    var clinic = Chronicle()
    clinic.record(
      .client(.skinAssessed(SkinAssessed(fitzpatrick: .ii, concerns: [.pores, .scars]))),
      on: "client/C1", at: "11:00")
    clinic.record(
      .client(.skinAssessed(SkinAssessed(fitzpatrick: .iii, concerns: []))), on: "client/C1",
      at: "10:00")
    #expect(clinic.client().fitzpatrick == .ii)
    #expect(clinic.client().concerns == [.pores, .scars])
  }

  @Test func `a contraindication is open until it is cleared, and was open before that`() {
    var clinic = Chronicle()
    clinic.record(found(.activeAcne), on: "client/C1", at: "10:00")
    clinic.record(found(.sunburn), on: "client/C1", at: "10:05")
    #expect(clinic.client().contraindications == [.activeAcne, .sunburn])
    clinic.record(cleared(.activeAcne), on: "client/C1", at: "12:00")
    let client = clinic.client()
    #expect(client.contraindications == [.sunburn])
    #expect(
      client.contraindications(at: Chronicle.at("11:00")).map(\.code) == [.activeAcne, .sunburn])
    #expect(client.contraindications(at: Chronicle.at("13:00")).map(\.code) == [.sunburn])
    #expect(client.contraindications(at: Chronicle.at("09:00")).isEmpty)
  }

  @Test func `a contraindication cleared before it was found, by the clock, is open`() {
    var clinic = Chronicle()
    clinic.record(found(.eczema), on: "client/C1", at: "12:00")
    clinic.record(cleared(.eczema), on: "client/C1", at: "11:00")
    #expect(clinic.client().contraindications == [.eczema])
  }

  @Test func `a consent holds from when it was given until it was withdrawn`() {
    var clinic = Chronicle()
    clinic.record(consent(.treatment, guardian: "a parent"), on: "client/C1", at: "10:00")
    clinic.record(consent(.photoRecord), on: "client/C1", at: "10:01")
    clinic.record(
      .client(.consentWithdrawn(ConsentWithdrawn(kind: .treatment))), on: "client/C1", at: "12:00")
    clinic.record(
      .client(.consentDeclined(ConsentDeclined(kind: .photoMarketing))), on: "client/C1",
      at: "12:01")
    let client = clinic.client()
    #expect(client.consents == [.photoRecord])
    #expect(client.consent(.treatment, at: Chronicle.at("11:00"))?.decision == .given)
    #expect(client.consent(.treatment, at: Chronicle.at("11:00"))?.byGuardian == true)
    #expect(client.consent(.treatment, at: Chronicle.at("12:00"))?.decision == .withdrawn)
    #expect(client.consent(.treatment, at: Chronicle.at("09:59")) == nil)
    #expect(client.consent(.photoMarketing, at: Chronicle.at("13:00"))?.decision == .declined)
  }

  @Test func `a patch test is read on the last test before the reading`() {
    var clinic = Chronicle()
    func applied(_ lot: String) -> ClinicEvent {
      .client(.patchTestApplied(PatchTestApplied(lot: lot, site: .behindEar)))
    }
    clinic.record(applied("L1"), on: "client/C1", at: "10:00")
    clinic.record(applied("L2"), on: "client/C1", at: "2026-03-05T10:00")
    clinic.record(
      .client(.patchTestRead(PatchTestRead(result: .negative))), on: "client/C1",
      at: "2026-03-03T10:00")
    let client = clinic.client()
    #expect(client.patchTests?.map(\.result) == [.negative, nil])
    #expect(client.patchTestLot == "L2")
    #expect(client.patchTestResult == nil)
  }

  @Test func `a merged chart names the one that is kept, an erased one says why`() {
    var clinic = Chronicle()
    clinic.record(Chronicle.registered, on: "client/C1")
    clinic.record(.client(.clientMergedInto(ClientMergedInto(client: "C2"))), on: "client/C1")
    clinic.record(
      .client(.personalDataErased(PersonalDataErased(basis: .clientRequest))), on: "client/C1",
      at: "18:00")
    #expect(clinic.client().mergedInto == "C2")
    #expect(clinic.client().erasedAt == Chronicle.at("18:00"))
    #expect(clinic.client().erasureBasis == .clientRequest)
  }
}
