/// A slot of the diary: a practitioner's, who always works in the same room.
struct Slot: Equatable {
  var practitioner: Int
  var day: Int
  /// The first half hour, from the opening at 9.
  var first: Int
  /// How many half hours.
  var length: Int

  var starts: WallTime { WallTime(day: day, minute: Diary.opening + first * 30) }
  var ends: WallTime { WallTime(day: day, minute: Diary.opening + (first + length) * 30) }
}

/// Who works when, in half hours: from 9 to 18, on Saturdays to 14, never on Sundays.
struct Diary {
  static let opening = 9 * 60

  /// The half hours taken, a bit each: by practitioner and day.
  private var taken: [[UInt32]]
  private var freed: [Slot] = []

  init(practitioners: Int) { taken = Array(repeating: [], count: practitioners) }

  /// True on a Sunday; the first day is a Monday.
  static func isClosed(_ day: Int) -> Bool { day % 7 == 6 }

  /// The first day from `day` on that is no Sunday.
  static func workday(_ day: Int) -> Int { isClosed(day) ? day + 1 : day }

  private static func halfHours(_ practitioner: Int, _ day: Int) -> Int {
    // Each has one weekday off.
    if isClosed(day) || day % 7 == practitioner % 5 { return 0 }
    return day % 7 == 5 ? 10 : 18
  }

  /// Takes the first free slot from `day` on, with `practitioner` if at all possible.
  mutating func take(
    _ length: Int, with practitioner: Int, from day: Int, _ chance: inout Chance
  ) -> Slot? {
    let wish = chance.below(18)
    for ahead in 0..<60 {
      for step in 0..<(ahead < 10 ? 1 : taken.count) {
        let who = (practitioner + step) % taken.count
        if let slot = take(length, who, day + ahead, wish) { return slot }
      }
    }
    return nil
  }

  private mutating func take(_ length: Int, _ who: Int, _ day: Int, _ wish: Int) -> Slot? {
    let end = Self.halfHours(who, day) - length
    guard end >= 0 else { return nil }
    while taken[who].count <= day { taken[who].append(0) }
    for step in 0...end {
      let first = (wish + step) % (end + 1)
      let bits = (UInt32(1) << UInt32(length) - 1) << UInt32(first)
      guard taken[who][day] & bits == 0 else { continue }
      taken[who][day] |= bits
      return Slot(practitioner: who, day: day, first: first, length: length)
    }
    return nil
  }

  /// Gives a slot back; it may be taken from tomorrow on, when everybody knows.
  mutating func free(_ slot: Slot) { freed.append(slot) }

  mutating func turnPage() {
    for slot in freed {
      let bits = (UInt32(1) << UInt32(slot.length) - 1) << UInt32(slot.first)
      taken[slot.practitioner][slot.day] &= ~bits
    }
    freed.removeAll(keepingCapacity: true)
  }
}
