import LMDB

/// A run of 256 hashes of one level of the tree, as C2SP tlog-tiles keeps them
/// (<https://c2sp.org/tlog-tiles>).
///
/// On the lowest level they are leaves; above it each is the root of a full tile of the level below.
/// A tile once full never changes. The last of each level may hold fewer.
public struct Tile: Hashable, Sendable {
  /// How many levels of the tree a tile spans.
  public static let height = 8
  /// How many hashes a full tile holds.
  public static let width = 1 << height

  /// Its level, from 0 at the leaves to 7.
  public let level: Int
  /// Its place in its level, from the left.
  public let index: UInt64

  /// A tile by its place.
  public init(level: Int, index: UInt64) {
    self.level = level
    self.index = index
  }

  /// The tile in which a leaf's hash stands, and where.
  public static func holding(leaf: UInt64) -> (tile: Tile, offset: Int) {
    place(of: Subtree(level: 0, index: leaf))
  }

  /// The tiles that leaf `leaf` fills, from the bottom up: none, unless it is the last of one.
  public static func filled(byLeaf leaf: UInt64) -> [Tile] {
    var tiles: [Tile] = []
    var place = leaf
    while place & UInt64(width - 1) == UInt64(width - 1), tiles.count < 8 {
      place >>= UInt64(height)
      tiles.append(Tile(level: tiles.count, index: place))
    }
    return tiles
  }

  /// How many hashes it holds in a tree of so many leaves, 0 to 256.
  public func width(inTreeOf size: UInt64) -> Int {
    let hashes = size >> UInt64(level * Self.height)
    let full = hashes >> UInt64(Self.height)
    if index < full { return Self.width }
    return index == full ? Int(hashes & UInt64(Self.width - 1)) : 0
  }

  /// Its path below a log's address: `tile/1/x001/x234/067`, with `.p/8` if it holds 8 hashes only.
  public func path(width: Int = Tile.width) -> String {
    var groups: [String] = []
    var left = index
    repeat {
      let digits = String(left % 1000)
      let padded = String(repeating: "0", count: 3 - digits.count) + digits
      groups.append(groups.isEmpty ? padded : "x" + padded)
      left /= 1000
    } while left > 0
    let place = "tile/\(level)/" + groups.reversed().joined(separator: "/")
    return width == Self.width ? place : "\(place).p/\(width)"
  }

  /// Where the hash of a subtree stands that is as high as the foot of some tile, or the first of
  /// those that it is joined from.
  static func place(of subtree: Subtree) -> (tile: Tile, offset: Int) {
    let entry = subtree.index << UInt64(subtree.level % height)
    let tile = Tile(level: subtree.level / height, index: entry >> UInt64(height))
    return (tile, Int(entry & UInt64(width - 1)))
  }
}

extension Tile {
  /// The bytes of a tile of these hashes: one after the other.
  public static func bytes(of hashes: [Hash]) -> [UInt8] {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(hashes.count * Hash.byteCount)
    for hash in hashes { hash.append(to: &bytes) }
    return bytes
  }

  /// Some of the hashes in a tile's bytes; nil if it holds fewer, or a piece of one.
  public static func hashes(_ range: Range<Int>, in bytes: RawSpan) -> [Hash]? {
    let count = bytes.byteCount / Hash.byteCount
    guard bytes.byteCount.isMultiple(of: Hash.byteCount), range.lowerBound >= 0,
      range.upperBound <= count
    else { return nil }
    let start = range.lowerBound * Hash.byteCount
    var reader = KeyReader(bytes.extracting(start..<range.upperBound * Hash.byteCount))
    var hashes: [Hash] = []
    hashes.reserveCapacity(range.count)
    while let hash = Hash(from: &reader) { hashes.append(hash) }
    return hashes
  }
}

/// A hash that an appended leaf adds to a tile above the lowest level.
public struct TileEntry: Hashable, Sendable {
  /// The tile that it is added to.
  public let tile: Tile
  /// Its place there, 0 to 255; the tile held as many hashes before it.
  public let offset: Int
  /// The root of the tile of the level below that the leaf filled.
  public let hash: Hash

  /// Whether it fills the tile.
  public var isLast: Bool { offset == Tile.width - 1 }

  init(_ subtree: Subtree, _ hash: Hash) {
    (tile, offset) = Tile.place(of: subtree)
    self.hash = hash
  }
}
