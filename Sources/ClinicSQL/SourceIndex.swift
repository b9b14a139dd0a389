/// An index that a scan can walk instead of the table.
struct SourceIndex {
  /// Where the key of the record is found in an entry.
  enum Target {
    /// After the column's value, in the entry's key.
    case keyTail
    /// The entry's value is the key.
    case value
  }

  /// The column that it orders.
  var column: Int
  /// What its keys begin with: the table's number and the column's slot, or nothing.
  var prefix: [UInt8]
  /// Where the key of the record is found in an entry.
  var target: Target

  /// Writes the key of the record that an entry is for; nil if the entry is no such thing.
  func recordKey(
    key: UnsafeRawBufferPointer, value: UnsafeRawBufferPointer, _ keyPrefix: [UInt8],
    into buffer: UnsafeMutableRawBufferPointer
  ) -> UnsafeRawBufferPointer? {
    guard let tail = tail(key: key, value: value), !tail.isEmpty,
      keyPrefix.count + tail.count <= buffer.count
    else { return nil }
    for (place, byte) in keyPrefix.enumerated() { buffer[place] = byte }
    let rest = UnsafeMutableRawBufferPointer(rebasing: buffer[keyPrefix.count...])
    rest.copyMemory(from: tail)
    return UnsafeRawBufferPointer(
      start: buffer.baseAddress, count: keyPrefix.count + tail.count)
  }

  private func tail(
    key: UnsafeRawBufferPointer, value: UnsafeRawBufferPointer
  ) -> UnsafeRawBufferPointer? {
    switch target {
    case .value: return value
    case .keyTail:
      // The value's form: 0 for NULL, 1 and eight bytes, 2 and text up to a zero.
      let start = prefix.count + 1
      guard key.count > start else { return nil }
      switch key[prefix.count] {
      case 0: return UnsafeRawBufferPointer(rebasing: key[start...])
      case 1:
        guard key.count > start + 8 else { return nil }
        return UnsafeRawBufferPointer(rebasing: key[(start + 8)...])
      case 2:
        guard let end = key[start...].firstIndex(of: 0) else { return nil }
        return UnsafeRawBufferPointer(rebasing: key[(end + 1)...])
      default: return nil
      }
    }
  }
}
