/// A complete subtree: leaves `index · 2^level ..< (index + 1) · 2^level`.
///
/// Level 0 is a single leaf. Once its leaves are there a subtree never changes, however the tree
/// grows; every hash of every proof is that of one, or is joined from those of a few.
public struct Subtree: Hashable, Sendable {
  /// Its height, 0 to 63.
  public let level: Int
  /// Its place among the subtrees of its height, from the left.
  public let index: UInt64

  /// A subtree by its place.
  public init(level: Int, index: UInt64) {
    self.level = level
    self.index = index
  }
}

extension Subtree {
  /// The leaves that it is over.
  var leaves: Range<UInt64> { index << UInt64(level)..<(index + 1) << UInt64(level) }

  /// The complete subtrees that leaves `start ..< start + count` consist of, the largest first.
  ///
  /// `start` is a multiple of the size of the largest, as it is wherever a tree is split.
  static func covering(_ count: UInt64, from start: UInt64) -> [Subtree] {
    var subtrees: [Subtree] = []
    subtrees.reserveCapacity(count.nonzeroBitCount)
    var place = start
    var left = count
    while left > 0 {
      let level = left.topBit
      subtrees.append(Subtree(level: level, index: place >> UInt64(level)))
      // The last step may end at 2^64.
      place &+= 1 << UInt64(level)
      left ^= 1 << UInt64(level)
    }
    return subtrees
  }
}

extension UInt64 {
  /// The place of the highest bit set, counted from 0; of a number that is not 0.
  var topBit: Int { UInt64.bitWidth - 1 - leadingZeroBitCount }

  /// How high the left side of a tree of so many leaves is, two at least.
  ///
  /// It has the largest power of two below their number (RFC 6962 §2.1).
  var splitLevel: Int { (self - 1).topBit }
}
