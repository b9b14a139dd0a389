public import Clinic
public import Records

/// Keys of the `row` and `index` databases; both sort as their values do.
///
/// `row`: table number, then the id's bytes (state), or position and ordinal, big-endian (facts).
/// `index`: table number, slot, value, then the row's key.
public enum RowKey {
  /// The key of a state row.
  public static func state(_ table: UInt8, id: String) -> [UInt8] {
    [table] + Array(id.utf8)
  }

  /// The key of a fact row, the `ordinal`-th of the event at `position`.
  public static func fact(_ table: UInt8, position: UInt64, ordinal: UInt32) -> [UInt8] {
    facts(table, position: position) + bigEndian(ordinal)
  }

  /// What the keys of all of an event's rows in a fact table begin with.
  public static func facts(_ table: UInt8, position: UInt64) -> [UInt8] {
    [table] + bigEndian(position)
  }

  /// The index key of a row's field, or nil where the field's kind has no index.
  ///
  /// The value is 0x00 for null; 0x01 and the integer with its sign flipped, big-endian; or 0x02,
  /// the text's bytes and 0x00.
  public static func index(_ table: TableType, _ field: Field, _ view: RecordView, row: [UInt8])
    -> [UInt8]
  {
    var key: [UInt8] = [table.id, UInt8(field.slot)]
    appendValue(of: field, in: view, to: &key)
    return key + row.dropFirst()
  }

  /// Appends a row's value of an indexed field as an index key has it.
  static func appendValue(of field: Field, in view: RecordView, to key: inout [UInt8]) {
    switch field.kind {
    case .text:
      guard let text = view.utf8(field.slot) else { return key.append(0) }
      key.append(2)
      text.withUnsafeBytes { key.append(contentsOf: $0) }
      key.append(0)
    case .boolean, .integer, .decimal, .date, .instant, .enumeration:
      guard let integer = view.integer(field.slot) else { return key.append(0) }
      key.append(1)
      withUnsafeBytes(of: (UInt64(bitPattern: integer) ^ (1 << 63)).bigEndian) {
        key.append(contentsOf: $0)
      }
    case .json, .structure, .list:
      preconditionFailure("the schema compiler refuses an index on \(field.name)")
    }
  }

  private static func bigEndian<Number: FixedWidthInteger>(_ number: Number) -> [UInt8] {
    (0..<Number.bitWidth / 8).reversed().map { UInt8(truncatingIfNeeded: number >> ($0 * 8)) }
  }
}
