import Records

/// What the log keeps at a position, or of a tile: an event's record, or hashes, and a checksum.
///
/// No hash stands behind a record: a leaf's is made of the record's bytes wherever it is asked for,
/// so that it can never be other than theirs.
enum LogValue {
  /// The bytes with their checksum behind them.
  static func sealing(_ bytes: consuming [UInt8]) -> [UInt8] {
    var value = bytes
    Checksum.append(to: &value)
    return value
  }
}
