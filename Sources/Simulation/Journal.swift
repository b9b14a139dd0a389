import Clinic
import EventLog
import Records

/// A stream that an event goes to.
struct Stream {
  let kind: StreamKind
  /// Its place among the streams of its kind, from 0.
  let number: Int
  let id: String
}

/// A rule that an entry breaks, as the store would have it in the deviation.
struct Breach {
  let rule: Int
  let limit: String
  let observed: String
  /// Why; empty where the rule asks for no reason.
  let reason: String
  /// Whether only an override lets the entry in, were it live.
  var needsOverride = false
}

/// Somebody writing one entry after the other.
struct Pen {
  /// Who writes.
  var by: String
  /// Who did what is written, where it was somebody else.
  var performer: String?
  /// The visit.
  var visit: String?
  /// The reason, where everything is entered late.
  var lateReason: String?
  /// When the last entry was recorded, in microseconds of the day.
  var cursor: Int64 = 0
}

/// The day's entries, which leave in the order in which they were recorded, with their places.
struct Journal {
  private struct Entry {
    var recorded: Int64
    var stream: Stream
    var type: UInt16
    var envelope: Envelope
    var payload: [UInt8]
  }

  let isRehearsal: Bool
  private let opening: CalendarDate
  private let offset: @Sendable (Instant) -> Int16
  private var offsets: [Int16] = []
  private var day = 0
  private var entries: [Entry] = []
  private var position: UInt64 = 0
  private var versions: [[UInt64]]
  private var jitter: Chance
  /// The day's events, once it is closed.
  private(set) var events: [StoredEvent] = []
  /// Positions of the recalls, by lot.
  private var recalls: [Int: UInt64] = [:]

  init(_ settings: Simulation, opening: CalendarDate, isRehearsal: Bool) {
    self.isRehearsal = isRehearsal
    self.opening = opening
    offset = settings.offsetMinutes
    jitter = Chance(settings.seed ^ 0x5EED_0F71_3E57_A3B5)
    versions = StreamKind.allCases.map { _ in [] }
  }

  // MARK: Time

  func date(_ day: Int) -> CalendarDate { CalendarDate(days: opening.days + Int64(day)) }

  /// The offset of a day's working hours; clocks change on Sunday nights, when nobody works.
  private mutating func offsetMinutes(_ day: Int) -> Int16 {
    while offsets.count <= day {
      let noon = (opening.days + Int64(offsets.count)) * 86_400 + 43_200
      offsets.append(isRehearsal ? 0 : offset(Instant(microseconds: noon * 1_000_000)))
    }
    return offsets[day]
  }

  mutating func instant(_ time: WallTime) -> Instant {
    instant(day: time.day, microseconds: Int64(time.second) * 1_000_000)
  }

  private mutating func instant(day: Int, microseconds: Int64) -> Instant {
    let midnight = (opening.days + Int64(day)) * 86_400 - Int64(offsetMinutes(day)) * 60
    return Instant(microseconds: midnight * 1_000_000 + microseconds)
  }

  // MARK: Writing

  /// Enters what happened at `time`, a few seconds later, or after the pen's last entry if that was
  /// later still.
  mutating func enter<Event: RecordCodable>(
    _ event: Event, _ stream: Stream, at time: WallTime, _ pen: inout Pen,
    precision: Precision = .exact, breaches: [Breach] = [], causedBy lot: Int? = nil
  ) {
    guard !isRehearsal else { return }
    let typed = Int64(2_000_000 + jitter.below(14_000_000))
    let occurred = time.day == day ? Int64(time.second) * 1_000_000 : 0
    pen.cursor = max(occurred, pen.cursor) + typed
    let recordedAt = instant(day: day, microseconds: pen.cursor)
    let type = Event.recordType
    // One reason is given with an entry; it stands for lateness, too, where that is why it is late.
    let override = breaches.first(where: \.needsOverride)?.reason
    let given = pen.lateReason ?? override ?? breaches.first { !$0.reason.isEmpty }?.reason ?? ""
    let envelope = Envelope(
      position: 0, stream: StreamID(stream.kind, stream.id), version: 0, type: type.id,
      schema: type.version, occurredAt: instant(time), offsetMinutes: offsetMinutes(time.day),
      precision: precision, recordedAt: recordedAt, clock: recordedAt, recordedBy: pen.by,
      performedBy: pen.performer ?? pen.by, entryMode: pen.lateReason == nil ? .live : .late,
      lateReason: pen.lateReason ?? override, correlation: pen.visit,
      causation: lot.flatMap { recalls[$0] },
      deviations: breaches.map {
        Deviation(
          rule: $0.rule, limit: $0.limit, observed: $0.observed, reason: given,
          authorisedBy: pen.by)
      })
    entries.append(
      Entry(
        recorded: pen.cursor, stream: stream, type: type.id, envelope: envelope,
        payload: event.encoded()))
  }

  /// Gives the day's entries their places, leaving out those recorded after `end`.
  mutating func close(after end: Int64?) {
    guard !isRehearsal else { return }
    let order = entries.indices.sorted { left, right in
      let (one, other) = (entries[left].recorded, entries[right].recorded)
      return one == other ? left < right : one < other
    }
    events.reserveCapacity(order.count)
    for index in order {
      if let end, entries[index].recorded > end { break }
      let stream = entries[index].stream
      let kind = Int(stream.kind.rawValue)
      while versions[kind].count <= stream.number { versions[kind].append(0) }
      versions[kind][stream.number] += 1
      position += 1
      entries[index].envelope.position = position
      entries[index].envelope.version = versions[kind][stream.number]
      if entries[index].type == LotRecalled.recordType.id { recalls[stream.number] = position }
      events.append(
        StoredEvent(envelope: entries[index].envelope, payload: entries[index].payload))
    }
    entries.removeAll(keepingCapacity: true)
  }

  /// Goes on to the next day.
  mutating func turnPage() {
    events.removeAll(keepingCapacity: true)
    day += 1
  }
}
