import EventLog
import Testing

@Suite struct TreeProofTests {
  private let certificate = LevelTable(TreeVectors.certificateLeaves.map { .leaf(of: $0) })

  @Test(arguments: TreeVectors.certificateInclusions)
  func `inclusion proofs of Certificate Transparency`(
    _ vector: TreeVectors.CertificateProof
  ) throws {
    let proof = try #require(try certificate.inclusionProof(of: vector.from, inFirst: vector.size))
    #expect(proof.hashes.map(\.hex) == vector.hashes.map(node))
    let leaf = Hash.leaf(of: TreeVectors.certificateLeaves[Int(vector.from)])
    try proof.verify(leaf: leaf, root: root(vector.size))
  }

  @Test(arguments: TreeVectors.certificateConsistencies)
  func `consistency proofs of Certificate Transparency`(
    _ vector: TreeVectors.CertificateProof
  ) throws {
    let proof = try #require(try certificate.consistencyProof(from: vector.from, to: vector.size))
    #expect(proof.hashes.map(\.hex) == vector.hashes.map(node))
    try proof.verify(oldRoot: root(vector.from), newRoot: root(vector.size))
  }

  @Test func `the proofs that RFC 6962 §2.1.3 draws`() throws {
    let tree = PlainTree(counting: 7)
    let nodes: [Character: Hash] = [
      "a": tree.leaves[0], "b": tree.leaves[1], "c": tree.leaves[2], "d": tree.leaves[3],
      "e": tree.leaves[4], "f": tree.leaves[5], "j": tree.leaves[6], "g": tree.root(0..<2),
      "h": tree.root(2..<4), "i": tree.root(4..<6), "k": tree.root(0..<4), "l": tree.root(4..<7),
    ]
    func named(_ names: String) -> [Hash] {
      names.compactMap { nodes[$0] }
    }
    let source = LevelTable(tree.leaves)
    for (leaf, names) in TreeVectors.rfcInclusions {
      let proof = try source.inclusionProof(of: leaf, inFirst: 7)
      #expect(proof?.hashes == named(names), "leaf \(leaf)")
    }
    for (old, names) in TreeVectors.rfcConsistencies {
      let proof = try source.consistencyProof(from: old, to: 7)
      #expect(proof?.hashes == named(names), "from \(old)")
    }
  }

  @Test func `every inclusion proof up to 300 leaves, as aics-tlog gives them`() throws {
    let source = LevelTable(PlainTree(counting: 300).leaves)
    var all: [UInt8] = []
    for size in 1...300 as ClosedRange<UInt64> {
      for index in 0..<size {
        let proof = try #require(try source.inclusionProof(of: index, inFirst: size))
        for hash in proof.hashes { hash.append(to: &all) }
      }
    }
    #expect(all.count == TreeVectors.allInclusionsCount * Hash.byteCount)
    #expect(Hash.leaf(of: all).hex == TreeVectors.allInclusions)
  }

  @Test func `every consistency proof up to 300 leaves, as aics-tlog gives them`() throws {
    let source = LevelTable(PlainTree(counting: 300).leaves)
    var all: [UInt8] = []
    for new in 1...300 as ClosedRange<UInt64> {
      for old in 1...new {
        let proof = try #require(try source.consistencyProof(from: old, to: new))
        for hash in proof.hashes { hash.append(to: &all) }
      }
    }
    #expect(all.count == TreeVectors.allConsistenciesCount * Hash.byteCount)
    #expect(Hash.leaf(of: all).hex == TreeVectors.allConsistencies)
  }

  @Test func `proofs, and roots of every past size, are RFC 6962's to the letter`() throws {
    let tree = PlainTree(counting: 130)
    let source = LevelTable(tree.leaves)
    for size in 0...130 {
      #expect(try source.root(ofFirst: UInt64(size)) == tree.root(size))
      for index in 0..<size {
        let proof = try source.inclusionProof(of: UInt64(index), inFirst: UInt64(size))
        #expect(proof?.hashes == tree.path(index, 0..<size))
      }
      for old in 1..<(size + 1) {
        let proof = try source.consistencyProof(from: UInt64(old), to: UInt64(size))
        #expect(proof?.hashes == tree.subproof(old, 0..<size, true))
      }
    }
  }

  @Test func `there is no proof of what the tree has not`() throws {
    #expect(try certificate.inclusionProof(of: 8, inFirst: 8) == nil)
    #expect(try certificate.inclusionProof(of: 0, inFirst: 0) == nil)
    #expect(try certificate.inclusionProof(of: .max, inFirst: 8) == nil)
    #expect(try certificate.consistencyProof(from: 0, to: 8) == nil)
    #expect(try certificate.consistencyProof(from: 0, to: 0) == nil)
    #expect(try certificate.consistencyProof(from: 5, to: 4) == nil)
  }

  @Test func `what the source cannot give is its own error`() {
    let missing = LevelTable.Missing(subtree: Subtree(level: 0, index: 8))
    #expect(throws: missing) { try certificate.root(ofFirst: 9) }
    #expect(throws: missing) { try certificate.inclusionProof(of: 3, inFirst: 9) }
    #expect(throws: missing) { try certificate.consistencyProof(from: 3, to: 9) }
  }

  @Test func `a proof asks for few hashes`() throws {
    let source = LevelTable((0..<1_000).map { .leaf(of: [UInt8(truncatingIfNeeded: $0)]) })
    var most = 0
    for size in 1...1_000 as ClosedRange<UInt64> {
      let before = source.asked
      _ = try source.inclusionProof(of: size / 3, inFirst: size)
      most = max(most, source.asked - before)
      _ = try source.consistencyProof(from: size / 3 + 1, to: size)
    }
    #expect(most <= 20)
  }

  private func root(_ size: UInt64) throws -> Hash {
    try #require(Hash(hex: TreeVectors.certificateRoots[Int(size)]))
  }

  private func node(_ place: (level: Int, index: Int)) -> String {
    TreeVectors.certificateNodes[place.level][place.index]
  }
}

/// Trees too large to have: all their leaves are alike, so that a level has one hash.
@Suite struct TreeOfManyTests {
  private struct Uniform: SubtreeSource {
    typealias Failure = Never

    private var levels = [Hash.leaf(of: [7])]

    init() {
      for level in 0..<63 { levels.append(.node(levels[level], levels[level])) }
    }

    func hash(of subtree: Subtree) throws(Never) -> Hash { levels[subtree.level] }
  }

  @Test(arguments: 1...100 as ClosedRange<UInt64>)
  func `proofs of trees of any size hold`(seed: UInt64) throws {
    var random = Seeded(seed: seed)
    let source = Uniform()
    let size = random.size()
    let index = UInt64.random(in: 0..<size, using: &random)
    let old = UInt64.random(in: 1...size, using: &random)
    let root = source.root(ofFirst: size)
    let inclusion = try #require(source.inclusionProof(of: index, inFirst: size))
    try inclusion.verify(leaf: .leaf(of: [7]), root: root)
    #expect(inclusion.hashes.count <= 64)
    #expect(!inclusion.isGood(leaf: .leaf(of: [8]), root: root))
    let consistency = try #require(source.consistencyProof(from: old, to: size))
    try consistency.verify(oldRoot: source.root(ofFirst: old), newRoot: root)
    #expect(consistency.hashes.count <= 65)
  }
}

extension Seeded {
  /// A size of any magnitude, from 1 to 2^64 - 1.
  fileprivate mutating func size() -> UInt64 {
    max(1, next() >> UInt64(below(64)))
  }
}
