/// What the digits of a JSON number (RFC 8259 §6) mean at a scale.
enum DecimalReading: Equatable {
  /// The number in units of the last place.
  case exact(Int64)
  /// A digit other than zero lies past the last place.
  case tooFine
  /// More than 64 bits hold.
  case tooLarge
  /// Not a number as JSON writes one.
  case malformed

  /// Reads all of `bytes`, without ever going through binary floating point.
  init(_ bytes: UnsafeRawBufferPointer, scale: Int) {
    var at = 0
    let isNegative = bytes.first == UInt8(ascii: "-")
    if isNegative { at = 1 }
    var digits = Significand()
    let wholeStart = at
    at = digits.take(bytes, from: at, isFraction: false)
    guard at > wholeStart, at == wholeStart + 1 || bytes[wholeStart] != UInt8(ascii: "0") else {
      self = .malformed
      return
    }
    if at < bytes.count, bytes[at] == UInt8(ascii: ".") {
      let start = at + 1
      at = digits.take(bytes, from: start, isFraction: true)
      guard at > start else {
        self = .malformed
        return
      }
    }
    guard let exponent = Self.exponent(bytes, from: at) else {
      self = .malformed
      return
    }
    self = digits.units(isNegative: isNegative, exponent: exponent + scale)
  }

  /// The power of ten after the digits: 0 when there is none, nil when it is malformed.
  private static func exponent(_ bytes: UnsafeRawBufferPointer, from start: Int) -> Int? {
    guard start < bytes.count else { return 0 }
    guard bytes[start] | 0x20 == UInt8(ascii: "e") else { return nil }
    var at = start + 1
    guard at < bytes.count else { return nil }
    let isNegative = bytes[at] == UInt8(ascii: "-")
    if isNegative || bytes[at] == UInt8(ascii: "+") { at += 1 }
    guard at < bytes.count else { return nil }
    var value = 0
    while at < bytes.count {
      let digit = bytes[at] &- UInt8(ascii: "0")
      guard digit <= 9 else { return nil }
      // Capped: no number with a million zeros is in any range, and the sum cannot overflow.
      value = min(value * 10 + Int(digit), 100_000_000)
      at += 1
    }
    return isNegative ? -value : value
  }
}

/// The digits of a number without the zeros that do not count.
private struct Significand {
  private var value: UInt64 = 0
  private var overflowed = false
  private var zerosAfter = 0
  private var places = 0

  /// Takes the digits from `start` and returns where they end.
  mutating func take(_ bytes: UnsafeRawBufferPointer, from start: Int, isFraction: Bool) -> Int {
    var at = start
    while at < bytes.count {
      let digit = bytes[at] &- UInt8(ascii: "0")
      guard digit <= 9 else { break }
      if isFraction { places += 1 }
      if digit != 0 {
        push(UInt64(digit))
      } else if value != 0 {
        zerosAfter += 1
      }
      at += 1
    }
    return at
  }

  private mutating func push(_ digit: UInt64) {
    for _ in 0...zerosAfter {
      let (product, overflow) = value.multipliedReportingOverflow(by: 10)
      value = overflow ? value : product
      overflowed = overflowed || overflow
      if overflowed { break }
    }
    zerosAfter = 0
    let (sum, overflow) = value.addingReportingOverflow(digit)
    value = overflow ? value : sum
    overflowed = overflowed || overflow
  }

  func units(isNegative: Bool, exponent: Int) -> DecimalReading {
    if value == 0 { return .exact(0) }
    let shift = exponent - places + zerosAfter
    if shift < 0 { return .tooFine }
    if overflowed || shift > 19 { return .tooLarge }
    var magnitude = value
    for _ in 0..<shift {
      let (product, overflow) = magnitude.multipliedReportingOverflow(by: 10)
      if overflow { return .tooLarge }
      magnitude = product
    }
    if isNegative {
      return magnitude <= Int64.min.magnitude
        ? .exact(Int64(truncatingIfNeeded: 0 &- magnitude)) : .tooLarge
    }
    return magnitude <= UInt64(Int64.max) ? .exact(Int64(magnitude)) : .tooLarge
  }
}
