public import Clinic
public import ClinicStore
public import EventLog
import Records

/// What is not at one moment what it is at another: a stream's row, or the rows of a table.
public struct MomentDiff: Sendable {
  /// What is compared.
  public enum Subject: Sendable {
    /// The row of a stream.
    case stream(StreamID)
    /// All rows of a table.
    case table(TableType)
  }

  /// What is compared.
  public let subject: Subject
  /// The table that the rows are of.
  public let table: TableType
  /// The first moment, which may be the later one.
  public let from: Moment
  /// The second.
  public let to: Moment
  /// The rows that differ, in the order of the table.
  public let rows: [RowDiff]
  /// How many rows, or streams of facts, have events between the moments.
  public let touched: Int
  /// The clinic's zone, in which times are told.
  public let zone: ClinicZone

  /// Compares a stream's row, or a table, at two moments.
  ///
  /// Only streams with events between the moments are read.
  /// - Parameter progress: how many of those streams are done; what it throws ends the comparing.
  /// - Throws: ``StoreError`` where the stream is begun at neither moment, or has no row.
  public init(
    of subject: Subject, from: Moment, to: Moment, in store: ClinicStore,
    progress: (_ done: Int, _ of: Int) throws(StoreError) -> Void = { (_, _) in }
  ) throws(StoreError) {
    let (early, late) = from.position <= to.position ? (from, to) : (to, from)
    let streams: [StreamID]
    switch subject {
    case .stream(let stream):
      table = try store.atOneMoment(late) { try $0.rowHistory(of: stream).table }
      streams = [stream]
    case .table(let table):
      self.table = table
      var kind: StreamKind?
      if case .state(let own) = table.kind { kind = own }
      streams = try store.streams(after: early.position, through: late.position, kind: kind) {
        _, _ in try progress(0, 1)
      }
    }
    let columns = RowColumns(of: table, zone: store.zone)
    var rows: [RowDiff] = []
    for (place, stream) in streams.enumerated() {
      try progress(place, streams.count)
      rows += try store.atOneMoment(late) { snapshot in
        let events = try snapshot.events(of: stream)
        return try Self.rows(
          of: stream, events, columns, after: early.position,
          isBackwards: to.position < from.position)
      }
    }
    self.subject = subject
    self.from = from
    self.to = to
    self.rows = rows.sorted { $0.key < $1.key }
    touched = streams.count
    zone = store.zone
  }

  /// The rows of one stream that differ, given its events up to the later moment.
  private static func rows(
    of stream: StreamID, _ events: [StoredEvent], _ columns: RowColumns, after early: UInt64,
    isBackwards: Bool
  ) throws(RecordError) -> [RowDiff] {
    guard case .facts = columns.table.kind else {
      guard var history = RowHistory(of: stream, events) else { return [] }
      var tally = RowTally(columns, before: try history.skip(through: early)?.record)
      while let state = try history.next() { tally.take(state.record, by: state.event) }
      let diff = tally.diff(.id(stream.id), of: stream, isBackwards: isBackwards)
      return diff.map { [$0] } ?? []
    }
    var history = try FactHistory(of: stream, in: columns.table, events, from: early)
    var tallies: [FactHistory.Key: RowTally] = [:]
    while let step = try history.next() {
      for change in step.changes {
        // The first change of a row since the earlier moment finds it as that moment had it.
        tallies[change.key, default: RowTally(columns, before: change.before)]
          .take(change.after, by: step.event)
      }
    }
    return tallies.compactMap { key, tally in
      tally.diff(
        .fact(position: key.position, ordinal: key.ordinal), of: stream, isBackwards: isBackwards)
    }
  }
}

extension MomentDiff.Subject {
  /// What a text names: a stream, such as `session/S1`, or a table.
  ///
  /// - Throws: ``StoreError`` where it names neither.
  public init(_ text: String) throws(StoreError) {
    if text.contains("/") {
      self = .stream(try StreamID.required(text))
      return
    }
    guard let table = TableType.named(text.lowercased()) else {
      throw Self.noTable(text)
    }
    self = .table(table)
  }
}
