import ClinicSQL
import ClinicStore
import Records

/// Days of the clinic's calendar, one after another: a day, a month.
struct CalendarSpan: Hashable {
  /// The first day.
  let first: CalendarDate
  /// The last day.
  let last: CalendarDate
  /// When the first day begins.
  let from: Instant
  /// When the day after the last begins.
  let to: Instant

  init(_ first: CalendarDate, through last: CalendarDate, _ zone: ClinicZone) {
    self.first = first
    self.last = last
    from = zone.start(of: first)
    to = zone.start(of: CalendarDate(days: last.days + 1))
  }

  /// The day that a text names, `2026-03-01`.
  init(day text: String, _ zone: ClinicZone) throws(StoreError) {
    guard let day = CalendarDate(iso: text) else {
      throw .unreadable(text, as: "a day", hint: "2026-03-01")
    }
    self.init(day, through: day, zone)
  }

  /// The month that a text names, `2026-03`.
  init(month text: String, _ zone: ClinicZone) throws(StoreError) {
    guard let first = CalendarDate(iso: text + "-01") else {
      throw .unreadable(text, as: "a month", hint: "2026-03")
    }
    let (year, month, _) = first.components
    let length = CalendarDate.length(ofMonth: month, year: year)
    self.init(first, through: CalendarDate(days: first.days + Int64(length) - 1), zone)
  }

  /// Its days in order.
  var days: [CalendarDate] { (first.days...last.days).map(CalendarDate.init(days:)) }

  /// Its days by weeks, which begin on Monday; the first and the last may be shorter.
  var weeks: [ClosedRange<CalendarDate>] {
    var weeks: [ClosedRange<CalendarDate>] = []
    for day in days {
      if let week = weeks.last, !day.isMonday {
        weeks[weeks.count - 1] = week.lowerBound...day
      } else {
        weeks.append(day...day)
      }
    }
    return weeks
  }

  /// What a SELECT calls `:from` and `:to`, of which the second is not within it any more.
  var values: [String: SQLValue] { ["from": .text(from.sql), "to": .text(to.sql)] }
}

extension CalendarDate {
  /// 1970-01-01 was a Thursday.
  fileprivate var isMonday: Bool { (days + 3) % 7 == 0 }
}

extension ClinicZone {
  /// The first moment of a day; where midnight comes twice the first of them.
  fileprivate func start(of day: CalendarDate) -> Instant {
    let midnight = instant(on: day, hour: 0, minute: 0, second: 0)
    let earlier = Instant(microseconds: midnight.microseconds - 3_600_000_000)
    return date(earlier) == day ? earlier : midnight
  }
}

extension StoreError {
  fileprivate static func unreadable(
    _ text: String, as what: String, hint: String
  ) -> StoreError {
    let shown = text.unicodeScalars.count <= 40 ? "'\(text)'" : "that"
    return StoreError(.badInput, "cannot read \(shown) as \(what)", hint: hint)
  }
}
