import Crypto

extension EventView {
  /// Whether the leaf hash kept with the record is that of its bytes: computed again, since a
  /// checksum can be made to fit and this cannot.
  public var hasFittingLeafHash: Bool {
    var hash = SHA256()
    let prefix: [UInt8] = [0]
    unsafe prefix.withUnsafeBytes { unsafe hash.update(bufferPointer: $0) }
    unsafe record.withUnsafeBytes { unsafe hash.update(bufferPointer: $0) }
    let digest = hash.finalize()
    return unsafe leafHash.withUnsafeBytes { kept in
      unsafe digest.withUnsafeBytes { unsafe kept.elementsEqual($0) }
    }
  }
}
