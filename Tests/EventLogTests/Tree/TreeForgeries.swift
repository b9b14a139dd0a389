import EventLog
import Testing

/// What may be done to an inclusion proof.
enum InclusionForgery: CaseIterable {
  case hashBit, leafBit, rootBit, swappedHashes, repeatedHash, shorter, headless, longer,
    longerAtHead
  case otherLeaf, otherIndex, beyond, otherSize, otherShape, otherTree, emptyRoot
}

/// An inclusion proof with what it is held against.
struct InclusionCase {
  /// A tree of leaves that are all different.
  struct Tree {
    let leaves: [Hash]
    private let source: LevelTable
    let root: Hash
    /// The root of a tree as large, with another leaf.
    let otherRoot: Hash
    var size: Int { leaves.count }

    init(_ size: Int, _ random: inout Seeded) {
      leaves = (0..<size).map { _ in random.hash() }
      source = LevelTable(leaves)
      root = Hash.root(of: leaves)
      otherRoot = Hash.root(of: leaves.dropLast() + [random.hash()])
    }

    func root(_ size: Int) throws -> Hash { try source.root(ofFirst: UInt64(size)) }

    func good(_ index: Int) throws -> InclusionCase {
      let proof = try source.inclusionProof(of: UInt64(index), inFirst: UInt64(size))
      return InclusionCase(proof: try #require(proof), leaf: leaves[index], root: root)
    }

    func consistency(from old: Int, to new: Int) throws -> ConsistencyCase {
      let proof = try source.consistencyProof(from: UInt64(old), to: UInt64(new))
      return ConsistencyCase(
        proof: try #require(proof), oldRoot: try root(old), newRoot: try root(new))
    }
  }

  var proof: InclusionProof
  var leaf: Hash
  var root: Hash

  /// A forgery of that kind; nil where the tree is too small for it, or where it comes out good.
  func forged(
    _ kind: InclusionForgery, _ tree: Tree, _ random: inout Seeded
  ) -> InclusionCase? {
    var forged = self
    let count = proof.hashes.count
    switch kind {
    case .hashBit:
      guard count > 0 else { return nil }
      let place = random.below(count)
      forged.proof.hashes[place] = random.flipped(proof.hashes[place])
    case .leafBit: forged.leaf = random.flipped(leaf)
    case .rootBit: forged.root = random.flipped(root)
    case .swappedHashes:
      guard count > 1 else { return nil }
      let place = random.below(count - 1)
      forged.proof.hashes.swapAt(place, place + 1)
    case .repeatedHash:
      guard count > 1 else { return nil }
      let place = random.below(count - 1)
      forged.proof.hashes[place + 1] = proof.hashes[place]
    case .shorter:
      guard count > 0 else { return nil }
      forged.proof.hashes.removeLast()
    case .headless:
      guard count > 0 else { return nil }
      forged.proof.hashes.removeFirst()
    case .longer: forged.proof.hashes.append(random.once(in: 2) ? root : random.hash())
    case .longerAtHead: forged.proof.hashes.insert(random.once(in: 2) ? leaf : root, at: 0)
    case .otherLeaf:
      guard tree.size > 1 else { return nil }
      forged.leaf = tree.leaves[(Int(proof.index) + 1 + random.below(tree.size - 1)) % tree.size]
    case .otherIndex:
      guard tree.size > 1 else { return nil }
      forged.proof.index = (proof.index + 1 + UInt64(random.below(tree.size - 1))) % proof.size
    case .beyond: forged.proof.index = proof.size + UInt64(random.below(3))
    case .otherSize:
      // As a checkpoint has it: another size, and the root of that size.
      guard tree.size > 1, let root = try? tree.root(1 + random.below(tree.size - 1)) else {
        return nil
      }
      forged.root = root
      forged.proof.size = proof.size - 1
    case .otherShape:
      // A size of which the leaf has the same way up to the root fits; only the root tells them apart.
      forged.proof.size = UInt64(1 + random.below(2 * tree.size))
      guard Self.way(forged.proof) != Self.way(proof) else { return nil }
    case .otherTree: forged.root = tree.otherRoot
    case .emptyRoot: forged.root = .emptyRoot
    }
    return forged
  }

  /// On which sides a leaf's proof is joined, by splitting the tree from the top; nil of no leaf.
  private static func way(_ proof: InclusionProof) -> String? {
    guard proof.index < proof.size else { return nil }
    var (index, size, way) = (Int(proof.index), Int(proof.size), "")
    while size > 1 {
      let split = PlainTree.split(size)
      way += index < split ? "l" : "r"
      (index, size) = index < split ? (index, split) : (index - split, size - split)
    }
    return way
  }
}

/// What may be done to a consistency proof.
enum ConsistencyForgery: CaseIterable {
  case hashBit, oldRootBit, newRootBit, swappedHashes, swappedRoots, shorter, headless, longer
  case longerAtHead, fromNothing, reversed, otherOld, otherNew, otherPast
}

/// A consistency proof with what it is held against.
struct ConsistencyCase {
  var proof: ConsistencyProof
  var oldRoot: Hash
  var newRoot: Hash

