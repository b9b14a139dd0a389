public import Clinic
public import ClinicStore
public import EventLog
import Records

/// Every state of a stream's row, the oldest first: the event that made it, and what it changed.
public struct StreamHistory: Sendable {
  /// A state of the row.
  public struct State: Sendable {
    /// The event that made it.
    public let event: RowEvent
    /// The columns that it changed, in the order of the table.
    public let changes: [ColumnChange]
    /// Whether the row began with it.
    public let isFirst: Bool
  }

  /// The stream.
  public let stream: StreamID
  /// The table that its row is in.
  public let table: TableType
  /// The column that was asked about; nil for all.
  public let field: String?
  /// The states told of: all, or those in which the column changed.
  public let states: [State]
  /// How many states there are.
  public let count: Int
  /// The last event that was known of in the whole log.
  public let head: Head
  /// The clinic's zone, in which times are told.
  public let zone: ClinicZone

  /// The history of a stream's row as a moment knew it; as it is known now, if none is given.
  ///
  /// - Parameter field: only the states in which this column changed.
  /// - Throws: ``StoreError`` where the stream was not begun, or has no row or no such column.
  public init(
    of stream: StreamID, field: String? = nil, in store: ClinicStore, at moment: Moment? = nil
  ) throws(StoreError) {
    self = try store.atOneMoment(moment) { try StreamHistory(of: stream, field: field, in: $0) }
  }

  init(of stream: StreamID, field: String?, in store: Snapshot) throws {
    var history = try store.rowHistory(of: stream)
    let columns = RowColumns(of: history.table, zone: store.zone)
    let told = try field.map { [try columns.column(named: $0)] } ?? columns.told
    var states: [State] = []
    var (before, count) = (history.blank, 0)
    while let state = try history.next() {
      let changed = columns.changed(told, from: before, to: state.record)
      if field == nil || !changed.isEmpty {
        states.append(
          State(
            event: RowEvent(state.event, zone: store.zone),
            changes: changed.map { columns.change(of: $0, from: before, to: state.record) },
            isFirst: count == 0))
      }
      before = state.record
      count += 1
    }
    self.stream = stream
    self.field = field
    self.states = states
    self.count = count
    table = history.table
    head = try store.head()
    zone = store.zone
  }
}

extension Snapshot {
  /// The history of a stream's row.
  ///
  /// - Throws: ``StoreError`` where the stream was not begun, or has no row.
  func rowHistory(of stream: StreamID) throws(StoreError) -> RowHistory {
    let events = try begun(stream)
    guard let history = RowHistory(of: stream, events) else { throw .noRow(of: stream) }
    return history
  }
}

extension StoreError {
  /// A stream that is only events.
  static func noRow(of stream: StreamID) -> StoreError {
    StoreError(
      .refused, "\(stream.text) has events and no row of its own",
      hint: "stipple log --stream \(stream.text)")
  }
}
