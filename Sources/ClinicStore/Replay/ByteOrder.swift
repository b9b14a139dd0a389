import Glibc

extension UnsafeRawBufferPointer {
  /// Whether both hold the same bytes (`memcmp`).
  func hasBytes(of other: UnsafeRawBufferPointer) -> Bool {
    count == other.count && (count == 0 || memcmp(baseAddress!, other.baseAddress!, count) == 0)
  }

  /// Negative, 0 or positive as these bytes sort before, with or after the others in a table.
  func order(_ other: UnsafeRawBufferPointer) -> Int {
    let shared = Swift.min(count, other.count)
    let order = shared == 0 ? 0 : Int(memcmp(baseAddress!, other.baseAddress!, shared))
    return order == 0 ? count - other.count : order
  }
}

extension RawSpan {
  /// The byte at an offset, which must be one of its own.
  func byte(at offset: Int) -> UInt8 { unsafeLoad(fromByteOffset: offset, as: UInt8.self) }

  /// Whether both hold the same bytes.
  func hasBytes(of other: RawSpan) -> Bool {
    withUnsafeBytes { one in other.withUnsafeBytes { one.hasBytes(of: $0) } }
  }

  /// Negative, 0 or positive as these bytes sort before, with or after the others in a table.
  func order(_ other: RawSpan) -> Int {
    withUnsafeBytes { one in other.withUnsafeBytes { one.order($0) } }
  }
}

/// A row's place in an order: by a value, then by the row.
///
/// The value is an integer, or a text whose first eight bytes are compared as one number; only those
/// of texts that begin alike are looked at further.
struct OrderedRow {
  private let lead: UInt64
  /// The text's bytes, which lie still elsewhere; none for an integer.
  private let text: UnsafeRawBufferPointer
  /// The row.
  let row: UInt32

  init(_ integer: Int64, row: UInt32) {
    lead = UInt64(bitPattern: integer) ^ (1 << 63)
    text = UnsafeRawBufferPointer(start: nil, count: 0)
    self.row = row
  }

  init(_ text: UnsafeRawBufferPointer, row: UInt32) {
    var lead: UInt64 = 0
    if text.count >= 8 {
      lead = UInt64(bigEndian: text.loadUnaligned(as: UInt64.self))
    } else {
      for byte in text { lead = lead << 8 | UInt64(byte) }
      lead <<= UInt64(8 * (8 - text.count))
    }
    self.lead = lead
    self.text = text
    self.row = row
  }

  /// Whether both have the same value.
  func hasValue(of other: OrderedRow) -> Bool {
    lead == other.lead && text.hasBytes(of: other.text)
  }

  /// Whether it comes before another.
  static func precedes(_ one: OrderedRow, _ other: OrderedRow) -> Bool {
    if one.lead != other.lead { return one.lead < other.lead }
    if one.text.count > 8 || other.text.count > 8 {
      let order = one.text.order(other.text)
      if order != 0 { return order < 0 }
    }
    return one.row < other.row
  }
}
