public import Clinic
public import EventLog
import LMDB
public import Records

/// The store as one read transaction sees it at one moment: every answer is of the same.
///
/// Lives no longer than the transaction, which is to be held no longer than it takes to read.
public struct Snapshot: ~Escapable {
  /// The moment asked about; nil is now.
  public let asOf: Moment?

  private let store: ClinicStore
  private let view: TransactionView
  private let past: PastTables?

  @_lifetime(copy view)
  init(_ store: ClinicStore, _ view: TransactionView, asOf: Moment?) throws {
    self.store = store
    self.view = view
    self.asOf = asOf
    // Where nothing has been recorded since, the tables are what the moment saw.
    if let asOf, try asOf.position < store.log.head(in: view).position {
      past = PastTables(asOf.position)
    } else {
      past = nil
    }
  }

  /// The clinic's time zone.
  public var zone: ClinicZone { store.zone }

  /// The end of the log as the moment knew it.
  public func head() throws(StoreError) -> Head {
    try store.guarding {
      let head = try store.log.head(in: view)
      guard let past else { return head }
      guard past.position > 0 else { return Head(position: 0, recordedAt: nil) }
      return Head(
        position: past.position,
        recordedAt: try store.moment(at: past.position, head, in: view).at)
    }
  }

  /// The event at a position, or nil after the last.
  public func event(at position: UInt64) throws(StoreError) -> StoredEvent? {
    if let past, position > past.position { return nil }
    return try store.guarding { try store.log.event(at: position, in: view) }
  }

  /// Every event of a stream; none where it was not begun.
  public func events(of stream: StreamID) throws(StoreError) -> [StoredEvent] {
    try store.guarding {
      try store.events(of: stream, through: past?.position ?? .max, in: view)
    }
  }

  /// The position of a stream's event by its place in the stream; nil where there is none.
  public func position(of stream: StreamID, version: UInt64) throws(StoreError) -> UInt64? {
    let position = try store.guarding {
      try store.log.position(of: stream, version: version, in: view)
    }
    if let past, let position, position > past.position { return nil }
    return position
  }

  /// The state of a stream; nil where it was not begun.
  public func state<State: StateRow>(
    _ type: State.Type, _ id: String
  ) throws(StoreError) -> State? {
    try store.guarding {
      guard let past else { return try store.state(type, id: id, in: view) }
      return try store.past(type, id, at: past.position, in: view)
    }
  }

  /// The states of every stream of a kind, in the order of their ids.
  public func all<State: StateRow>(_ type: State.Type) throws(StoreError) -> [State] {
    var ids: [String] = []
    try store.guarding {
      try store.log.forEachStream(kind: State.streamKind.rawValue, in: view) { stream in
        ids.append(stream.id)
        return .next
      }
    }
    var states: [State] = []
    for id in ids { if let state = try state(type, id) { states.append(state) } }
    return states
  }

  /// The states whose indexed column holds this text, in the order of their ids.
  public func states<State: StateRow>(
    _ type: State.Type, where column: String, is value: String
  ) throws(StoreError) -> [State] {
    try rows(type, of: State.table, where: column, is: value)
  }

  /// The fact rows whose indexed column holds this text, in the order of their positions.
  public func facts<Fact: RecordCodable>(
    _ type: Fact.Type, of table: TableType, where column: String, is value: String
  ) throws(StoreError) -> [Fact] {
    try rows(type, of: table, where: column, is: value)
  }

  private func rows<Row: RecordCodable>(
    _ type: Row.Type, of table: TableType, where column: String, is value: String
  ) throws(StoreError) -> [Row] {
    guard let field = table.record.field(named: column), field.isIndexed, case .text = field.kind
    else { preconditionFailure("\(table.name) has no index of the texts of \(column)") }
    return try store.guarding {
      let past = try past?.rows(of: table, in: store, view)
      var rows: [(key: [UInt8], row: Row)] = []
      for key in try store.rowKeys(of: table, where: column, is: value, in: view) {
        guard let sealed = try view.get(store.row, key.span.bytes),
          let body = Checksum.body(of: sealed)
        else { throw StoreError.damagedRow(table) }
        if past?.hides(key: key.span.bytes, RecordView(trusting: body)) == true { continue }
        rows.append((key, try Row(record: body)))
      }
      guard let past else { return rows.map(\.row) }
      for row in past.rows
      where RecordView(trusting: row.record.span.bytes).text(field.slot) == value {
        rows.append((row.key, try Row(record: row.record.span.bytes)))
      }
      return rows.sorted { $0.key.lexicographicallyPrecedes($1.key) }.map(\.row)
    }
  }
}

/// What a moment saw otherwise, table by table, read when it is first asked for.
private final class PastTables {
  let position: UInt64
  private var tables: [UInt8: PastRows] = [:]

  init(_ position: UInt64) { self.position = position }

  func rows(
    of table: TableType, in store: ClinicStore, _ view: TransactionView
  ) throws -> PastRows {
    if let known = tables[table.id] { return known }
    let facts = tables.values.lazy.compactMap(\.facts).first
    let rows = try PastRows(table, at: position, in: store, view, sharing: facts)
    tables[table.id] = rows
    return rows
  }
}

extension ClinicStore {
  /// Reads in one transaction, so that everything read is of one moment; of now, if none is given.
  public func atOneMoment<Result>(
    _ moment: Moment? = nil, _ body: (Snapshot) throws -> Result
  ) throws(StoreError) -> Result {
    try reading { view in try body(Snapshot(self, view, asOf: moment)) }
  }
}
