public import LMDB
import Records

/// The log's Merkle tree as one transaction sees it: its tiles, and below them the records.
///
/// Leaf `n` is the event at position `n + 1`. The tile of leaves that is not full yet is made of the
/// records; every other tile is kept.
public struct StoredTree: ~Escapable, TileSource {
  /// Why a hash could not be had.
  public typealias Failure = LogError

  private let log: EventLog
  private let view: TransactionView

  @_lifetime(copy view)
  init(_ log: EventLog, _ view: TransactionView) {
    self.log = log
    self.view = view
  }

  /// Some of a tile's hashes; throws `damaged` where they are not as written, or not there.
  public func hashes(_ range: Range<Int>, of tile: Tile) throws(LogError) -> [Hash] {
    if let hashes = try kept(tile, range) { return hashes }
    guard tile.level == 0 else { throw Self.damaged(tile) }
    return try leaves(range, of: tile)
  }

  /// The hashes of a tile that is kept, all of them or some; nil if it is not kept.
  func kept(_ tile: Tile, _ range: Range<Int>? = nil) throws(LogError) -> [Hash]? {
    guard let value = try view.value(log.tile, LogKey.tile(tile)) else { return nil }
    guard let body = Checksum.body(of: value),
      let hashes = Tile.hashes(range ?? 0..<body.byteCount / Hash.byteCount, in: body)
    else { throw Self.damaged(tile) }
    return hashes
  }

  /// Some of the hashes of a tile of leaves, taken over the events' records.
  func leaves(_ range: Range<Int>, of tile: Tile) throws(LogError) -> [Hash] {
    var hashes: [Hash] = []
    hashes.reserveCapacity(range.count)
    let first = tile.index * UInt64(Tile.width) + UInt64(range.lowerBound) + 1
    var cursor = try view.scan(log.log)
    var isThere = try cursor.go(to: LogKey.number(first))
    for position in first..<first + UInt64(range.count) {
      guard isThere, LogKey.number(in: cursor.key) == position else { throw .gone(position) }
      hashes.append(try EventView(checking: cursor.value, at: position).leafHash)
      isThere = try cursor.go(.forward)
    }
    return hashes
  }

  private static func damaged(_ tile: Tile) -> LogError {
    .damaged(position: nil, what: "its \(tile.path()) is not as written")
  }
}

extension EventLog {
  /// The log's Merkle tree (RFC 6962 §2.1).
  @_lifetime(copy view)
  public func tree(in view: TransactionView) -> StoredTree { StoredTree(self, view) }

  /// The hashes of a tile as it is kept; nil if it is not.
  public func keptTile(_ tile: Tile, in view: TransactionView) throws(LogError) -> [Hash]? {
    try StoredTree(self, view).kept(tile)
  }
}
