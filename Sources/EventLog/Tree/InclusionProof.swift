/// The hashes that lead from a leaf to the root: proof that the leaf is in the tree.
///
/// Size and root must come from one place, a checkpoint: where a leaf's way up is the same in trees of two
/// sizes, the proof fits either size, and only the roots differ.
public struct InclusionProof: Hashable, Sendable {
  /// The leaf's place, from 0.
  public var index: UInt64
  /// How many leaves the tree has.
  public var size: UInt64
  /// The hash beside the leaf, then the one beside both, up to below the root.
  public var hashes: [Hash]

  /// A proof by its parts, not checked.
  public init(index: UInt64, size: UInt64, hashes: [Hash]) {
    self.index = index
    self.size = size
    self.hashes = hashes
  }

  /// Throws unless the leaf of that hash stands at `index` in the tree of that size and root (RFC 9162
  /// §2.1.3.2).
  public func verify(leaf: Hash, root: Hash) throws(ProofError) {
    guard index < size else { throw .beyondTree(index: index, size: size) }
    var climb = Climb(from: index, in: size)
    var hash = leaf
    for other in hashes {
      switch climb.step() {
      case .beyondRoot: throw .wrongLength
      case .otherIsLeft: hash = .node(other, hash)
      case .otherIsRight: hash = .node(hash, other)
      }
    }
    guard climb.isAtRoot else { throw .wrongLength }
    guard hash == root else { throw .otherRoot }
  }
}

/// The way from a node up to the root, as RFC 9162 walks it with its `fn` and `sn`.
struct Climb {
  /// On which side the next hash of the proof is joined.
  enum Step {
    case otherIsLeft, otherIsRight, beyondRoot
  }

  /// The node's place in its level, and that of the level's last.
  private var place: UInt64
  private var last: UInt64

  /// From a leaf, in a tree that has it.
  init(from leaf: UInt64, in size: UInt64) {
    place = leaf
    last = size - 1
  }

  var isAtRoot: Bool { last == 0 }

  /// Goes up, past nodes that are the right side of nothing: they go up as they are.
  mutating func step() -> Step {
    guard last != 0 else { return .beyondRoot }
    let isLeft = place & 1 == 1 || place == last
    if isLeft { goUp(place.trailingZeroBitCount) }
    goUp(1)
    return isLeft ? .otherIsLeft : .otherIsRight
  }

  /// Goes up as long as the node is the right one of two.
  mutating func skipRightSides() { goUp((~place).trailingZeroBitCount) }

  private mutating func goUp(_ levels: Int) {
    // A place of 0 has 64 zeros; shifting by so many gives 0, and is meant.
    place >>= UInt64(levels)
    last >>= UInt64(levels)
  }
}
