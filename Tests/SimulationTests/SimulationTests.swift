import Clinic
import ClinicStore
import EventLog
import Records
import Simulation
import Testing

@Suite struct SimulationTests {
  /// The log's lines, as export writes them.
  static func lines(sessions: Int, seed: UInt64) -> [UInt8] {
    var bytes: [UInt8] = []
    Simulation(sessions: sessions, seed: seed).forEach { event in
      bytes += EventLine.json(of: event)
      bytes.append(UInt8(ascii: "\n"))
    }
    return bytes
  }

  @Test func `the same seed gives the same bytes, another seed others`() {
    let first = Self.lines(sessions: 40, seed: 7)
    #expect(first == Self.lines(sessions: 40, seed: 7))
    #expect(first != Self.lines(sessions: 40, seed: 8))
    #expect(first.count > 100_000)
  }

  @Test(arguments: [0, 1, 2, 17, 60, 199, 200, 650])
  func `there are as many sessions as were asked for`(_ sessions: Int) throws {
    let clinic = try MadeUpClinic(sessions: sessions, seed: 3)
    #expect(clinic.counts["session-opened"] ?? 0 == sessions)
    #expect(clinic.counts["store-opened"] == 1)
    #expect(clinic.events.first?.envelope.type == StoreOpened.recordType.id)
  }

  @Test func `positions and versions have no gaps, and no clock goes back`() throws {
    let clinic = try MadeUpClinic.usual.get()
    var versions: [StreamID: UInt64] = [:]
    var last = Instant(microseconds: .min)
    for (index, event) in clinic.events.enumerated() {
      let envelope = event.envelope
      #expect(envelope.position == UInt64(index + 1))
      versions[envelope.stream, default: 0] += 1
      #expect(envelope.version == versions[envelope.stream])
      #expect(last <= envelope.recordedAt)
      #expect(envelope.clock <= envelope.recordedAt)
      #expect(envelope.occurredAt <= envelope.recordedAt)
      if let causation = envelope.causation { #expect(causation < envelope.position) }
      last = envelope.recordedAt
    }
  }

  @Test func `it ends in the week before the day given`() throws {
    let until = try #require(CalendarDate(iso: "2025-11-14"))
    var last: Instant?
    Simulation(sessions: 50, seed: 1, until: until).forEach { last = $0.envelope.recordedAt }
    let day = try #require(last).date
    #expect(day <= until)
    #expect(day.days > until.days - 7)
  }

  @Test func `the protocol is published before a client is registered`() throws {
    let clinic = try MadeUpClinic.usual.get()
    let published = try #require(clinic.decoded.firstIndex { $0.type.name == "protocol-published" })
    let registered = try #require(clinic.decoded.firstIndex { $0.type.name == "client-registered" })
    #expect(published < registered)
    guard case .protocol(.protocolPublished(let edition)) = clinic.decoded[published] else {
      Issue.record("not a protocol")
      return
    }
    #expect(edition.zoneDepths.allSatisfy { !$0.source.isEmpty })
    #expect(edition.washOuts.contains { $0.source == "POL" })
    #expect(edition.callFromHours == 24 && edition.callToHours == 72)
    #expect(edition.lateAfterHours == 24 && edition.futureToleranceMinutes == 5)
  }

  @Test func `times carry the offset of the zone's day`() {
    // Summer time from 1 April, an hour east.
    let april = CalendarDate(iso: "2026-04-01")?.days ?? 0
    let simulation = Simulation(sessions: 120, seed: 2, zone: "Made/Up") { instant in
      instant.date.days >= april ? 60 : 0
    }
    var offsets: Set<Int16> = []
    simulation.forEach { event in
      let envelope = event.envelope
      offsets.insert(envelope.offsetMinutes)
      #expect(envelope.offsetMinutes == (envelope.occurredAt.date.days >= april ? 60 : 0))
    }
    #expect(offsets == [0, 60])
  }
}
