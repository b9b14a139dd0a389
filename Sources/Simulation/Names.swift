/// Names put together from syllables, and numbers that reach nobody.
struct Names {
  private static let heads = [
    "Ba", "Co", "De", "Fi", "Ga", "Jo", "Ke", "Lu", "Mi", "No", "Or", "Pe", "Ra", "Su", "Ta", "Ve",
    "Wi", "Xa", "Yo", "Zu",
  ]
  private static let middles = [
    "bren", "dar", "fel", "gan", "kin", "lath", "mor", "nel", "phin", "quen", "ril", "sten", "tov",
    "vash", "wyn", "zor",
  ]
  private static let tails = ["", "a", "o", "is", "el", "ith", "ane", "ub"]

  static func person(_ chance: inout Chance) -> String {
    let first = chance.pick(heads) + chance.pick(middles) + chance.pick(tails)
    let last = chance.pick(heads) + chance.pick(middles) + chance.pick(middles)
    return "\(first) \(last)"
  }

  /// A number of the range that Ofcom keeps for drama.
  static func phone(_ chance: inout Chance) -> String {
    let last = chance.below(1_000)
    return "+44 7700 900\(last < 10 ? "00" : last < 100 ? "0" : "")\(last)"
  }

  /// An address under `.example` (RFC 2606).
  static func email(_ client: Int) -> String { "client\(client)@mail.example" }
}
