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
  let column: Int
  /// What its keys begin with: the table's number and the column's slot, or nothing.
  let prefix: [UInt8]
  /// The same where the column's value is a number, and where it is text.
  let numberPrefix: [UInt8]
  let textPrefix: [UInt8]
  /// Where the key of the record is found in an entry.
  let target: Target

  init(column: Int, prefix: [UInt8], target: Target) {
    self.column = column
    self.prefix = prefix
    numberPrefix = prefix + [1]
    textPrefix = prefix + [2]
    self.target = target
  }

  /// Writes the key of the record that an entry is for; nil if the entry is no such thing.
  func recordKey(
    key: UnsafeRawBufferPointer, value: UnsafeRawBufferPointer, _ keyPrefix: [UInt8],
    into buffer: UnsafeMutableRawBufferPointer
  ) -> UnsafeRawBufferPointer? {
    guard let tail = tail(key: key, value: value), let from = tail.baseAddress, tail.count > 0,
      let start = buffer.baseAddress, keyPrefix.count + tail.count <= buffer.count
    else { return nil }
    for place in keyPrefix.indices { buffer[place] = keyPrefix[place] }
    (start + keyPrefix.count).copyMemory(from: from, byteCount: tail.count)
    return UnsafeRawBufferPointer(start: start, count: keyPrefix.count + tail.count)
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
        var end = start
        while end < key.count, key[end] != 0 { end += 1 }
        guard end < key.count else { return nil }
        return UnsafeRawBufferPointer(rebasing: key[(end + 1)...])
      default: return nil
      }
    }
  }
}
