import ClinicStore
public import EventLog
public import LMDB
public import Records

/// Where a connection's tables come from: LMDB's tables and what is written in them.
public struct TableSource: Sendable {
  /// The log and what its codes mean, for the table `events`.
  public struct Log: Sendable {
    /// The events.
    public var log: EventLog
    /// The words of the kinds of stream, by code.
    public var kinds: [String]
    /// Every type and version of event, made when a statement first names the log.
    public var types: @Sendable () -> [RecordType]

    /// A log by its parts.
    public init(
      _ log: EventLog, kinds: [String], types: @autoclosure @escaping @Sendable () -> [RecordType]
    ) {
      self.log = log
      self.kinds = kinds
      self.types = types
    }
  }

  /// A table of rows and its number.
  public struct Relation: Sendable {
    /// The number that its keys begin with.
    public var number: UInt8
    /// Its name.
    public var name: String
    /// Its columns, made when a statement first names it.
    public var record: @Sendable () -> RecordType

    /// A table by its parts.
    public init(
      number: UInt8, name: String, record: @autoclosure @escaping @Sendable () -> RecordType
    ) {
      self.number = number
      self.name = name
      self.record = record
    }
  }

  /// The environment that all of them are in.
  public var environment: Environment
  /// Table number and key to a row.
  public var rows: Table
  /// Table number, slot, value and key.
  public var indexes: Table
  /// The database that keeps how many rows a table holds.
  public var meta: Table
  /// The tables of rows.
  public var tables: [Relation]
  /// The log, if its events are to be a table.
  public var log: Log?
  /// An instant by the clinic's clocks.
  public var local: @Sendable (Instant) -> OffsetInstant
  /// What is asked of the tables by name.
  public var views: [View] = []
  /// The time that views take for now; the machine's clock, unless it is set otherwise.
  public var now: @Sendable () -> Instant = { .now }
  /// How it answers for a moment that is past; nil where it cannot.
  var past: Past?

  /// A source by its parts.
  public init(
    environment: Environment, rows: Table, indexes: Table, meta: Table, tables: [Relation],
    log: Log?, local: @escaping @Sendable (Instant) -> OffsetInstant
  ) {
    self.environment = environment
    self.rows = rows
    self.indexes = indexes
    self.meta = meta
    self.tables = tables
    self.log = log
    self.local = local
  }

  /// The key in `meta` of the rows that each table holds: u64 big-endian for each table's number
  /// from 0, then a checksum.
  static let countsKey = Array("store.counts".utf8)

  /// The tables by their names, each to be made as its module needs it.
  var shapes: [(name: String, make: () -> TableShape)] {
    tables.map { table in
      (table.name, { TableShape(table.record(), number: table.number) })
    } + (log.map { log in [(TableShape.logName, { TableShape(log: log) })] } ?? [])
  }
}
