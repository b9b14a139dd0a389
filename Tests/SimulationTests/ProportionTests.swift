import Clinic
import EventLog
import Records
import Testing

/// What a clinic's months must show, however chance falls.
@Suite struct ProportionTests {
  @Test func `numbing is decided in all four ways`() throws {
    let clinic = try MadeUpClinic.usual.get()
    var decisions: [NumbingDecision: Int] = [:]
    for case .numbingDecided(let decided) in clinic.inSessions.map(\.said) {
      decisions[decided.decision, default: 0] += 1
    }
    for decision in NumbingDecision.allCases {
      #expect(decisions[decision] ?? 0 >= 5, "\(decision.name): \(decisions)")
    }
  }

  @Test func `between 3 and 15 in a hundred bookings are not come to`() throws {
    let counts = try MadeUpClinic.usual.get().counts
    let missed = counts["client-did-not-attend"] ?? 0
    let arrived = counts["client-arrived"] ?? 0
    let share = Double(missed) / Double(missed + arrived)
    #expect(share > 0.03 && share < 0.15)
    #expect(counts["booking-cancelled"] ?? 0 > 5)
    #expect(counts["booking-rescheduled"] ?? 0 > 5)
  }

  @Test func `hyaluronic acid is the serum most often needled in`() throws {
    let clinic = try MadeUpClinic.usual.get()
    var kinds: [SerumKind: Int] = [:]
    for case .serumApplied(let serum) in clinic.inSessions.map(\.said) {
      kinds[serum.kind, default: 0] += 1
    }
    let all = kinds.values.reduce(0, +)
    #expect(kinds[.hyaluronicAcid] ?? 0 > all / 2)
    #expect(kinds.count >= 4)
  }

  @Test func `pain is lower with numbing`() throws {
    let clinic = try MadeUpClinic.usual.get()
    var numbed: Set<StreamID> = []
    var withCream: [Int64] = []
    var without: [Int64] = []
    for (event, said) in clinic.inSessions {
      if case .numbingRemoved = said { numbed.insert(event.envelope.stream) }
      guard case .painScored(let pain) = said, pain.phase == .needling else { continue }
      if numbed.contains(event.envelope.stream) {
        withCream.append(pain.score)
      } else {
        without.append(pain.score)
      }
    }
    func median(_ scores: [Int64]) -> Int64 { scores.sorted()[scores.count / 2] }
    #expect(withCream.count > 30 && without.count > 30)
    #expect(median(withCream) < median(without))
  }

  @Test func `depths are the zones' own, but where one is owned up to`() throws {
    let clinic = try MadeUpClinic.usual.get()
    var ranges: [Zone: ZoneDepth] = [:]
    for case .protocol(.protocolPublished(let edition)) in clinic.decoded {
      for range in edition.zoneDepths { ranges[range.zone] = range }
    }
    var deep = 0
    for (event, said) in clinic.inSessions {
      guard case .needlePassMade(let pass) = said else { continue }
      let range = try #require(ranges[pass.zone])
      #expect(pass.depthMm >= range.minDepthMm)
      if pass.depthMm > range.maxDepthMm {
        deep += 1
        #expect(event.envelope.deviations.contains { $0.rule == 13 && !$0.reason.isEmpty })
      }
    }
    #expect(deep > 0)
  }

