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

  @Test func `a state gives the row of its own kind and no other, and answers as that row does`() {
    let states = StreamKind.allCases.compactMap { ClinicState($0, id: "x") }
    for kind in StreamKind.allCases {
      let rows: [any StateRow] = states.compactMap { state in
        switch kind {
        case .client: Client(state)
        case .course: Course(state)
        case .booking: Booking(state)
        case .session: Session(state)
        case .product: Product(state)
        case .lot: Lot(state)
        case .device: Device(state)
        case .staff: StaffMember(state)
        case .protocol: ClinicProtocol(state)
        case .store: nil
        }
      }
      #expect(rows.map { type(of: $0).streamKind } == (kind == .store ? [] : [kind]))
    }
    let clinic = Chronicle.clinic()
    let begun = [
      ClinicState.client(Kept(clinic.client())), .session(Kept(clinic.session())),
      .lot(Kept(clinic.lot())),
    ]
    var writer = RecordWriter(schema: 0, version: 0, slots: 0)
    for state in states + begun {
      #expect(state.isOpened == state.row.isOpened)
      #expect(state.table.id == type(of: state.row).table.id)
      #expect(state.encoded(by: &writer) == state.row.encoded())
    }
    #expect(begun.allSatisfy { $0.isOpened })
  }

  @Test func `a state that is handed on stays as it was, whatever the other then takes in`()
    throws
  {
    let clinic = Chronicle.clinic()
    for entry in clinic.log {
      let stream = entry.envelope.stream
      guard let kind = stream.streamKind, let blank = ClinicState(kind, id: stream.id) else {
        continue
      }
      var state = blank
      for event in clinic.events(of: stream) {
        let before = state
        let record = before.encoded()
        state.take(try EffectiveEvent(event))
        #expect(before.encoded() == record)
        #expect(before != state)
        #expect(try ClinicState(kind, record: record.span.bytes) == before)
      }
      #expect(blank == ClinicState(kind, id: stream.id))
    }
  }

  @Test func `facts are the client's, through session, course and booking`() {
    let clinic = Chronicle.clinic()
    #expect(
      ClinicState.session(Kept(clinic.session())).subject
        == Subject(client: "C1", session: "S1", course: "K1", booking: "B1"))
    #expect(ClinicState.client(Kept(clinic.client())).subject == Subject(client: "C1"))
    #expect(ClinicState.lot(Kept(clinic.lot())).subject == .none)
  }

  @Test func `every kind but the store has a table`() {
    for kind in StreamKind.allCases {
      #expect((ClinicState(kind, id: "x") == nil) == (kind == .store))
    }
  }
}
