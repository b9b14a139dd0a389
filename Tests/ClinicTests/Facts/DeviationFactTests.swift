import Clinic
import EventLog
import Records
import Testing

@Suite struct DeviationFactTests {
  @Test func `each rule broken is a row, and a strike does not hide it`() throws {
    var clinic = Chronicle.clinic()
    let deviations = [
      Deviation(
        rule: 16, limit: "a lot is named", observed: "none", reason: "label torn",
        authorisedBy: "U1"),
      Deviation(rule: 19, limit: "24 h", observed: "30 h", reason: "off sick", authorisedBy: "U2"),
    ]
    let serum = clinic.record(
      Chronicle.serum(lot: nil), on: "session/S1", deviations: deviations)
    clinic.strike(serum)
    let rows = try clinic.facts(DeviationFact.table, as: DeviationFact.self)
    #expect(rows.map(\.rule) == [16, 19])
    #expect(rows.map(\.ordinal) == [0, 1])
    #expect(rows.map(\.authorisedBy) == ["U1", "U2"])
    #expect(rows.allSatisfy { $0.struck && $0.type == "serum-applied" && $0.client == "C1" })
  }
}
