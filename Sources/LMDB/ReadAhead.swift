import CLMDB

/// Fetches from memory what a walk forward will come to, while it is busy with what it has.
///
/// A table walked whole seldom lies in the processor's caches, and a row that has to be waited for
/// costs more than all that is done with it. LMDB lays the entries of a page from its end down, in
/// the order they were put, and tables made at once on one page after the other: so what follows
/// lies below the entry, or at the end of the next page. Where it does not, as in a tree that grew
/// by single commits, only the guess at the next page is in vain; nothing depends on it.
struct ReadAhead {
  /// How far ahead of the entry the bytes are fetched: some six rows, less than half a page.
  private static let distance: UInt = 1536
  private static let line: UInt = 64
  private static let pageSize: UInt = 4096

  /// The page that the walk is on.
  private var page: UInt = 0

  /// Fetches what lies as far ahead of an entry as the next ones need it.
  @inline(__always)
  mutating func pass(_ key: UnsafeRawBufferPointer, _ value: UnsafeRawBufferPointer) {
    // An entry begins with 8 bytes of LMDB's own; a value past half a page lies on pages apart.
    let start = UInt(bitPattern: key.baseAddress) &- 8
    let size = UInt(min(key.count &+ value.count, 2048)) &+ 8
    let base = start & ~(Self.pageSize &- 1)
    if base != page {
      page = base
      fetch(from: max(start &- Self.distance, base), to: start)
      // The next page's own head, which says where its entries lie.
      stipple_prefetch(base &+ Self.pageSize)
    }
    var address = start &- Self.distance &- size
    let end = start &- Self.distance
    while address < end {
      // Below the first bytes of a page, which its entries never reach: the end of the next one.
      let isBelow = address < base &+ Self.line
      stipple_prefetch(isBelow ? address &+ 2 &* Self.pageSize &- Self.line : address)
      address &+= Self.line
    }
  }

  @inline(never)
  private func fetch(from low: UInt, to high: UInt) {
    var address = low
    while address < high {
      stipple_prefetch(address)
      address &+= Self.line
    }
  }
}
