package import Clinic
package import LMDB
import Records

/// The rows of state and fact tables and their indexes, as one write transaction changes them.
package struct TableRows {
  let row: Table
  let index: Table
  /// Rows added less rows removed, by table number.
  private(set) var growth: [UInt8: Int64] = [:]

  package init(row: Table, index: Table) {
    self.row = row
    self.index = index
  }

  /// Writes a row over the one of the same key, if there is one, and sets its index entries right.
  package mutating func put(
    _ table: TableType, key: [UInt8], record: [UInt8], in txn: inout WriteTransaction
  ) throws {
    let new = RecordView(trusting: record.span.bytes)
    let indexed = Self.indexed[Int(table.id)]
    var removed: [[UInt8]] = []
    var changed: [IndexedColumn] = []
    if let value = try txn.view.get(row, key.span.bytes) {
      guard let body = Checksum.body(of: value) else { throw StoreError.damagedRow(table) }
      let old = RecordView(trusting: body)
      for column in indexed where !column.isSame(in: new, old) {
        removed.append(column.key(of: old, row: key))
        changed.append(column)
      }
    } else {
      changed = indexed
      growth[table.id, default: 0] += 1
    }
    var sealed = record
    sealed.reserveCapacity(record.count + Checksum.byteCount)
    Checksum.append(to: &sealed)
    try txn.put(row, key.span.bytes, sealed.span.bytes)
    for entry in removed { _ = try txn.delete(index, entry.span.bytes) }
    var entry: [UInt8] = []
    for column in changed {
      column.write(new, row: key, to: &entry)
      try txn.put(index, entry.span.bytes, RawSpan())
    }
  }

  /// Writes the rows of a table that were not there, and then their index entries, each in the order
  /// of their keys.
  ///
  /// - Parameter step: called after each row and each entry; what it throws ends the work.
  mutating func add(
    _ table: ReplayedTable, _ mode: PutMode = .replace, in txn: inout WriteTransaction,
    step: () throws -> Void = {}
  ) throws {
    guard table.count > 0 else { return }
    var ahead = FieldEntries.keysAhead(of: table)
    var value: [UInt8] = []
    for place in 0..<table.count {
      value.removeAll(keepingCapacity: true)
      table.record(place).withUnsafeBytes { value.append(contentsOf: $0) }
      Checksum.append(to: &value)
      try txn.put(row, table.key(place), value.span.bytes, mode)
      try step()
    }
    growth[table.type.id, default: 0] += Int64(table.count)
    while let keys = ahead.take() {
      for place in 0..<keys.count {
        try txn.put(index, keys.key(place), RawSpan(), mode)
        try step()
      }
    }
  }

  /// Removes a row and its index entries; nothing where there is none.
  mutating func remove(
    _ table: TableType, key: [UInt8], in txn: inout WriteTransaction
  ) throws {
    guard let old = try entries(of: table, key: key, in: txn.view) else { return }
    for entry in old { _ = try txn.delete(index, entry.span.bytes) }
    _ = try txn.delete(row, key.span.bytes)
    growth[table.id, default: 0] -= 1
  }

  /// Removes every fact row that the event at a position made.
  mutating func removeFacts(
    at position: UInt64, in txn: inout WriteTransaction
  ) throws {
    for table in TableType.all where table.kind == .facts {
      var ordinal: UInt32 = 0
      // Ordinals of one event are gapless from 0 in each table.
      while case let key = RowKey.fact(table.id, position: position, ordinal: ordinal),
        try txn.view.contains(row, key.span.bytes)
      {
        try remove(table, key: key, in: &txn)
        ordinal += 1
      }
    }
  }

  /// The index entries of the row as it stands, or nil where there is none.
  private func entries(
    of table: TableType, key: [UInt8], in view: TransactionView
  ) throws -> [[UInt8]]? {
    guard let value = try view.get(row, key.span.bytes) else { return nil }
    guard let body = Checksum.body(of: value) else {
      throw StoreError.damagedRow(table)
    }
    let record = RecordView(trusting: body)
    return Self.indexed[Int(table.id)].map { $0.key(of: record, row: key) }
  }

  /// The indexed columns by the table's number, found once: every put asks for them.
  private static let indexed: [[IndexedColumn]] = {
    var indexed = [[IndexedColumn]](repeating: [], count: 256)
    for table in TableType.all {
      indexed[Int(table.id)] = table.record.fields.filter(\.isIndexed)
        .map { IndexedColumn(table, $0) }
    }
    return indexed
  }()
}
