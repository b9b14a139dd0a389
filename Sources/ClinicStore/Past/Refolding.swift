public import Clinic
import EventLog
public import LMDB
public import Records

// What a stream was at a moment, folded from its own events and nothing else.
extension ClinicStore {
  /// The state row of a stream as a position saw it, without checksum; nil if it was not begun by then.
  ///
  /// Takes time in proportion to the stream.
  /// - Parameter writer: makes the record, and can be used for many.
  public func pastRecord(
    of table: TableType, id: String, at position: UInt64, in view: TransactionView,
    by writer: inout RecordWriter
  ) throws(StoreError) -> [UInt8]? {
    guard case .state(let kind) = table.kind else { return nil }
    return try guarding {
      switch kind {
      case .client: try past(Client.self, id, at: position, in: view)?.encoded(by: &writer)
      case .course: try past(Course.self, id, at: position, in: view)?.encoded(by: &writer)
      case .booking: try past(Booking.self, id, at: position, in: view)?.encoded(by: &writer)
      case .session: try past(Session.self, id, at: position, in: view)?.encoded(by: &writer)
      case .product: try past(Product.self, id, at: position, in: view)?.encoded(by: &writer)
      case .lot: try past(Lot.self, id, at: position, in: view)?.encoded(by: &writer)
      case .device: try past(Device.self, id, at: position, in: view)?.encoded(by: &writer)
      case .staff: try past(StaffMember.self, id, at: position, in: view)?.encoded(by: &writer)
      case .protocol:
        try past(ClinicProtocol.self, id, at: position, in: view)?.encoded(by: &writer)
      case .store: nil
      }
    }
  }

  /// The state of a stream as a position saw it; nil if it was not begun by then.
  ///
  /// Folds the stream's events where they lie; once more if any amends another.
  func past<State: StateRow>(
    _ type: State.Type, _ id: String, at position: UInt64, in view: TransactionView
  ) throws -> State? {
    let stream = StreamID(State.streamKind, id)
    var state = State(id: id)
    var amendments: [StoredEvent] = []
    try forEach(of: stream, through: position, in: view) { event throws(RecordError) in
      if EventType.isAmendment(event.type) {
        amendments.append(event.stored)
      } else if amendments.isEmpty {
        try state.take(event)
      }
    }
    if !amendments.isEmpty {
      let amended = try AmendedEntries(amendments) { version in
        guard let position = try log.position(of: stream, version: version, in: view) else {
          return nil
        }
        return try log.event(at: position, in: view)
      }
      state = State(id: id)
      try forEach(of: stream, through: position, in: view) { event throws(RecordError) in
        if let effective = amended[event.version] {
          state.take(effective)
        } else {
          try state.take(event)
        }
      }
    }
    return state.version == 0 ? nil : consume state
  }

  /// Reads the events of a stream up to a position in place, one after the other.
  private func forEach(
    of stream: StreamID, through position: UInt64, in view: TransactionView,
    _ body: (borrowing EventView) throws(RecordError) -> Void
  ) throws {
    var failure: RecordError?
    try log.forEach(of: stream, in: view) { event throws(LogError) in
      guard event.position <= position else { return .stop }
      do throws(RecordError) {
        try body(event)
        return .next
      } catch {
        failure = error
        return .stop
      }
    }
    if let failure { throw failure }
  }

  /// The fact rows of a stream as a position saw them, in all tables.
  func pastFacts(
    of stream: StreamID, at position: UInt64, in view: TransactionView
  ) throws -> [FactSink.Row] {
    var state = stream.streamKind.flatMap { ClinicState($0, id: stream.id) }
    var rows: [FactSink.Row] = []
    for event in try effectiveEvents(events(of: stream, through: position, in: view)) {
      state?.take(event)
      rows += facts(of: event, state?.subject ?? .none)
    }
    return rows
  }

  /// The events of a stream up to a position.
  func events(
    of stream: StreamID, through position: UInt64, in view: TransactionView
  ) throws(LogError) -> [StoredEvent] {
    var events: [StoredEvent] = []
    try log.forEach(of: stream, in: view) { event throws(LogError) in
      guard event.position <= position else { return .stop }
      events.append(event.stored)
      return .next
    }
    return events
  }

  /// The streams that an amendment after a position changed, of those begun by then.
  ///
  /// The table of amendments has a row for every one, so that its end tells.
  func streamsAmended(after position: UInt64, in view: TransactionView) throws -> [StreamID] {
    let table = AmendmentFact.table
    guard let slot = table.record.field(named: "stream")?.slot else { return [] }
    var streams: [StreamID] = []
    var seen: Set<String> = []
    var cursor = try view.cursor(row)
    var isThere = try cursor.seek(Key(RowKey.facts(table.id, position: position + 1)))
    while isThere, cursor.key.byteCount > 0,
      cursor.key.unsafeLoad(fromByteOffset: 0, as: UInt8.self) == table.id
    {
      guard let body = Checksum.body(of: cursor.value),
        let name = RecordView(trusting: body).text(slot),
        case .stream(let stream) = try StreamName(parsing: name)
      else { throw StoreError.damagedRow(table) }
      if seen.insert(name).inserted,
        let first = try log.position(of: stream, version: 1, in: view), first <= position
      {
        streams.append(stream)
      }
      isThere = try cursor.next()
    }
    return streams
  }
}
