import CXXHash

/// The 8 bytes that end every stored record: XXH3-64 of all before them, little-endian.
///
/// It tells a damaged byte from data (LMDB has no checksum of its own); it proves nothing against
/// intent, which the Merkle tree's SHA-256 is for.
public enum Checksum {
  /// The bytes that a checksum takes.
  public static let byteCount = 8

  /// XXH3's 64-bit hash, seed 0 (`XXH3_64bits`).
  public static func xxh3(_ bytes: RawSpan) -> UInt64 {
    bytes.withUnsafeBytes { XXH3_64bits($0.baseAddress, $0.count) }
  }

  /// Appends the checksum of all the bytes so far.
  public static func append(to bytes: inout [UInt8]) {
    let hash = xxh3(bytes.span.bytes)
    withUnsafeBytes(of: hash.littleEndian) { bytes.append(contentsOf: $0) }
  }

  /// The bytes with the checksum of them all behind them.
  public static func sealed(_ bytes: consuming [UInt8]) -> [UInt8] {
    append(to: &bytes)
    return bytes
  }

  /// The bytes before the checksum, or nil if it does not fit them.
  @_lifetime(copy bytes)
  public static func body(of bytes: RawSpan) -> RawSpan? {
    let count = bytes.byteCount - byteCount
    guard count >= 0 else { return nil }
    let body = bytes.extracting(first: count)
    let stored = bytes.unsafeLoadUnaligned(fromUncheckedByteOffset: count, as: UInt64.self)
    guard UInt64(littleEndian: stored) == xxh3(body) else { return nil }
    return body
  }
}
