import Clinic
import EventLog
import Records
import Testing

@Suite struct ClinicStateTests {
  @Test func `a state taken in step by step is the state folded at once, and its row reads back`()
    throws
  {
    let clinic = Chronicle.clinic()
    for entry in clinic.log {
      let stream = entry.envelope.stream
      guard let kind = stream.streamKind, var stepwise = ClinicState(kind, id: stream.id) else {
        #expect(stream.streamKind == .store)
        continue
      }
      for event in clinic.events(of: stream) { stepwise.take(try EffectiveEvent(event)) }
      let read = try ClinicState(kind, record: stepwise.encoded().span.bytes)
      #expect(read == stepwise)
      #expect(stepwise.table.kind == .state(kind))
      #expect(stepwise.id == stream.id)
      #expect(stepwise.isOpened)
    }
  }

  @Test func `facts are the client's, through session, course and booking`() {
    let clinic = Chronicle.clinic()
    #expect(
      ClinicState.session(clinic.session()).subject
        == Subject(client: "C1", session: "S1", course: "K1", booking: "B1"))
    #expect(ClinicState.client(clinic.client()).subject == Subject(client: "C1"))
    #expect(ClinicState.lot(clinic.lot()).subject == .none)
  }

  @Test func `every kind but the store has a table`() {
    for kind in StreamKind.allCases {
      #expect((ClinicState(kind, id: "x") == nil) == (kind == .store))
    }
  }
}
