import Glibc
import LMDB

/// The keys of the log's tables: numbers big-endian, so that bytes sort as numbers do.
///
/// | table | key | value |
/// | --- | --- | --- |
/// | `log` | position u64 | an event's record, and a checksum |
/// | `stream` | kind u8, id, 0x00, version u64 | position u64 |
/// | `stream` | kind u8 with its high bit set, id in lower case | the id as first written |
/// | `event_id` | the caller's id | position u64 |
/// | `tile` | level u8, index u64 | hashes, each 32 bytes, and a checksum; see ``Tile`` |
/// | `meta` | `log.head` | see ``HeadRecord`` |
/// | `meta` | `log.tree` | see ``MerkleFrontier/sealed`` |
/// | `meta` | `log.next/`, kind in decimal, `/`, prefix | counter u64 |
///
/// No hash stands behind a record: a leaf's is made of the record's bytes wherever it is asked for,
/// so that it can never be other than theirs.
///
/// The second form in `stream`, one for each stream, is how ids that differ only in case are
/// noticed and how the streams of a kind are listed.
enum LogKey {
  static let head = Key(Array("log.head".utf8))
  static let tree = Key(Array("log.tree".utf8))

  static func tile(_ tile: Tile) -> Key {
    var key = Key()
    key.append(UInt8(tile.level))
    key.append(tile.index)
    return key
  }

  static func number(_ number: UInt64) -> Key {
    var key = Key()
    key.append(number)
    return key
  }

  static func version(_ version: UInt64, of stream: StreamID) -> Key {
    var key = versions(of: stream)
    key.append(version)
    return key
  }

  /// What the keys of one stream's versions begin with.
  static func versions(of stream: StreamID) -> Key {
    var key = Key()
    key.append(stream.kind)
    key.append(stream.id)
    return key
  }

  static func spelling(of stream: StreamID) -> Key {
    var key = spellings(kind: stream.kind)
    for byte in stream.id.utf8 { key.append(IDForm.folded(byte)) }
    return key
  }

  /// What the keys of the spellings of one kind's ids begin with.
  static func spellings(kind: UInt8) -> Key {
    var key = Key()
    key.append(kind | 0x80)
    return key
  }

  static func nextID(kind: UInt8, prefix: String) -> Key {
    Key(Array("log.next/\(kind)/\(prefix)".utf8))
  }

  /// The number that the last eight bytes hold, as a key or a value; nil if there are fewer.
  static func number(in bytes: RawSpan) -> UInt64? {
    guard bytes.byteCount >= 8 else { return nil }
    var reader = KeyReader(bytes.extracting(last: 8))
    return reader.uint64()
  }
}

extension RawSpan {
  /// The bytes as a value of their own.
  var copied: [UInt8] { unsafe withUnsafeBytes { unsafe Array($0) } }

  /// The bytes as text; those that are not UTF-8 become U+FFFD.
  var text: String { unsafe withUnsafeBytes { unsafe String(decoding: $0, as: UTF8.self) } }

  /// Whether both hold the same bytes.
  func matches(_ other: RawSpan) -> Bool {
    unsafe withUnsafeBytes { one in
      unsafe other.withUnsafeBytes { unsafe one.matches($0) }
    }
  }

  /// Whether it begins with these bytes.
  func starts(with prefix: RawSpan) -> Bool {
    byteCount >= prefix.byteCount && extracting(first: prefix.byteCount).matches(prefix)
  }
}

extension UnsafeRawBufferPointer {
  /// Whether both hold the same bytes (`memcmp`).
  fileprivate func matches(_ other: UnsafeRawBufferPointer) -> Bool {
    guard count == other.count else { return false }
    guard let one = baseAddress, let two = other.baseAddress else { return true }
    return unsafe memcmp(one, two, count) == 0
  }
}
