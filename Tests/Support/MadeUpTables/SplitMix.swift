/// A small generator of numbers that a seed decides, or bytes as long as there are any.
package struct SplitMix {
  private var state: UInt64
  private var bytes: ArraySlice<UInt8> = []

  /// Numbers by a seed.
  package init(seed: UInt64) { state = seed }

  /// Choices by the bytes, one each; by a seed made of them when they are used up.
  package init(bytes: [UInt8]) {
    // FNV-1a.
    state = bytes.reduce(0xCBF2_9CE4_8422_2325) { ($0 ^ UInt64($1)) &* 0x100_0000_01B3 }
    self.bytes = bytes[...]
  }

  /// The next number by the seed.
  package mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var mixed = (state ^ state >> 30) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ mixed >> 27) &* 0x94D0_49BB_1331_11EB
    return mixed ^ mixed >> 31
  }

  /// A number from 0 to below the limit.
  package mutating func below(_ limit: Int) -> Int {
    if let byte = bytes.popFirst() { return Int(byte) % limit }
    return Int(next() % UInt64(limit))
  }

  /// One of the choices.
  package mutating func pick<Element>(_ choices: [Element]) -> Element {
    choices[below(choices.count)]
  }

  /// NULL now and then.
  mutating func orNull(_ make: (inout SplitMix) -> Cell) -> Cell {
    below(6) == 0 ? .null : make(&self)
  }
}
