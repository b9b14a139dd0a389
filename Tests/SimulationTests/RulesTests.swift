import Clinic
import EventLog
import Records
import Testing

/// Every event judged again by the rules, by what was recorded before it.
@Suite struct RulesTests {
  @Test(arguments: [(7, 150), (2, 60), (22, 300)] as [(UInt64, Int)])
  func `rules find of each event the deviations that it carries, and no others`(
    _ seed: UInt64, _ sessions: Int
  ) throws {
    let clinic = FoldedClinic()
    var judged = 0
    for event in try MadeUpClinic(sessions: sessions, seed: seed).events {
      let envelope = event.envelope
      var plain = event
      plain.envelope.deviations = []
      let findings = check(try Proposal(plain), in: clinic)
      let name = EventType.numbered(envelope.type)?.name ?? "?"
      let found = findings.map { "\($0.rule): \($0.limit) | \($0.observed)" }
      let carried = envelope.deviations.map { "\($0.rule): \($0.limit) | \($0.observed)" }
      if found != carried {
        Issue.record(
          "@\(envelope.position) \(name) \(envelope.stream.text): \(found) not \(carried)")
      }
      for (finding, deviation) in zip(findings, envelope.deviations) {
        judged += 1
        Self.expectTaken(finding, deviation, envelope, name)
      }
      try clinic.take(event)
    }
    #expect(judged > 5)
  }

  /// That a store would have taken the entry with this finding.
  private static func expectTaken(
    _ finding: Finding, _ deviation: Deviation, _ envelope: Envelope, _ name: String
  ) {
    let isPast = envelope.entryMode == .late || envelope.lateReason != nil
    switch finding.level {
    case .refuse: Issue.record("@\(envelope.position) \(name) is refused: \(finding.message)")
    case .refuseUnlessPast: #expect(isPast && !deviation.reason.isEmpty, "\(finding.message)")
    case .noteWithReason: #expect(!deviation.reason.isEmpty, "\(finding.message)")
    case .note: break
    }
    #expect(deviation.authorisedBy == envelope.recordedBy)
  }

  @Test func `a lot of another clinic is found`() throws {
    // The control: the same check on a log that was tampered with.
    let clinic = FoldedClinic()
    var isFound = false
    for event in try MadeUpClinic(sessions: 2, seed: 7).events {
      if event.envelope.type == CartridgeOpened.recordType.id {
        var opened = try CartridgeOpened(record: event.payload.span.bytes)
        opened.lot = "N-999"
        let foreign = StoredEvent(envelope: event.envelope, payload: opened.encoded())
        isFound = check(try Proposal(foreign), in: clinic).contains { $0.rule == 3 }
      }
      try clinic.take(event)
    }
    #expect(isFound)
  }
}
