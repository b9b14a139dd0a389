import Clinic
import EventLog
import Records
import Testing

@Suite struct AmendmentFactTests {
  @Test func `each amendment is a row that says whether it still counts`() throws {
    var clinic = Chronicle.clinic()
    let serum = clinic.record(Chronicle.serum(), on: "session/S1", at: "09:10")
    let first = clinic.correct(
      serum, "lot", was: #""L1""#, now: #""L2""#, reason: .wrongLot, at: "10:00")
    let strike = clinic.strike(first, at: "11:00")
    let rows = try clinic.facts(AmendmentFact.table, as: AmendmentFact.self)
    #expect(rows.map(\.position) == [Int64(first), Int64(strike)])
    #expect(rows.map(\.act) == [.corrected, .struckOut])
    #expect(rows.map(\.target) == [Int64(serum), Int64(first)])
    #expect(rows.map(\.targetType) == ["serum-applied", "entry-corrected"])
    #expect(rows.map(\.field) == ["lot", nil])
    #expect(rows.map(\.was) == [#""L1""#, nil])
    #expect(rows.map(\.now) == [#""L2""#, nil])
    #expect(rows.map(\.reason) == ["wrong_lot", "never_happened"])
    #expect(rows.map(\.inForce) == [false, true])
    #expect(rows.map(\.amended) == [1, 0])
    #expect(rows.allSatisfy { $0.session == "S1" && $0.client == "C1" })
  }

  @Test func `a note is no amendment`() throws {
    var clinic = Chronicle.clinic()
    clinic.record(.any(.noteAdded(NoteAdded(note: "a word"))), on: "session/S1")
    #expect(try clinic.facts(AmendmentFact.table, as: AmendmentFact.self).isEmpty)
    #expect(clinic.session().amended == 0 && clinic.session().version == 2)
  }
}
