import ClinicStore
import Records

/// Bytes as the text of a moment: the first byte says in which zone, the second when now is.
struct MomentFuzz {
  private let zones = [
    "UTC", "Europe/London", "America/St_Johns", "Asia/Kathmandu", "Pacific/Apia", "Africa/Monrovia",
    "Australia/Lord_Howe", "America/Sao_Paulo",
  ].map { ClinicZone($0)! }

  func run(_ input: [UInt8]) throws {
    guard input.count >= 2 else { return }
    let zone = zones[Int(input[0]) % zones.count]
    // From 1970 to 2097.
    let now = Instant(microseconds: Int64(input[1]) * 43_200_000_000 * 365)
    let text = String(decoding: input.dropFirst(2), as: UTF8.self)
    try readOccurredAt(text, zone, now)
    try readWhen(text, zone, now)
    try readPlain(text)
    if let zone = ClinicZone(text) {
      _ = zone.display(now)
      _ = zone.abbreviation(at: now)
    }
  }

  private func readOccurredAt(_ text: String, _ zone: ClinicZone, _ now: Instant) throws {
    guard let occurred = OccurredAt(text, zone: zone, now: now) else { return }
    let written = occurred.instant.rfc3339
    try expect(
      OffsetInstant(rfc3339: written) == occurred.instant,
      "what is taken as a time can be written and read: \(text) is \(written)")
    let again = OccurredAt(written, zone: zone, now: now)
    try expect(
      again?.instant == occurred.instant, "a time that was written is the same time: \(text)")
    _ = zone.display(occurred.instant.instant)
    guard let date = CalendarDate(iso: text), date.components.year >= 1972 else { return }
    // Before 1972 some zones were not at whole minutes. One day was never in Apia.
    let shown = zone.date(occurred.instant.instant)
    try expect(
      shown == date || (zone.name == "Pacific/Apia" && text == "2011-12-30"),
      "a day begins on itself: \(text) in \(zone.name) on \(shown)")
    try expect(
      zone.end(of: date) > occurred.instant.instant || text == "2011-12-30",
      "a day ends after it begins: \(text) in \(zone.name)")
  }

  private func readWhen(_ text: String, _ zone: ClinicZone, _ now: Instant) throws {
    guard let when = When(text, zone: zone, now: now) else {
      try expect(
        OccurredAt(text, zone: zone, now: now) == nil, "a time is a moment too: \(text)")
      return
    }
    switch when {
    case .position(let position):
      try expect(
        When("@\(position)", zone: zone, now: now) == when, "a position is written in one way")
    case .back(let count):
      try expect(When("@-\(count)", zone: zone, now: now) == when, "so is a count back")
    case .time, .now: break
    }
  }

  private func readPlain(_ text: String) throws {
    if let date = CalendarDate(iso: text) {
      try expect(date.iso == text, "a date is written as it was read")
      let parts = date.components
      try expect(
        CalendarDate(year: parts.year, month: parts.month, day: parts.day) == date,
        "a date is its year, month and day")
    }
    if let time = OffsetInstant(rfc3339: text) {
      try expect(OffsetInstant(rfc3339: time.rfc3339) == time, "a time is read as it was written")
      try expect(
        Instant(rfc3339: time.instant.rfc3339) == time.instant, "so is a time of UTC")
    }
    for scale in 0...3 {
      guard let decimal = ScaledDecimal(text, scale: scale) else { continue }
      try expect(
        ScaledDecimal(decimal.description, scale: scale) == decimal,
        "a decimal is read as it was written")
      _ = decimal.rescaled(to: 1)
    }
  }
}
