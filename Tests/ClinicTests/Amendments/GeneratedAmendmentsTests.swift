import Clinic
import EventLog
import Records
import Testing

/// Logs made at random, with amendments of amendments, against the plain reading of them.
@Suite struct GeneratedAmendmentsTests {
  private static let texts = [
    #""L1""#, #""L2""#, #""L 3""#, "null", "2.50", "4.00", "0", "7", "11", "true",
    #""2026-03-01T11:00:00Z""#, #""U2""#,
  ]
  private static let fields = [
    "lot", "volume_ml", "score", "passes", "performed_by", "occurred_at", "now", "note", "reason",
    "target", "nothing",
  ]

  private func stream(seed: UInt64) -> [StoredEvent] {
    var random = SplitMix64(seed: seed)
    var clinic = Chronicle()
    clinic.record(Chronicle.opened(), on: "session/S1", at: "09:00")
    for version in 2...Int.random(in: 3...16, using: &random) {
      let event: ClinicEvent
      switch Int.random(in: 0..<10, using: &random) {
      case 0: event = Chronicle.serum(millilitres: .random(in: 1...900, using: &random))
      case 1: event = Chronicle.pass(passes: .random(in: 1...20, using: &random))
      case 2: event = Chronicle.pain(.random(in: 0...10, using: &random))
      case 3, 4, 5:
        event = .any(
          .entryStruckOut(
            EntryStruckOut(
              target: target(of: version, &random), reason: .neverHappened)))
      default:
        event = .any(
          .entryCorrected(
            EntryCorrected(
              target: target(of: version, &random),
              field: Self.fields.randomElement(using: &random) ?? "lot", was: "null",
              now: Self.texts.randomElement(using: &random) ?? "null", reason: .transcription)))
      }
      clinic.record(event, on: "session/S1", at: "10:00")
    }
    return clinic.log
  }

  /// Mostly an earlier entry, sometimes itself, a later one or none.
  private func target(of version: Int, _ random: inout SplitMix64) -> Int64 {
    Int64(
      Int.random(in: 0..<20, using: &random) == 0
        ? Int.random(in: -1...version + 2, using: &random)
        : Int.random(in: 1..<version, using: &random))
  }

  @Test(arguments: 0..<8)
  func `five hundred logs read as the plain reading says`(_ batch: Int) throws {
    var amended = 0, struckAmendments = 0, nested = 0
    for seed in 0..<500 {
      let stream = stream(seed: UInt64(batch * 500 + seed))
      let events = try effectiveEvents(stream)
      let plain = PlainAmendments(stream)
      try #require(events.count == stream.count)
      for (place, event) in events.enumerated() {
        try #require(event.isStruck == plain.isStruck(place), "seed \(seed), entry \(place + 1)")
        let values = plain.values(place)
        let type = event.event.type
        for field in type.record.fields {
          let value = type.record.json(ofField: field, in: event.payload.span.bytes)
          try #require(value == values[field.name], "seed \(seed), \(place + 1) \(field.name)")
        }
        let at = OffsetInstant(
          instant: event.envelope.occurredAt, offsetMinutes: event.envelope.offsetMinutes)
        try #require("\"\(at.rfc3339)\"" == values["occurred_at"])
        try #require("\"\(event.envelope.performedBy)\"" == values["performed_by"])
        try #require(event.event.encoded() == event.payload)
        if !event.amendments.isEmpty { amended += 1 }
        if event.isStruck && event.isAmendment { struckAmendments += 1 }
        if event.isAmendment && !event.isStruck && event.payload != event.recorded.payload {
          nested += 1
        }
      }
      // From the amendments and what they amend alone: the same entries, and the others not at all.
      let amendments = stream.filter { EventType.isAmendment($0.envelope.type) }
      let part = try AmendedEntries(amendments) { version in
        version > 0 && version <= stream.count ? stream[Int(version) - 1] : nil
      }
      for event in events {
        let entry = part[event.recorded.envelope.version]
        let isTouched = event.isAmendment || !event.amendments.isEmpty || event.isStruck
        try #require(entry == nil ? !isTouched : entry == event, "seed \(seed)")
      }
      let session = fold(Session.self, id: "S1", events)
      let totals = plain.totals()
      try #require(Int(session.serums) == totals.serums)
      try #require(session.serumVolumeMl?.units ?? 0 == Int64(totals.hundredths))
      try #require(Int(session.passes) == totals.passes)
      try #require(session.painNeedling.map { Int($0) } == totals.worst)
      try #require(Int(session.version) == stream.count)
    }
    // A generator that makes nothing of interest would prove nothing.
    #expect(amended > 300 && struckAmendments > 100 && nested > 20)
  }
}
