import Clinic
import EventLog
import Records
import Testing

@Suite struct LotTests {
  @Test func `a lot received is free, and keeps its number as written`() {
    var clinic = Chronicle()
    clinic.record(Chronicle.received(" ha-7 "), on: "lot/L1", at: "09:00")
    let lot = clinic.lot()
    #expect(lot.status == .free)
    #expect(lot.lotNo == " ha-7 ")
    #expect(lot.lotNoKey == "HA-7")
    #expect(lot.quantity == .hundredths(2000))
    #expect(lot.status(at: Chronicle.at("08:59")) == nil)
  }

  @Test func `quarantined Monday, released Tuesday: it was not free on Monday`() {
    var clinic = Chronicle()
    clinic.record(Chronicle.received(), on: "lot/L1", at: "2026-03-01T09:00")
    clinic.record(Chronicle.quarantined, on: "lot/L1", at: "2026-03-02T09:00")
    clinic.record(Chronicle.released, on: "lot/L1", at: "2026-03-03T09:00")
    // Wednesday: Monday's use is entered, and asks how the lot stood on Monday.
    let lot = clinic.lot()
    #expect(lot.status(at: Chronicle.at("2026-03-02T15:00")) == .quarantined)
    #expect(lot.status(at: Chronicle.at("2026-03-03T15:00")) == .free)
    #expect(lot.status(at: Chronicle.at("2026-03-01T15:00")) == .free)
    #expect(lot.status == .free)
  }

  @Test func `Monday's quarantine entered on Wednesday does not undo Tuesday's release`() {
    var clinic = Chronicle()
    clinic.record(Chronicle.received(), on: "lot/L1", at: "2026-03-01T09:00")
    clinic.record(Chronicle.released, on: "lot/L1", at: "2026-03-03T09:00")
    clinic.record(
      Chronicle.quarantined, on: "lot/L1", at: "2026-03-02T09:00", recordedAt: "2026-03-04T09:00")
    let lot = clinic.lot()
    #expect(lot.status == .free)
    #expect(lot.status(at: Chronicle.at("2026-03-02T15:00")) == .quarantined)
    #expect(lot.quarantinedAt == Chronicle.at("2026-03-02T09:00"))
  }

  @Test func `of two entries at one moment the later entry stands`() {
    var clinic = Chronicle()
    clinic.record(Chronicle.received(), on: "lot/L1", at: "2026-03-01T09:00")
    clinic.record(Chronicle.quarantined, on: "lot/L1", at: "2026-03-02T09:00")
    clinic.record(Chronicle.released, on: "lot/L1", at: "2026-03-02T09:00")
    #expect(clinic.lot().status == .free)
  }

  @Test func `a release does not lift a recall; striking the recall does`() {
    var clinic = Chronicle()
    clinic.record(Chronicle.received(), on: "lot/L1", at: "2026-03-01T09:00")
    let recall = clinic.record(Chronicle.recalled, on: "lot/L1", at: "2026-03-02T09:00")
    clinic.record(Chronicle.released, on: "lot/L1", at: "2026-03-03T09:00")
    #expect(clinic.lot().status == .recalled)
    #expect(clinic.lot().recallNotice == "N-1")
    #expect(clinic.lot().status(at: Chronicle.at("2026-03-01T15:00")) == .free)
    clinic.strike(recall, at: "2026-03-04T09:00")
    #expect(clinic.lot().status == .free)
    #expect(clinic.lot().recalledAt == nil)
  }

  @Test func `stock is disposed of when all of it is gone`() {
    var clinic = Chronicle()
    func disposed(_ units: Int64) -> ClinicEvent {
      .lot(.lotDisposed(LotDisposed(quantity: .hundredths(units), reason: "expired")))
    }
    clinic.record(Chronicle.received(), on: "lot/L1", at: "09:00")
    clinic.record(disposed(1500), on: "lot/L1", at: "10:00")
    #expect(clinic.lot().status == .free)
    #expect(clinic.lot().disposed == .hundredths(1500))
    clinic.record(disposed(500), on: "lot/L1", at: "11:00")
    #expect(clinic.lot().status == .disposed)
  }

  @Test func `who was told of a recall is kept, with when`() {
    var clinic = Chronicle()
    clinic.record(Chronicle.received(), on: "lot/L1", at: "09:00")
    clinic.record(
      .lot(
        .recallClientNotified(
          RecallClientNotified(client: "C1", session: "S1", channel: .phone, outcome: .reached))),
      on: "lot/L1", at: "10:00")
    clinic.record(
      .lot(
        .storageExcursionRecorded(
          StorageExcursionRecorded(celsius: ScaledDecimal(units: 305, scale: 1), minutes: 90))),
      on: "lot/L1", at: "11:00")
    clinic.record(.lot(.lotOpened(LotOpened())), on: "lot/L1", at: "12:00")
    let lot = clinic.lot()
    #expect(lot.clientsNotified == 1)
    #expect(lot.notices?.first?.client == "C1")
    #expect(lot.excursions == 1)
    #expect(lot.openedAt == Chronicle.at("12:00"))
  }
}
