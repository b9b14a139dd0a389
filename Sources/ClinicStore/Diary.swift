import Records

/// When bookings begin and end, kept for parts of the calendar that were asked for: whoever makes a
/// booking asks for all of a day's, and each one's state would have to be looked up.
struct Diary {
  /// A booking's time.
  struct Slot: Equatable {
    let starts: Instant
    let ends: Instant
  }

  /// A booking that begins in some part.
  struct Entry {
    let id: String
    let slot: Slot
  }

  /// A quarter of a day: so short that the first to ask reads little more than was asked for.
  private static let length: Int64 = 6 * 3_600_000_000
  /// More than these parts are not kept.
  private static let limit = 4_096

  private var parts: [Int64: [Entry]] = [:]

  /// The ids of the bookings that begin from `start` on and before `end`, and end after `moment`, in
  /// the order of their beginning.
  ///
  /// - Parameter read: gives those that begin in a span of time, in that order.
  mutating func bookings(
    from start: Instant, before end: Instant, endingAfter moment: Instant,
    _ read: (_ from: Instant, _ before: Instant) throws -> [Entry]
  ) rethrows -> [String] {
    guard start < end else { return [] }
    var ids: [String] = []
    for part in Self.part(of: start)...Self.part(of: end) {
      for entry in try entries(of: part, read)
      where start <= entry.slot.starts && entry.slot.starts < end && moment < entry.slot.ends {
        ids.append(entry.id)
      }
    }
    return ids
  }

  private mutating func entries(
    of part: Int64, _ read: (_ from: Instant, _ before: Instant) throws -> [Entry]
  ) rethrows -> [Entry] {
    if let known = parts[part] { return known }
    let start = Instant(microseconds: part &* Self.length)
    let entries = try read(start, Instant(microseconds: start.microseconds &+ Self.length))
    if parts.count == Self.limit { parts.removeAll() }
    parts[part] = entries
    return entries
  }

  /// Takes in that a booking has another time, or none.
  mutating func move(_ id: String, from old: Slot?, to new: Slot?) {
    guard old != new else { return }
    if let old { parts[Self.part(of: old.starts)]?.removeAll { $0.id == id } }
    guard let new, let entries = parts[Self.part(of: new.starts)] else { return }
    let place = entries.firstIndex { (new.starts, id) < ($0.slot.starts, $0.id) } ?? entries.count
    parts[Self.part(of: new.starts)]?.insert(Entry(id: id, slot: new), at: place)
  }

  /// The part of the calendar that a moment lies in.
  static func part(of moment: Instant) -> Int64 {
    let (part, rest) = moment.microseconds.quotientAndRemainder(dividingBy: length)
    return rest < 0 ? part - 1 : part
  }
}
