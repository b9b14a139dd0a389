import Glibc
import Records

/// How the key of a table's records is made.
enum KeyForm {
  /// The bytes of the text in the first key column.
  case text
  /// u64 big-endian of the one key column.
  case position
  /// u64 big-endian of the first key column, u32 of the second.
  case positionAndOrdinal
}

/// A table's key in plain values.
struct KeyShape {
  var form: KeyForm
  /// Bytes that every key begins with.
  var prefixCount: Int
  /// The slots of the key's columns.
  var first: Int
  var second: Int

  /// Whether a record is the one that belongs at a key: neither's checksum covers the other.
  @inline(__always)
  func holds(_ record: RecordView, key: UnsafeRawBufferPointer) -> Bool {
    let own = key.count - prefixCount
    guard own > 0, let start = key.baseAddress.map({ $0 + prefixCount }) else { return false }
    switch form {
    case .text:
      guard let text = record.utf8(first), text.byteCount == own else { return false }
      return text.withUnsafeBytes { memcmp($0.baseAddress!, start, own) == 0 }
    case .position: return own == 8
    case .positionAndOrdinal:
      guard own == 12, let position = record.integer(first), let ordinal = record.integer(second)
      else { return false }
      let high = start.loadUnaligned(as: UInt64.self)
      let low = start.loadUnaligned(fromByteOffset: 8, as: UInt32.self)
      return Int64(bitPattern: high.bigEndian) == position && Int64(low.bigEndian) == ordinal
    }
  }
}
