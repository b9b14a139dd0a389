/// Chance that a seed decides (SplitMix64, Steele, Lea and Flood 2014).
struct Generator: RandomNumberGenerator, Sendable {
  private var state: UInt64

  init(seed: UInt64) { state = seed }

  /// The chance of one cycle: of nothing but the seed, the harness's name and the cycle's number,
  /// so that any cycle can be gone through alone.
  init(seed: UInt64, harness: String, cycle: Int) {
    var mixed = Generator(seed: seed)
    for byte in harness.utf8 { mixed.state = mixed.next() ^ UInt64(byte) }
    mixed.state = mixed.next() ^ UInt64(bitPattern: Int64(cycle))
    state = mixed.next()
  }

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var mixed = state
    mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
    return mixed ^ (mixed >> 31)
  }

  /// 0 up to, and without, the limit.
  mutating func below(_ limit: Int) -> Int { Int.random(in: 0..<limit, using: &self) }

  mutating func within(_ range: ClosedRange<Int>) -> Int { Int.random(in: range, using: &self) }

  /// True once in so many times.
  mutating func once(in times: Int) -> Bool { below(times) == 0 }

  mutating func pick<C: RandomAccessCollection>(_ choices: C) -> C.Element {
    choices[choices.index(choices.startIndex, offsetBy: below(choices.count))]
  }

  /// Words of small letters, about so many bytes.
  mutating func words(_ bytes: Int) -> String {
    var text: [UInt8] = []
    text.reserveCapacity(bytes)
    while text.count < bytes {
      if !text.isEmpty { text.append(UInt8(ascii: " ")) }
      for _ in 0..<within(2...9) { text.append(UInt8(ascii: "a") + UInt8(below(26))) }
    }
    return String(decoding: text, as: UTF8.self)
  }
}
