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

  /// The tables whose rows are wanted; nothing is made for the others.
  public let tables: TableSet
  /// The position of the entry whose rows these are.
  public private(set) var position: UInt64 = 0
  /// The rows so far.
  public private(set) var rows: [Row] = []
  private var writer = RecordWriter(schema: 0, version: 0, slots: 0)

  /// A sink for rows of these tables.
  public init(_ tables: TableSet) {
    self.tables = tables
  }

  /// Takes the rows of another entry, in the place of those of the one before.
  mutating func begin(at position: UInt64) {
    self.position = position
    rows.removeAll(keepingCapacity: true)
  }

  /// Adds a row to a table, which is made only where the table is wanted.
  public mutating func emit<Fact: RecordCodable>(
    _ table: TableType, ordinal: Int, _ row: @autoclosure () -> Fact
  ) {
    guard tables.contains(table) else { return }
    rows.append(
      Row(
        table: table.id, position: position, ordinal: ordinal,
        bytes: row().encoded(by: &writer)))
  }

  /// Takes every fact row of an entry in the place of those of the one before.
  ///
  /// - Parameters:
  ///   - effective: The entry as it reads now. One struck out still shows which lot it named and
  ///     which rules it broke; an amendment, what it amends.
  ///   - subject: Whose facts they are: that of its stream's state, the entry taken in.
  public mutating func take(_ effective: EffectiveEvent, _ subject: Subject) {
    let context = FactContext(effective, subject)
    begin(at: context.position)
    if !effective.isStruck {
      deriveFacts(of: effective.event, context, into: &self)
      deriveAccess(of: effective, context, into: &self)
    }
    deriveLotUsage(of: effective, context, into: &self)
    deriveDeviations(of: effective, context, into: &self)
    deriveAmendments(of: effective, context, into: &self)
  }
}

/// Every fact row of an entry, in every fact table or in some; see ``FactSink/take(_:_:)``.
public func facts(
  of effective: EffectiveEvent, _ subject: Subject, in tables: TableSet = .all
) -> [FactSink.Row] {
  var sink = FactSink(tables)
  sink.take(effective, subject)
  return sink.rows
}
