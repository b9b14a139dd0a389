import Crypto
import Records

/// What the log keeps at a position: an event's record, its leaf hash, and a checksum over both.
enum LogValue {
  /// The bytes of a leaf hash.
  static let hashCount = SHA256.byteCount

  /// What tells a leaf from an inner node of the tree.
  private static let leafPrefix: [UInt8] = [0]

  /// The record with its hash and checksum behind it.
  static func sealing(_ record: [UInt8], _ leaf: Hash) -> [UInt8] {
    var value = record
    value.reserveCapacity(record.count + hashCount + Checksum.byteCount)
    leaf.append(to: &value)
    Checksum.append(to: &value)
    return value
  }

  /// Bytes with a checksum behind them.
  static func checked(_ bytes: [UInt8]) -> [UInt8] {
    var value = bytes
    Checksum.append(to: &value)
    return value
  }

  /// The Merkle leaf hash of a record, SHA-256(0x00 ‖ record) (RFC 6962 §2.1).
  static func leafHash(of record: [UInt8]) -> SHA256.Digest {
    var hash = SHA256()
    hash.update(data: leafPrefix)
    hash.update(data: record)
    return hash.finalize()
  }
}
