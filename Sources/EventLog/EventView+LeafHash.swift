import Crypto

extension EventView {
  /// The Merkle leaf hash of its bytes, computed again: a checksum can be made to fit, this cannot.
  public var computedLeafHash: Hash {
    var hash = SHA256()
    let prefix: [UInt8] = [0]
    unsafe prefix.withUnsafeBytes { unsafe hash.update(bufferPointer: $0) }
    unsafe record.withUnsafeBytes { unsafe hash.update(bufferPointer: $0) }
    return Hash(hash.finalize())
  }
}