  @Test(arguments: [1, 2, 3, 7] as [UInt64])
  func `in 300 sessions everything rare is there`(_ seed: UInt64) throws {
    let clinic = try MadeUpClinic(sessions: 300, seed: seed)
    let counts = clinic.counts
    for type in [
      "lot-recalled", "recall-client-notified", "lot-disposed", "lot-quarantined", "lot-released",
      "entry-corrected", "entry-struck-out", "adverse-event-reported", "adverse-event-followed-up",
      "adverse-event-resolved", "record-viewed", "record-exported", "device-fault-reported",
      "device-withdrawn", "device-returned", "device-serviced", "device-cleaned", "patch-test-read",
      "contraindication-found", "contraindication-cleared", "client-merged-into", "note-added",
      "session-abandoned", "session-countersigned", "treatment-paused", "treatment-resumed",
      "aftercare-call-attempted", "aftercare-call-made", "follow-up-held", "outcome-assessed",
      "course-ended", "consent-declined", "photo-declined", "blood-exposure-recorded",
      "storage-excursion-recorded",
    ] {
      #expect(counts[type] ?? 0 > 0, "\(type)")
    }
    var broken: [Int: Int] = [:]
    for event in clinic.events {
      for deviation in event.envelope.deviations { broken[deviation.rule, default: 0] += 1 }
    }
    for rule in [9, 13, 14, 15, 16, 17, 19, 20, 22] {
      #expect(broken[rule] ?? 0 > 0, "rule \(rule)")
    }
    #expect(clinic.events.contains { $0.envelope.entryMode == .late })
  }

  @Test func `clients told of a recall are some, and not all`() throws {
    let clinic = try MadeUpClinic.usual.get()
    var recalled: Set<String> = []
    var told: Set<String> = []
    var had: Set<String> = []
    for (event, said) in zip(clinic.events, clinic.decoded) {
      switch said {
      case .lot(.lotRecalled): recalled.insert(event.envelope.stream.id)
      case .lot(.recallClientNotified(let notice)):
        told.insert(notice.session)
        #expect(event.envelope.causation != nil)
      default: break
      }
    }
    for (event, said) in clinic.inSessions {
      if case .serumApplied(let serum) = said, let lot = serum.lot, recalled.contains(lot) {
        had.insert(event.envelope.stream.id)
      }
    }
    #expect(!told.isEmpty && told.count < had.count)
  }

  @Test func `calls are made in the window, late, or never`() throws {
    let clinic = try MadeUpClinic.usual.get()
    var closed: Set<StreamID> = []
    var called: Set<StreamID> = []
    var late = 0
    for (event, said) in clinic.inSessions {
      switch said {
      case .sessionClosed: closed.insert(event.envelope.stream)
      case .aftercareCallMade(let call):
        called.insert(event.envelope.stream)
        if (call.hoursAfter ?? 0) > 72 { late += 1 }
      default: break
      }
    }
    #expect(called.count > closed.count * 3 / 4)
    #expect(called.count < closed.count)
    #expect(late > 0 && late < called.count / 5)
  }

  @Test func `no practitioner, room or client is booked twice, and a cartridge is opened once`()
    throws
  {
    let clinic = try MadeUpClinic.usual.get()
    struct Time {
      var starts: Instant
      var ends: Instant
      var holds: [String]
    }
    var bookings: [String: Time] = [:]
    var cartridges: Set<String> = []
    var discarded = 0
    for (event, said) in zip(clinic.events, clinic.decoded) {
      let id = event.envelope.stream.id
      switch said {
      case .booking(.bookingMade(let made)):
        bookings[id] = Time(
          starts: made.startsAt, ends: made.endsAt,
          holds: [made.client, made.practitioner, made.room ?? ""])
      case .booking(.bookingRescheduled(let moved)):
        bookings[id]?.starts = moved.startsAt
        bookings[id]?.ends = moved.endsAt
      case .booking(.bookingCancelled): bookings[id] = nil
      case .session(.cartridgeOpened(let opened)):
        #expect(cartridges.insert(opened.cartridge).inserted)
      case .session(.cartridgeDiscarded): discarded += 1
      default: continue
      }
      guard let time = bookings[id] else { continue }
      for (other, taken) in bookings
      where other != id && taken.starts < time.ends && time.starts < taken.ends {
        #expect(Set(taken.holds).isDisjoint(with: time.holds), "\(id) and \(other)")
      }
    }
    #expect(cartridges.count == discarded)
    #expect(cartridges.count > 250)
  }
}
