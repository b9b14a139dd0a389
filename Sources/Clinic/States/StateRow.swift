public import EventLog
public import Records

/// The events of one kind of stream; the schema compiler writes every conformance.
public protocol StreamEvent {
  /// Reads an event's data by the number and version in its record; nil if they are none of these.
  init?(_ view: RecordView) throws(RecordError)
}

/// The state of one stream, which is also its row in a table: the fold of its effective events.
///
/// Folding is total: whatever the log has taken folds, in whatever order it was recorded.
public protocol StateRow: RecordCodable, Hashable, Sendable {
  /// The events of this kind of stream.
  associatedtype Event: StreamEvent

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
  mutating func evolve(_ event: Event, _ entry: FoldedEntry)

  /// The row that a state keeps; nil for one of another kind.
  static func kept(in state: ClinicState) -> Kept<Self>?

  /// The event, if it is one of this kind of stream.
  static func event(of event: ClinicEvent) -> Event?
}

extension StateRow {
  /// Takes the stream's next entry in: its place always, its effect unless it is struck out.
  @inlinable
  public mutating func take(_ effective: EffectiveEvent) {
    let entry = FoldedEntry(effective)
    if effective.isAmendment { amended += 1 }
    if effective.isStruck {
      place(entry)
    } else {
      take(effective.event, entry)
    }
  }

  /// Takes the stream's next entry in where it lies in the log, one that nothing amends and that
  /// amends nothing.
  ///
  /// Throws where its data is not a record of its type; nothing is taken in then.
  @inlinable
  public mutating func take(_ event: borrowing EventView) throws(RecordError) {
    let view = try RecordView(event.payload)
    guard view.schema == event.type, view.version == event.schema else {
      throw RecordError(.unknownSchema, schema: event.type)
    }
    let entry = FoldedEntry(event)
    guard let own = try Event(view) else {
      // One that any stream may hold: it changes nothing, and is read all the same.
      _ = try ClinicEvent(type: event.type, version: event.schema, payload: event.payload)
      return place(entry)
    }
    place(entry)
    evolve(own, entry)
  }

  /// Takes the stream's next entry in, one that nothing amends and that amends nothing.
  @inlinable
  public mutating func take(_ event: ClinicEvent, _ entry: FoldedEntry) {
    place(entry)
    if let event = Self.event(of: event) { evolve(event, entry) }
  }

  @usableFromInline
  mutating func place(_ entry: FoldedEntry) {
    let position = Int64(clamping: entry.position)
    if firstPosition == 0 { firstPosition = position }
    lastPosition = position
    version = Int64(clamping: entry.version)
  }
}

/// The state of a stream by its effective events, in the order of the stream.
@inlinable
public func fold<State: StateRow>(
  _ type: State.Type, id: String, _ events: [EffectiveEvent]
) -> State {
  var state = State(id: id)
  for event in events { state.take(event) }
  return state
}
