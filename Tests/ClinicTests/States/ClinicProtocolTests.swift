import Clinic
import EventLog
import Records
import Testing

@Suite struct ClinicProtocolTests {
  @Test func `the edition in force is the last one published by then`() throws {
    var clinic = Chronicle()
    clinic.record(Chronicle.published("2026-2"), on: "protocol/R1", at: "2026-03-10T09:00")
    clinic.record(Chronicle.published("2026-1"), on: "protocol/R1", at: "2026-01-10T09:00")
    let row = try #require(clinic.state(ClinicProtocol.self, "R1"))
    #expect(row.label == "2026-2")
    #expect(row.edition(at: Chronicle.at("2026-02-01T09:00"))?.label == "2026-1")
    #expect(row.edition(at: Chronicle.at("2026-03-10T09:00"))?.label == "2026-2")
    #expect(row.edition(at: Chronicle.at("2026-01-01T09:00")) == nil)
    #expect(row.lateAfterHours == 24)
  }
}
