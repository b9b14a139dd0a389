import Records

/// Figures in words: a count always says of how many.
extension Words {
  /// A number with so many places, halves rounded away from zero: `4.5`.
  static func decimal(_ value: Double, places: Int = 1) -> String {
    var scale = 1.0
    for _ in 0..<places { scale *= 10 }
    let units = (value * scale).rounded(.toNearestOrAwayFromZero)
    return ScaledDecimal(units: Int64(units), scale: places).description
  }

  /// `3 of 41`, with a percentage of one place where there is any to take it of.
  static func share(_ part: Int64, of whole: Int64) -> String {
    guard whole > 0 else { return "\(part) of \(whole)" }
    return "\(part) of \(whole) (\(decimal(Double(part) * 100 / Double(whole))) %)"
  }

  /// `3 of 41 not recorded`; `41 of 41 recorded` where none is missing.
  static func recorded(_ recorded: Int64, of all: Int64) -> String {
    recorded == all
      ? "\(recorded) of \(all) recorded" : "\(all - recorded) of \(all) not recorded"
  }

  /// `1 day`, `2 days`.
  static func days(_ days: Int64) -> String { count(days, "day", "days") }
}
