import Clinic
import EventLog
import Records
import Testing

@Suite struct SessionTests {
  /// A session opened at nine, and these steps in the order they were entered.
  private func session(_ steps: [(String, ClinicEvent)]) -> Session {
    var clinic = Chronicle()
    clinic.record(Chronicle.opened(booking: "B1", course: "K1"), on: "session/S1", at: "09:00")
    for (time, event) in steps { clinic.record(event, on: "session/S1", at: time, by: "U2") }
    return clinic.session()
  }

  @Test func `a session opened is open, and nothing was done yet`() {
    let session = session([])
    #expect(session.status == .open)
    #expect(session.client == "C1" && session.booking == "B1" && session.course == "K1")
    #expect(session.ordinal == 1 && session.practitioner == "U1")
    #expect(session.openedAt == Chronicle.at("09:00"))
    #expect(session.passes == 0 && session.serums == 0 && session.callAttempts == 0)
    #expect(session.numbingDecision == nil && session.maxDepthMm == nil)
    #expect(!session.photoDeclined)
  }

  @Test func `zones are told once each, in the vocabulary's order`() {
    let zones: [Zone] = [.cheek, .forehead, .cheek, .cheekbone, .forehead]
    let session = session(zones.map { ("09:07", Chronicle.pass($0, depth: 75)) })
    #expect(session.zones == [.forehead, .cheekbone, .cheek])
  }

  @Test func `the visit this began with, word for word`() {
    let session = session([
      ("09:01", .session(.preTreatmentChecked(PreTreatmentChecked(outcome: .fit)))),
      ("09:02", .session(.skinCleansed(SkinCleansed(product: "P3", antiseptic: true)))),
      ("09:03", .session(.photoDeclined(PhotoDeclined()))),
      ("09:04", Chronicle.decided(.notOffered)),
      ("09:05", Chronicle.cartridge()),
      ("09:06", Chronicle.serum()),
      ("09:07", Chronicle.pass(.cheek, depth: 75)),
      ("09:08", Chronicle.pass(.forehead, depth: 50)),
      ("09:09", Chronicle.pain(4, tolerable: true)),
      (
        "09:10",
        .session(.endpointReached(EndpointReached(zone: .cheek, endpoint: .uniformErythema)))
      ),
      ("09:11", .session(.endpointReached(EndpointReached(zone: .forehead, endpoint: .nothing)))),
      ("09:12", .session(.maskApplied(MaskApplied(product: "P4", minutes: 15, purpose: .seal)))),
      (
        "09:30",
        .session(.postCareApplied(PostCareApplied(product: "P5", spf: 50)))
      ),
      (
        "09:31",
        .session(.cartridgeDiscarded(CartridgeDiscarded(cartridge: "X1", sharpsBox: "SB1")))
      ),
      (
        "09:32",
        .session(
          .aftercareGiven(
            AftercareGiven(
              document: "AC-2", channel: .inPerson, advice: [.sunAvoidance, .noHomeRoller],
              acknowledged: true)))
      ),
      (
        "09:33",
        .session(
          .sessionClosed(
            SessionClosed(condition: .mildRedness, nextDueOn: Chronicle.day("2026-03-29"))))
      ),
      (
        "2026-03-02T10:00",
        .session(
          .aftercareCallAttempted(AftercareCallAttempted(channel: .phone, outcome: .noAnswer)))
      ),
      (
        "2026-03-02T12:00",
        .session(
          .aftercareCallMade(
            AftercareCallMade(
              channel: .phone, redness: 2, swelling: 0, pain: 1, flags: [], sunAvoided: true,
              escalate: .nothing)))
      ),
      (
        "2026-03-29T10:00",
        .session(.followUpHeld(FollowUpHeld(weeksAfter: 4, downtimeDays: 2)))
      ),
    ])
    #expect(session.checkOutcome == .fit)
    #expect(session.cleansedAt == Chronicle.at("09:02") && session.antiseptic == true)
    #expect(session.photoDeclined)
    #expect(session.numbingDecision == .notOffered)
    #expect(session.numbingReason == .lowPainExpected)
    #expect(session.painTolerance == .low)
    #expect(session.cartridges == 1 && session.cartridgesDiscarded == 1)
    #expect(session.cartridgeUse("X1")?.discardedAt == Chronicle.at("09:31"))
    #expect(session.serums == 1 && session.serumKinds == [.hyaluronicAcid])
    #expect(session.serumVolumeMl == .hundredths(200))
    #expect(session.passes == 6 && session.maxDepthMm == .hundredths(75))
    #expect(session.zones == [.forehead, .cheek])
    #expect(session.firstPassAt == Chronicle.at("09:07"))
    #expect(session.lastPassAt == Chronicle.at("09:08"))
    #expect(session.painNeedling == 4 && session.painTolerable == true)
    #expect(session.painAfter == nil)
    #expect(session.endpoint == .uniformErythema)
    #expect(session.maskMinutes == 15 && session.maskPurpose == .seal)
    #expect(session.spf == 50)
    #expect(session.advice == [.sunAvoidance, .noHomeRoller])
    #expect(session.aftercareAcknowledged == true)
    #expect(session.status == .closed && session.closedBy == "U2")
    #expect(session.condition == .mildRedness)
    #expect(session.nextDueOn == Chronicle.day("2026-03-29"))
    #expect(session.callAttempts == 1)
    #expect(session.callReachedAt == Chronicle.at("2026-03-02T12:00"))
    #expect(session.callRedness == 2 && session.sunAvoided == true)
    #expect(session.downtimeDays == 2)
    #expect(session.version == 20)
  }

