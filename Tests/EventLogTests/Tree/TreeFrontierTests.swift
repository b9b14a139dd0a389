import Records
import Testing

@testable import EventLog

@Suite struct TreeFrontierTests {
  @Test func `the roots of Certificate Transparency's trees`() {
    var frontier = MerkleFrontier()
    #expect(frontier.root.hex == TreeVectors.certificateRoots[0])
    for (index, leaf) in TreeVectors.certificateLeaves.enumerated() {
      frontier.append(.leaf(of: leaf))
      #expect(frontier.size == UInt64(index + 1))
      #expect(frontier.root.hex == TreeVectors.certificateRoots[index + 1])
    }
  }

  @Test func `the roots of sizes up to 1,000, as pymerkle and aics-tlog give them`() {
    let leaves = PlainTree(counting: 1_000).leaves
    var frontier = MerkleFrontier()
    var all: [UInt8] = []
    for leaf in leaves {
      frontier.append(leaf)
      let root = frontier.root
      root.append(to: &all)
      for known in TreeVectors.someRoots where known.size == frontier.size {
        #expect(root.hex == known.root)
      }
    }
    #expect(Hash.leaf(of: all).hex == TreeVectors.allRoots)
  }

  @Test(arguments: 1...8 as ClosedRange<UInt64>)
  func `any tree's root is that of RFC 6962's definition`(seed: UInt64) {
    var random = Seeded(seed: seed)
    let tree = PlainTree((0..<random.below(1_500)).map { _ in random.hash() })
    var frontier = MerkleFrontier()
    for size in 0...tree.leaves.count {
      #expect(frontier.root == tree.root(size))
      if size < tree.leaves.count { frontier.append(tree.leaves[size]) }
    }
  }

  @Test(arguments: 1...8 as ClosedRange<UInt64>)
  func `of two edges the subtree is named that has another leaf`(seed: UInt64) throws {
    var random = Seeded(seed: seed)
    var leaves = (0..<1 + random.below(700)).map { _ in random.hash() }
    func edge() -> MerkleFrontier {
      leaves.reduce(into: MerkleFrontier()) { edge, leaf in edge.append(leaf) }
    }
    let before = edge()
    #expect(before.differences(from: before).isEmpty)
    for _ in 0..<20 {
      let changed = random.below(leaves.count)
      let leaf = leaves[changed]
      leaves[changed] = random.flipped(leaf)
      let named = try #require(edge().differences(from: before).first)
      leaves[changed] = leaf
      // The largest subtree first, each as large as a bit that is set in the number of leaves.
      var start = 0
      var bit = 1 << 20
      while bit > 0, changed >= start + (leaves.count & bit) {
        start += leaves.count & bit
        bit >>= 1
      }
      #expect(named == UInt64(start)..<UInt64(start + bit))
    }
  }

  @Test func `a frontier goes on from its stored form`() throws {
    let tree = PlainTree(counting: 600)
    var frontier = MerkleFrontier()
    for leaf in tree.leaves {
      let sealed = frontier.sealed
      #expect(sealed.count == 8 + 32 * frontier.size.nonzeroBitCount + 8)
      frontier = try #require(read(sealed))
      #expect(frontier.sealed == sealed)
      frontier.append(leaf)
    }
    #expect(frontier.root == tree.root(600))
  }

  @Test func `a stored form that is not as written is refused`() {
    var frontier = MerkleFrontier()
    for leaf in PlainTree(counting: 21).leaves { frontier.append(leaf) }
    let sealed = frontier.sealed
    for bit in 0..<sealed.count * 8 {
      var bytes = sealed
      bytes[bit / 8] ^= 1 << UInt8(bit % 8)
      #expect(read(bytes) == nil)
    }
    for count in 0..<sealed.count {
      #expect(read(Array(sealed.prefix(count))) == nil)
    }
  }

  @Test(arguments: [
    (0, 1), (1, 0), (1, 2), (3, 1), (UInt64.max, 64), (1 << 63, 1), (UInt64(1) << 62, 0),
  ])
  func `other than one hash for each bit of the size is refused`(size: UInt64, peaks: Int) {
    var bytes: [UInt8] = []
    for shift in stride(from: 56, through: 0, by: -8) {
      bytes.append(UInt8(truncatingIfNeeded: size >> UInt64(shift)))
    }
    bytes += [UInt8](repeating: 1, count: peaks * 32)
    Checksum.append(to: &bytes)
    #expect(read(bytes) == nil)
  }

  private func read(_ bytes: [UInt8]) -> MerkleFrontier? {
    MerkleFrontier(sealed: bytes.span.bytes)
  }

  @Test func `a stored form of the greatest size is read`() throws {
    var bytes: [UInt8] = [0x7F] + [UInt8](repeating: 0xFF, count: 7)
    bytes += [UInt8](repeating: 1, count: 63 * 32)
    Checksum.append(to: &bytes)
    let frontier = try #require(read(bytes))
    #expect(frontier.size == Checkpoint.sizeLimit)
    var next = frontier
    #expect(next.append(.emptyRoot).count == 7)
    #expect(next.size == 1 << 63)
  }
}
