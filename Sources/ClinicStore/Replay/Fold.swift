import Clinic
import EventLog
import Records

/// Folds a log's events, given one after the other, into the rows of some tables.
///
/// A stream that is amended is folded event by event like any other up to its first amendment; its
/// events are then left for ``finish(_:)``, which folds the stream again as a whole, since an
/// amendment may change every row that its stream made.
struct Fold {
  /// No stream: an event that no wanted table has rows of, or one that was never given.
  private static let nobody = UInt32.max

  let tables: [TableType]
  /// By kind of stream: whether its events matter.
  private var takesKind = [Bool](repeating: false, count: 256)
  private let makesFacts: FactFilter
  private(set) var streams = StreamNames()
  private var states = StreamStates()
  /// By stream: its state's place among those of its kind.
  private var places: [UInt32] = []
  private var isAmended: [Bool] = []
  private var hasAmended = false
  /// By position, from 1 at index 0.
  private var streamAt: [UInt32] = []
  /// By table number.
  private var facts = [RowList?](repeating: nil, count: 256)

  private let corrected = EntryCorrected.eventType.number
  private let struckOut = EntryStruckOut.eventType.number

  /// A fold into these tables, of about so many events.
  init(_ tables: [TableType], events: Int) {
    self.tables = tables.sorted { $0.id < $1.id }
    makesFacts = FactFilter(tables)
    streamAt.reserveCapacity(events)
    for table in tables {
      switch table.kind {
      case .state(let kind): takesKind[Int(kind.rawValue)] = true
      case .facts: facts[Int(table.id)] = RowList()
      }
    }
    for kind in makesFacts.streams { takesKind[Int(kind)] = true }
  }

  /// The stream of the event at a position; nil where none was taken.
  func stream(at position: UInt64) -> Int? {
    guard position > 0, position <= UInt64(streamAt.count) else { return nil }
    let stream = streamAt[Int(position) - 1]
    return stream == Self.nobody ? nil : Int(stream)
  }

  /// The number of a stream, which need not have had an event.
  mutating func number(kind: UInt8, id: RawSpan) -> Int {
    let stream = streams.number(kind: kind, id: id)
    if stream == places.count { begin(stream) }
    return stream
  }

  private mutating func begin(_ stream: Int) {
    let kind = StreamKind(rawValue: streams.kind(stream))
    places.append(UInt32(kind.map { states.begin($0, id: streams.id(stream)) } ?? 0))
    isAmended.append(false)
  }

  /// Takes in the log's next event that can be read.
  ///
  /// Throws where its data is not a record of its type; it is then as if it had not been given.
  mutating func take(_ event: borrowing EventView) throws(RecordError) {
    guard takesKind[Int(event.kind)] else { return }
    if makesFacts.takes(event) {
      let effective = try EffectiveEvent(event.stored)
      let (stream, kind) = enter(event)
      guard !isAmended[stream] else { return }
      let place = Int(places[stream])
      var subject = Subject.none
      if let kind {
        states.take(effective.event, effective.envelope, kind, at: place)
        subject = states.subject(kind, at: place)
      }
      Self.emit(effective, subject, into: &facts)
    } else {
      let decoded = try ClinicEvent(
        type: event.type, version: event.schema, payload: event.payload)
      let (stream, kind) = enter(event)
      guard let kind, !isAmended[stream] else { return }
      states.take(decoded, event.envelope, kind, at: Int(places[stream]))
    }
  }

  /// The stream of an event, noted as that of its position.
  private mutating func enter(_ event: borrowing EventView) -> (stream: Int, kind: StreamKind?) {
    let stream = number(kind: event.kind, id: event.streamIDBytes)
    let index = Int(event.position) - 1
    while streamAt.count < index { streamAt.append(Self.nobody) }
    streamAt.append(UInt32(stream))
    if event.type == corrected || event.type == struckOut {
      isAmended[stream] = true
      hasAmended = true
    }
    return (stream, StreamKind(rawValue: event.kind))
  }

  private static func emit(
    _ event: EffectiveEvent, _ subject: Subject, into lists: inout [RowList?]
  ) {
    for fact in Clinic.facts(of: event, subject) {
      lists[Int(fact.table)]?.append(
        fact.table, position: fact.position, ordinal: fact.ordinal, record: fact.bytes)
    }
  }

  /// The rows of every table, in the order of the tables' numbers.
  ///
  /// - Parameter read: gives an event that was taken, by its position.
  mutating func finish(_ read: (UInt64) throws -> StoredEvent) throws -> [ReplayedTable] {
    let refolded = try refoldAmended(read)
    return tables.map { table in
      switch table.kind {
      case .state(let kind): stateTable(table, kind)
      case .facts: factTable(table, refolded[Int(table.id)])
      }
    }
  }

  /// Folds every amended stream anew, and gives its fact rows by table number.
  private mutating func refoldAmended(
    _ read: (UInt64) throws -> StoredEvent
  ) throws -> [RowList?] {
    var lists = facts.map { $0 == nil ? nil : RowList() }
    guard hasAmended else { return lists }
    let hasFacts = lists.contains { $0 != nil }
    var positions: [Int: [UInt64]] = [:]
    for (index, stream) in streamAt.enumerated()
    where stream != Self.nobody && isAmended[Int(stream)] {
      positions[Int(stream), default: []].append(UInt64(index) + 1)
    }
    for stream in positions.keys.sorted() {
      let events = try effectiveEvents(positions[stream, default: []].map(read))
      var state = StreamKind(rawValue: streams.kind(stream)).flatMap {
        ClinicState($0, id: streams.id(stream))
      }
      for event in events {
        state?.take(event)
        if hasFacts { Self.emit(event, state?.subject ?? .none, into: &lists) }
      }
      if let state { states.replace(with: state, at: Int(places[stream])) }
    }
    return lists
  }

  private func stateTable(_ table: TableType, _ kind: StreamKind) -> ReplayedTable {
    var list = RowList()
    for stream in streams.inOrder(kind: kind.rawValue) {
      guard let state = states.state(kind, at: Int(places[stream])) else { continue }
      list.append(table.id, id: streams.idBytes(stream), record: state.encoded())
    }
    return ReplayedTable(table, list.rows, in: [list.arena])
  }

  /// The rows as they were made, in the order of their positions, those of amended streams replaced.
  private func factTable(_ table: TableType, _ refolded: RowList?) -> ReplayedTable {
    guard let made = facts[Int(table.id)], let refolded else {
      return ReplayedTable(table, [], in: [])
    }
    guard hasAmended else { return ReplayedTable(table, made.rows, in: [made.arena]) }
    let amended = refolded.rows.sorted { $0.key.order($1.key) < 0 }
    var rows: [ReplayedTable.Row] = []
    rows.reserveCapacity(made.count + amended.count)
    var next = amended.startIndex
    for row in made.rows where !isAmended[Int(streamAt[Int(row.position) - 1])] {
      while next < amended.endIndex, amended[next].position < row.position {
        rows.append(amended[next])
        next += 1
      }
      rows.append(row)
    }
    rows.append(contentsOf: amended[next...])
    return ReplayedTable(table, rows, in: [made.arena, refolded.arena])
  }
}
