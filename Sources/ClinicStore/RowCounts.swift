import LMDB
import Records

/// How many rows each table has, kept beside them: what a whole scan must find.
///
/// In `meta` under `store.counts`: a big-endian count for each table number from 0, and a checksum.
public struct RowCounts: Equatable, Sendable {
  static let key = Key(Array("store.counts".utf8))
  private var counts: [UInt8: Int64] = [:]

  /// The rows of a table.
  public subscript(_ table: UInt8) -> Int64 { counts[table, default: 0] }

  /// No rows anywhere.
  init() {}

  /// Reads what ``bytes`` wrote; nil where it is damaged.
  init?(bytes value: RawSpan) {
    guard let body = Checksum.body(of: value), body.byteCount % 8 == 0,
      body.byteCount <= 256 * 8
    else { return nil }
    for table in 0..<body.byteCount / 8 {
      var count: UInt64 = 0
      for offset in 0..<8 {
        count =
          count << 8 | UInt64(body.unsafeLoad(fromByteOffset: table * 8 + offset, as: UInt8.self))
      }
      if count > 0 { counts[UInt8(table)] = Int64(clamping: count) }
    }
  }

  /// The counts as they are stored.
  var bytes: [UInt8] {
    var bytes: [UInt8] = []
    let last = counts.keys.max() ?? 0
    for table in 0...last {
      let count = UInt64(self[table])
      for shift in stride(from: 56, through: 0, by: -8) {
        bytes.append(UInt8(truncatingIfNeeded: count >> UInt64(shift)))
      }
    }
    return Checksum.sealed(bytes)
  }

  /// Adds what a transaction added and takes away what it removed.
  mutating func add(_ growth: [UInt8: Int64]) {
    for (table, change) in growth { counts[table, default: 0] += change }
  }
}
