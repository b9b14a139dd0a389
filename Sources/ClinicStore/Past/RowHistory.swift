public import Clinic
public import EventLog
public import LMDB
public import Records

/// One state of a stream's row, and the event that made it.
public struct RowState: Sendable {
  /// The event that made it as it was recorded: an amendment with what it amends.
  public let event: EffectiveEvent
  /// The row's record, without checksum.
  public let record: [UInt8]
}

/// Every state of one stream's row, the oldest first, each made from the one before it.
///
/// Holds the stream's events and one state. An amendment may change any state before it, so that it
/// folds the stream again up to itself: what was known then is what is told, not what is known now.
public struct RowHistory: Sendable {
  /// The table that the row is in.
  public let table: TableType
  /// The events that made the states, as the log holds them.
  public let events: [StoredEvent]
  /// The record of a stream of which nothing is known yet.
  public let blank: [UInt8]
  private let nothing: ClinicState
  private var state: ClinicState
  private var taken = 0

  /// The history that these events of a stream make, which are all from its first to some later one.
  ///
  /// Nil where streams of that kind have no row.
  public init?(of stream: StreamID, _ events: [StoredEvent]) {
    guard let kind = stream.streamKind, let table = TableType.state(of: kind),
      let nothing = ClinicState(kind, id: stream.id)
    else { return nil }
    self.table = table
    self.events = events
    self.nothing = nothing
    blank = nothing.encoded()
    state = nothing
  }

  /// The event that will end the state told last; nil where none has.
  public var following: StoredEvent? { taken < events.count ? events[taken] : nil }

  /// The next state; nil after the last.
  ///
  /// Throws when an event's payload is not a record of its type.
  public mutating func next() throws(RecordError) -> RowState? {
    guard taken < events.count else { return nil }
    var event = try EffectiveEvent(events[taken])
    taken += 1
    if event.isAmendment {
      let effective = try effectiveEvents(Array(events[..<taken]))
      state = nothing
      for event in effective { state.take(event) }
      event = effective[taken - 1]
    } else {
      state.take(event)
    }
    return RowState(event: event, record: state.encoded())
  }

  /// Goes on to the last state made up to a position, leaving out those between; nil if there is none.
  public mutating func skip(through position: UInt64) throws(RecordError) -> RowState? {
    let end = events.firstIndex { $0.envelope.position > position } ?? events.count
    guard end > taken else { return nil }
    let effective = try effectiveEvents(Array(events[..<end]))
    state = nothing
    for event in effective { state.take(event) }
    taken = end
    return RowState(event: effective[end - 1], record: state.encoded())
  }

  /// All the states that are left.
  public consuming func states() throws(RecordError) -> [RowState] {
    var states: [RowState] = []
    states.reserveCapacity(events.count - taken)
    while let state = try next() { states.append(state) }
    return states
  }
}

extension ClinicStore {
  /// The history of a stream's row up to a position, to be told state by state.
  ///
  /// Nil where streams of that kind have no row; empty where the stream was not begun by then.
  public func rowHistory(
    of stream: StreamID, through position: UInt64 = .max, in view: TransactionView
  ) throws(StoreError) -> RowHistory? {
    try guarding {
      RowHistory(of: stream, try events(of: stream, through: position, in: view))
    }
  }

  /// Every state of a stream's row that was made up to a position, the oldest first.
  ///
  /// None where the stream was not begun by then, or has no row.
  public func history(
    of stream: StreamID, through position: UInt64 = .max, in view: TransactionView
  ) throws(StoreError) -> [RowState] {
    try guarding { try rowHistory(of: stream, through: position, in: view)?.states() ?? [] }
  }
}

extension Snapshot {
  /// Every state of a stream's row that was made up to the moment, the oldest first.
  ///
  /// None where the stream was not begun by then, or has no row.
  public func history(of stream: StreamID) throws -> [RowState] {
    try RowHistory(of: stream, events(of: stream))?.states() ?? []
  }
}
