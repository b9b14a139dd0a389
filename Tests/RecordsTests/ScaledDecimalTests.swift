import Records
import Testing

@Suite struct ScaledDecimalTests {
  @Test(
    arguments: [
      ("0.75", 2, 75), ("0.750", 2, 75), ("7.5e-1", 2, 75), ("75E-2", 2, 75), ("0.07", 2, 7),
      ("0", 2, 0), ("-0", 2, 0), ("-0.00", 2, 0), ("3", 2, 300), ("3.00", 2, 300), ("-1.5", 1, -15),
      ("1e2", 0, 100), ("1.20e1", 0, 12), ("100e-2", 0, 1), ("0.0000000001e10", 0, 1),
      ("9223372036854775807", 0, Int64.max), ("-9223372036854775808", 0, Int64.min),
      ("92233720368547758.07", 2, Int64.max), ("0e999999999999", 2, 0), ("0.000e-99", 2, 0),
      ("123456789.123456789", 9, 123_456_789_123_456_789), ("1000000000000000000000e-21", 0, 1),
    ] as [(String, Int, Int64)])
  func `digits are read exactly`(text: String, scale: Int, units: Int64) {
    #expect(ScaledDecimal(text, scale: scale)?.units == units)
  }

  @Test(arguments: [
    ("0.075", 2), ("1e-3", 2), ("0.5", 0), ("1.0000000000000000000000001", 2),
    ("9223372036854775808", 0), ("-9223372036854775809", 0), ("1e19", 0), ("1e400", 2),
    ("1e99999999999999999999", 2), ("1e-99999999999999999999", 2),
    ("92233720368547758.08", 2), ("", 2), ("-", 2), (".5", 2), ("5.", 2), ("01", 2), ("00", 2),
    ("+1", 2), ("1e", 2), ("1e+", 2), ("1.e1", 2), ("0x1", 2), ("1_0", 2), (" 1", 2), ("1 ", 2),
    ("NaN", 2), ("Infinity", 2), ("--1", 2), ("1,5", 2), ("١", 0),
  ])
  func `what is not exact is refused`(text: String, scale: Int) {
    #expect(ScaledDecimal(text, scale: scale) == nil)
  }

  @Test(
    arguments: [
      (75, 2, "0.75"), (300, 2, "3.00"), (-5, 2, "-0.05"), (0, 2, "0.00"), (12, 0, "12"),
      (Int64.min, 0, "-9223372036854775808"), (Int64.min, 18, "-9.223372036854775808"),
      (Int64.max, 2, "92233720368547758.07"),
    ] as [(Int64, Int, String)])
  func `all places are printed`(units: Int64, scale: Int, text: String) {
    let decimal = ScaledDecimal(units: units, scale: scale)
    #expect(decimal.description == text)
    #expect(ScaledDecimal(text, scale: scale) == decimal)
  }

  @Test func `a hundred thousand random decimals come back`() {
    var random = Seeded(11)
    for _ in 0..<100_000 {
      let scale = Int.random(in: 0...18, using: &random)
      let shift = Int64.random(in: 0...62, using: &random)
      let decimal = ScaledDecimal(
        units: Int64.random(in: Int64.min...Int64.max, using: &random) >> shift, scale: scale)
      guard ScaledDecimal(decimal.description, scale: scale) == decimal else {
        Issue.record("\(decimal) did not come back")
        return
      }
    }
  }

  @Test func `order is by value whatever the scale`() {
    let small = ScaledDecimal(units: 75, scale: 2)
    #expect(small < ScaledDecimal(units: 8, scale: 1))
    #expect(small > ScaledDecimal(units: 7, scale: 1))
    #expect(ScaledDecimal(units: Int64.max, scale: 0) > ScaledDecimal(units: Int64.max, scale: 18))
    #expect(small.rescaled(to: 3)?.units == 750)
    #expect(small.rescaled(to: 1) == nil)
    #expect(ScaledDecimal(units: Int64.max, scale: 0).rescaled(to: 1) == nil)
    #expect(small.doubleValue == 0.75)
    #expect(ScaledDecimal(units: 7, scale: 2).doubleValue == 0.07)
  }
}
