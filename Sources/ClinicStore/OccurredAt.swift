public import EventLog
public import Records

/// When something happened, as a person writes it, and how exactly it is known.
public struct OccurredAt: Hashable, Sendable {
  /// The instant, with the offset that it was written in.
  public var instant: OffsetInstant
  /// How exactly it is known.
  public var precision: Precision

  /// That instant, known that exactly.
  public init(_ instant: OffsetInstant, _ precision: Precision) {
    self.instant = instant
    self.precision = precision
  }

  /// Reads `now`, `2d-ago`, `10:05`, `2026-03-01`, `2026-03-01T10:05` or the same with seconds and an
  /// offset; nil where the text is none of them.
  ///
  /// A date or time without an offset is the clinic's own; a bare time is today's there, and a bare
  /// date is its first moment, known to the day.
  public init?(_ text: String, zone: ClinicZone, now: Instant) {
    if text == "now" {
      self.init(zone.local(now), .exact)
    } else if let past = Self.ago(text, now) {
      self.init(zone.local(past), text.hasSuffix("d-ago") ? .hour : .minute)
    } else if let exact = OffsetInstant(rfc3339: text) {
      self.init(exact, .exact)
    } else if let (date, time, offset) = Self.split(text, today: zone.date(now)) {
      let instant =
        offset.map { minutes in
          Instant(on: date, hour: time.hour, minute: time.minute, second: time.second)
            .advanced(minutes: -Int64(minutes))
        } ?? zone.instant(on: date, hour: time.hour, minute: time.minute, second: time.second)
      let local =
        offset.map { OffsetInstant(instant: instant, offsetMinutes: $0) } ?? zone.local(instant)
      // By its offset it may be in a year that no text has: what is given out must be taken again.
      guard OffsetInstant(rfc3339: local.rfc3339) == local else { return nil }
      self.init(local, time.precision)
    } else {
      return nil
    }
  }

  private struct TimeOfDay {
    var hour = 0
    var minute = 0
    var second = 0
    var precision = Precision.day
  }

  /// `3d-ago`, `2h-ago`, `15m-ago`.
  private static func ago(_ text: String, _ now: Instant) -> Instant? {
    guard text.hasSuffix("-ago"), let unit = text.dropLast(4).last,
      let count = digits(text.dropLast(5)), count <= 100_000
    else { return nil }
    switch unit {
    case "m": return now.advanced(minutes: -Int64(count))
    case "h": return now.advanced(minutes: -Int64(count) * 60)
    case "d": return now.advanced(minutes: -Int64(count) * 60 * 24)
    default: return nil
    }
  }

  private static func split(
    _ text: String, today: CalendarDate
  ) -> (CalendarDate, TimeOfDay, Int16?)? {
    if let date = CalendarDate(iso: text) { return (date, TimeOfDay(), nil) }
    if let time = timeOfDay(text) { return (today, time, nil) }
    guard text.utf8.count > 11, let date = CalendarDate(iso: String(text.prefix(10))),
      let separator = text.dropFirst(10).first, separator == "T" || separator == " "
    else { return nil }
    var rest = text.dropFirst(11)
    var offset: Int16?
    if rest.last == "Z" {
      rest = rest.dropLast()
      offset = 0
    } else if let sign = rest.lastIndex(where: { $0 == "+" || $0 == "-" }) {
      guard let shift = timeOfDay(String(rest[rest.index(after: sign)...])) else { return nil }
      let minutes = Int16(shift.hour * 60 + shift.minute)
      offset = rest[sign] == "-" ? -minutes : minutes
      rest = rest[..<sign]
    }
    return timeOfDay(String(rest)).map { (date, $0, offset) }
  }

  /// A number of plain digits: a sign, which Swift's own parser takes, makes none.
  private static func digits(_ text: Substring) -> Int? {
    let digits = UInt8(ascii: "0")...UInt8(ascii: "9")
    return text.utf8.allSatisfy(digits.contains) ? Int(text) : nil
  }

  private static func timeOfDay(_ text: String) -> TimeOfDay? {
    let parts = text.split(separator: ":", omittingEmptySubsequences: false)
    guard (2...3).contains(parts.count), parts.allSatisfy({ $0.utf8.count == 2 }) else {
      return nil
    }
    let numbers = parts.compactMap { digits($0) }
    guard numbers.count == parts.count, (0...23).contains(numbers[0]),
      (0...59).contains(numbers[1]), numbers.count == 2 || (0...59).contains(numbers[2])
    else { return nil }
    return TimeOfDay(
      hour: numbers[0], minute: numbers[1], second: numbers.count == 3 ? numbers[2] : 0,
      precision: numbers.count == 3 ? .exact : .minute)
  }
}

extension Instant {
  /// The instant at which a clock at UTC shows that date and time of day.
  init(on date: CalendarDate, hour: Int, minute: Int, second: Int) {
    let seconds = date.days * 86_400 + Int64(hour * 3_600 + minute * 60 + second)
    self.init(microseconds: seconds * 1_000_000)
  }

  /// The instant that many minutes later.
  func advanced(minutes: Int64) -> Instant {
    Instant(microseconds: microseconds + minutes * 60_000_000)
  }
}
