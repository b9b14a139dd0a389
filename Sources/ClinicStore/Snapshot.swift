public import Clinic
public import EventLog
import LMDB
public import Records

/// The store as one read transaction sees it: every answer is of the same moment.
///
/// Lives no longer than the transaction, which is to be held no longer than it takes to read.
public struct Snapshot: ~Escapable {
  private let store: ClinicStore
  private let view: TransactionView

  @_lifetime(copy view)
  init(_ store: ClinicStore, _ view: TransactionView) {
    self.store = store
    self.view = view
  }

  /// The clinic's time zone.
  public var zone: ClinicZone { store.zone }

  /// The end of the log.
  public func head() throws(StoreError) -> Head {
    try store.guarding { try store.log.head(in: view) }
  }

  /// The event at a position, or nil after the last.
  public func event(at position: UInt64) throws(StoreError) -> StoredEvent? {
    try store.guarding { try store.log.event(at: position, in: view) }
  }

  /// Every event of a stream; none where it was never begun.
  public func events(of stream: StreamID) throws(StoreError) -> [StoredEvent] {
    try store.guarding { try store.log.events(of: stream, in: view) }
  }

  /// The position of a stream's event by its place in the stream; nil where there is none.
  public func position(of stream: StreamID, version: UInt64) throws(StoreError) -> UInt64? {
    try store.guarding { try store.log.position(of: stream, version: version, in: view) }
  }

  /// The state of a stream; nil where it was never begun.
  public func state<State: StateRow>(
    _ type: State.Type, _ id: String
  ) throws(StoreError) -> State? {
    try store.guarding { try store.state(type, id: id, in: view) }
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
      var rows: [Row] = []
      for key in try store.rowKeys(of: table, where: column, is: value, in: view) {
        guard let sealed = try view.get(store.row, key.span.bytes),
          let body = Checksum.body(of: sealed)
        else { throw StoreError.damagedRow(table) }
        rows.append(try Row(record: body))
      }
      return rows
    }
  }
}

extension ClinicStore {
  /// Reads in one transaction, so that everything read is of one moment.
  public func atOneMoment<Result>(
    _ body: (Snapshot) throws -> Result
  ) throws(StoreError) -> Result {
    try reading { view in try body(Snapshot(self, view)) }
  }
}
