import Crypto

// RFC 6962 §2.1. A leaf and an inner node begin with different bytes, so that no record can pass for a
// pair of hashes.

extension Hash {
  private static let leafPrefix: UInt8 = 0
  private static let nodePrefix: UInt8 = 1

  /// The root of a tree without leaves: SHA-256 of nothing.
  public static let emptyRoot = Hash(SHA256().finalize())

  /// The hash of a leaf, SHA-256(0x00 ‖ record).
  public static func leaf(of record: [UInt8]) -> Hash { unsafe leaf(of: record.span.bytes) }

  /// The hash of a leaf, SHA-256(0x00 ‖ record), of a record where it lies.
  public static func leaf(of record: RawSpan) -> Hash {
    unsafe record.withUnsafeBytes { unsafe hash(leafPrefix, $0) }
  }

  /// The hash of an inner node, SHA-256(0x01 ‖ left ‖ right).
  public static func node(_ left: Hash, _ right: Hash) -> Hash {
    let pair = (left.inMemory, right.inMemory)
    return unsafe withUnsafeBytes(of: pair) { unsafe hash(nodePrefix, $0) }
  }

  /// Behind its prefix in one piece: each piece that SHA-256 is given has its price.
  @unsafe
  private static func hash(_ prefix: UInt8, _ bytes: UnsafeRawBufferPointer) -> Hash {
    unsafe withUnsafeTemporaryAllocation(byteCount: 1 + bytes.count, alignment: 8) { piece in
      unsafe piece[0] = prefix
      unsafe UnsafeMutableRawBufferPointer(rebasing: piece[1...]).copyMemory(from: bytes)
      var hash = SHA256()
      unsafe hash.update(bufferPointer: UnsafeRawBufferPointer(piece))
      return Hash(hash.finalize())
    }
  }

  /// The root of the tree over these leaves, or over the roots of complete subtrees of one size.
  ///
  /// Neighbours are joined in pairs, level by level, and one without a neighbour goes up as it is.
  /// That gives the tree of RFC 6962, which splits at the largest power of two.
  public static func root(of hashes: [Hash]) -> Hash {
    guard !hashes.isEmpty else { return emptyRoot }
    var level = hashes
    while level.count > 1 {
      let pairs = level.count / 2
      for pair in 0..<pairs { level[pair] = node(level[2 * pair], level[2 * pair + 1]) }
      if !level.count.isMultiple(of: 2) { level[pairs] = level[level.count - 1] }
      level.removeLast(pairs)
    }
    return level[0]
  }
}
