import Records

/// Dates and instants as SQL shows them, written without a string in between: a column of them is
/// read once for each row.
enum TimeText {
  private typealias Place = UnsafeMutablePointer<CChar>

  /// `2026-03-01`.
  static func withDate<Result>(
    _ days: Int64, _ body: (UnsafePointer<CChar>, Int32) -> Result
  ) -> Result {
    withUnsafeTemporaryAllocation(of: CChar.self, capacity: 32) { buffer in
      guard let start = buffer.baseAddress, write(days, at: start) else {
        return text(CalendarDate(days: days).iso, body)
      }
      return body(start, 10)
    }
  }

  /// `2026-03-01 10:05:00`, and a fraction of up to six digits if there is any.
  static func withInstant<Result>(
    _ microseconds: Int64, _ body: (UnsafePointer<CChar>, Int32) -> Result
  ) -> Result {
    let day: Int64 = 86_400_000_000
    var days = microseconds / day
    if microseconds % day < 0 { days -= 1 }
    let time = microseconds - days * day
    return withUnsafeTemporaryAllocation(of: CChar.self, capacity: 32) { buffer in
      guard let start = buffer.baseAddress, write(days, at: start) else {
        return text(Instant(microseconds: microseconds).sql, body)
      }
      let seconds = time / 1_000_000
      start[10] = CChar(UInt8(ascii: " "))
      pair(seconds / 3_600, at: start + 11)
      start[13] = CChar(UInt8(ascii: ":"))
      pair(seconds / 60 % 60, at: start + 14)
      start[16] = CChar(UInt8(ascii: ":"))
      pair(seconds % 60, at: start + 17)
      return body(start, 19 + fraction(time % 1_000_000, at: start + 19))
    }
  }

  /// False for a year that four digits do not hold.
  private static func write(_ days: Int64, at start: Place) -> Bool {
    guard (-719_162...2_932_896).contains(days) else { return false }
    let (year, month, day) = CalendarDate(days: days).components
    pair(Int64(year) / 100, at: start)
    pair(Int64(year) % 100, at: start + 2)
    start[4] = CChar(UInt8(ascii: "-"))
    pair(Int64(month), at: start + 5)
    start[7] = CChar(UInt8(ascii: "-"))
    pair(Int64(day), at: start + 8)
    return true
  }

  /// The length with its point; 0 for none.
  private static func fraction(_ microseconds: Int64, at start: Place) -> Int32 {
    guard microseconds > 0 else { return 0 }
    start[0] = CChar(UInt8(ascii: "."))
    pair(microseconds / 10_000, at: start + 1)
    pair(microseconds / 100 % 100, at: start + 3)
    pair(microseconds % 100, at: start + 5)
    var count: Int32 = 7
    while start[Int(count) - 1] == CChar(UInt8(ascii: "0")) { count -= 1 }
    return count
  }

  private static func pair(_ number: Int64, at start: Place) {
    start[0] = CChar(truncatingIfNeeded: 48 + number / 10)
    start[1] = CChar(truncatingIfNeeded: 48 + number % 10)
  }

  private static func text<Result>(
    _ text: String, _ body: (UnsafePointer<CChar>, Int32) -> Result
  ) -> Result {
    text.withCString { body($0, Int32(text.utf8.count)) }
  }
}
