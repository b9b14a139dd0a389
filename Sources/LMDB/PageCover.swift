/// Which bytes of a page its nodes take, to see that no two of them share any.
struct PageCover {
  /// A bit for every two bytes, since nodes begin and end at even ones.
  private var taken: [UInt64] = []
  /// How many bytes are taken.
  private(set) var count = 0

  /// Begins with a page of which nothing is taken.
  mutating func begin(_ pageSize: Int) {
    let words = (pageSize + 127) / 128
    if taken.count == words {
      for word in taken.indices { taken[word] = 0 }
    } else {
      taken = [UInt64](repeating: 0, count: words)
    }
    count = 0
  }

  /// Takes a range of even ends within the page; false where some of it is taken already.
  mutating func add(_ range: Range<Int>) -> Bool {
    count += range.count
    var bit = range.lowerBound / 2
    let end = range.upperBound / 2
    while bit < end {
      let (word, first) = (bit / 64, bit % 64)
      let width = min(64 - first, end - bit)
      let mask = (UInt64.max >> UInt64(64 - width)) << UInt64(first)
      guard taken[word] & mask == 0 else { return false }
      taken[word] |= mask
      bit += width
    }
    return true
  }
}
