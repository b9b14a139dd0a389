import Clinic
import ClinicStore
import Reports
import Testing

/// Who got a lot, and who is told.
@Suite struct RecallReportTests {
  private func report(_ ledger: Ledger, _ lot: String) throws -> RecallReport {
    try RecallReport(of: lot, in: ledger.store())
  }

  private func rows(_ report: RecallReport) -> [[String]] {
    report.table.rows.map { $0.map { $0 ?? "" } }
  }

  private func notify(
    _ ledger: Ledger, _ client: String, outcome: String, lot: String = "HA-7", at: String
  ) {
    ledger.add(
      "lot/\(lot)", "recall-client-notified",
      #"{"client":"\#(client)","session":"S1","channel":"phone","outcome":"\#(outcome)"}"#, at: at)
  }

  @Test func `a corrected lot stands in the recall of both`() throws {
    let ledger = try Ledger.withClinic()
    let visit = ledger.visit(lot: "HA-1")
    try ledger.correct(visit.serum, "lot", #""HA-1""#, to: #""HA-7""#, reason: "wrong_lot")
    let now = try report(ledger, "HA-7")
    let first = try report(ledger, "HA-1")
    #expect(
      rows(now) == [
        [
          "HA-7", "C1", "S1", "serum", "@\(visit.serum)", "2026-03-01 09:40", "free", "not told",
          "named HA-1 first, then corrected to HA-7",
        ]
      ])
    // HA-1 expired on 28 February.
    #expect(
      rows(first) == [
        [
          "HA-1", "C1", "S1", "serum", "@\(visit.serum)", "2026-03-01 09:40", "expired", "not told",
          "named first, then corrected to HA-7",
        ]
      ])
  }

  @Test func `a lot named only between two corrections stands in its recall too`() throws {
    let ledger = try Ledger.withClinic()
    let visit = ledger.visit(lot: "HA-1")
    try ledger.correct(visit.serum, "lot", #""HA-1""#, to: #""HA-9""#)
    try ledger.correct(visit.serum, "lot", #""HA-9""#, to: #""HA-7""#)
    #expect(
      rows(try report(ledger, "HA-9")).map { $0[8] } == ["named first, then corrected to HA-7"])
    #expect(rows(try report(ledger, "HA-1")).count == 1)
    #expect(rows(try report(ledger, "HA-7")).count == 1)
  }

  @Test func `a use struck out is shown as such, and nobody is told for it`() throws {
    let ledger = try Ledger.withClinic()
    let visit = ledger.visit()
    try ledger.strike(visit.serum)
    let report = try report(ledger, "HA-7")
    #expect(rows(report).map { Array($0[7...]) } == [["", "struck out"]])
    #expect(report.summary == "1 entry · 0 clients to tell · 0 told · nobody left to tell")
  }

  @Test func `told is reached, not called`() throws {
    let ledger = try Ledger.withClinic()
    for client in ["C2", "C3"] { ledger.client(client) }
    ledger.visit("S1", client: "C1", without: [.call])
    ledger.visit("S2", client: "C2", without: [.call])
    ledger.visit("S3", client: "C3", without: [.call])
    ledger.add(
      "lot/HA-7", "lot-recalled", #"{"issuer":"maker","notice":"N-9"}"#, at: "04-01 09:00")
    notify(ledger, "C1", outcome: "no_answer", at: "04-02 09:00")
    notify(ledger, "C1", outcome: "reached", at: "04-02 10:00")
    notify(ledger, "C2", outcome: "no_answer", at: "04-02 09:05")
    notify(ledger, "C2", outcome: "voicemail", at: "04-03 09:00")
    let report = try report(ledger, "HA-7")
    #expect(
      rows(report).map { [$0[1], $0[7]] } == [
        ["C1", "told 2026-04-02 10:00, phone"],
        ["C2", "not told: voicemail 2026-04-03 09:00, phone, tried 2 times"],
        ["C3", "not told"],
      ])
    #expect(
      report.summary == "3 entries · 3 clients to tell · 1 told · 2 not told: C2, C3")
    #expect(
      report.heading == [
        "lot HA-7 · P1 HA serum · expires 2027-06-30 · received 2026-01-05, recalled 2026-04-01 "
          + "by maker, notice N-9 · recalled now"
      ])
  }

  @Test func `a client told under a merged chart is told`() throws {
    let ledger = try Ledger.withClinic()
    ledger.client("C2")
    ledger.visit("S1", client: "C2", without: [.call])
    ledger.add("client/C2", "client-merged-into", #"{"client":"C1"}"#, at: "04-01 09:00")
    #expect(try report(ledger, "HA-7").summary.hasSuffix("1 not told: C1"))
    notify(ledger, "C1", outcome: "reached", at: "04-02 10:00")
    let report = try report(ledger, "HA-7")
    #expect(rows(report).map { $0[1] } == ["C2, now C1"])
    #expect(report.summary.hasSuffix("1 told · nobody left to tell"))
  }

  @Test func `a patch test is a use, and a suspicion is none`() throws {
    let ledger = try Ledger.withClinic()
    ledger.client("C2")
    ledger.add(
      "client/C2", "patch-test-applied", #"{"lot":"HA-7","site":"behind_ear"}"#, at: "02-17 09:00")
    ledger.visit("S1", client: "C1", lot: "HA-9", without: [.call])
    ledger.add(
      "session/S1", "adverse-event-reported",
      #"{"adverse_event":"A1","kind":"oedema","onset_at":"2026-03-01T12:00:00Z","severity":"mild","#
        + #""serious":false,"suspects":[{"lot":"HA-7"}]}"#, at: "13:00")
    let report = try report(ledger, "HA-7")
    #expect(
      rows(report).map { [$0[1], $0[2], $0[3], $0[7]] } == [
        ["C2", "", "patch test", "not told"], ["C1", "S1", "suspect", ""],
      ])
    #expect(report.summary.hasPrefix("2 entries · 1 client to tell"))
  }

  @Test(arguments: ["ha-22", " HA-22 ", "Ha-22"])
  func `a lot number is compared trimmed and in upper case`(
    _ asked: String
  ) throws {
    let ledger = try Ledger.withClinic()
    ledger.lot("L1", number: "HA-22", expires: "2027-01-01")
    ledger.lot("L2", number: "ha-22 x", expires: "2027-01-01")
    ledger.lot("L3", number: "Ha-22", expires: "2028-01-01")
    #expect(try report(ledger, asked).lots.map(\.lot.id) == ["L1", "L3"])
  }

  @Test func `a lot is found by its id, and not twice`() throws {
    let ledger = try Ledger.withClinic()
    #expect(try report(ledger, "HA-7").lots.map(\.lot.id) == ["HA-7"])
    ledger.lot("L1", number: "N-1", expires: "2027-01-01")
    #expect(try report(ledger, "N-1").lots.map(\.lot.id) == ["L1", "N-1"])
    #expect(try report(ledger, "L1").lots.map(\.lot.id) == ["L1"])
  }

  @Test func `an unknown lot is an error, not an empty list`() throws {
    let store = try Ledger.withClinic().store()
    let error = #expect(throws: StoreError.self) { try RecallReport(of: "ZZ", in: store) }
    #expect(error?.kind == .refused)
  }
}
