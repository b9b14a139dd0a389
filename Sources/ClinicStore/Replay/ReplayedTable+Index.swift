import Clinic
import LMDB
import Records

extension ReplayedTable {
  /// The fields that have an index, in the order of their slots, which is that of the database.
  var indexed: [Field] {
    type.record.fields.filter(\.isIndexed).sorted { $0.slot < $1.slot }
  }

  /// The keys of one field's index entries in their order, each with the row that it leads to.
  func entries(of field: Field) -> FieldEntries { FieldEntries(self, field) }
}

/// The index entries of one field over a whole replayed table, in the order of their keys.
///
/// Values of a field never begin each other (see ``RowKey``), and rows stand in the order of their
/// keys: so rows are put in the order of their values, and no key is made before it is wanted.
struct FieldEntries {
  private let table: ReplayedTable
  private let field: Field
  private let isText: Bool
  /// The rows in the order of their entries; those without a value come first.
  private let order: [UInt32]

  init(_ table: ReplayedTable, _ field: Field) {
    self.table = table
    self.field = field
    isText = if case .text = field.kind { true } else { false }
    let limit: Int? =
      switch field.kind {
      case .enumeration(let type): type.words.count
      case .boolean: 2
      default: nil
      }
    order =
      limit.flatMap { Self.counted(field.slot, below: $0, in: table) }
      ?? Self.runs(of: field, in: table)
  }

  /// How many there are: one a row.
  var count: Int { order.count }

  /// The row that an entry leads to.
  func row(_ index: Int) -> Int { Int(order[index]) }

  /// Writes an entry's key over what `key` holds.
  func write(_ index: Int, to key: inout [UInt8]) {
    key.removeAll(keepingCapacity: true)
    append(index, to: &key)
  }

  /// Appends an entry's key to bytes.
  func append(_ index: Int, to key: inout [UInt8]) {
    let row = table.rows[self.row(index)]
    key.append(table.type.id)
    key.append(UInt8(field.slot))
    RowKey.appendValue(
      of: field, in: RecordView(trusting: RawSpan(_unsafeBytes: row.record)), to: &key)
    key.append(contentsOf: row.tail)
  }

  /// Whether an entry's key is this one, which begins with the table and the slot.
  ///
  /// Says the same as comparing with what ``write(_:to:)`` writes, and writes nothing.
  func matches(_ index: Int, _ key: RawSpan) -> Bool {
    let row = table.rows[self.row(index)]
    let record = RecordView(trusting: RawSpan(_unsafeBytes: row.record))
    let tail = row.tail
    return key.withUnsafeBytes { key in
      let value = key.count - tail.count - 2
      guard value > 0, UnsafeRawBufferPointer(rebasing: key[(value + 2)...]).hasBytes(of: tail)
      else { return false }
      if isText, let text = record.utf8(field.slot) {
        return key[2] == 2 && key[value + 1] == 0 && value == text.byteCount + 2
          && text.withUnsafeBytes {
            $0.hasBytes(of: UnsafeRawBufferPointer(rebasing: key[3..<value + 1]))
          }
      }
      if !isText, let integer = record.integer(field.slot) {
        return key[2] == 1 && value == 9
          && key.loadUnaligned(fromByteOffset: 3, as: UInt64.self).bigEndian
            == UInt64(bitPattern: integer) ^ (1 << 63)
      }
      return key[2] == 0 && value == 1
    }
  }
}

// MARK: - Orders

extension FieldEntries {
  /// Rows by a value of which there are few: each row is put behind those of its value so far.
  ///
  /// Nil where a value is not below `limit`.
  private static func counted(
    _ slot: Int, below limit: Int, in table: ReplayedTable
  ) -> [UInt32]? {
    // By row: its value, from 1, or 0 for none.
    var codes = [UInt16](repeating: 0, count: table.count)
    // By code: where its next row goes.
    var places = [Int](repeating: 0, count: limit + 2)
    for (index, row) in table.rows.enumerated() {
      let value = RecordView(trusting: RawSpan(_unsafeBytes: row.record)).integer(slot)
      guard let value else {
        places[1] += 1
        continue
      }
      guard value >= 0, value < Int64(limit) else { return nil }
      codes[index] = UInt16(value) + 1
      places[Int(value) + 2] += 1
    }
    for code in 1..<places.count { places[code] += places[code - 1] }
    var order = [UInt32](repeating: 0, count: table.count)
    for (index, code) in codes.enumerated() {
      order[places[Int(code)]] = UInt32(index)
      places[Int(code)] += 1
    }
    return order
  }

  /// Rows by any value: what is sorted is runs of rows that have the same one.
  ///
  /// Events of a session follow on each other, and so do its rows.
  private static func runs(of field: Field, in table: ReplayedTable) -> [UInt32] {
    let slot = field.slot
    let isText = if case .text = field.kind { true } else { false }
    var order: [UInt32] = []
    order.reserveCapacity(table.count)
    var firsts: [OrderedRow] = []
    // By row: how many rows the run has that begins there.
    var lengths = [UInt32](repeating: 0, count: table.count)
    for (index, row) in table.rows.enumerated() {
      let view = RecordView(trusting: RawSpan(_unsafeBytes: row.record))
      let place: OrderedRow
      if isText, let text = view.utf8(slot) {
        place = OrderedRow(text.withUnsafeBytes { $0 }, row: UInt32(index))
      } else if !isText, let integer = view.integer(slot) {
        place = OrderedRow(integer, row: UInt32(index))
      } else {
        order.append(UInt32(index))
        continue
      }
      if let last = firsts.last, last.hasValue(of: place),
        Int(last.row) + Int(lengths[Int(last.row)]) == index
      {
        lengths[Int(last.row)] += 1
      } else {
        lengths[index] = 1
        firsts.append(place)
      }
    }
    firsts.sort(by: OrderedRow.precedes)
    for first in firsts {
      order.append(contentsOf: first.row..<first.row + lengths[Int(first.row)])
    }
    return order
  }
}
