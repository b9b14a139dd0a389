import Clinic
import EventLog
import Records
import Testing

@Suite struct LotUsageTests {
  private func usage(_ clinic: Chronicle, _ role: LotRole? = nil) throws -> [LotUsageFact] {
    try clinic.facts(LotUsageFact.table, as: LotUsageFact.self)
      .filter { role == nil || $0.role == role }
  }

  @Test func `every entry that names a lot is a use of it, by its role`() throws {
    var clinic = Chronicle.clinic()
    let steps: [ClinicEvent] = [
      .session(.skinCleansed(SkinCleansed(product: "P1", lot: "L1", antiseptic: true))),
      Chronicle.numbed, Chronicle.cartridge(), Chronicle.serum(),
      .session(.maskApplied(MaskApplied(product: "P1", lot: "L1", minutes: 15))),
      .session(.postCareApplied(PostCareApplied(product: "P1", lot: "L1"))),
      Chronicle.reported(suspects: [
        Suspect(product: "P1", lot: "L1"), Suspect(device: "D1"), Suspect(lot: "L2"),
      ]),
    ]
    for step in steps { clinic.record(step, on: "session/S1") }
    clinic.record(
      .client(.patchTestApplied(PatchTestApplied(lot: "L1", site: .neck))), on: "client/C1")
    let rows = try usage(clinic)
    #expect(
      Set(rows.map(\.role)) == [
        .cleanser, .numbing, .cartridge, .serum, .mask, .postCare, .suspect, .patchTest,
      ])
    #expect(rows.allSatisfy { $0.lot == $0.firstLot && !$0.struck && $0.client == "C1" })
    #expect(try usage(clinic, .serum).map(\.product) == ["P1"])
    #expect(try usage(clinic, .suspect).map(\.lot) == ["L1", "L2"])
    #expect(try usage(clinic, .suspect).map(\.ordinal) == [0, 2])
    #expect(try usage(clinic, .patchTest).map(\.session) == [nil])
  }

  @Test func `a corrected lot stands in both columns`() throws {
    var clinic = Chronicle.clinic()
    let serum = clinic.record(Chronicle.serum(lot: "L1"), on: "session/S1")
    clinic.correct(serum, "lot", was: #""L1""#, now: #""L2""#, reason: .wrongLot)
    let row = try #require(try usage(clinic).first)
    #expect(row.lot == "L2" && row.firstLot == "L1" && row.amended == 1)
  }

  @Test func `a lot added or taken away by a correction stands where it was named`() throws {
    var clinic = Chronicle.clinic()
    let without = clinic.record(Chronicle.serum(lot: nil), on: "session/S1")
    let with = clinic.record(Chronicle.serum(lot: "L1"), on: "session/S1")
    #expect(try usage(clinic).map(\.lot) == ["L1"])
    clinic.correct(without, "lot", was: "null", now: #""L3""#)
    clinic.correct(with, "lot", was: #""L1""#, now: "null")
    #expect(try usage(clinic).map(\.lot) == ["L3", nil])
    #expect(try usage(clinic).map(\.firstLot) == [nil, "L1"])
  }

  @Test func `a use struck out is still found by the lot first written`() throws {
    var clinic = Chronicle.clinic()
    let serum = clinic.record(Chronicle.serum(lot: "L1"), on: "session/S1")
    clinic.strike(serum, reason: .wrongChart)
    let row = try #require(try usage(clinic).first)
    #expect(row.struck && row.lot == nil && row.firstLot == "L1")
  }

  @Test func `who was told of a recall stands beside the uses`() throws {
    var clinic = Chronicle.clinic()
    clinic.record(
      .lot(
        .recallClientNotified(
          RecallClientNotified(client: "C1", session: "S1", channel: .phone, outcome: .reached))),
      on: "lot/L1")
    let row = try #require(try usage(clinic, .recall).first)
    #expect(row.lot == "L1" && row.client == "C1" && row.session == "S1")
    #expect(row.stream == "lot/L1")
  }
}
