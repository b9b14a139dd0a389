import EventLog
public import LMDB
public import Records

/// A moment of the store: all that was recorded up to a position, and the time that it then was.
public struct Moment: Hashable, Sendable {
  /// The last event that it knows of; 0 is before the first.
  public let position: UInt64
  /// The time that views and reports take for now: that of the last event, or the one asked for.
  public let at: Instant
  /// Whether ``at`` is the last event's own time.
  private let isOfEvent: Bool

  /// A moment by its parts.
  public init(position: UInt64, at: Instant, isOfEvent: Bool = true) {
    self.position = position
    self.at = at
    self.isOfEvent = isOfEvent
  }

  /// What `--as-of` takes to come to this very moment again: `@3020`, or the time.
  public var token: String { isOfEvent ? "@\(position)" : at.rfc3339 }
}

extension ClinicStore {
  /// The moment that a text names, see ``When``.
  ///
  /// Takes time in proportion to the logarithm of the log.
  /// - Throws: ``StoreError`` of kind `badInput` where it is not one, or lies after the last event.
  public func moment(_ text: String) throws(StoreError) -> Moment {
    try reading { try self.moment(text, in: $0) }
  }

  /// The moment that a text names, in the transaction of `view`.
  ///
  /// - Throws: ``StoreError`` of kind `badInput` where it is not one, or lies after the last event.
  public func moment(
    _ text: String, in view: TransactionView
  ) throws(StoreError) -> Moment {
    let clock = Instant.now
    guard let when = When(text, zone: zone, now: clock) else { throw .noMoment(text) }
    return try moment(when, clock: clock, in: view)
  }

  private func moment(
    _ when: When, clock: Instant, in view: TransactionView
  ) throws(StoreError) -> Moment {
    try guarding {
      let head = try log.head(in: view)
      switch when {
      case .now: return Moment(position: head.position, at: clock, isOfEvent: false)
      case .time(let time):
        // Of what is to come nothing is known: there, now is the latest moment.
        let at = min(time, clock)
        let position = try log.lastPosition(recordedNotAfter: at, in: view)
        return Moment(position: position, at: at, isOfEvent: false)
      case .back(let count):
        guard count <= head.position else {
          throw StoreError(
            .badInput, "@-\(count) is before the first event, of \(head.position)")
        }
        return try moment(at: head.position - count, head, in: view)
      case .position(let position):
        guard position <= head.position else {
          throw StoreError(
            .badInput, "@\(position) is after the last event, @\(head.position)")
        }
        return try moment(at: position, head, in: view)
      }
    }
  }

  /// The moment after the event at a position, which is no later than the head.
  func moment(at position: UInt64, _ head: Head, in view: TransactionView) throws -> Moment {
    let recorded = try log.withEvent(at: position, in: view) { (event) throws(LogError) in
      event.recordedAt
    }
    return Moment(position: position, at: recorded ?? Instant(microseconds: 0))
  }

  /// The moment after the last event, by that event's own time.
  public func lastMoment() throws(StoreError) -> Moment {
    try reading { view in
      let head = try log.head(in: view)
      return Moment(position: head.position, at: head.recordedAt ?? Instant(microseconds: 0))
    }
  }
}

extension StoreError {
  /// A text that names no moment.
  static func noMoment(_ text: String) -> StoreError {
    let shown = text.unicodeScalars.count <= 40 ? "'\(text)'" : "that"
    return StoreError(
      .badInput, "cannot read \(shown) as a moment",
      hint: "2026-12-05, @3041, 2d-ago or now")
  }
}
