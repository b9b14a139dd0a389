import Testing

@testable import LMDB

/// What nodes take of a page, against a set of bytes.
@Suite struct PageCoverTests {
  @Test(arguments: 1...40 as ClosedRange<UInt64>)
  func `a range that shares a byte with another is told`(_ seed: UInt64) {
    var chance = Seeded(state: seed)
    var cover = PageCover()
    for pageSize in [512, 4_096, 4_096, 32_768] {
      cover.begin(pageSize)
      var taken: Set<Int> = []
      while true {
        let start = Int.random(in: 0..<pageSize / 2, using: &chance) * 2
        let most = min(pageSize - start, pageSize / 4) / 2
        let range = start..<start + Int.random(in: 1...most, using: &chance) * 2
        let isFree = taken.isDisjoint(with: range)
        let isTaken = cover.add(range)
        #expect(isTaken == isFree)
        guard isFree else { break }
        taken.formUnion(range)
        #expect(cover.count == taken.count)
      }
    }
  }

  @Test func `ranges that fill a page take all of it`() {
    var cover = PageCover()
    cover.begin(4_096)
    var isFree = true
    for start in stride(from: 4_000, through: 96, by: -130) {
      isFree = cover.add(start..<min(start + 130, 4_096)) && isFree
    }
    #expect(cover.count == 4_096 - 100)
    isFree = cover.add(0..<100) && isFree
    #expect(isFree)
    #expect(cover.count == 4_096)
  }
}
