/// What a harness has done and found.
struct Tally: Sendable {
  /// A promise that was broken.
  struct Fault: Sendable {
    /// The cycle in which, from 0; the seed and this number give the same cycle again.
    let cycle: Int
    /// What was promised and what was found, in a line.
    let what: String
    /// The folder with what is left of the store, kept for looking at.
    var kept: String?
  }

  /// What one cycle is, in the plural: "cycles", "states", "flips".
  var unit: String
  /// How many were gone through.
  var cycles = 0
  /// What else was counted, in the order of first counting.
  private(set) var counts: [(name: String, count: Int)] = []
  /// What was counted by kind, told on lines below that of the harness.
  private(set) var details: [String: Int] = [:]
  /// The faults, the first thousand of them kept.
  private(set) var faults: [Fault] = []
  /// The cycles with a fault.
  private(set) var faulty = 0
  private var lastFaulty: Int?

  init(_ unit: String = "cycles") { self.unit = unit }

  /// Adds to a count, which is told by its name in the line of the harness.
  mutating func count(_ name: String, _ more: Int = 1) {
    if let place = counts.firstIndex(where: { $0.name == name }) {
      counts[place].count += more
    } else {
      counts.append((name, more))
    }
  }

  /// Adds to a count of one kind, which has a line of its own.
  mutating func detail(_ name: String, _ more: Int = 1) { details[name, default: 0] += more }

  /// Notes a fault; several of one cycle count as one faulty cycle.
  mutating func fault(_ cycle: Int, _ what: String, kept: String? = nil) {
    if lastFaulty != cycle { faulty += 1 }
    lastFaulty = cycle
    if faults.count < 1_000 { faults.append(Fault(cycle: cycle, what: what, kept: kept)) }
  }

  /// Whether the cycle already has a fault.
  func isFaulty(_ cycle: Int) -> Bool { lastFaulty == cycle }

  /// The faults that differ in more than numbers and names, each with how many are like it.
  var kinds: [(first: Fault, count: Int)] {
    var places: [String: Int] = [:]
    var kinds: [(first: Fault, count: Int)] = []
    for fault in faults {
      // What is up to the first colon says where; a path is the cycle's own.
      let words = (fault.what.split(separator: ":", maxSplits: 1).last ?? "").split(separator: " ")
      let key = words.filter { !$0.contains("/") }.joined(separator: " ").filter { !$0.isNumber }
      if let place = places[key] {
        kinds[place].count += 1
      } else {
        places[key] = kinds.count
        kinds.append((fault, 1))
      }
    }
    return kinds
  }

  /// Adds what another lane of the same harness did.
  mutating func add(_ other: Tally) {
    cycles += other.cycles
    for (name, more) in other.counts { count(name, more) }
    for (name, more) in other.details { detail(name, more) }
    faults = Array((faults + other.faults).sorted { $0.cycle < $1.cycle }.prefix(1_000))
    faulty += other.faulty
  }

  /// `5,000 cycles · 41,233 acknowledged`.
  var text: String {
    ([(name: unit, count: cycles)] + counts)
      .map { "\($0.count.grouped) \($0.name)" }.joined(separator: " · ")
  }
}

extension Int {
  /// With commas: 41,233.
  var grouped: String {
    var text = ""
    for (index, digit) in String(self).reversed().enumerated() {
      if index > 0, index % 3 == 0, digit != "-" { text.append(",") }
      text.append(digit)
    }
    return String(text.reversed())
  }
}
