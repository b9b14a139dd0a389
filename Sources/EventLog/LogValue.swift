import Records

/// What the log keeps at a position: an event's record, its leaf hash, and a checksum over both.
enum LogValue {
  /// The record with its hash and checksum behind it.
  static func sealing(_ record: [UInt8], _ leaf: Hash) -> [UInt8] {
    var value = record
    value.reserveCapacity(record.count + Hash.byteCount + Checksum.byteCount)
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
