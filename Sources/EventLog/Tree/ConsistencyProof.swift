/// The hashes that join an older root to a newer one: proof that the tree only grew.
public struct ConsistencyProof: Hashable, Sendable {
  /// How many leaves the older tree has.
  public var oldSize: UInt64
  /// How many leaves the newer tree has.
  public var newSize: UInt64
  /// The hashes, from the older tree's edge up to below the newer root.
  public var hashes: [Hash]

  /// A proof by its parts, not checked.
  public init(oldSize: UInt64, newSize: UInt64, hashes: [Hash]) {
    self.oldSize = oldSize
    self.newSize = newSize
    self.hashes = hashes
  }

  /// Throws unless the tree of the newer root begins with that of the older (RFC 9162 §2.1.4.2).
  ///
  /// An older size of 0 is refused: everything grew from nothing, so it proves nothing. Of two equal
  /// sizes the roots are equal and the proof is empty.
  public func verify(oldRoot: Hash, newRoot: Hash) throws(ProofError) {
    guard oldSize > 0 else { throw .fromEmptyTree }
    guard oldSize <= newSize else { throw .shrunk(old: oldSize, new: newSize) }
    if oldSize == newSize {
      guard hashes.isEmpty else { throw .wrongLength }
      guard oldRoot == newRoot else { throw .otherRoot }
      return
    }
    // An older tree that is one complete subtree is where the proof begins, and is left out of it.
    var path = hashes[...]
    var start = oldRoot
    if oldSize.nonzeroBitCount != 1 {
      guard let first = path.popFirst() else { throw .wrongLength }
      start = first
    }
    var climb = Climb(from: oldSize - 1, in: newSize)
    climb.skipRightSides()
    var old = start
    var new = start
    for other in path {
      switch climb.step() {
      case .beyondRoot: throw .wrongLength
      case .otherIsLeft:
        old = .node(other, old)
        new = .node(other, new)
      case .otherIsRight: new = .node(new, other)
      }
    }
    guard climb.isAtRoot else { throw .wrongLength }
    guard old == oldRoot, new == newRoot else { throw .otherRoot }
  }
}
