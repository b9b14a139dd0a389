/// Chance that a seed decides (SplitMix64): whole numbers only, so the same on every machine.
struct Chance {
  private var state: UInt64

  init(_ seed: UInt64) { state = seed }

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var word = state
    word = (word ^ (word >> 30)) &* 0xBF58_476D_1CE4_E5B9
    word = (word ^ (word >> 27)) &* 0x94D0_49BB_1331_11EB
    return word ^ (word >> 31)
  }

  /// 0 up to but not `count`, which must be over 0.
  mutating func below(_ count: Int) -> Int {
    Int(next().multipliedFullWidth(by: UInt64(count)).high)
  }

  mutating func between(_ range: ClosedRange<Int>) -> Int {
    range.lowerBound + below(range.count)
  }

  /// True so many times in a hundred.
  mutating func percent(_ share: Int) -> Bool { below(100) < share }

  mutating func pick<Item>(_ items: [Item]) -> Item { items[below(items.count)] }

  /// One of the items, each as likely as its weight.
  mutating func weighted<Item>(_ items: [(weight: Int, item: Item)]) -> Item {
    var left = below(items.reduce(0) { $0 + $1.weight })
    for (weight, item) in items {
      if left < weight { return item }
      left -= weight
    }
    return items[items.count - 1].item
  }

  /// 64 hexadecimal digits, as the hash of a file that nobody has.
  mutating func hash() -> String {
    var digits: [UInt8] = []
    digits.reserveCapacity(64)
    for _ in 0..<4 {
      var bits = next()
      for _ in 0..<16 {
        let digit = UInt8(bits & 15)
        digits.append(digit < 10 ? UInt8(ascii: "0") + digit : UInt8(ascii: "a") + digit - 10)
        bits >>= 4
      }
    }
    return String(decoding: digits, as: UTF8.self)
  }
}
