import EventLog
import Records

/// 2026-03-01T10:05:00Z, the moment that most tests start from.
let noon = Instant(microseconds: 1_772_359_500_000_000)

extension Instant {
  func after(seconds: Int64) -> Instant {
    Instant(microseconds: microseconds + seconds * 1_000_000)
  }
}

extension OffsetInstant {
  /// A clock's reading in UTC.
  static func utc(_ instant: Instant) -> OffsetInstant {
    OffsetInstant(instant: instant, offsetMinutes: 0)
  }
}

extension StreamID {
  static func session(_ id: String) -> StreamID { StreamID(kind: 3, id: id) }
  static func client(_ id: String) -> StreamID { StreamID(kind: 0, id: id) }
}

extension Draft {
  /// A draft that says little, to a session.
  static func sample(
    _ stream: StreamID = .session("S1"), payload: [UInt8] = [1, 2, 3], eventID: String? = nil,
    expectedVersion: UInt64? = nil
  ) -> Draft {
    Draft(
      .stream(stream), type: 410, schema: 1, payload: payload, recordedBy: "U1", eventID: eventID,
      expectedVersion: expectedVersion)
  }
}

extension Seeded {
  /// An envelope with any of its fields there or not.
  mutating func envelope(position: UInt64) -> Envelope {
    let recordedAt = Instant(
      microseconds: .random(in: -1_000_000_000...4_000_000_000_000_000, using: &self))
    let recordedBy = pick(["U1", "U2", "practitioner:17"])
    var envelope = Envelope(
      position: position,
      stream: StreamID(
        kind: .random(in: 0...127, using: &self), id: pick(["S1", "a-B.c_d:9", "7"])),
      version: .random(in: 1...9_000_000, using: &self),
      type: .random(in: .min ... .max, using: &self),
      schema: .random(in: .min ... .max, using: &self),
      occurredAt: Instant(microseconds: .random(in: .min ... .max, using: &self)),
      offsetMinutes: .random(in: -1439...1439, using: &self),
      precision: pick(Precision.allCases), recordedAt: recordedAt,
      clock: once(in: 2) ? recordedAt : Instant(microseconds: recordedAt.microseconds - 7),
      recordedBy: recordedBy, performedBy: once(in: 2) ? recordedBy : "U9",
      entryMode: pick(EntryMode.allCases))
    if once(in: 2) { envelope.lateReason = pick(["", "écrit après", "a\nb\tc 🌊"]) }
    if once(in: 2) { envelope.correlation = "V1" }
    if once(in: 2) { envelope.causation = .random(in: 1...position, using: &self) }
    if once(in: 2) { envelope.eventID = "import-7:1" }
    envelope.deviations = (0..<below(3)).map {
      Deviation(
        rule: $0 + 8, limit: pick(["", "3.00"]), observed: "4.5", reason: pick(["", "vu à 10 h"]),
        authorisedBy: "U1")
    }
    return envelope
  }
}
