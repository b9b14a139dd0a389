/// What was sent to a store and what it acknowledged: what its log is held against.
struct Ledger {
  private var sent: [String: LabEntry] = [:]
  /// Acknowledged and not looked for yet: by event id, the position answered.
  private var owed: [String: Int] = [:]
  /// Seen in the log, by position from 1; what was there at the beginning too.
  private(set) var seen: [String] = []
  /// How many were acknowledged in all.
  private(set) var acknowledged = 0

  /// Begins with a store's log as it stands.
  init(_ events: [StoredLine]) { seen = events.map(\.content) }

  /// The last position seen.
  var head: Int { seen.count }

  /// Notes an entry that may be stored from now on.
  mutating func send(_ entry: LabEntry) { sent[entry.id] = entry }

  /// Notes that an entry was answered with a position, and so must be stored for ever.
  mutating func acknowledge(_ entry: LabEntry, at position: Int) {
    owed[entry.id] = position
    acknowledged += 1
  }

  /// Holds the events after ``head`` against what was sent and acknowledged.
  /// - Returns: each promise that was broken, in a line.
  mutating func hold(_ events: [StoredLine]) throws -> [String] {
    var broken: [String] = []
    for event in events {
      if event.position != head + 1 {
        broken.append("@\(event.position) follows @\(head): positions are not gapless")
      }
      seen.append(event.content)
      guard let id = event.eventID, let entry = sent.removeValue(forKey: id) else {
        broken.append("@\(event.position) \(event.type) was never sent, or is stored twice")
        continue
      }
      if try !entry.isStored(as: event) {
        broken.append("@\(event.position) is not stored as \(id) was sent")
      }
      if let position = owed.removeValue(forKey: id), position != event.position {
        broken.append("\(id) was acknowledged as @\(position) and is stored as @\(event.position)")
      }
    }
    for (id, position) in owed.sorted(by: { $0.value < $1.value }) {
      broken.append("\(id) was acknowledged as @\(position) and is not stored")
    }
    owed = [:]
    return broken
  }

  /// Holds the whole log against all that was ever seen in it.
  func holdAll(_ events: [StoredLine]) -> [String] {
    if events.map(\.content) == seen { return [] }
    let place = zip(events, seen).first { $0.content != $1 }?.0.position
    return [
      "the log has \(events.count) events where \(seen.count) were seen"
        + (place.map { ", and @\($0) is not as it was" } ?? "")
    ]
  }
}

extension Bench {
  /// Looks at a store after harm was done to it: the log against the ledger, then `verify`, then
  /// whether it takes the next entry.
  func examine(
    _ store: String, _ ledger: inout Ledger, next: LabEntry, environment: [String: String] = [:]
  ) throws -> [String] {
    var broken: [String] = []
    do {
      broken += try ledger.hold(try events(of: store, after: ledger.head))
    } catch let error as LabError {
      broken.append("the log cannot be read: \(error)")
    }
    if let damage = try damage(of: store) { broken.append(damage) }
    guard broken.isEmpty else { return broken }
    ledger.send(next)
    let answer = try run(next.words, store: store, environment: environment)
    if answer.ending.isSuccess, let position = answer.acknowledged.first {
      ledger.acknowledge(next, at: position)
    } else {
      broken.append("the next record was not taken: \(answer.told)")
    }
    return broken
  }
}
