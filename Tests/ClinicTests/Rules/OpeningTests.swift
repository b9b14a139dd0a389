import Clinic
import EventLog
import Records
import Testing

/// Rule 3, of the stream itself.
@Suite struct OpeningTests {
  @Test func `the clinic's own beginning is refused nothing`() throws {
    var clinic = Chronicle()
    for entry in Chronicle.clinic().log {
      #expect(check(try Proposal(entry), in: clinic).isEmpty, "@\(entry.envelope.position)")
      clinic.record(entry)
    }
  }

  @Test(arguments: [
    ("session/S9", Chronicle.serum()), ("lot/L9", Chronicle.quarantined),
    ("booking/B9", .booking(.clientArrived(ClientArrived()))),
    ("session/S9", .any(.noteAdded(NoteAdded(note: "a word")))),
    ("store/other", .store(.recordViewed(RecordViewed(purpose: .audit, view: "x", clients: [])))),
  ])
  func `nothing is recorded of what was never opened`(_ stream: String, _ event: ClinicEvent) throws
  {
    let findings = try Chronicle.clinic().findings(event, on: stream)
    #expect(findings.map(\.rule) == [3])
    #expect(findings.first?.level == .refuse)
    #expect(findings.first?.message == "there is no \(stream)")
    #expect(findings.first?.hint != nil)
  }

  @Test(arguments: [
    ("session/S1", Chronicle.opened()), ("client/C1", Chronicle.registered),
    ("lot/L1", Chronicle.received()), ("store/main", Chronicle.storeOpened),
    ("staff/U1", Chronicle.enrolled()),
  ])
  func `nothing is opened twice`(_ stream: String, _ event: ClinicEvent) throws {
    let findings = try Chronicle.clinic().findings(event, on: stream)
    #expect(findings.map(\.message) == ["\(stream) is there already"])
  }

  @Test func `a protocol is published as often as it changes`() throws {
    var clinic = Chronicle.clinic()
    for _ in 0..<2 {
      #expect(try clinic.findings(Chronicle.published(), on: "protocol/R1").isEmpty)
      clinic.record(Chronicle.published(), on: "protocol/R1")
    }
  }

  @Test func `what was opened in error may be opened again, and takes nothing before`() throws {
    var clinic = Chronicle.clinic()
    clinic.strike(12)
    #expect(clinic.log[11].envelope.stream.text == "session/S1")
    #expect(try !clinic.findings(Chronicle.serum(), on: "session/S1").isEmpty)
    #expect(
      try clinic.findings(.any(.noteAdded(NoteAdded(note: "a word"))), on: "session/S1").isEmpty)
    #expect(try clinic.findings(Chronicle.opened(), on: "session/S1").isEmpty)
    clinic.record(Chronicle.opened(), on: "session/S1")
    #expect(try clinic.findings(Chronicle.serum(), on: "session/S1").isEmpty)
  }

  @Test(arguments: [
    ("session/S1", "1 entry of session/S1 rests on it"),
    ("client/C1", "session S1 is of client C1"),
    ("store/main", "the entry that opens the store is not struck out"),
  ])
  func `what others rest on is not struck out`(_ stream: String, _ message: String) throws {
    var clinic = Chronicle.clinic()
    let serum = clinic.record(Chronicle.serum(), on: "session/S1", at: "09:30")
    let strike = ClinicEvent.any(
      .entryStruckOut(EntryStruckOut(target: 1, reason: .neverHappened)))
    let findings = try clinic.findings(strike, on: stream)
    #expect(findings.map(\.message) == [message])
    #expect(findings.allSatisfy { $0.rule == 3 && $0.level == .refuse && $0.hint != nil })
    guard stream == "session/S1" else { return }
    // From its end, it goes.
    clinic.strike(serum)
    #expect(try clinic.findings(strike, on: stream).isEmpty)
  }

  @Test func `an entry goes on a stream of its own kind`() throws {
    let findings = try Chronicle.clinic().findings(Chronicle.serum(), on: "client/C1")
    #expect(findings.map(\.message) == ["serum-applied belongs to a session stream"])
  }
}
