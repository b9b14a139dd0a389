/// Which bytes of a page its nodes take, to see that no two of them share any.
struct PageCover {
  /// A bit for every two bytes, since nodes begin and end at even ones; of the largest page that LMDB
  /// has.
  private var taken = InlineArray<256, UInt64>(repeating: 0)
  /// How many bytes are taken.
  private(set) var count = 0

  /// Begins with a page of which nothing is taken.
  mutating func begin(_ pageSize: Int) {
    for word in 0..<(pageSize + 127) / 128 { taken[word] = 0 }
    count = 0
  }

  /// Takes a range of even ends within the page; false where some of it is taken already.
  @inline(__always)
  mutating func add(_ range: Range<Int>) -> Bool {
    count += range.count
    var bit = UInt(range.lowerBound) &>> 1
    let end = UInt(range.upperBound) &>> 1
    while bit < end {
      let (word, first) = (Int(bit &>> 6), bit & 63)
      let width = min(64 - first, end - bit)
      let mask = (UInt64.max &>> UInt64(64 - width)) &<< UInt64(first)
      guard taken[word] & mask == 0 else { return false }
      taken[word] |= mask
      bit += width
    }
    return true
  }
}
