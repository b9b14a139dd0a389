/// A moment together with the offset from UTC that the clock on the wall had.
public struct OffsetInstant: Hashable, Sendable {
  /// The moment itself.
  public var instant: Instant
  /// Minutes east of UTC, −1439 to 1439.
  public var offsetMinutes: Int16

  /// A moment as shown by a clock `offsetMinutes` east of UTC.
  public init(instant: Instant, offsetMinutes: Int16) {
    self.instant = instant
    self.offsetMinutes = offsetMinutes
  }

  /// Reads RFC 3339 §5.6, `2026-03-01T10:05:00+01:00`; nil for any other text.
  ///
  /// Seconds and an offset are required, `T` and `Z` are capitals; a fraction finer than a
  /// microsecond is refused, and so is a leap second, since neither could be kept. So is a moment
  /// that in UTC falls outside the years 0001–9999: what is given out must be taken again.
  public init?(rfc3339 text: some StringProtocol) {
    var copy = String(text)
    let read = copy.withUTF8 { OffsetInstant(rfc3339: UnsafeRawBufferPointer($0)) }
    guard let read else { return nil }
    self = read
  }

  init?(rfc3339 bytes: UnsafeRawBufferPointer) {
    guard bytes.count >= 20, bytes[10] == UInt8(ascii: "T"),
      bytes[13] == UInt8(ascii: ":"), bytes[16] == UInt8(ascii: ":"),
      let date = CalendarDate(iso: UnsafeRawBufferPointer(rebasing: bytes[0..<10])),
      let hour = bytes.decimal(at: 11, digits: 2), hour < 24,
      let minute = bytes.decimal(at: 14, digits: 2), minute < 60,
      let second = bytes.decimal(at: 17, digits: 2), second < 60
    else { return nil }
    var at = 19
    guard let fraction = Self.fraction(in: bytes, at: &at),
      let offset = Self.offset(in: bytes, at: at)
    else { return nil }
    let local = date.days * 86_400 + Int64(hour * 3_600 + minute * 60 + second)
    let utc = local - Int64(offset) * 60
    guard Self.seconds.contains(utc) else { return nil }
    instant = Instant(microseconds: utc * 1_000_000 + Int64(fraction))
    offsetMinutes = Int16(offset)
  }

  /// The seconds from 0001-01-01T00:00:00Z to the end of 9999 in UTC.
  private static let seconds: Range<Int64> = -719_162 * 86_400..<2_932_897 * 86_400

  /// Microseconds of an optional `.25`; `at` moves past it; nil if it is malformed or too fine.
  private static func fraction(in bytes: UnsafeRawBufferPointer, at: inout Int) -> Int? {
    guard bytes[at] == UInt8(ascii: ".") else { return 0 }
    at += 1
    var value = 0
    var digits = 0
    while at < bytes.count {
      let digit = bytes[at] &- UInt8(ascii: "0")
      guard digit <= 9 else { break }
      digits += 1
      guard digits <= 6 else { return nil }
      value = value * 10 + Int(digit)
      at += 1
    }
    guard digits > 0 else { return nil }
    while digits < 6 {
      value *= 10
      digits += 1
    }
    return value
  }

  /// Minutes of `Z` or `±HH:MM`, which must end the text.
  private static func offset(in bytes: UnsafeRawBufferPointer, at: Int) -> Int? {
    guard at < bytes.count else { return nil }
    if bytes[at] == UInt8(ascii: "Z") { return at + 1 == bytes.count ? 0 : nil }
    guard at + 6 == bytes.count, bytes[at + 3] == UInt8(ascii: ":"),
      let hours = bytes.decimal(at: at + 1, digits: 2), hours < 24,
      let minutes = bytes.decimal(at: at + 4, digits: 2), minutes < 60
    else { return nil }
    switch bytes[at] {
    case UInt8(ascii: "+"): return hours * 60 + minutes
    case UInt8(ascii: "-"): return -(hours * 60 + minutes)
    default: return nil
    }
  }

  /// RFC 3339: `2026-03-01T10:05:00+01:00`, with six digits of fraction unless it is zero.
  public var rfc3339: String {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(32)
    append(to: &bytes)
    return String(decoding: bytes, as: UTF8.self)
  }

  func append(to bytes: inout [UInt8]) {
    // Wrapping: a damaged record may hold any number, and showing it must not trap.
    let local = Instant(
      microseconds: instant.microseconds &+ Int64(offsetMinutes) * 60_000_000)
    let fraction = local.appendCivil(separator: UInt8(ascii: "T"), to: &bytes)
    if fraction > 0 {
      bytes.append(UInt8(ascii: "."))
      bytes.appendDecimal(fraction, digits: 6)
    }
    guard offsetMinutes != 0 else {
      bytes.append(UInt8(ascii: "Z"))
      return
    }
    let minutes = Int(offsetMinutes.magnitude)
    bytes.append(UInt8(ascii: offsetMinutes < 0 ? "-" : "+"))
    bytes.appendDecimal(minutes / 60, digits: 2)
    bytes.append(UInt8(ascii: ":"))
    bytes.appendDecimal(minutes % 60, digits: 2)
  }
}

extension OffsetInstant: CustomStringConvertible {
  /// The same as ``rfc3339``.
  public var description: String { rfc3339 }
}
