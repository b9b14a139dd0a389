import LMDB
import Records

/// The right edge of a growing tree: all that is needed to append to it and to know its root.
///
/// That is the roots of the complete subtrees that the tree consists of, one for each bit set in its
/// size: a few hashes, whatever the size.
public struct MerkleFrontier: Hashable, Sendable {
  /// How many leaves the tree has.
  public private(set) var size: UInt64 = 0
  /// The roots of its complete subtrees, the largest first.
  private var peaks: [Hash] = []

  /// The edge of a tree without leaves.
  public init() {}

  /// Appends a leaf by its hash: one inner node on the average, one a level at most.
  ///
  /// Answers what it adds to the tiles above the lowest level, from the bottom up: nothing, unless
  /// the leaf is the last of a tile of the lowest level. (There the leaf's own hash is the entry.)
  @discardableResult
  public mutating func append(_ leaf: Hash) -> [TileEntry] {
    var entries: [TileEntry] = []
    var hash = leaf
    // Each 1 at the low end of the size is a subtree that is as large as the one grown so far.
    for level in 1..<(size.trailingOneBitCount + 1) {
      hash = .node(peaks.removeLast(), hash)
      if level.isMultiple(of: Tile.height) {
        entries.append(TileEntry(Subtree(level: level, index: size >> UInt64(level)), hash))
      }
    }
    peaks.append(hash)
    size += 1
    return entries
  }

  /// The root of the tree as it stands.
  public var root: Hash {
    guard var root = peaks.last else { return .emptyRoot }
    for peak in peaks.dropLast().reversed() { root = .node(peak, root) }
    return root
  }
}

extension MerkleFrontier {
  /// The leaves of each complete subtree whose root is another here than in an edge of the same size.
  public func differences(from other: MerkleFrontier) -> [Range<UInt64>] {
    precondition(size == other.size, "edges of trees of two sizes")
    return zip(Subtree.covering(size, from: 0), zip(peaks, other.peaks)).compactMap {
      subtree, roots in roots.0 == roots.1 ? nil : subtree.leaves
    }
  }
}

extension UInt64 {
  fileprivate var trailingOneBitCount: Int { (~self).trailingZeroBitCount }
}

extension MerkleFrontier {
  /// Its stored form: the size in eight bytes, the largest first, the peaks, and a checksum.
  public var sealed: [UInt8] {
    var bytes: [UInt8] = []
    for shift in stride(from: 56, through: 0, by: -8) {
      bytes.append(UInt8(truncatingIfNeeded: size >> UInt64(shift)))
    }
    for peak in peaks { peak.append(to: &bytes) }
    return Checksum.sealed(bytes)
  }

  /// Nil if the bytes are not as written: another checksum, or other than one peak for each bit set
  /// in the size.
  public init?(sealed bytes: RawSpan) {
    guard let body = Checksum.body(of: bytes) else { return nil }
    var reader = KeyReader(body)
    guard let size = reader.uint64(), size <= Checkpoint.sizeLimit,
      reader.remaining == size.nonzeroBitCount * Hash.byteCount
    else { return nil }
    while let peak = Hash(from: &reader) { peaks.append(peak) }
    self.size = size
  }
}
