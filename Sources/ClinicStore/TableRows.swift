import Clinic
import LMDB
import Records

/// The rows of state and fact tables and their indexes, as one write transaction changes them.
struct TableRows {
  let row: Table
  let index: Table
  /// Rows added less rows removed, by table number.
  private(set) var growth: [UInt8: Int64] = [:]

  init(row: Table, index: Table) {
    self.row = row
    self.index = index
  }

  /// Writes a row over the one of the same key, if there is one, and sets its index entries right.
  mutating func put(
    _ table: TableType, key: [UInt8], record: [UInt8], in txn: inout WriteTransaction
  ) throws {
    let new = RecordView(trusting: record.span.bytes)
    let indexed = Self.indexed[Int(table.id)]
    var removed: [[UInt8]] = []
    var added: [[UInt8]] = []
    var isNew = false
    if let value = try txn.view.get(row, key.span.bytes) {
      guard let body = Checksum.body(of: value) else { throw StoreError.damagedRow(table) }
      let old = RecordView(trusting: body)
      for field in indexed where !new.holds(field, as: old) {
        removed.append(RowKey.index(table, field, old, row: key))
        added.append(RowKey.index(table, field, new, row: key))
      }
    } else {
      isNew = true
      for field in indexed { added.append(RowKey.index(table, field, new, row: key)) }
    }
    var sealed = record
    Checksum.append(to: &sealed)
    try txn.put(row, key.span.bytes, sealed.span.bytes)
    for entry in removed { _ = try txn.delete(index, entry.span.bytes) }
    for entry in added { try txn.put(index, entry.span.bytes, [UInt8]().span.bytes) }
    if isNew { growth[table.id, default: 0] += 1 }
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
    return Self.indexed[Int(table.id)].map { RowKey.index(table, $0, record, row: key) }
  }

  /// The indexed columns by the table's number, found once: every put asks for them.
  private static let indexed: [[Field]] = {
    var indexed = [[Field]](repeating: [], count: 256)
    for table in TableType.all { indexed[Int(table.id)] = table.record.fields.filter(\.isIndexed) }
    return indexed
  }()
}

extension RecordView {
  /// Whether an indexed field has the same value in both, so that its index entry stays.
  fileprivate func holds(_ field: Field, as other: RecordView) -> Bool {
    guard case .text = field.kind else { return integer(field.slot) == other.integer(field.slot) }
    switch (utf8(field.slot), other.utf8(field.slot)) {
    case (nil, nil): return true
    case (let mine?, let theirs?):
      return mine.withUnsafeBytes { mine in theirs.withUnsafeBytes { mine.elementsEqual($0) } }
    default: return false
    }
  }
}
