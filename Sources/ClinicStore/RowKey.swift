public import Clinic
public import Records

/// Keys of the `row` and `index` databases; both sort as their values do.
///
/// `row`: table number, then the id's bytes (state), or position and ordinal, big-endian (facts).
/// `index`: table number, slot, value, then the row's key.
public enum RowKey {
  /// The key of a state row.
  public static func state(_ table: UInt8, id: String) -> [UInt8] {
    var key: [UInt8] = []
    key.reserveCapacity(1 + id.utf8.count)
    key.append(table)
    key.append(contentsOf: id.utf8)
    return key
  }

  /// The key of a fact row, the `ordinal`-th of the event at `position`.
  public static func fact(_ table: UInt8, position: UInt64, ordinal: UInt32) -> [UInt8] {
    var key = facts(table, position: position)
    append(ordinal, to: &key)
    return key
  }

  /// What the keys of all of an event's rows in a fact table begin with.
  public static func facts(_ table: UInt8, position: UInt64) -> [UInt8] {
    var key: [UInt8] = []
    key.reserveCapacity(13)
    key.append(table)
    append(position, to: &key)
    return key
  }

  /// The index key of a row's field, whose kind has an index.
  ///
  /// The value is 0x00 for null; 0x01 and the integer with its sign flipped, big-endian; or 0x02,
  /// the text's bytes and 0x00.
  public static func index(_ table: TableType, _ field: Field, _ view: RecordView, row: [UInt8])
    -> [UInt8]
  {
    IndexedColumn(table, field).key(of: view, row: row)
  }

  fileprivate static func appendValue(
    in slot: Int, isText: Bool, _ view: RecordView, to key: inout [UInt8]
  ) {
    if isText {
      guard let text = view.utf8(slot) else { return appendAbsent(to: &key) }
      text.withUnsafeBytes { append(text: $0, to: &key) }
    } else {
      guard let integer = view.integer(slot) else { return appendAbsent(to: &key) }
      append(ordered: UInt64(bitPattern: integer) ^ (1 << 63), to: &key)
    }
  }

  /// Appends null as an index key has it.
  static func appendAbsent(to key: inout [UInt8]) { key.append(0) }

  /// Appends an integer, its sign flipped so that it sorts as its bits do.
  static func append(ordered integer: UInt64, to key: inout [UInt8]) {
    key.append(1)
    append(integer, to: &key)
  }

  /// Appends a text.
  static func append(text: UnsafeRawBufferPointer, to key: inout [UInt8]) {
    key.append(2)
    key.append(contentsOf: text)
    key.append(0)
  }

  /// Appends a number's bytes, the largest first.
  private static func append(_ number: some FixedWidthInteger, to key: inout [UInt8]) {
    withUnsafeBytes(of: number.bigEndian) { key.append(contentsOf: $0) }
  }
}

/// A column with an index, as its keys are made: plain numbers, so that a loop over the columns of
/// many rows counts no references.
struct IndexedColumn {
  private let table: UInt8
  private let slot: Int
  private let isText: Bool

  init(_ table: TableType, _ field: Field) {
    self.table = table.id
    slot = field.slot
    isText = Self.isText(field)
  }

  /// Whether a field's values are texts, not integers.
  static func isText(_ field: Field) -> Bool {
    switch field.kind {
    case .text: return true
    case .boolean, .integer, .decimal, .date, .instant, .enumeration: return false
    case .json, .structure, .list:
      preconditionFailure("the schema compiler refuses an index on \(field.name)")
    }
  }

  /// The index key of a row.
  func key(of view: RecordView, row: [UInt8]) -> [UInt8] {
    var key: [UInt8] = []
    key.reserveCapacity(row.count + 32)
    write(view, row: row, to: &key)
    return key
  }

  /// Writes the index key of a row over what `key` holds.
  func write(_ view: RecordView, row: [UInt8], to key: inout [UInt8]) {
    key.removeAll(keepingCapacity: true)
    key.append(table)
    key.append(UInt8(slot))
    RowKey.appendValue(in: slot, isText: isText, view, to: &key)
    key.append(contentsOf: row.dropFirst())
  }

  /// Whether the column has the same value in both rows, so that its index entry stays.
  func isSame(in one: RecordView, _ other: RecordView) -> Bool {
    guard isText else { return one.integer(slot) == other.integer(slot) }
    switch (one.utf8(slot), other.utf8(slot)) {
    case (nil, nil): return true
    case (let one?, let other?):
      return one.withUnsafeBytes { one in other.withUnsafeBytes { one.elementsEqual($0) } }
    default: return false
    }
  }
}
