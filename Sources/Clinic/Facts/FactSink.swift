import EventLog
public import Records

/// The fact rows of one entry, as they are derived.
public struct FactSink: Sendable {
  /// A row to be kept under its position and ordinal.
  public struct Row: Hashable, Sendable {
    /// The number of the table it stands in.
    public let table: UInt8
    /// The position of the entry it is derived from.
    public let position: UInt64
    /// Its place among the rows that the entry has in that table, from 0.
    public let ordinal: Int
    /// The row's record, without a checksum.
    public let bytes: [UInt8]
  }

  /// The position of the entry whose rows these are.
  public let position: UInt64
  /// The rows so far.
  public private(set) var rows: [Row] = []

  /// An empty sink for the rows of the entry at `position`.
  public init(position: UInt64) {
    self.position = position
  }

  /// Adds a row to a table.
  public mutating func emit<Fact: RecordCodable>(_ table: TableType, ordinal: Int, _ row: Fact) {
    rows.append(Row(table: table.id, position: position, ordinal: ordinal, bytes: row.encoded()))
  }
}

/// Every fact row of an entry, in every fact table.
///
/// - Parameters:
///   - effective: The entry as it reads now. One struck out still shows which lot it named and
///     which rules it broke; an amendment, what it amends.
///   - subject: Whose facts they are: that of its stream's state, the entry taken in.
public func facts(of effective: EffectiveEvent, _ subject: Subject) -> [FactSink.Row] {
  var sink = FactSink(position: effective.envelope.position)
  let context = FactContext(effective, subject)
  if !effective.isStruck {
    deriveFacts(of: effective.event, context, into: &sink)
    deriveAccess(of: effective, context, into: &sink)
  }
  deriveLotUsage(of: effective, context, into: &sink)
  deriveDeviations(of: effective, context, into: &sink)
  deriveAmendments(of: effective, context, into: &sink)
  return sink.rows
}
