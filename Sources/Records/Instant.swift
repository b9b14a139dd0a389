/// A moment on the UTC time line to the microsecond, as POSIX counts it, without leap seconds.
public struct Instant: Hashable, Comparable, Sendable {
  /// Microseconds since 1970-01-01T00:00:00Z; negative before it.
  public var microseconds: Int64

  /// The moment that lies `microseconds` after 1970-01-01T00:00:00Z.
  public init(microseconds: Int64) {
    self.microseconds = microseconds
  }

  /// Reads RFC 3339 with any offset, `2026-03-01T11:05:00.5+01:00`; nil for any other text.
  public init?(rfc3339 text: some StringProtocol) {
    guard let read = OffsetInstant(rfc3339: text) else { return nil }
    self = read.instant
  }

  /// RFC 3339 in UTC: `2026-03-01T10:05:00Z`, with six digits of fraction unless it is zero.
  public var rfc3339: String {
    OffsetInstant(instant: self, offsetMinutes: 0).rfc3339
  }

  /// UTC text that sorts as time does and that SQLite's date functions read.
  ///
  /// `2026-03-01 10:05:00`, or `2026-03-01 10:05:00.25` with the fraction's last zeros left off.
  public var sql: String {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(26)
    appendSQL(to: &bytes)
    return String(decoding: bytes, as: UTF8.self)
  }

  /// Appends ``sql`` as UTF-8.
  public func appendSQL(to bytes: inout [UInt8]) {
    let fraction = appendCivil(separator: UInt8(ascii: " "), to: &bytes)
    guard fraction > 0 else { return }
    bytes.append(UInt8(ascii: "."))
    bytes.appendDecimal(fraction, digits: 6)
    while bytes.last == UInt8(ascii: "0") { bytes.removeLast() }
  }

  /// Appends `2026-03-01T10:05:00` and returns the microseconds of the second (0–999,999).
  func appendCivil(separator: UInt8, to bytes: inout [UInt8]) -> Int {
    let day: Int64 = 86_400_000_000
    var days = microseconds / day
    var rest = microseconds % day
    if rest < 0 {
      rest += day
      days -= 1
    }
    CalendarDate(days: days).append(to: &bytes)
    let seconds = Int(rest / 1_000_000)
    bytes.append(separator)
    bytes.appendDecimal(seconds / 3_600, digits: 2)
    bytes.append(UInt8(ascii: ":"))
    bytes.appendDecimal(seconds / 60 % 60, digits: 2)
    bytes.append(UInt8(ascii: ":"))
    bytes.appendDecimal(seconds % 60, digits: 2)
    return Int(rest % 1_000_000)
  }

  /// The UTC day that this moment is in.
  public var date: CalendarDate {
    let day: Int64 = 86_400_000_000
    let days = microseconds / day
    return CalendarDate(days: microseconds % day < 0 ? days - 1 : days)
  }

  /// True if the first moment is before the second.
  public static func < (left: Instant, right: Instant) -> Bool {
    left.microseconds < right.microseconds
  }
}

extension Instant: CustomStringConvertible {
  /// The same as ``rfc3339``.
  public var description: String { rfc3339 }
}
