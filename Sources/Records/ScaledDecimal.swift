/// A decimal number kept exactly, as a whole number of its last place: 0.75 at scale 2 is 75.
public struct ScaledDecimal: Hashable, Sendable {
  /// The number times 10 to the power of ``scale``.
  public var units: Int64
  /// Digits after the point, 0–18.
  public var scale: Int

  /// The number `units` / 10^`scale`; `scale` must be 0–18.
  public init(units: Int64, scale: Int) {
    precondition((0...18).contains(scale), "a decimal has 0 to 18 places")
    self.units = units
    self.scale = scale
  }

  /// Reads a number as JSON writes one, exactly; nil if it is none, too large, or finer than `scale`.
  ///
  /// At scale 2, `0.750` and `7.5e-1` are 0.75, and `0.075` is nil.
  public init?(_ text: some StringProtocol, scale: Int) {
    var copy = String(text)
    let reading = copy.withUTF8 { DecimalReading(UnsafeRawBufferPointer($0), scale: scale) }
    guard case .exact(let units) = reading else { return nil }
    self.init(units: units, scale: scale)
  }

  /// The same number with another count of places, or nil if that would lose a digit.
  public func rescaled(to other: Int) -> ScaledDecimal? {
    if other == scale { return self }
    guard (0...18).contains(other) else { return nil }
    let factor = Self.power(of: abs(other - scale))
    if other > scale {
      let (product, overflow) = units.multipliedReportingOverflow(by: factor)
      return overflow ? nil : ScaledDecimal(units: product, scale: other)
    }
    let (quotient, remainder) = units.quotientAndRemainder(dividingBy: factor)
    return remainder == 0 ? ScaledDecimal(units: quotient, scale: other) : nil
  }

  /// The nearest binary floating-point number, as SQL shows it.
  public var doubleValue: Double {
    // One correctly rounded division of two exact numbers gives the nearest double.
    Double(units) / Double(Self.power(of: scale))
  }

  /// 10 to the power of `places`, 0–18.
  static func power(of places: Int) -> Int64 {
    var result: Int64 = 1
    for _ in 0..<places { result *= 10 }
    return result
  }

  func append(to bytes: inout [UInt8]) {
    if units < 0 { bytes.append(UInt8(ascii: "-")) }
    let factor = Self.power(of: scale).magnitude
    bytes.appendUnsigned(units.magnitude / factor)
    guard scale > 0 else { return }
    bytes.append(UInt8(ascii: "."))
    bytes.appendDecimal(Int(units.magnitude % factor), digits: scale)
  }
}

extension ScaledDecimal: Comparable {
  /// Orders by value, and equal values by their count of places.
  public static func < (left: ScaledDecimal, right: ScaledDecimal) -> Bool {
    if left.scale == right.scale { return left.units < right.units }
    let places = max(left.scale, right.scale)
    let leftUnits = Int128(left.units) * Int128(power(of: places - left.scale))
    let rightUnits = Int128(right.units) * Int128(power(of: places - right.scale))
    return leftUnits == rightUnits ? left.scale < right.scale : leftUnits < rightUnits
  }
}

extension ScaledDecimal: CustomStringConvertible {
  /// The number with all its places: `0.75`, `3.00`.
  public var description: String {
    var bytes: [UInt8] = []
    append(to: &bytes)
    return String(decoding: bytes, as: UTF8.self)
  }
}
