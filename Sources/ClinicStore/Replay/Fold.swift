import Clinic
import EventLog
import Records

/// Folds a log's events, given one after the other, into the rows of some tables.
///
/// A stream that is amended is folded event by event like any other up to its first amendment; its
/// events are then left for ``finish(_:)``, which folds the stream again from its first event, since
/// an amendment may change every row that its stream made.
struct Fold {
  /// Reads the event at a position in place.
  typealias Reading = (UInt64, (borrowing EventView) throws -> Void) throws -> Void

  private static let types = 0...(EventType.all.last?.number ?? 0)
  private static let opening = types.map { EventType.numbered($0)?.opens ?? false }
  private static let amending = types.map { EventType.isAmendment($0) }

  /// No stream: an event that no wanted table has rows of, or one that was never given.
  private static let nobody = UInt32.max

  let tables: [TableType]
  private let share: StreamShare
  /// By kind of stream: whether its events matter.
  private var takesKind = [Bool](repeating: false, count: 256)
  /// By kind: whether its states are rows of a wanted table.
  private var foldsKind = [Bool](repeating: false, count: 256)
  private let makesFacts: FactFilter
  /// By type: whether it opens its stream, and so says whose facts the stream's entries are.
  private let opens = Self.opening
  /// By type: whether it amends another entry of its stream.
  private let amends = Self.amending
  private(set) var streams = StreamNames()
  private var states = StreamStates()
  /// By stream: its state's place among those of its kind.
  private var places: [UInt32] = []
  private var isAmended: [Bool] = []
  /// By stream: its amendments, in its order.
  private var amendments: [Int: [StoredEvent]] = [:]
  /// By position, from 1 at index 0.
  private var streamAt: [UInt32] = []
  /// By table number.
  private var facts = [RowList?](repeating: nil, count: 256)
  private var sink: FactSink

  /// A fold into these tables, of the streams of a share, of about so many events.
  init(_ tables: [TableType], of share: StreamShare = .all, events: Int) {
    self.tables = tables.sorted { $0.id < $1.id }
    self.share = share
    makesFacts = FactFilter(tables)
    sink = FactSink(TableSet(tables))
    streamAt.reserveCapacity(events)
    for table in tables {
      switch table.kind {
      case .state(let kind):
        takesKind[Int(kind.rawValue)] = true
        foldsKind[Int(kind.rawValue)] = true
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
  /// Throws where its data is not a record of its type; it has no place among the stream's then.
  mutating func take(_ event: borrowing EventView) throws(RecordError) {
    guard takesKind[Int(event.kind)], share.has(event.streamIDBytes) else { return }
    let stream = number(kind: event.kind, id: event.streamIDBytes)
    let kind = StreamKind(rawValue: event.kind)
    if makesFacts.takes(event) {
      let effective = try EffectiveEvent(event.stored)
      note(event, of: stream)
      guard !isAmended[stream] else { return }
      var subject = Subject.none
      if let kind {
        let place = Int(places[stream])
        states.take(effective.original, FoldedEntry(event), kind, at: place)
        subject = states.subject(kind, at: place)
      }
      sink.take(effective, subject)
      Self.add(sink.rows, to: &facts)
    } else {
      if changesState(event) {
        if let kind, !isAmended[stream] {
          try states.take(event, kind, at: Int(places[stream]))
        } else {
          _ = try ClinicEvent(type: event.type, version: event.schema, payload: event.payload)
        }
      }
      note(event, of: stream)
    }
  }

  /// Whether the state of the event's stream is wanted with the event in it: as a row, or to know
  /// whose the facts of later events are, which the opening one says.
  private func changesState(_ event: borrowing EventView) -> Bool {
    foldsKind[Int(event.kind)] || Int(event.type) < opens.count && opens[Int(event.type)]
  }

  /// Notes an event as one of its stream's.
  private mutating func note(_ event: borrowing EventView, of stream: Int) {
    let index = Int(event.position) - 1
    while streamAt.count < index { streamAt.append(Self.nobody) }
    streamAt.append(UInt32(stream))
    if Int(event.type) < amends.count, amends[Int(event.type)] {
      isAmended[stream] = true
      amendments[stream, default: []].append(event.stored)
    }
  }

  private static func add(_ rows: [FactSink.Row], to lists: inout [RowList?]) {
    for fact in rows { lists[Int(fact.table)]?.append(fact) }
  }

  /// The rows of every table, in the order of the tables' numbers.
  ///
  /// - Parameter read: reads an event that was taken in place, by its position.
  mutating func finish(_ read: Reading) throws -> [ReplayedTable] {
    let refolded = try refoldAmended(read)
    return tables.map { table in
      switch table.kind {
      case .state(let kind): stateTable(table, kind)
      case .facts: factTable(table, refolded[Int(table.id)])
      }
    }
  }

  /// Folds every amended stream anew, and gives its fact rows by table number.
  private mutating func refoldAmended(_ read: Reading) throws -> [RowList?] {
    var lists = facts.map { $0 == nil ? nil : RowList() }
    guard !amendments.isEmpty else { return lists }
    let hasFacts = lists.contains { $0 != nil }
    var positions: [Int: [UInt64]] = [:]
    for (index, stream) in streamAt.enumerated()
    where stream != Self.nobody && isAmended[Int(stream)] {
      positions[Int(stream), default: []].append(UInt64(index) + 1)
    }
    for (stream, amendments) in amendments.sorted(by: { $0.key < $1.key }) {
      let positions = positions[stream, default: []]
      let amended = try AmendedEntries(amendments) { version in
        guard version > 0, version <= positions.count else { return nil }
        var target: StoredEvent?
        try read(positions[Int(version) - 1]) { target = $0.stored }
        return target
      }
      let kind = StreamKind(rawValue: streams.kind(stream))
      let place = Int(places[stream])
      if let kind { states.clear(kind, id: streams.id(stream), at: place) }
      for position in positions {
        try read(position) { event in
          let effective =
            try amended[event.version] ?? (hasFacts ? EffectiveEvent(event.stored) : nil)
          if let kind {
            if let effective {
              states.take(effective, kind, at: place)
            } else {
              try states.take(event, kind, at: place)
            }
          }
          guard hasFacts, let effective else { return }
          sink.take(effective, kind.map { states.subject($0, at: place) } ?? .none)
          Self.add(sink.rows, to: &lists)
        }
      }
    }
    return lists
  }

  private func stateTable(_ table: TableType, _ kind: StreamKind) -> ReplayedTable {
    var list = RowList()
    var writer = RecordWriter(table.record)
    for stream in streams.inOrder(kind: kind.rawValue) {
      let record = states.encoded(kind, at: Int(places[stream]), by: &writer)
      guard let record else { continue }
      list.append(table.id, id: streams.idBytes(stream), record: record)
    }
    return ReplayedTable(table, list.rows, in: list.arenas)
  }

  /// The rows as they were made, in the order of their positions, those of amended streams replaced.
  private func factTable(_ table: TableType, _ refolded: RowList?) -> ReplayedTable {
    guard let made = facts[Int(table.id)], let refolded else {
      return ReplayedTable(table, [], in: [])
    }
    guard !amendments.isEmpty else { return ReplayedTable(table, made.rows, in: made.arenas) }
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
    return ReplayedTable(table, rows, in: made.arenas + refolded.arenas)
  }
}
