import Clinic
import EventLog
import Records
import Testing

/// What held at a moment does not depend on the order in which it was recorded.
@Suite struct LateEntryTests {
  @Test func `a lot's story told in any order answers the same of every moment`() {
    let story: [(String, ClinicEvent)] = [
      ("2026-03-02T09:00", Chronicle.quarantined), ("2026-03-03T09:00", Chronicle.released),
      ("2026-03-05T09:00", Chronicle.quarantined), ("2026-03-07T09:00", Chronicle.recalled),
      ("2026-03-08T09:00", Chronicle.released),
    ]
    func lot(_ story: [(String, ClinicEvent)]) -> Lot {
      var clinic = Chronicle()
      clinic.record(Chronicle.received(), on: "lot/L1", at: "09:00")
      for (time, event) in story { clinic.record(event, on: "lot/L1", at: time) }
      return clinic.lot()
    }
    let told = lot(story)
    let moments = (1...9).map { Chronicle.at("2026-03-0\($0)T12:00") }
    #expect(
      moments.map { told.status(at: $0) } == [
        .free, .quarantined, .free, .free, .quarantined, .quarantined, .recalled, .recalled,
        .recalled,
      ])
    var random = SplitMix64(seed: 7)
    for _ in 0..<200 {
      let shuffled = lot(story.shuffled(using: &random))
      #expect(moments.map { shuffled.status(at: $0) } == moments.map { told.status(at: $0) })
      #expect(shuffled.status == told.status)
      #expect(shuffled.quarantinedAt == told.quarantinedAt)
    }
  }

  @Test func `a session's steps told in any order come to the same`() {
    let story: [(String, ClinicEvent)] = [
      ("09:01", Chronicle.decided(.declined)), ("09:05", Chronicle.decided(.accepted)),
      ("09:06", Chronicle.serum()), ("09:07", Chronicle.pass(depth: 50)),
      ("09:08", Chronicle.pass(.nose, depth: 100)), ("09:09", Chronicle.pain(3)),
      ("09:10", Chronicle.pain(5)),
      ("09:11", .session(.treatmentPaused(TreatmentPaused(reason: "faint")))),
      ("09:15", .session(.treatmentResumed(TreatmentResumed(reason: "better")))),
      ("09:30", .session(.sessionClosed(SessionClosed(condition: .calm)))),
    ]
    func session(_ story: [(String, ClinicEvent)]) -> Session {
      var clinic = Chronicle()
      clinic.record(Chronicle.opened(), on: "session/S1", at: "09:00")
      for (time, event) in story { clinic.record(event, on: "session/S1", at: time) }
      var session = clinic.session()
      // Where each was written differs, and is all that differs.
      session.numbingChoices = session.numbingChoices?.map {
        NumbingChoice(
          from: $0.from, decision: $0.decision, allergyChecked: $0.allergyChecked, position: 0)
      }
      return session
    }
    let told = session(story)
    var random = SplitMix64(seed: 11)
    for _ in 0..<200 { #expect(session(story.shuffled(using: &random)) == told) }
    #expect(told.status == .closed && told.numbingDecision == .accepted)
  }
}
