import EventLog
import Testing

/// Generated trees: every good proof is taken, and of each third case, a forged one, none.
@Suite struct TreeForgeryTests {
  @Test(arguments: 1...50)
  func `inclusion proofs of every leaf hold, and forged ones do not`(batch: Int) throws {
    var random = Seeded(seed: UInt64(batch))
    var kinds: Set<InclusionForgery> = []
    // Small trees have all the odd shapes; of larger ones up to 1,000 there are fewer, the larger.
    let larger = (0..<20).map { _ in
      1 + (0..<3).reduce(999) { size, _ in random.below(size + 1) }
    }
    for size in Array(1...20) + larger + (batch.isMultiple(of: 5) ? [1_000 - batch] : []) {
      let trees = InclusionCase.Tree(size, &random)
      for index in 0..<size {
        let good = try trees.good(index)
        try good.proof.verify(leaf: good.leaf, root: good.root)
        guard index.isMultiple(of: 2) else { continue }
        let kind = random.pick(InclusionForgery.allCases)
        guard let forged = good.forged(kind, trees, &random) else { continue }
        kinds.insert(kind)
        #expect(
          !forged.proof.isGood(leaf: forged.leaf, root: forged.root),
          "batch \(batch): \(kind), leaf \(index) of \(size)")
      }
    }
    #expect(kinds.count == InclusionForgery.allCases.count)
  }

  @Test(arguments: 1...50)
  func `consistency proofs hold, and forged ones do not`(batch: Int) throws {
    var random = Seeded(seed: UInt64(1_000 + batch))
    var kinds: Set<ConsistencyForgery> = []
    for _ in 0..<12 {
      let tree = InclusionCase.Tree(2 + random.below(random.pick([20, 300, 999])), &random)
      for round in 0..<60 {
        let new = 1 + random.below(tree.size)
        let good = try tree.consistency(from: 1 + random.below(new), to: new)
        try good.proof.verify(oldRoot: good.oldRoot, newRoot: good.newRoot)
        guard round.isMultiple(of: 2) else { continue }
        let kind = random.pick(ConsistencyForgery.allCases)
        guard let forged = good.forged(kind, tree, &random) else { continue }
        kinds.insert(kind)
        #expect(forged.refusal != nil, "batch \(batch): \(kind), \(good.proof)")
      }
    }
    #expect(kinds.count == ConsistencyForgery.allCases.count)
  }

  @Test func `an older size of 0 is refused, whatever the rest`() {
    let root = Hash.emptyRoot
    for (size, hashes) in [(0, []), (1, []), (8, []), (8, [root]), (UInt64.max, [root])] {
      let proof = ConsistencyProof(oldSize: 0, newSize: size, hashes: hashes)
      #expect(refusal(of: proof, root, root) == .fromEmptyTree)
    }
  }

  @Test func `equal sizes need an empty proof and one root`() {
    var random = Seeded(seed: 1)
    let (one, other) = (random.hash(), random.hash())
    for size in [1, 2, 7, UInt64.max] {
      let empty = ConsistencyProof(oldSize: size, newSize: size, hashes: [])
      #expect(refusal(of: empty, one, one) == nil)
      #expect(refusal(of: empty, one, other) == .otherRoot)
      let more = ConsistencyProof(oldSize: size, newSize: size, hashes: [one])
      #expect(refusal(of: more, one, one) == .wrongLength)
    }
  }

  @Test func `a proof of another length is refused, whatever root it leads to`() throws {
    let tree = PlainTree(counting: 8)
    let source = LevelTable(tree.leaves)
    let path = try #require(try source.inclusionProof(of: 3, inFirst: 8)).hashes
    let joint = Hash.node(tree.root(8), tree.root(8))
    // Cut off at a subtree, held against its root; and led on past the root, to what that gives.
    for (hashes, root) in [
      (Array(path.prefix(2)), tree.root(4)), ([], tree.leaves[3]), (path + [tree.root(8)], joint),
    ] {
      let proof = InclusionProof(index: 3, size: 8, hashes: hashes)
      let found = EventLogTests.refusal { () throws(ProofError) in
        try proof.verify(leaf: tree.leaves[3], root: root)
      }
      #expect(found == .wrongLength)
    }
    let growth = try #require(try source.consistencyProof(from: 3, to: 8)).hashes
    for (hashes, root) in [
      (Array(growth.dropLast()), tree.root(4)), ([], tree.root(3)),
      (growth + [tree.root(8)], joint),
    ] {
      let proof = ConsistencyProof(oldSize: 3, newSize: 8, hashes: hashes)
      #expect(refusal(of: proof, tree.root(3), root) == .wrongLength)
    }
    // From a complete subtree the proof leaves out where it begins.
    let none = ConsistencyProof(oldSize: 4, newSize: 8, hashes: [])
    #expect(refusal(of: none, tree.root(4), tree.root(4)) == .wrongLength)
  }

  @Test func `a tree that shrank is refused`() {
    let proof = ConsistencyProof(oldSize: 8, newSize: 7, hashes: [])
    #expect(refusal(of: proof, .emptyRoot, .emptyRoot) == .shrunk(old: 8, new: 7))
  }

  @Test func `a leaf beyond the tree is refused`() {
    for (index, size) in [(0, 0), (1, 1), (8, 8), (UInt64.max, UInt64.max), (.max, 0)] {
      let proof = InclusionProof(index: index, size: size, hashes: [])
      let found = EventLogTests.refusal { () throws(ProofError) in
        try proof.verify(leaf: .emptyRoot, root: .emptyRoot)
      }
      #expect(found == .beyondTree(index: index, size: size))
    }
  }

  @Test(arguments: 1...20 as ClosedRange<UInt64>)
  func `no numbers and no lengths crash a verifier`(seed: UInt64) {
    var random = Seeded(seed: seed)
    let edges: [UInt64] = [0, 1, 2, 3, 255, 256, 1 << 32, 1 << 62, 1 << 63, .max - 1, .max]
    for _ in 0..<150 {
      let first =
        random.once(in: 2) ? random.pick(edges) : random.next() >> UInt64(random.below(64))
      let second =
        random.once(in: 2) ? random.pick(edges) : random.next() >> UInt64(random.below(64))
      let hashes = (0..<random.below(70)).map { _ in random.hash() }
      let leaf = random.hash()
      let inclusion = InclusionProof(index: first, size: second, hashes: hashes)
      // A lone leaf is its own root; nothing else random holds.
      #expect(!inclusion.isGood(leaf: leaf, root: random.hash()))
      let consistency = ConsistencyProof(oldSize: first, newSize: second, hashes: hashes)
      #expect(refusal(of: consistency, leaf, random.hash()) != nil)
    }
  }

  private func refusal(of proof: ConsistencyProof, _ old: Hash, _ new: Hash) -> ProofError? {
    EventLogTests.refusal { () throws(ProofError) in try proof.verify(oldRoot: old, newRoot: new) }
  }
}
