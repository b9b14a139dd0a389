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
/// keys: so entries are sorted by value, then by row, and no key is made before it is wanted.
struct FieldEntries {
  private let table: ReplayedTable
  private let field: Field
  /// Rows without a value, which come first.
  private var nulls: [UInt32] = []
  private var valued: [OrderedRow] = []

  init(_ table: ReplayedTable, _ field: Field) {
    self.table = table
    self.field = field
    let isText = if case .text = field.kind { true } else { false }
    valued.reserveCapacity(table.count)
    for (index, row) in table.rows.enumerated() {
      let view = RecordView(trusting: RawSpan(_unsafeBytes: row.record))
      if isText {
        if let text = view.utf8(field.slot) {
          valued.append(OrderedRow(text.withUnsafeBytes { $0 }, row: UInt32(index)))
          continue
        }
      } else if let integer = view.integer(field.slot) {
        valued.append(OrderedRow(integer, row: UInt32(index)))
        continue
      }
      nulls.append(UInt32(index))
    }
    valued.sort(by: OrderedRow.precedes)
  }

  /// How many there are: one a row.
  var count: Int { nulls.count + valued.count }

  /// The row that an entry leads to.
  func row(_ index: Int) -> Int {
    Int(index < nulls.count ? nulls[index] : valued[index - nulls.count].row)
  }

  /// Writes an entry's key over what `key` holds.
  func write(_ index: Int, to key: inout [UInt8]) {
    let row = table.rows[self.row(index)]
    key.removeAll(keepingCapacity: true)
    key.append(table.type.id)
    key.append(UInt8(field.slot))
    RowKey.appendValue(
      of: field, in: RecordView(trusting: RawSpan(_unsafeBytes: row.record)), to: &key)
    key.append(contentsOf: UnsafeRawBufferPointer(rebasing: row.key.dropFirst()))
  }
}
