public import Clinic
public import EventLog
public import Records

/// The rows that one stream has in one fact table, followed event by event.
public struct FactHistory: Sendable {
  /// Which row it is.
  public struct Key: Hashable, Comparable, Sendable {
    /// The position of the event that the row is of.
    public let position: UInt64
    /// Its place among the rows of that event.
    public let ordinal: Int

    /// A key by its parts.
    public init(position: UInt64, ordinal: Int) {
      self.position = position
      self.ordinal = ordinal
    }

    /// By position, then by ordinal.
    public static func < (one: Key, other: Key) -> Bool {
      (one.position, one.ordinal) < (other.position, other.ordinal)
    }
  }

  /// A row that an event added, changed or took away.
  public struct Change: Sendable {
    /// Which row.
    public let key: Key
    /// Its record before the event; nil where there was none.
    public let before: [UInt8]?
    /// Its record after the event; nil where there is none any more.
    public let after: [UInt8]?
  }

  /// An event as it was recorded, and the rows that it changed, by their keys.
  public struct Step: Sendable {
    /// The event; an amendment with what it amends.
    public let event: EffectiveEvent
    /// The rows that are not what they were.
    public let changes: [Change]
  }

  /// The rows as they stand now: records without checksum.
  public private(set) var rows: [Key: [UInt8]] = [:]
  private let table: TableType
  private let events: [StoredEvent]
  private let nothing: ClinicState?
  private var state: ClinicState?
  private var taken: Int

  /// The rows that a stream's events up to a position make in a table.
  ///
  /// - Parameter events: all the stream's events from its first to some later one.
  public init(
    of stream: StreamID, in table: TableType, _ events: [StoredEvent], from position: UInt64
  ) throws(RecordError) {
    self.table = table
    self.events = events
    nothing = stream.streamKind.flatMap { ClinicState($0, id: stream.id) }
    taken = events.firstIndex { $0.envelope.position > position } ?? events.count
    try fold(Array(events[..<taken]))
  }

  /// Takes the next event in; nil after the last.
  ///
  /// Throws when an event's payload is not a record of its type.
  public mutating func next() throws(RecordError) -> Step? {
    guard taken < events.count else { return nil }
    let event = try EffectiveEvent(events[taken])
    taken += 1
    guard event.isAmendment else {
      let changes = take(event).map { Change(key: $0, before: nil, after: rows[$0]) }
      return Step(event: event, changes: changes)
    }
    let before = rows
    let amended = try fold(Array(events[..<taken])) ?? event
    let keys = Set(before.keys).union(rows.keys).filter { before[$0] != rows[$0] }
    return Step(
      event: amended,
      changes: keys.sorted().map { Change(key: $0, before: before[$0], after: rows[$0]) })
  }

  /// Derives all rows again, and gives the last event as it reads then.
  @discardableResult
  private mutating func fold(_ events: [StoredEvent]) throws(RecordError) -> EffectiveEvent? {
    state = nothing
    rows = [:]
    let effective = try effectiveEvents(events)
    for event in effective { take(event) }
    return effective.last
  }

  /// Adds the rows of an event, and gives their keys.
  @discardableResult
  private mutating func take(_ event: EffectiveEvent) -> [Key] {
    state?.take(event)
    var keys: [Key] = []
    for fact in facts(of: event, state?.subject ?? .none, in: TableSet([table])) {
      let key = Key(position: fact.position, ordinal: fact.ordinal)
      rows[key] = fact.bytes
      keys.append(key)
    }
    return keys
  }
}
