import Records
import Testing

@testable import EventLog

@Suite struct TreeTileTests {
  @Test(arguments: [
    (Tile(level: 0, index: 0), 256, "tile/0/000"),
    (Tile(level: 0, index: 273), 112, "tile/0/273.p/112"),
    (Tile(level: 1, index: 999), 1, "tile/1/999.p/1"),
    (Tile(level: 1, index: 1_000), 256, "tile/1/x001/000"),
    (Tile(level: 2, index: 1_234_067), 256, "tile/2/x001/x234/067"),
    (Tile(level: 5, index: 123_456_078), 2, "tile/5/x123/x456/078.p/2"),
    (Tile(level: 0, index: 1 << 55), 256, "tile/0/x036/x028/x797/x018/x963/968"),
  ])
  func `a tile's path is as C2SP writes it`(tile: Tile, width: Int, path: String) {
    #expect(tile.path(width: width) == path)
  }

  @Test func `the tiles of 70,000 leaves have the widths of C2SP's example`() {
    let size: UInt64 = 70_000
    #expect((0..<273).allSatisfy { Tile(level: 0, index: $0).width(inTreeOf: size) == 256 })
    #expect(Tile(level: 0, index: 273).width(inTreeOf: size) == 112)
    #expect(Tile(level: 0, index: 274).width(inTreeOf: size) == 0)
    #expect(Tile(level: 1, index: 0).width(inTreeOf: size) == 256)
    #expect(Tile(level: 1, index: 1).width(inTreeOf: size) == 17)
    #expect(Tile(level: 2, index: 0).width(inTreeOf: size) == 1)
    #expect(Tile(level: 3, index: 0).width(inTreeOf: size) == 0)
    #expect(Tile(level: 7, index: .max).width(inTreeOf: .max) == 0)
    #expect(Tile(level: 7, index: 0).width(inTreeOf: .max) == 255)
  }

  @Test func `a tree of 256 leaves has a full tile and one hash above it`() {
    #expect(Tile(level: 0, index: 0).width(inTreeOf: 256) == 256)
    #expect(Tile(level: 0, index: 1).width(inTreeOf: 256) == 0)
    #expect(Tile(level: 1, index: 0).width(inTreeOf: 256) == 1)
  }

  @Test func `a leaf stands in its tile, and fills those that it ends`() {
    for leaf in 0..<200_000 as Range<UInt64> {
      let (tile, offset) = Tile.holding(leaf: leaf)
      guard tile == Tile(level: 0, index: leaf / 256), offset == Int(leaf % 256) else {
        Issue.record("leaf \(leaf)")
        return
      }
      var expected: [Tile] = []
      if (leaf + 1) % 256 == 0 { expected.append(Tile(level: 0, index: leaf / 256)) }
      if (leaf + 1) % 65_536 == 0 { expected.append(Tile(level: 1, index: leaf / 65_536)) }
      guard Tile.filled(byLeaf: leaf) == expected else {
        Issue.record("leaf \(leaf)")
        return
      }
    }
    #expect(Tile.filled(byLeaf: (1 << 24) - 1).map(\.level) == [0, 1, 2])
    #expect(Tile.filled(byLeaf: .max).map(\.level) == [0, 1, 2, 3, 4, 5, 6, 7])
  }

  @Test func `hashes come back from a tile's bytes, and from no other`() {
    var random = Seeded(seed: 2)
    let hashes = (0..<256).map { _ in random.hash() }
    let bytes = Tile.bytes(of: hashes)
    #expect(bytes.count == 8_192)
    #expect(read(0..<256, bytes) == hashes)
    #expect(read(3..<7, bytes) == Array(hashes[3..<7]))
    #expect(read(256..<256, bytes) == [])
    #expect(read(255..<257, bytes) == nil)
    #expect(read(-1..<2, bytes) == nil)
    #expect(read(0..<1, Array(bytes.dropLast())) == nil)
    #expect(read(0..<1, [UInt8]()) == nil)
  }

  private func read(_ range: Range<Int>, _ bytes: [UInt8]) -> [Hash]? {
    Tile.hashes(range, in: bytes.span.bytes)
  }

