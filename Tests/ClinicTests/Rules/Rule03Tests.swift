import Clinic
import EventLog
import Records
import Testing

@Suite struct Rule03Tests {
  /// What each entry names that is not there: field, and the start of what is said of it.
  static let danglers: [(String, ClinicEvent, String, String)] = [
    ("session/S2", Chronicle.opened(for: "C9"), "data.client", "there is no client C9"),
    (
      "session/S2", Chronicle.opened(booking: "B9"), "data.booking", "there is no booking B9"
    ),
    ("session/S2", Chronicle.opened(course: "K9"), "data.course", "there is no course K9"),
    (
      "session/S2",
      .session(.sessionOpened(SessionOpened(client: "C1", practitioner: "U9"))),
      "data.practitioner", "nobody is enrolled as U9"
    ),
    ("session/S1", Chronicle.serum(lot: "L9"), "data.lot", "there is no lot L9"),
    (
      "session/S1", Chronicle.serum(product: "P9"), "data.product", "there is no product P9"
    ),
    (
      "session/S1", Chronicle.pass(cartridge: "X9"), "data.cartridge",
      "no cartridge X9 was opened in this session"
    ),
    (
      "session/S1",
      .session(
        .adverseEventResolved(AdverseEventResolved(adverseEvent: "AE9", outcome: .recovered))),
      "data.adverse_event", "no adverse event AE9 was reported in this session"
    ),
    (
      "session/S1",
      Chronicle.reported(suspects: [Suspect(lot: "L1"), Suspect(lot: "L9")]),
      "data.suspects[1].lot", "there is no lot L9"
    ),
    ("lot/L9", Chronicle.received(of: "P9"), "data.product", "there is no product P9"),
    (
      "lot/L1",
      .lot(
        .recallClientNotified(
          RecallClientNotified(client: "C1", session: "S9", channel: .phone, outcome: .reached))),
      "data.session", "there is no session S9"
    ),
    (
      "store/main",
      .store(.recordViewed(RecordViewed(purpose: .audit, view: "x", clients: ["C1", "C9"]))),
      "data.clients[1]", "there is no client C9"
    ),
    (
      "store/main", .store(.storeRestored(StoreRestored(head: 99))), "data.head",
      "there is no event @99"
    ),
    (
      "client/C1", .client(.clientMergedInto(ClientMergedInto(client: "C9"))), "data.client",
      "there is no client C9"
    ),
    (
      "client/C1", .client(.clientMergedInto(ClientMergedInto(client: "C1"))), "data.client",
      "client C1 is, or was merged into, this very chart"
    ),
  ]

  @Test(arguments: 0..<Rule03Tests.danglers.count)
  func `what an entry names must be there`(_ row: Int) throws {
    let (stream, event, field, message) = Self.danglers[row]
    let findings = try Chronicle.clinic().findings(event, on: stream)
    #expect(findings.map(\.rule) == [3])
    #expect(findings.map(\.field) == [field])
    #expect(findings.map(\.message) == [message])
    #expect(findings.allSatisfy { $0.level == .refuse && $0.hint != nil })
  }

