import ClinicStore
import EventLog
import Records
import Testing

/// What people write for a moment, and the position it comes to.
@Suite struct WhenTests {
  private static let london = ClinicZone("Europe/London") ?? .utc
  private static let noon = instant("2026-06-10T12:00:00Z")

  private static func instant(_ text: String) -> Instant {
    OffsetInstant(rfc3339: text)?.instant ?? Instant(microseconds: 0)
  }

  @Test(arguments: [
    ("@3041", When.position(3041)), ("3041", .position(3041)), ("@0", .position(0)),
    ("@-1", .back(1)), ("now", .now),
    ("2026-01-05T10:00Z", .time(instant("2026-01-05T10:00:00Z"))),
    ("2026-07-05T10:00", .time(instant("2026-07-05T09:00:00Z"))),
    ("2026-01-05", .time(instant("2026-01-05T23:59:59.999999Z"))),
    // The day on which the clocks go forward has 23 hours; it ends in summer time.
    ("2026-03-29", .time(instant("2026-03-29T22:59:59.999999Z"))),
    ("2d-ago", .time(instant("2026-06-08T12:00:00Z"))),
  ])
  func `a moment is read as it is meant`(_ text: String, _ wanted: When) {
    #expect(When(text, zone: Self.london, now: Self.noon) == wanted)
  }

  @Test(arguments: [
    "", "@", "@+3", "@-", "+3", "-3", "2026-13-05", "2026-02-30", "yesterday", "@3041x",
    "99999999999999999999", "2026-01-05T25:00", "@ 3", "\u{0661}",
    "+1:05", "-0:05", "10:+5", "+5d-ago", "-0d-ago", "2026-01-05T+1:05", "2026-01-05T10:00++1:+3",
    // Of a year that no text has, once the offset is taken off, or once it is added.
    "9999-12-31T23:59-23:59", "0001-01-01T00:00+00:01", "0000-12-31",
  ])
  func `what is no moment is none`(_ text: String) {
    #expect(When(text, zone: Self.london, now: Self.noon) == nil)
  }

  @Test func `a day that began in another year than the first by the clock is none`() throws {
    let island = try #require(ClinicZone("Australia/Lord_Howe"))
    #expect(OccurredAt("0001-01-01", zone: island, now: Self.noon) == nil)
    #expect(OccurredAt("0001-01-02", zone: island, now: Self.noon) != nil)
  }

  @Test func `a time comes to the last event recorded by then`() throws {
    let scratch = try ScratchStore.empty()
    let log = try RandomLog(7, count: 40)
    try scratch.store.takeAsRecorded { take in for event in log.events { try take(event) } }
    for event in log.events {
      let at = event.envelope.recordedAt
      let before = Instant(microseconds: at.microseconds - 1)
      #expect(try scratch.store.moment(at.rfc3339).position == event.envelope.position)
      #expect(try scratch.store.moment(before.rfc3339).position == event.envelope.position - 1)
      let again = try scratch.store.moment("@\(event.envelope.position)")
      #expect(again.at == at)
      #expect(try scratch.store.moment(again.token) == again)
    }
    #expect(try scratch.store.moment("@-1").position == 39)
    #expect(try scratch.store.moment("@-40").position == 0)
    #expect(try scratch.store.moment("now").position == 40)
    #expect(
      try scratch.store.moment("9999-01-01").at <= .now, "nothing is known of what is to come")
  }

  @Test(arguments: [
    ("2026-13-05", "cannot read '2026-13-05' as a moment"),
    ("@41", "@41 is after the last event, @40"),
    ("@-41", "@-41 is before the first event, of 40"),
  ])
  func `what cannot be gone to is told`(_ text: String, _ message: String) throws {
    let scratch = try ScratchStore.empty()
    let log = try RandomLog(7, count: 40)
    try scratch.store.takeAsRecorded { take in for event in log.events { try take(event) } }
    let error = #expect(throws: StoreError.self) { try scratch.store.moment(text) }
    #expect(error?.message == message)
    #expect(error?.kind == .badInput)
  }
}
