import EventLog

/// The log's tree as its records make it, tile by tile, while they are read one after the other.
struct TreeReplay {
  /// A tile's hashes, as they should be.
  typealias Filled = (tile: Tile, hashes: [Hash])

  private(set) var edge = MerkleFrontier()
  /// The hashes of each level's tile that is not full.
  private var open: [[Hash]] = [[]]
  /// Whether a record could not be read, after which no hash of the tree is known.
  private(set) var isBroken = false
  /// The roots at the sizes that were asked for.
  private(set) var roots: [UInt64: Hash] = [:]
  private let wanted: Set<UInt64>

  /// A tree without leaves, whose roots at some sizes are wanted.
  init(rootsAt sizes: some Sequence<UInt64>) {
    wanted = Set(sizes)
    if wanted.contains(0) { roots[0] = edge.root }
  }

  /// Takes the next record's leaf hash, nil for one that cannot be read, and answers what it fills.
  mutating func take(_ leaf: Hash?) -> [Filled] {
    guard !isBroken, let leaf else {
      isBroken = true
      return []
    }
    let entries = edge.append(leaf)
    if wanted.contains(edge.size) { roots[edge.size] = edge.root }
    open[0].append(leaf)
    guard !entries.isEmpty else { return [] }
    let lowest = Tile(level: 0, index: (edge.size - 1) >> UInt64(Tile.height))
    var filled: [Filled] = [(lowest, open[0])]
    open[0] = []
    for entry in entries {
      if open.count == entry.tile.level { open.append([]) }
      open[entry.tile.level].append(entry.hash)
      if entry.isLast {
        filled.append((entry.tile, open[entry.tile.level]))
        open[entry.tile.level] = []
      }
    }
    return filled
  }

  /// The tiles above the lowest level that hold hashes and are not full.
  var partial: [Filled] {
    (1..<max(open.count, 1)).compactMap { level in
      guard !open[level].isEmpty else { return nil }
      return (
        Tile(level: level, index: edge.size >> UInt64((level + 1) * Tile.height)), open[level]
      )
    }
  }

  /// How many tiles are kept for a tree of this size: the full ones, and those of ``partial``.
  var count: Int {
    (0..<8).reduce(partial.count) { $0 + Int(edge.size >> UInt64(($1 + 1) * Tile.height)) }
  }
}