  @Test func `photos are counted by when they were taken`() {
    func photo(_ phase: PhotoPhase) -> ClinicEvent {
      .session(
        .photoTaken(
          PhotoTaken(phase: phase, view: .front, sha256: String(repeating: "a", count: 64))))
    }
    let session = session([
      ("09:01", photo(.before)), ("09:02", photo(.before)), ("09:30", photo(.after)),
      ("2026-03-29T10:00", photo(.followUp)),
    ])
    #expect(session.photosBefore == 2 && session.photosAfter == 1 && session.photosFollowUp == 1)
  }

  @Test func `numbing changed from declined to accepted was declined until then`() {
    let session = session([
      ("09:10", Chronicle.decided(.accepted)), ("09:05", Chronicle.decided(.declined)),
    ])
    #expect(session.numbingDecision == .accepted)
    #expect(session.numbingChoice(at: Chronicle.at("09:07"))?.decision == .declined)
    #expect(session.numbingChoice(at: Chronicle.at("09:15"))?.decision == .accepted)
    #expect(session.numbingChoice(at: Chronicle.at("09:01")) == nil)
  }

  @Test func `cream is on until it is taken off, and grams add up`() {
    let removed = ClinicEvent.session(
      .numbingRemoved(NumbingRemoved(residueCleared: true, reaction: .mild, adequate: true)))
    let session = session([
      ("09:05", Chronicle.numbed), ("09:35", removed), ("09:40", Chronicle.numbed),
    ])
    #expect(session.numbing(at: Chronicle.at("09:20")).map(\.lot) == ["L3"])
    #expect(session.numbing(at: Chronicle.at("09:35")).isEmpty)
    #expect(session.numbing(at: Chronicle.at("10:00")).count == 1)
    #expect(session.numbingGrams == .hundredths(1000))
    #expect(session.numbingOnAt == Chronicle.at("09:40"))
    #expect(session.numbingOffAt == Chronicle.at("09:35"))
    #expect(session.numbingReaction == .mild && session.numbingAdequate == true)
  }

  @Test func `the worst pain is kept for each phase`() {
    let session = session([
      ("09:05", Chronicle.pain(2, .numbing)), ("09:10", Chronicle.pain(6, tolerable: false)),
      ("09:12", Chronicle.pain(3, tolerable: true)), ("09:40", Chronicle.pain(1, .after)),
    ])
    #expect(session.painNumbing == 2 && session.painNeedling == 6 && session.painAfter == 1)
    #expect(session.painTolerable == false)
  }

