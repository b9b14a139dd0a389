/// Whatever keeps a tree's tiles.
///
/// The open tile of the lowest level may be answered from the leaves themselves, those above it from
/// what ``MerkleFrontier/append(_:)`` said to add to them.
public protocol TileSource: SubtreeSource, ~Copyable, ~Escapable {
  /// Some of a tile's hashes, exactly as many as asked; throws if the tile has them not.
  func hashes(_ range: Range<Int>, of tile: Tile) throws(Failure) -> [Hash]
}

extension TileSource where Self: ~Copyable & ~Escapable {
  /// The hash of a complete subtree, joined from at most 128 of one tile.
  public func hash(of subtree: Subtree) throws(Failure) -> Hash {
    let (tile, offset) = Tile.place(of: subtree)
    let count = 1 << (subtree.level % Tile.height)
    return Hash.root(of: try hashes(offset..<offset + count, of: tile))
  }
}
