/// Digits of fixed width, for dates and times.
extension UnsafeRawBufferPointer {
  /// The number written with exactly `digits` ASCII digits at `offset`, or nil.
  @inline(__always)
  func decimal(at offset: Int, digits: Int) -> Int? {
    guard offset + digits <= count else { return nil }
    var value = 0
    for index in offset..<(offset + digits) {
      let digit = self[index] &- UInt8(ascii: "0")
      guard digit <= 9 else { return nil }
      value = value * 10 + Int(digit)
    }
    return value
  }
}

extension [UInt8] {
  /// Appends a number of at most `digits` digits, zeros before it.
  mutating func appendDecimal(_ value: Int, digits: Int) {
    var divisor = 1
    for _ in 1..<digits { divisor *= 10 }
    while divisor > 0 {
      append(UInt8(ascii: "0") + UInt8(value / divisor % 10))
      divisor /= 10
    }
  }

  /// Appends a whole number as few digits as it takes.
  mutating func appendInteger(_ value: Int64) {
    if value < 0 { append(UInt8(ascii: "-")) }
    appendUnsigned(value.magnitude)
  }

  /// Appends a whole number as few digits as it takes.
  mutating func appendUnsigned(_ value: UInt64) {
    if value < 10 {
      append(UInt8(ascii: "0") + UInt8(value))
      return
    }
    // Twenty digits hold any UInt64.
    withUnsafeTemporaryAllocation(of: UInt8.self, capacity: 20) { digits in
      var rest = value
      var start = 20
      repeat {
        start -= 1
        digits.initializeElement(at: start, to: UInt8(ascii: "0") + UInt8(rest % 10))
        rest /= 10
      } while rest > 0
      append(contentsOf: UnsafeBufferPointer(rebasing: digits[start..<20]))
    }
  }
}
