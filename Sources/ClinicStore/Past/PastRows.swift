public import Clinic
public import LMDB
import Records

/// The rows of one table that a moment saw otherwise than the table holds them now.
///
/// Whoever walks the live table leaves out what this ``hides(_:_:)`` and puts ``rows`` in their places.
/// A state row says by its first and last position whether it has changed since. Of a stream amended
/// since, all fact rows are derived again, for an amendment may change, remove or bring back any.
public final class PastRows {
  /// A row as it was.
  public struct Row: Sendable {
    /// Its key in the `row` database.
    public let key: [UInt8]
    /// Its record, without checksum.
    public let record: [UInt8]
  }

  /// The table that they are of.
  public let table: TableType
  /// The position of the moment.
  public let position: UInt64
  /// The rows as they were, ascending by key.
  public let rows: [Row]

  /// What the fact tables of the moment share; nil for a state table.
  public let facts: PastFacts?

  private let lastPosition: Int
  private var indexes: [Int: [(key: [UInt8], row: Int)]] = [:]

  /// Reads what the moment saw otherwise, in the transaction of `view`.
  ///
  /// Memory is in proportion to those rows; `facts` are those of another table of the moment, if there
  /// are any yet. `checkpoint` is called every few thousand rows: what it
  /// throws ends the reading.
  public init(
    _ table: TableType, at position: UInt64, in store: ClinicStore, _ view: TransactionView,
    sharing facts: PastFacts? = nil, checkpoint: () throws -> Void = {}
  ) throws {
    self.table = table
    self.position = position
    switch table.kind {
    case .state:
      let slots = try PositionSlots(of: table)
      lastPosition = slots.last
      self.facts = nil
      rows = try Self.states(table, slots, at: position, in: store, view, checkpoint)
    case .facts:
      lastPosition = -1
      let shared = try facts ?? PastFacts(at: position, in: store, view, checkpoint: checkpoint)
      self.facts = shared
      rows = shared.rows(of: table)
    }
  }

  /// Whether the moment did not see what the table now holds at a key: it is later, changed or gone.
  public func hides(_ key: UnsafeRawBufferPointer, _ record: UnsafeRawBufferPointer) -> Bool {
    hides(
      key: RawSpan(_unsafeBytes: key), RecordView(trusting: RawSpan(_unsafeBytes: record)))
  }

  /// Whether the moment did not see what the table now holds at a key: it is later, changed or gone.
  func hides(key: RawSpan, _ record: RecordView) -> Bool {
    if lastPosition >= 0 {
      return record.integer(lastPosition).map { UInt64(bitPattern: $0) > position } ?? false
    }
    var reader = KeyReader(key)
    guard reader.uint8() != nil, let own = reader.uint64() else { return false }
    return own > position || facts?.replaced.contains(own) == true
  }

  /// The index keys of ``rows`` by the field of a slot, ascending, each with its row's place.
  public func entries(of slot: Int) -> [(key: [UInt8], row: Int)] {
    if let known = indexes[slot] { return known }
    guard let field = table.record.fields.first(where: { $0.slot == slot && $0.isIndexed }) else {
      return []
    }
    let entries = rows.indices.map { place in
      let record = rows[place].record
      let view = RecordView(trusting: record.span.bytes)
      return (key: RowKey.index(table, field, view, row: rows[place].key), row: place)
    }
    .sorted { $0.key.lexicographicallyPrecedes($1.key) }
    indexes[slot] = entries
    return entries
  }

  /// The rows of a state table that began by the position and have changed since, folded again.
  private static func states(
    _ table: TableType, _ slots: PositionSlots, at position: UInt64, in store: ClinicStore,
    _ view: TransactionView, _ checkpoint: () throws -> Void
  ) throws -> [Row] {
    var rows: [Row] = []
    var looked = 0
    var writer = RecordWriter(schema: 0, version: 0, slots: 0)
    var cursor = try view.cursor(store.row)
    while try cursor.next(prefix: Key([table.id])) {
      looked += 1
      if looked & 0xFFF == 0 { try checkpoint() }
      guard let body = Checksum.body(of: cursor.value) else { throw StoreError.damagedRow(table) }
      guard slots.straddles(position, RecordView(trusting: body)) else { continue }
      let key = cursor.key.copy()
      let id = String(decoding: key.dropFirst(), as: UTF8.self)
      let record = try store.pastRecord(of: table, id: id, at: position, in: view, by: &writer)
      if let record { rows.append(Row(key: key, record: record)) }
      if rows.count & 0xFF == 0 { try checkpoint() }
    }
    return rows
  }
}

/// Where a state row says between which positions it came to be what it is.
struct PositionSlots {
  let first: Int
  let last: Int

  init(of table: TableType) throws(StoreError) {
    guard let first = table.record.field(named: "first_position")?.slot,
      let last = table.record.field(named: "last_position")?.slot
    else { throw StoreError(.io, "\(table.name) does not say when its rows changed") }
    self.first = first
    self.last = last
  }

  /// Whether the row began by a position and has changed since.
  func straddles(_ position: UInt64, _ record: RecordView) -> Bool {
    guard let first = record.integer(first), let last = record.integer(last) else { return true }
    return UInt64(bitPattern: first) <= position && UInt64(bitPattern: last) > position
  }
}