  @Test func `everything missing is said at once`() throws {
    let findings = try Chronicle.clinic().findings(
      Chronicle.serum(lot: "L9", product: "P9"), on: "session/S1", by: "U9")
    #expect(
      Set(findings.map(\.message)) == [
        "there is no lot L9", "there is no product P9", "nobody is enrolled as U9",
      ])
  }

  @Test func `what is there is taken`() throws {
    var clinic = Chronicle.clinic()
    clinic.record(Chronicle.cartridge(), on: "session/S1")
    clinic.record(Chronicle.reported(), on: "session/S1")
    for event in [
      Chronicle.pass(), Chronicle.serum(), Chronicle.numbed, Chronicle.decided(),
      .session(
        .adverseEventResolved(AdverseEventResolved(adverseEvent: "AE1", outcome: .recovered))),
      Chronicle.reported("AE2", suspects: [Suspect(lot: "L1", cartridge: "X1")]),
    ] {
      #expect(try clinic.findings(event, on: "session/S1").isEmpty)
    }
  }

  @Test func `a cartridge of another session is not of this one`() throws {
    var clinic = Chronicle.clinic()
    clinic.record(Chronicle.opened(), on: "session/S2")
    clinic.record(Chronicle.cartridge(), on: "session/S2")
    #expect(try !clinic.findings(Chronicle.pass(), on: "session/S1").isEmpty)
    #expect(try clinic.findings(Chronicle.pass(), on: "session/S2").isEmpty)
  }

  @Test func `a cartridge whose opening is struck out was never opened`() throws {
    var clinic = Chronicle.clinic()
    let opened = clinic.record(Chronicle.cartridge(), on: "session/S1")
    clinic.strike(opened)
    #expect(try clinic.findings(Chronicle.pass(), on: "session/S1").map(\.rule) == [3])
  }

  @Test func `an adverse event is reported once under its id`() throws {
    var clinic = Chronicle.clinic()
    clinic.record(Chronicle.reported(), on: "session/S1")
    #expect(
      try clinic.findings(Chronicle.reported(), on: "session/S1").map(\.field)
        == ["data.adverse_event"])
  }

  @Test func `booking, course and session are the same client's`() throws {
    var clinic = Chronicle.clinic()
    clinic.record(Chronicle.registered, on: "client/C2")
    let session = try clinic.findings(
      Chronicle.opened(for: "C2", booking: "B1", course: "K1"), on: "session/S2")
    #expect(
      session.map(\.message) == ["booking B1 is another client’s", "course K1 is another client’s"])
    let booking = try clinic.findings(
      Chronicle.booked(for: "C2", course: "K1"), on: "booking/B2")
    #expect(booking.map(\.field) == ["data.course"])
    let notice = try clinic.findings(
      .lot(
        .recallClientNotified(
          RecallClientNotified(client: "C2", session: "S1", channel: .phone, outcome: .reached))),
      on: "lot/L1")
    #expect(notice.map(\.field) == ["data.session"])
  }

  @Test func `two charts of one client, merged, are the same client`() throws {
    var clinic = Chronicle.clinic()
    clinic.record(Chronicle.registered, on: "client/C2")
    clinic.record(.client(.clientMergedInto(ClientMergedInto(client: "C2"))), on: "client/C1")
    #expect(
      try clinic.findings(
        Chronicle.opened(for: "C2", booking: "B1", course: "K1"), on: "session/S2"
      ).isEmpty)
    // And not merged back.
    #expect(
      try clinic.findings(
        .client(.clientMergedInto(ClientMergedInto(client: "C1"))), on: "client/C2"
      ).map(\.rule) == [3])
  }

  @Test func `who records, performs and authorises is enrolled`() throws {
    let clinic = Chronicle.clinic()
    let findings = try clinic.findings(
      Chronicle.serum(), on: "session/S1", by: "U7", performedBy: "U8",
      deviations: [
        Deviation(rule: 16, limit: "", observed: "", reason: "", authorisedBy: "U9")
      ])
    #expect(findings.map(\.field) == ["recorded_by", "performed_by", "authorised_by"])
  }

  @Test func `somebody has to begin: the first enrolment needs nobody, the second does`() throws {
    var clinic = Chronicle()
    #expect(try clinic.findings(Chronicle.storeOpened, on: "store/main", by: "U1").isEmpty)
    clinic.record(Chronicle.storeOpened, on: "store/main", by: "U1")
    #expect(try clinic.findings(Chronicle.enrolled(), on: "staff/U1", by: "U1").isEmpty)
    #expect(try !clinic.findings(Chronicle.registered, on: "client/C1", by: "U1").isEmpty)
    clinic.record(Chronicle.enrolled(), on: "staff/U1", by: "U1")
    #expect(
      try clinic.findings(Chronicle.enrolled(), on: "staff/U2", by: "U2").map(\.field)
        == ["recorded_by"])
    #expect(try clinic.findings(Chronicle.enrolled(), on: "staff/U2", by: "U1").isEmpty)
  }

  @Test(arguments: [(UInt64(1), true), (12, true), (13, false), (99, false)])
  func `what led to an entry came before it`(_ position: UInt64, _ allowed: Bool) throws {
    let findings = try Chronicle.clinic().findings(
      Chronicle.serum(), on: "session/S1", causation: position)
    #expect(findings.isEmpty == allowed)
  }
}
