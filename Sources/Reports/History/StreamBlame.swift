public import Clinic
public import ClinicStore
public import EventLog
import Records

/// For each column of a stream's row, the event that made it what it is.
///
/// That is the last event at which the column changed, whatever it was before: a correction made the
/// value that it corrected, and a strike the value that came back with it. Where that event was itself
/// amended since and the column holds what it holds without it, it is the last at which the column
/// changes when the entries are folded as they read now.
public struct StreamBlame: Sendable {
  /// A column of the row.
  public struct Line: Sendable {
    /// Its name in SQL.
    public let column: String
    /// What it holds.
    public let value: ColumnValue
    /// The event that made it so; nil where none ever touched it.
    public let event: RowEvent?
  }

  /// The stream.
  public let stream: StreamID
  /// The table that its row is in.
  public let table: TableType
  /// The columns, in the order of the table.
  public let lines: [Line]
  /// The last event that was known of in the whole log.
  public let head: Head
  /// The clinic's zone, in which times are told.
  public let zone: ClinicZone

  /// The blame of a stream's row as a moment knew it; as it is known now, if none is given.
  ///
  /// - Parameter all: whether columns that no event ever touched are told of, too. One that was
  ///   recorded and taken away again is always told.
  /// - Throws: ``StoreError`` where the stream was not begun, or has no row.
  public init(
    of stream: StreamID, all: Bool = false, in store: ClinicStore, at moment: Moment? = nil
  ) throws(StoreError) {
    self = try store.atOneMoment(moment) { try StreamBlame(of: stream, all: all, in: $0) }
  }

  init(of stream: StreamID, all: Bool, in store: Snapshot) throws {
    let history = try store.rowHistory(of: stream)
    let columns = RowColumns(of: history.table, zone: store.zone)
    let makers = try RowMakers(of: stream, columns, history)
    self.stream = stream
    table = history.table
    head = try store.head()
    zone = store.zone
    lines = try columns.told.compactMap { field in
      let event = try makers.maker(of: field).map { RowEvent($0, zone: store.zone) }
      guard event != nil || all else { return nil }
      return Line(
        column: field.name, value: columns.value(of: field, in: makers.record), event: event)
    }
  }
}
