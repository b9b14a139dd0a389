import Clinic
import EventLog
import Records
import Testing

@Suite struct Rule02Tests {
  @Test(arguments: [
    ("10:00", true), ("09:00", true), ("10:05", true), ("10:06", false),
    ("2026-04-01T10:00", false),
  ])
  func `what is recorded at ten happened by five past`(_ time: String, _ allowed: Bool) throws {
    let findings = try Chronicle.clinic().findings(
      Chronicle.serum(), on: "session/S1", at: time, recordedAt: "10:00")
    #expect(findings.isEmpty == allowed)
    #expect(
      findings.allSatisfy { $0.rule == 2 && $0.level == .refuse && $0.field == "occurred_at" })
  }

  @Test func `the protocol in force says how much the clocks may differ`() throws {
    var clinic = Chronicle.clinic()
    clinic.record(Chronicle.published(tolerance: 0), on: "protocol/R1", at: "2026-02-01T09:00")
    #expect(
      try clinic.findings(
        Chronicle.serum(), on: "session/S1", at: "10:01", recordedAt: "10:00"
      ).map(\.rule) == [2])
    // Published later, in force only from then.
    clinic.record(Chronicle.published(tolerance: 30), on: "protocol/R2", at: "2026-03-02T09:00")
    #expect(
      try clinic.findings(
        Chronicle.serum(), on: "session/S1", at: "10:01", recordedAt: "10:00"
      ).map(\.rule) == [2])
    #expect(
      try clinic.findings(
        Chronicle.serum(), on: "session/S1", at: "2026-03-03T10:20", recordedAt: "2026-03-03T10:00"
      ).isEmpty)
  }

  @Test func `a time corrected into the future is refused`() throws {
    var clinic = Chronicle.clinic()
    let serum = clinic.record(Chronicle.serum(), on: "session/S1", at: "09:10")
    let (event, stream) = clinic.correction(
      serum, "occurred_at", was: #""2026-03-01T09:10:00Z""#, now: #""2026-03-01T22:00:00Z""#)
    let findings = try clinic.findings(event, on: stream, at: "20:00")
    #expect(findings.map(\.rule) == [2])
    #expect(findings.first?.field == "data.now")
  }
}
