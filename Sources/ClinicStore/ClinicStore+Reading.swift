public import Clinic
public import EventLog
import LMDB
import Records

/// Which events to read, and in which order.
public struct EventRange: Sendable {
  /// Only events after this position.
  public var after: UInt64
  /// Only events up to this position.
  public var through: UInt64 = .max
  /// Only this stream.
  public var stream: StreamID?
  /// Only this type.
  public var type: EventType?
  /// Oldest or newest first.
  public var order: Order = .forward
  /// At most this many.
  public var limit: Int?

  /// Events after a position.
  public init(
    after: UInt64 = 0, through: UInt64 = .max, stream: StreamID? = nil, type: EventType? = nil
  ) {
    self.after = after
    self.through = through
    self.stream = stream
    self.type = type
  }
}

extension ClinicStore {
  /// How many events are read before their transaction is given back, so that slow output never
  /// holds one.
  private static var chunk: Int { 512 }

  /// Calls `body` with each event of the range that is in the log now, until it returns false.
  ///
  /// - Returns: The last position that was looked at.
  @discardableResult
  public func forEachEvent(
    _ range: EventRange, _ body: (StoredEvent) -> Bool
  ) throws(StoreError) -> UInt64 {
    let end = try min(head().position, range.through)
    var left = range.limit ?? .max
    var from = range.order == .forward ? range.after + 1 : end
    while left > 0, range.order == .forward ? from <= end : from > range.after, end > 0 {
      let (events, next) = try events(range, from: from, end: end)
      for event in events {
        guard left > 0 else { break }
        guard body(event) else { return event.envelope.position }
        left -= 1
      }
      guard let next else { break }
      from = next
    }
    return end
  }

  /// One chunk of the range, and where the next begins.
  private func events(
    _ range: EventRange, from: UInt64, end: UInt64
  ) throws(StoreError) -> ([StoredEvent], UInt64?) {
    try reading { view in
      var events: [StoredEvent] = []
      var last: UInt64?
      let take: (borrowing EventView) throws(LogError) -> Walk = { event in
        last = event.position
        if range.type == nil || range.type?.number == event.type { events.append(event.stored) }
        return events.count < Self.chunk ? .next : .stop
      }
      if let stream = range.stream {
        for event in try log.events(of: stream, in: view) {
          let position = event.envelope.position
          let isIn = range.order == .forward ? (from...end).contains(position) : position <= from
          if isIn, position > range.after,
            range.type == nil || range.type?.number == event.envelope.type
          {
            events.append(event)
          }
        }
        if range.order == .reverse { events.reverse() }
        return (events, nil)
      }
      switch range.order {
      case .forward: try log.forEach(from: from, through: end, in: view, take)
      case .reverse:
        try log.forEach(from: range.after + 1, through: from, order: .reverse, in: view, take)
      }
      guard let last else { return (events, nil) }
      return (events, range.order == .forward ? last + 1 : last - 1)
    }
  }

  /// Goes on with the range's events as they are recorded, until `pause` or `body` returns false.
  public func follow(
    _ range: EventRange, pause: () -> Bool, _ body: (StoredEvent) -> Bool
  ) throws(StoreError) {
    var range = range
    while true {
      range.after = try max(range.after, forEachEvent(range, body))
      guard pause() else { return }
    }
  }

  /// The end of the log.
  public func head() throws(StoreError) -> Head {
    try reading { try log.head(in: $0) }
  }

  /// The event at a position, or nil after the last.
  public func event(at position: UInt64) throws(StoreError) -> StoredEvent? {
    try reading { try log.event(at: position, in: $0) }
  }

  /// Every event of a stream.
  public func events(of stream: StreamID) throws(StoreError) -> [StoredEvent] {
    try reading { try log.events(of: stream, in: $0) }
  }

  /// Ids of a kind of stream that begin with a text, whatever its case, at most so many.
  public func ids(
    of kind: StreamKind, beginning prefix: String, limit: Int
  ) throws(StoreError) -> [String] {
    let folded = prefix.lowercased()
    return try reading { view in
      var ids: [String] = []
      try log.forEachStream(kind: kind.rawValue, in: view) { stream in
        if stream.id.lowercased().hasPrefix(folded) { ids.append(stream.id) }
        return ids.count < limit ? .next : .stop
      }
      return ids
    }
  }

  /// A stream's state; nil where it was never begun.
  func state<S: StateRow>(
    _ type: S.Type, id: String, in view: TransactionView
  ) throws -> S? {
    let key = RowKey.state(S.table.id, id: id)
    guard let value = try view.get(row, key.span.bytes) else { return nil }
    guard let body = Checksum.body(of: value) else { throw StoreError.damagedRow(S.table) }
    return try S(record: body)
  }

  /// A stream's state; nil where it was never begun, and where its kind has no table.
  func state(of stream: StreamID, in view: TransactionView) throws -> ClinicState? {
    guard let kind = stream.streamKind, let table = TableType.state(of: kind) else { return nil }
    let key = RowKey.state(table.id, id: stream.id)
    guard let value = try view.get(row, key.span.bytes) else { return nil }
    guard let body = Checksum.body(of: value) else { throw StoreError.damagedRow(table) }
    return try ClinicState(kind, record: body)
  }
}

extension TableType {
  /// The state table of a kind of stream; nil for the store's own.
  public static func state(of kind: StreamKind) -> TableType? { states[kind] }

  /// The state tables, found once: every state that is read asks for its own.
  private static let states: [StreamKind: TableType] = {
    var states: [StreamKind: TableType] = [:]
    for table in all { if case .state(let kind) = table.kind { states[kind] = table } }
    return states
  }()
}

extension RawSpan {
  /// The bytes, copied out of the store.
  func copy() -> [UInt8] {
    withUnsafeBytes { Array($0) }
  }
}
