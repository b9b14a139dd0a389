import ClinicStore

/// Entries of chance whose rules ask an index, in streams that other such entries find by one.
struct EntriesByIndex {
  /// By kind: the number in the last id that was given out.
  private var numbers: [String: Int] = [:]

  private mutating func id(_ prefix: String) -> String {
    numbers[prefix, default: 2] += 1
    return "\(prefix)\(numbers[prefix, default: 0])"
  }

  mutating func next(_ random: inout Seeded) throws -> Entry {
    func any(_ prefix: String, _ range: ClosedRange<Int>) -> String {
      "\(prefix)\(Int.random(in: range, using: &random))"
    }
    func client() -> String { #""client":"\#(any("C", 1...2))""# }
    func time() -> String {
      let hour = Int.random(in: 10...17, using: &random)
      return #""starts_at":"2026-03-02T\#(hour):00:00Z","ends_at":"2026-03-02T\#(hour + 1):30:00Z""#
    }
    switch Int.random(in: 0...7, using: &random) {
    case 0:
      return try ScratchStore.entry(
        "booking/\(id("B"))", "booking-made",
        #"{\#(client()),"service":"s","practitioner":"U2","channel":"phone",\#(time())}"#)
    case 1:
      return try ScratchStore.entry(
        "booking/\(any("B", 3...8))", "booking-rescheduled", #"{"by":"client",\#(time())}"#)
    case 2:
      return try ScratchStore.entry(
        "course/\(id("K"))", "course-planned",
        #"""
        {\#(client()),"concern":"scars","zones":["cheek"],"sessions_planned":1,\#
        "min_interval_days":28,"target_interval_days":30}
        """#)
    case 3:
      let course = any("K", 3...5)
      return try ScratchStore.entry(
        "session/\(id("S"))", "session-opened",
        #"{\#(client()),"practitioner":"U2"\#(course == "K3" ? "" : #","course":"\#(course)""#)}"#)
    case 4:
      return try ScratchStore.entry(
        "session/\(any("S", 1...6))", "cartridge-opened",
        #"""
        {"cartridge":"\#(any("X", 1...4))","lot":"\#(any("L", 1...3))","pins":12,\#
        "max_depth_mm":2.50,"device":"D1","seal_intact":true}
        """#)
    case 5:
      return try ScratchStore.entry(
        "lot/\(id("L"))", "lot-received",
        #"""
        {"product":"P1","lot_no":"\#(any("L", 1...2))","expires_on":"2027-01-01","quantity":5,\#
        "unit":"vial"}
        """#)
    case 6:
      return try ScratchStore.entry(
        "lot/\(any("L", 1...4))", "lot-recalled", #"{"issuer":"maker","notice":"N"}"#)
    default:
      return try ScratchStore.entry("client/C2", "client-merged-into", #"{"client":"C1"}"#)
    }
  }
}
