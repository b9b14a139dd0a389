/// Whatever knows the hashes of a tree's complete subtrees; roots and proofs follow from it.
///
/// It may live no longer than a transaction.
public protocol SubtreeSource: ~Copyable, ~Escapable {
  /// Why a hash could not be had.
  associatedtype Failure: Error

  /// The hash of a complete subtree; throws if the tree has not all of its leaves.
  func hash(of subtree: Subtree) throws(Failure) -> Hash
}

extension SubtreeSource where Self: ~Copyable & ~Escapable {
  /// The root of the tree as it was with its first `size` leaves.
  public func root(ofFirst size: UInt64) throws(Failure) -> Hash {
    try root(size, from: 0)
  }

  /// The proof that a leaf is in the tree of the first `size` leaves; nil if it is not.
  ///
  /// RFC 6962 §2.1.1. Asks for about two hashes a level.
  public func inclusionProof(
    of leaf: UInt64, inFirst size: UInt64
  ) throws(Failure) -> InclusionProof? {
    guard leaf < size else { return nil }
    var path: [Hash] = []
    // The subtree that holds the leaf, from the whole tree down.
    var start: UInt64 = 0
    var count = size
    while count > 1 {
      let level = count.splitLevel
      let left: UInt64 = 1 << UInt64(level)
      if leaf - start < left {
        path.append(try root(count - left, from: start + left))
        count = left
      } else {
        path.append(try hash(of: Subtree(level: level, index: start >> UInt64(level))))
        start += left
        count -= left
      }
    }
    return InclusionProof(index: leaf, size: size, hashes: path.reversed())
  }

  /// The proof that the tree of the first `old` leaves grew to that of the first `new` ones.
  ///
  /// Nil if the older is empty or the larger. RFC 6962 §2.1.2. Asks for about two hashes a level.
  public func consistencyProof(
    from old: UInt64, to new: UInt64
  ) throws(Failure) -> ConsistencyProof? {
    guard 0 < old, old <= new else { return nil }
    var path: [Hash] = []
    // The subtree at whose right edge the older tree ends, from the whole tree down.
    var start: UInt64 = 0
    var count = new
    while old - start != count {
      let level = count.splitLevel
      let left: UInt64 = 1 << UInt64(level)
      if old - start <= left {
        path.append(try root(count - left, from: start + left))
        count = left
      } else {
        path.append(try hash(of: Subtree(level: level, index: start >> UInt64(level))))
        start += left
        count -= left
      }
    }
    // Where it is the older tree itself, its root is known to whoever checks the proof.
    if start > 0 { path.append(try root(count, from: start)) }
    return ConsistencyProof(oldSize: old, newSize: new, hashes: path.reversed())
  }

  /// The root of the tree over leaves `start ..< start + count`, where the whole tree is split.
  private func root(_ count: UInt64, from start: UInt64) throws(Failure) -> Hash {
    var root: Hash?
    for subtree in Subtree.covering(count, from: start).reversed() {
      let left = try hash(of: subtree)
      root = root.map { .node(left, $0) } ?? left
    }
    return root ?? .emptyRoot
  }
}
