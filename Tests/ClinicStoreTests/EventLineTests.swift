import Clinic
import ClinicStore
import EventLog
import Records
import Testing

@Suite struct EventLineTests {
  /// A checksum is no signature: a record may come with numbers that no log ever gave.
  @Test func `a forged record's numbers are shown, not trapped on`() throws {
    let type = try #require(EventType.named("note-added"))
    let time = try #require(OccurredAt("2026-01-05T09:00:00Z", zone: .utc, now: .now)?.instant)
    let event = StoredEvent(
      envelope: Envelope(
        position: .max, stream: StreamID(.session, "S1"), version: .max, type: type.number,
        schema: type.version, occurredAt: time.instant, recordedAt: time.instant,
        clock: time.instant, recordedBy: "U1", performedBy: "U1", causation: .max),
      payload: [])
    let line = String(decoding: EventLine.json(of: event), as: UTF8.self)
    #expect(line.hasPrefix(#"{"position":9223372036854775807,"stream":"session/S1""#))
  }
}
