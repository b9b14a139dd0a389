/// A day of the proleptic Gregorian calendar (ISO 8601), years 0001 to 9999 when read from text.
public struct CalendarDate: Hashable, Comparable, Sendable {
  /// Days since 1970-01-01; negative before it.
  public var days: Int64

  /// The day that lies `days` after 1970-01-01.
  public init(days: Int64) {
    self.days = days
  }

  /// The day of a year, month and day, or nil where the calendar has none, as for 2026-02-30.
  public init?(year: Int, month: Int, day: Int) {
    guard (1...9999).contains(year), (1...12).contains(month), day >= 1,
      day <= Self.length(ofMonth: month, year: year)
    else { return nil }
    // Years begin in March here, so that the leap day is the last day of a year.
    let shifted = month <= 2 ? year - 1 : year
    let era = shifted / 400
    let yearOfEra = shifted - era * 400
    let dayOfYear = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1
    let dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear
    days = Int64(era * 146_097 + dayOfEra - 719_468)
  }

  /// Reads `2026-03-01`, exactly ten characters; nil for any other text or a day that does not exist.
  public init?(iso text: some StringProtocol) {
    var copy = String(text)
    let read = copy.withUTF8 { CalendarDate(iso: UnsafeRawBufferPointer($0)) }
    guard let read else { return nil }
    self = read
  }

  init?(iso bytes: UnsafeRawBufferPointer) {
    guard bytes.count == 10, bytes[4] == UInt8(ascii: "-"), bytes[7] == UInt8(ascii: "-"),
      let year = bytes.decimal(at: 0, digits: 4), let month = bytes.decimal(at: 5, digits: 2),
      let day = bytes.decimal(at: 8, digits: 2)
    else { return nil }
    self.init(year: year, month: month, day: day)
  }

  /// Year, month (1–12) and day (1–31).
  public var components: (year: Int, month: Int, day: Int) {
    // Wrapping, since a damaged record may hold any number and reading one must not trap.
    let shifted = days &+ 719_468
    let era = (shifted >= 0 ? shifted : shifted &- 146_096) / 146_097
    let dayOfEra = shifted &- era &* 146_097
    let yearOfEra =
      (dayOfEra - dayOfEra / 1_460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
    let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
    let shiftedMonth = (5 * dayOfYear + 2) / 153
    let day = dayOfYear - (153 * shiftedMonth + 2) / 5 + 1
    let month = shiftedMonth < 10 ? shiftedMonth + 3 : shiftedMonth - 9
    let year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0)
    return (Int(year), Int(month), Int(day))
  }

  /// ISO 8601's `2026-03-01`; a year outside 0001–9999 carries its sign and all its digits.
  public var iso: String {
    var bytes: [UInt8] = []
    append(to: &bytes)
    return String(decoding: bytes, as: UTF8.self)
  }

  func append(to bytes: inout [UInt8]) {
    let parts = components
    if parts.year < 0 || parts.year > 9999 {
      bytes.append(contentsOf: (parts.year < 0 ? "" : "+").utf8)
      bytes.append(contentsOf: String(parts.year).utf8)
    } else {
      bytes.appendDecimal(parts.year, digits: 4)
    }
    bytes.append(UInt8(ascii: "-"))
    bytes.appendDecimal(parts.month, digits: 2)
    bytes.append(UInt8(ascii: "-"))
    bytes.appendDecimal(parts.day, digits: 2)
  }

  /// True for the years with a 29 February.
  public static func isLeap(_ year: Int) -> Bool {
    year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
  }

  /// Days in a month (1–12) of a year.
  public static func length(ofMonth month: Int, year: Int) -> Int {
    switch month {
    case 2: isLeap(year) ? 29 : 28
    case 4, 6, 9, 11: 30
    default: 31
    }
  }

  /// True if the first day is before the second.
  public static func < (left: CalendarDate, right: CalendarDate) -> Bool {
    left.days < right.days
  }
}

extension CalendarDate: CustomStringConvertible {
  /// The same as ``iso``.
  public var description: String { iso }
}
