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
