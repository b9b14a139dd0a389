public import EventLog
public import Records

/// The state of one stream, which is also its row in a table: the fold of its effective events.
///
/// Folding is total: whatever the log has taken folds, in whatever order it was recorded.
public protocol StateRow: RecordCodable, Hashable, Sendable {
  /// The events of this kind of stream.
  associatedtype Event

  /// The table that the row stands in.
  static var table: TableType { get }
  /// The kind of stream that it is the state of.
  static var streamKind: StreamKind { get }

  /// The state of a stream of which nothing is known yet.
  init(id: String)

  /// The stream's id.
  var id: String { get }
  /// How many entries the stream has.
  var version: Int64 { get set }
  /// How many corrections and strikes the stream has taken.
  var amended: Int64 { get set }
  /// The position of the stream's first entry.
  var firstPosition: Int64 { get set }
  /// The position of the stream's latest entry.
  var lastPosition: Int64 { get set }

  /// Whether the entry that opens the stream stands: recorded, and not struck out.
  var isOpened: Bool { get }

  /// Takes one event in.
  mutating func evolve(_ event: Event, _ envelope: Envelope)

  /// The event, if it is one of this kind of stream.
  static func event(of event: ClinicEvent) -> Event?
}

extension StateRow {
  /// Takes the stream's next entry in: its place always, its effect unless it is struck out.
  public mutating func take(_ effective: EffectiveEvent) {
    place(effective.envelope)
    if effective.isAmendment { amended += 1 }
    if effective.isStruck { return }
    if let event = Self.event(of: effective.event) { evolve(event, effective.envelope) }
  }

  /// Takes the stream's next entry in, one that nothing amends and that amends nothing.
  public mutating func take(_ event: ClinicEvent, _ envelope: Envelope) {
    place(envelope)
    if let event = Self.event(of: event) { evolve(event, envelope) }
  }

  private mutating func place(_ envelope: Envelope) {
    let position = Int64(clamping: envelope.position)
    if firstPosition == 0 { firstPosition = position }
    lastPosition = position
    version = Int64(clamping: envelope.version)
  }
}

/// The state of a stream by its effective events, in the order of the stream.
public func fold<State: StateRow>(
  _ type: State.Type, id: String, _ events: [EffectiveEvent]
) -> State {
  var state = State(id: id)
  for event in events { state.take(event) }
  return state
}