  var refusal: ProofError? {
    EventLogTests.refusal { () throws(ProofError) in
      try proof.verify(oldRoot: oldRoot, newRoot: newRoot)
    }
  }

  /// A forgery of that kind; nil where the trees are too small or too like for it.
  func forged(
    _ kind: ConsistencyForgery, _ tree: InclusionCase.Tree, _ random: inout Seeded
  ) -> ConsistencyCase? {
    var forged = self
    let count = proof.hashes.count
    switch kind {
    case .hashBit:
      guard count > 0 else { return nil }
      let place = random.below(count)
      forged.proof.hashes[place] = random.flipped(proof.hashes[place])
    case .oldRootBit: forged.oldRoot = random.flipped(oldRoot)
    case .newRootBit: forged.newRoot = random.flipped(newRoot)
    case .swappedHashes:
      guard count > 1 else { return nil }
      let place = random.below(count - 1)
      forged.proof.hashes.swapAt(place, place + 1)
    case .swappedRoots:
      guard oldRoot != newRoot else { return nil }
      (forged.oldRoot, forged.newRoot) = (newRoot, oldRoot)
    case .shorter:
      guard count > 0 else { return nil }
      forged.proof.hashes.removeLast()
    case .headless:
      guard count > 0 else { return nil }
      forged.proof.hashes.removeFirst()
    case .longer: forged.proof.hashes.append(random.once(in: 2) ? newRoot : random.hash())
    case .longerAtHead: forged.proof.hashes.insert(random.once(in: 2) ? oldRoot : newRoot, at: 0)
    case .fromNothing:
      forged.proof.oldSize = 0
      forged.oldRoot = .emptyRoot
      if random.once(in: 2) { forged.proof.hashes = [] }
    case .reversed:
      guard proof.oldSize < proof.newSize else { return nil }
      (forged.proof.oldSize, forged.proof.newSize) = (proof.newSize, proof.oldSize)
    case .otherOld:
      // As an older checkpoint has it: another size with the root of that size.
      let size = 1 + random.below(tree.size)
      guard size != Int(proof.oldSize), let root = try? tree.root(size) else { return nil }
      forged.proof.oldSize = UInt64(size)
      forged.oldRoot = root
    case .otherNew:
      let size = 1 + random.below(tree.size)
      guard size != Int(proof.newSize), let root = try? tree.root(size) else { return nil }
      forged.proof.newSize = UInt64(size)
      forged.newRoot = root
    case .otherPast:
      // A log that changed a leaf of its past has no proof from the checkpoint of before.
      let size = Int(proof.oldSize)
      guard let root = try? InclusionCase.Tree(size, &random).root(size) else { return nil }
      forged.oldRoot = root
    }
    return forged
  }
}
