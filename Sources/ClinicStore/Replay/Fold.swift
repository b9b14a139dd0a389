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
  static let nobody = UInt32.max

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
  var states = StreamStates()
  /// By stream: its state's place among those of its kind.
  var places: [UInt32] = []
  var isAmended: [Bool] = []
  /// By stream: its amendments, in its order.
  var amendments: [Int: [StoredEvent]] = [:]
  /// By position, from 1 at index 0.
  var streamAt: [UInt32] = []
  /// By table number.
  var facts = [RowList?](repeating: nil, count: 256)
  /// By table number, once it is finished: the rows of amended streams, in the place of those.
  var refolded: [RowList?] = []
  var sink: FactSink

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

  static func add(_ rows: [FactSink.Row], to lists: inout [RowList?]) {
    for fact in rows { lists[Int(fact.table)]?.append(fact) }
  }
}
