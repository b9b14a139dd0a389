public import Records

/// A moment as people write it, before it is looked up in a log.
public enum When: Hashable, Sendable {
  /// After the event at that position; 0 is before the first.
  case position(UInt64)
  /// So many events before the last: 1 is the state that the last event changed.
  case back(UInt64)
  /// What had been recorded by then.
  case time(Instant)
  /// After the last event.
  case now

  /// Reads `@3041`, `3041`, `@-1`, `2026-01-05`, `2026-01-05T10:00Z`, `2d-ago` or `now`; nil where the
  /// text is none of them.
  ///
  /// A date is the end of that day, and a time without an offset is by the clinic's clocks.
  public init?(_ text: String, zone: ClinicZone, now: Instant) {
    let number = text.first == "@" ? text.dropFirst() : text[...]
    if text == "now" {
      self = .now
    } else if let position = Self.number(number) {
      self = .position(position)
    } else if text.hasPrefix("@-"), let count = Self.number(number.dropFirst()) {
      self = .back(count)
    } else if let date = CalendarDate(iso: text) {
      self = .time(zone.end(of: date))
    } else if let time = OccurredAt(text, zone: zone, now: now) {
      self = .time(time.instant.instant)
    } else {
      return nil
    }
  }

  /// Plain digits, and nothing that a number's own parser takes besides.
  private static func number(_ text: Substring) -> UInt64? {
    let digits = UInt8(ascii: "0")...UInt8(ascii: "9")
    return text.utf8.allSatisfy(digits.contains) ? UInt64(text) : nil
  }
}

extension ClinicZone {
  /// The last microsecond of a day by the clinic's calendar.
  public func end(of date: CalendarDate) -> Instant {
    let next = instant(on: CalendarDate(days: date.days + 1), hour: 0, minute: 0, second: 0)
    return Instant(microseconds: next.microseconds - 1)
  }
}
