import Testing

@testable import stipple

struct ColumnFitTests {
  @Test func `what fits is left alone`() {
    let fit = ColumnFit.fit([10, 20], isNumber: [false, false], into: 32)
    #expect(fit == .columns([10, 20]))
  }

  @Test func `without a width nothing shrinks`() {
    #expect(ColumnFit.fit([900, 2], isNumber: [false, true], into: nil) == .columns([900, 2]))
  }

  @Test func `the widest column shrinks first`() {
    let fit = ColumnFit.fit([10, 100, 8], isNumber: [false, false, false], into: 62)
    #expect(fit == .columns([10, 40, 8]))
  }

  @Test func `two wide columns shrink to one level`() {
    let fit = ColumnFit.fit([50, 60, 8], isNumber: [false, false, false], into: 53)
    #expect(fit == .columns([21, 20, 8]))
  }

  @Test func `numbers are cut only when text cannot give more`() {
    #expect(ColumnFit.fit([19, 40], isNumber: [true, false], into: 30) == .columns([19, 9]))
    #expect(ColumnFit.fit([19, 40], isNumber: [true, false], into: 20) == .columns([9, 9]))
  }

  @Test func `too many columns do not fit at all`() {
    let many = Array(repeating: 9, count: 20)
    #expect(
      ColumnFit.fit(many, isNumber: many.map { _ in false }, into: 80) == .tooWide(9 * 20 + 2 * 19))
  }

  @Test(arguments: 0..<500)
  func `all the room is used, and no more`(seed: UInt64) {
    var generator = SplitMix(state: seed)
    let natural = (0..<Int.random(in: 1...12, using: &generator)).map { _ in
      Int.random(in: 0...60, using: &generator)
    }
    let isNumber = natural.map { _ in Bool.random(using: &generator) }
    let width = Int.random(in: 10...200, using: &generator)
    let gaps = 2 * (natural.count - 1)
    guard case .columns(let widths) = ColumnFit.fit(natural, isNumber: isNumber, into: width) else {
      #expect(natural.reduce(gaps) { $0 + min($1, 5) } > width)
      return
    }
    #expect(widths.reduce(gaps, +) == min(width, natural.reduce(gaps, +)))
    for (fitted, whole) in zip(widths, natural) {
      #expect(fitted <= whole)
      #expect(fitted >= min(whole, 5))
    }
  }
}
