import Records

/// A date or an instant read back from the text that SQL shows.
///
/// Taken: `2026-03-01`, and that followed by a space or `T`, `10:05`, seconds, up to six digits of a
/// fraction and `Z`, each but the first left out at will. UTC, as everything in SQL is.
struct SQLTime: Equatable {
  /// The date, in UTC.
  let date: CalendarDate
  /// Microseconds since that date began.
  let timeOfDay: Int64
  /// Whether it is a date alone.
  let isDate: Bool

  /// Microseconds since 1970.
  var microseconds: Int64 { date.days * 86_400_000_000 + timeOfDay }

  init?(_ text: some Collection<UInt8>) {
    let bytes = Array(text)
    guard bytes.count >= 10, bytes.count <= 27,
      let date = CalendarDate(iso: String(decoding: bytes[..<10], as: UTF8.self))
    else { return nil }
    self.date = date
    isDate = bytes.count == 10
    if isDate {
      timeOfDay = 0
      return
    }
    guard bytes[10] == UInt8(ascii: " ") || bytes[10] == UInt8(ascii: "T") else { return nil }
    var rest = bytes[11...]
    if rest.last == UInt8(ascii: "Z") { rest.removeLast() }
    guard let hour = rest.popPair(), hour < 24, rest.pop(UInt8(ascii: ":")),
      let minute = rest.popPair(), minute < 60
    else { return nil }
    var second: Int64 = 0
    var fraction: Int64 = 0
    if rest.pop(UInt8(ascii: ":")) {
      guard let pair = rest.popPair(), pair < 60 else { return nil }
      second = pair
      if rest.pop(UInt8(ascii: ".")) {
        guard (1...6).contains(rest.count) else { return nil }
        for place in 0..<6 {
          guard let digit = rest.isEmpty ? 0 : rest.popDigit() else { return nil }
          fraction += digit * [100_000, 10_000, 1_000, 100, 10, 1][place]
        }
      }
    }
    guard rest.isEmpty else { return nil }
    timeOfDay = ((hour * 60 + minute) * 60 + second) * 1_000_000 + fraction
  }
}

extension ArraySlice<UInt8> {
  fileprivate mutating func pop(_ byte: UInt8) -> Bool {
    guard first == byte else { return false }
    removeFirst()
    return true
  }

  fileprivate mutating func popDigit() -> Int64? {
    guard let byte = first, (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) else {
      return nil
    }
    removeFirst()
    return Int64(byte - UInt8(ascii: "0"))
  }

  fileprivate mutating func popPair() -> Int64? {
    guard let tens = popDigit(), let ones = popDigit() else { return nil }
    return tens * 10 + ones
  }
}