  @Test(arguments: [
    ([("09:10", "pause")], SessionStatus.paused),
    ([("09:10", "pause"), ("09:15", "resume")], .open),
    ([("09:15", "resume"), ("09:10", "pause")], .open),
    ([("09:10", "pause"), ("09:15", "stop")], .stopped),
    ([("09:20", "abandon")], .abandoned),
    ([("09:30", "close"), ("09:10", "pause")], .closed),
    ([("08:55", "pause")], .paused),
  ])
  func `a session stands where its last step left it`(
    _ steps: [(String, String)], _ status: SessionStatus
  ) {
    let events: [String: ClinicEvent] = [
      "pause": .session(.treatmentPaused(TreatmentPaused(reason: "faint"))),
      "resume": .session(.treatmentResumed(TreatmentResumed(reason: "better"))),
      "stop": .session(.treatmentStopped(TreatmentStopped(reason: "too much"))),
      "abandon": .session(.sessionAbandoned(SessionAbandoned(step: .numbing, reason: "unwell"))),
      "close": .session(.sessionClosed(SessionClosed(condition: .calm))),
    ]
    let taken = steps.compactMap { time, name in events[name].map { (time, $0) } }
    #expect(taken.count == steps.count)
    #expect(session(taken).status == status)
  }

  @Test func `who countersigned and where it was abandoned are seen`() {
    let session = session([
      ("09:20", .session(.sessionAbandoned(SessionAbandoned(step: .needling, reason: "pain")))),
      ("09:50", .session(.sessionCountersigned(SessionCountersigned()))),
      (
        "09:51",
        .session(
          .bloodExposureRecorded(
            BloodExposureRecorded(person: .staff, kind: .needlestick, firstAid: "rinsed")))
      ),
    ])
    #expect(session.abandonedStep == .needling && session.abandonedAt == Chronicle.at("09:20"))
    #expect(session.countersignedBy == "U2")
    #expect(session.countersignedAt == Chronicle.at("09:50"))
    #expect(session.bloodExposures == 1)
  }

  @Test func `an adverse event is open until it is resolved`() {
    let steps: [(String, ClinicEvent)] = [
      ("2026-03-03T10:00", Chronicle.reported("AE1")),
      ("2026-03-03T11:00", Chronicle.reported("AE2")),
      (
        "2026-03-05T10:00",
        .session(
          .adverseEventFollowedUp(
            AdverseEventFollowedUp(adverseEvent: "AE1", severity: .moderate)))
      ),
      (
        "2026-03-04T10:00",
        .session(
          .adverseEventFollowedUp(AdverseEventFollowedUp(adverseEvent: "AE1", severity: .severe)))
      ),
      (
        "2026-03-06T10:00",
        .session(
          .authorityNotified(
            AuthorityNotified(adverseEvent: "AE1", scheme: .deviceRegulator, reference: "R1")))
      ),
      (
        "2026-03-09T10:00",
        .session(
          .adverseEventResolved(AdverseEventResolved(adverseEvent: "AE2", outcome: .recovered)))
      ),
    ]
    let session = session(steps)
    #expect(session.adverseEvents == 2 && session.adverseEventsOpen == 1)
    let first = session.adverseEventStates?.first
    #expect(first?.severity == .moderate)
    #expect(first?.notifiedAt == Chronicle.at("2026-03-06T10:00"))
    #expect(first?.resolvedAt == nil)
    #expect(session.adverseEventStates?.last?.resolvedAt == Chronicle.at("2026-03-09T10:00"))
  }

  @Test func `struck open, the session is not opened, and keeps what else was done`() {
    var clinic = Chronicle()
    let opening = clinic.record(Chronicle.opened(), on: "session/S1", at: "09:00")
    clinic.record(Chronicle.serum(), on: "session/S1", at: "09:10")
    clinic.strike(opening, reason: .wrongChart)
    let session = clinic.session()
    #expect(!session.isOpened)
    #expect(session.client == nil && session.status == nil)
    #expect(session.serums == 1)
    #expect(session.version == 3 && session.amended == 1 && session.lastPosition == 3)
  }
}
