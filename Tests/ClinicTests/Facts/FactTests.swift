import Clinic
import EventLog
import Records
import Testing

/// Each fact table, from the entries that make it.
@Suite struct FactTests {
  @Test func `numbing decisions and applications are the session's and the client's`() throws {
    var clinic = Chronicle.clinic()
    let decided = clinic.record(
      Chronicle.decided(.accepted), on: "session/S1", at: "09:05", by: "U2", performedBy: "U1",
      recordedAt: "09:06")
    clinic.record(Chronicle.numbed, on: "session/S1", at: "09:10")
    let decision = try #require(
      try clinic.facts(NumbingDecisionFact.table, as: NumbingDecisionFact.self).first)
    #expect(decision.position == Int64(decided) && decision.ordinal == 0)
    #expect(decision.session == "S1" && decision.client == "C1" && decision.course == "K1")
    #expect(decision.decision == .accepted && decision.decidedBy == "U1")
    #expect(decision.occurredAt == Chronicle.at("09:05"))
    #expect(decision.recordedAt == Chronicle.at("09:06"))
    #expect(decision.recordedBy == "U2" && decision.performedBy == "U1" && decision.amended == 0)
    let application = try #require(
      try clinic.facts(NumbingApplicationFact.table, as: NumbingApplicationFact.self).first)
    #expect(application.grams == .hundredths(500) && application.lot == "L3")
    #expect(application.ingredients.map(\.class) == [.amide])
  }

  @Test func `serums, passes, endpoints and pain are one row each`() throws {
    var clinic = Chronicle.clinic()
    clinic.record(Chronicle.cartridge(), on: "session/S1")
    clinic.record(Chronicle.serum(), on: "session/S1")
    clinic.record(Chronicle.pass(.cheek), on: "session/S1")
    clinic.record(Chronicle.pass(.nose), on: "session/S1")
    clinic.record(
      .session(.endpointReached(EndpointReached(zone: .nose, endpoint: .excess))),
      on: "session/S1")
    clinic.record(Chronicle.pain(4), on: "session/S1")
    #expect(
      try clinic.facts(SerumFact.table, as: SerumFact.self).map(\.kind) == [.hyaluronicAcid])
    #expect(try clinic.facts(PassFact.table, as: PassFact.self).map(\.zone) == [.cheek, .nose])
    #expect(
      try clinic.facts(EndpointFact.table, as: EndpointFact.self).map(\.endpoint) == [.excess])
    #expect(try clinic.facts(PainScoreFact.table, as: PainScoreFact.self).map(\.score) == [4])
  }

  @Test func `a cartridge is opened and discarded`() throws {
    var clinic = Chronicle.clinic()
    clinic.record(Chronicle.cartridge(), on: "session/S1")
    clinic.record(
      .session(.cartridgeDiscarded(CartridgeDiscarded(cartridge: "X1", sharpsBox: "SB"))),
      on: "session/S1")
    let rows = try clinic.facts(CartridgeFact.table, as: CartridgeFact.self)
    #expect(rows.map(\.act) == [.opened, .discarded])
    #expect(rows.map(\.lot) == ["L2", nil])
    #expect(rows.map(\.sharpsBox) == [nil, "SB"])
  }

  @Test func `a photo is taken or declined`() throws {
    var clinic = Chronicle.clinic()
    clinic.record(
      .session(
        .photoTaken(
          PhotoTaken(phase: .before, view: .left45, sha256: String(repeating: "a", count: 64)))),
      on: "session/S1")
    clinic.record(.session(.photoDeclined(PhotoDeclined())), on: "session/S1")
    let rows = try clinic.facts(PhotoFact.table, as: PhotoFact.self)
    #expect(rows.map(\.act) == [.taken, .declined])
    #expect(rows.map(\.view) == [.left45, nil])
  }

  @Test func `a consent is given, declined or withdrawn`() throws {
    var clinic = Chronicle.clinic()
    clinic.record(
      .client(
        .consentGiven(
          ConsentGiven(kind: .treatment, document: "CT", risks: [], method: .spoken))),
      on: "client/C1")
    clinic.record(
      .client(.consentDeclined(ConsentDeclined(kind: .photoMarketing))), on: "client/C1")
    clinic.record(
      .client(.consentWithdrawn(ConsentWithdrawn(kind: .treatment))), on: "client/C1")
    let rows = try clinic.facts(ConsentFact.table, as: ConsentFact.self)
    #expect(rows.map(\.decision) == [.given, .declined, .withdrawn])
    #expect(rows.map(\.kind) == [.treatment, .photoMarketing, .treatment])
    #expect(rows.allSatisfy { $0.client == "C1" })
  }

  @Test func `a call reached the client or says why not`() throws {
    var clinic = Chronicle.clinic()
    clinic.record(
      .session(
        .aftercareCallAttempted(AftercareCallAttempted(channel: .phone, outcome: .voicemail))),
      on: "session/S1")
    clinic.record(
      .session(
        .aftercareCallMade(
          AftercareCallMade(
            channel: .phone, hoursAfter: 26, redness: 1, swelling: 0, pain: 0, flags: [.itching],
            sunAvoided: true, escalate: .review))),
      on: "session/S1")
    let rows = try clinic.facts(CallFact.table, as: CallFact.self)
    #expect(rows.map(\.outcome) == [.voicemail, .reached])
    #expect(rows.map(\.escalate) == [nil, .review])
  }

  @Test func `follow-ups and outcomes are kept`() throws {
    var clinic = Chronicle.clinic()
    clinic.record(
      .session(.followUpHeld(FollowUpHeld(weeksAfter: 4, downtimeDays: 2))), on: "session/S1")
    clinic.record(
      .course(
        .outcomeAssessed(
          OutcomeAssessed(instrument: .gais, score: 2, assessor: .practitioner, weeksAfter: 4))),
      on: "course/K1")
    #expect(
      try clinic.facts(FollowUpFact.table, as: FollowUpFact.self).map(\.downtimeDays) == [2])
    let outcome = try #require(
      try clinic.facts(OutcomeFact.table, as: OutcomeFact.self).first)
    #expect(outcome.course == "K1" && outcome.client == "C1" && outcome.score == 2)
  }

  @Test func `an adverse event is reported, followed up, resolved and notified`() throws {
    var clinic = Chronicle.clinic()
    clinic.record(Chronicle.reported(), on: "session/S1")
    clinic.record(
      .session(
        .adverseEventFollowedUp(
          AdverseEventFollowedUp(adverseEvent: "AE1", progress: .improving))),
      on: "session/S1")
    clinic.record(
      .session(
        .authorityNotified(
          AuthorityNotified(adverseEvent: "AE1", scheme: .insurer, reference: "R"))),
      on: "session/S1")
    clinic.record(
      .session(
        .adverseEventResolved(AdverseEventResolved(adverseEvent: "AE1", outcome: .recovered))),
      on: "session/S1")
    let rows = try clinic.facts(AdverseEventFact.table, as: AdverseEventFact.self)
    #expect(rows.map(\.act) == [.reported, .followedUp, .notified, .resolved])
    #expect(rows.map(\.progress) == [nil, .improving, nil, nil])
    #expect(rows.allSatisfy { $0.adverseEvent == "AE1" && $0.client == "C1" })
  }

  @Test func `every client looked at stands in the access log, and every export`() throws {
    var clinic = Chronicle.clinic()
    clinic.record(
      .store(
        .recordViewed(
          RecordViewed(purpose: .treatment, view: "client", clients: ["C1", "C2"]))),
      on: "store/main")
    clinic.record(
      .store(.recordViewed(RecordViewed(purpose: .audit, view: "lots", clients: []))),
      on: "store/main")
    clinic.record(
      .store(
        .recordExported(
          RecordExported(
            format: .fhir, sha256: String(repeating: "0", count: 64), recipient: "a hospital",
            basis: .clientRequest))),
      on: "store/main")
    let rows = try clinic.facts(AccessFact.table, as: AccessFact.self)
    #expect(rows.map(\.client) == ["C1", "C2", nil, nil])
    #expect(rows.map(\.ordinal) == [0, 1, 0, 0])
    #expect(rows.map(\.act) == [.viewed, .viewed, .viewed, .exported])
    #expect(rows.map(\.purpose) == [.treatment, .treatment, .audit, nil])
    #expect(rows.last?.format == .fhir)
  }

  @Test func `a struck entry leaves no fact of its own, and a corrected one the fact as it is`()
    throws
  {
    var clinic = Chronicle.clinic()
    let first = clinic.record(Chronicle.serum(), on: "session/S1")
    let second = clinic.record(Chronicle.serum(), on: "session/S1")
    clinic.strike(first)
    clinic.correct(second, "volume_ml", was: "2.00", now: "1.50")
    let rows = try clinic.facts(SerumFact.table, as: SerumFact.self)
    #expect(rows.map(\.position) == [Int64(second)])
    #expect(rows.map(\.volumeMl) == [.hundredths(150)])
    #expect(rows.map(\.amended) == [1])
  }

  @Test func `a session moved to the right client takes its facts with it`() throws {
    var clinic = Chronicle.clinic()
    clinic.record(Chronicle.serum(), on: "session/S1")
    let opening = try #require(
      clinic.log.first { $0.envelope.stream.id == "S1" }?.envelope.position)
    clinic.correct(opening, "client", was: #""C1""#, now: #""C2""#, reason: .wrongClient)
    #expect(try clinic.facts(SerumFact.table, as: SerumFact.self).map(\.client) == ["C2"])
    #expect(clinic.session().client == "C2")
  }

  @Test func `every fact table has a test of its own here`() {
    let names = Set(TableType.all.filter { $0.kind == .facts }.map(\.name))
    #expect(
      names == [
        "numbing_decisions", "numbing_applications", "serums", "passes", "endpoints", "cartridges",
        "pain_scores", "photos", "consents", "calls", "follow_ups", "adverse_events", "outcomes",
        "lot_usage", "deviations", "amendments", "access_log",
      ])
  }
}
