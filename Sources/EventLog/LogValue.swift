import Records

/// What the log keeps at a position: an event's record, its leaf hash, and a checksum over both.
enum LogValue {
  /// How many bytes stand behind the record.
  static let sealCount = Hash.byteCount + Checksum.byteCount

  /// The record with its hash and checksum behind it.
  static func sealing(_ record: consuming [UInt8], _ leaf: Hash) -> [UInt8] {
    var value = record
    value.reserveCapacity(value.count + sealCount)
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
}