  @Test func `the tiles of 70,000 leaves are those that aics-tlog makes`() throws {
    let kept = TileTable()
    var frontier = MerkleFrontier()
    for index in 0..<70_000 { kept.append(.leaf(of: Array(String(index).utf8)), &frontier) }
    #expect(frontier.root.hex == TreeVectors.tiledRoot)
    #expect(kept.tiles.count == TreeVectors.allTilesCount)
    var all: [UInt8] = []
    var paths: [String: Tile] = [:]
    for (tile, hashes) in kept.tiles {
      #expect(hashes.count == tile.width(inTreeOf: 70_000))
      paths[tile.path(width: hashes.count)] = tile
    }
    for path in paths.keys.sorted() {
      let tile = try #require(paths[path])
      all += Array((path + "\n").utf8) + Tile.bytes(of: kept.tiles[tile] ?? [])
    }
    #expect(Hash.leaf(of: all).hex == TreeVectors.allTiles)

    var random = Seeded(seed: 7)
    for _ in 0..<300 {
      let size = UInt64(1 + random.below(70_000))
      let leaf = UInt64(random.below(Int(size)))
      let proof = try #require(try kept.inclusionProof(of: leaf, inFirst: size))
      let hash = Hash.leaf(of: Array(String(leaf).utf8))
      try proof.verify(leaf: hash, root: kept.root(ofFirst: size))
      let growth = try #require(try kept.consistencyProof(from: size, to: 70_000))
      try growth.verify(oldRoot: kept.root(ofFirst: size), newRoot: frontier.root)
    }
  }

  @Test func `tiles give the proofs that the tree gives`() throws {
    let tree = PlainTree(counting: 1_100)
    let whole = LevelTable(tree.leaves)
    let kept = TileTable()
    var frontier = MerkleFrontier()
    for leaf in tree.leaves { kept.append(leaf, &frontier) }
    var random = Seeded(seed: 5)
    for _ in 0..<300 {
      let size = UInt64(1 + random.below(1_100))
      let leaf = UInt64(random.below(Int(size)))
      #expect(try kept.root(ofFirst: size) == whole.root(ofFirst: size))
      #expect(
        try kept.inclusionProof(of: leaf, inFirst: size)
          == whole.inclusionProof(of: leaf, inFirst: size))
      #expect(
        try kept.consistencyProof(from: leaf + 1, to: size)
          == whole.consistencyProof(from: leaf + 1, to: size))
    }
  }

  @Test func `a leaf adds above the lowest level only when it fills a tile there`() {
    var frontier = MerkleFrontier()
    for leaf in 0..<66_000 as Range<UInt64> {
      let entries = frontier.append(.emptyRoot)
      let filled = Tile.filled(byLeaf: leaf)
      guard entries.count == filled.count else {
        Issue.record("leaf \(leaf)")
        return
      }
      for (entry, below) in zip(entries, filled) {
        #expect(entry.tile.level == below.level + 1)
        #expect(entry.tile.index == below.index / 256)
        #expect(entry.offset == Int(below.index % 256))
        #expect(entry.isLast == (below.index % 256 == 255))
      }
    }
  }

  @Test func `a source may live no longer than what it reads from`() throws {
    let tree = PlainTree(counting: 5)
    let leaves = tree.leaves
    let source = Borrowed(leaves.span)
    let root = source.root(ofFirst: 5)
    #expect(root == tree.root(5))
    let proof = source.inclusionProof(of: 3, inFirst: 5)
    try #require(proof).verify(leaf: tree.leaves[3], root: root)
  }
}

/// Tiles kept as the writer is to keep them: of the lowest level every leaf, above it what is added.
private final class TileTable: TileSource {
  struct Missing: Error {}
  typealias Failure = Missing

  private(set) var tiles: [Tile: [Hash]] = [:]

  func append(_ leaf: Hash, _ frontier: inout MerkleFrontier) {
    let (tile, offset) = Tile.holding(leaf: frontier.size)
    #expect(tiles[tile, default: []].count == offset)
    tiles[tile, default: []].append(leaf)
    for entry in frontier.append(leaf) {
      #expect(tiles[entry.tile, default: []].count == entry.offset)
      tiles[entry.tile, default: []].append(entry.hash)
    }
  }

  func hashes(_ range: Range<Int>, of tile: Tile) throws(Missing) -> [Hash] {
    guard let hashes = tiles[tile], range.upperBound <= hashes.count else { throw Missing() }
    return Array(hashes[range])
  }
}

/// A source that is tied to another's memory, as one that reads a transaction is.
private struct Borrowed: ~Escapable, TileSource {
  typealias Failure = Never

  private let leaves: Span<Hash>

  @_lifetime(copy leaves)
  init(_ leaves: Span<Hash>) { self.leaves = leaves }

  func hashes(_ range: Range<Int>, of tile: Tile) throws(Never) -> [Hash] {
    range.map { leaves[$0] }
  }
}
