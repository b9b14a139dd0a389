import LMDB
import Testing

struct KeyTests {
  /// One value of each kind, with few enough of each that neighbours share beginnings.
  private struct Parts: Comparable {
    var byte: UInt8, short: UInt16, word: UInt32, long: UInt64, signed: Int64, text: String

    init(_ random: inout Seeded) {
      byte = UInt8.random(in: 0...2, using: &random)
      short = [0, 255, 256, .max].randomElement(using: &random)!
      word = [0, 1, 65_536, .max].randomElement(using: &random)!
      long = [0, 255, 1 << 32, .max].randomElement(using: &random)!
      signed = [.min, -256, -1, 0, 1, 255, .max].randomElement(using: &random)!
      text = ["", "a", "ab", "b", "é", "日本", "a\u{1}"].randomElement(using: &random)!
    }

    var key: Key {
      var key = Key()
      key.append(byte)
      key.append(short)
      key.append(word)
      key.append(text)
      key.append(long)
      key.append(signed)
      return key
    }

    static func < (one: Parts, other: Parts) -> Bool {
      if one.byte != other.byte { return one.byte < other.byte }
      if one.short != other.short { return one.short < other.short }
      if one.word != other.word { return one.word < other.word }
      if one.text != other.text {
        return one.text.utf8.lexicographicallyPrecedes(other.text.utf8)
      }
      if one.long != other.long { return one.long < other.long }
      return one.signed < other.signed
    }
  }

  @Test(arguments: 1...5 as ClosedRange<UInt64>)
  func `keys sort as their parts do`(seed: UInt64) {
    var random = Seeded(state: seed)
    for _ in 0..<2000 {
      var one = Parts(&random)
      let other = Parts(&random)
      if Bool.random(using: &random) {
        let signed = one.signed
        one = other
        one.signed = signed
      }
      #expect((one < other) == (one.key < other.key))
      #expect((one == other) == (one.key == other.key))
      #expect((one == other) == (one.key.hashValue == other.key.hashValue))
    }
  }

  @Test func `a key comes apart as it was put together`() {
    var random = Seeded(state: 9)
    for _ in 0..<500 {
      let parts = Parts(&random)
      var key = parts.key
      key.append(([7, 0, 8] as [UInt8]).span.bytes)
      var reader = KeyReader(key.bytes)
      #expect(reader.uint8() == parts.byte)
      #expect(reader.uint16() == parts.short)
      #expect(reader.uint32() == parts.word)
      #expect(reader.text() == parts.text)
      #expect(reader.uint64() == parts.long)
      #expect(reader.int64() == parts.signed)
      #expect(reader.rest().array == [7, 0, 8])
      #expect(reader.isAtEnd == true)
    }
  }

  @Test func `numbers stand with their largest byte first`() {
    var key = Key()
    key.append(0x0102 as UInt16)
    key.append(0x0304_0506 as UInt32)
    key.append(-1 as Int64)
    key.append("é")
    #expect(
      key.array == [1, 2, 3, 4, 5, 6, 0x7F, 255, 255, 255, 255, 255, 255, 255, 0xC3, 0xA9, 0])
    #expect(key.count == 17)
  }

  @Test func `a text cut out of another makes the same key`() {
    let text = "session S1 and more"
    var whole = Key()
    whole.append("session")
    var part = Key()
    part.append(String(text.prefix(7)))
    #expect(whole == part)
  }

  @Test func `a text with a NUL makes the key faulty`() {
    var key = Key()
    key.append("a\0b")
    key.append(1 as UInt8)
    #expect(key.fault == .nulInKey)
    #expect(key.count == 0)
    #expect(key.bytes.byteCount == 0)
  }

  @Test func `511 bytes are a key and 512 are none`() {
    var key = Key([UInt8](repeating: 1, count: 503))
    key.append(UInt64.max)
    #expect(key.count == 511)
    #expect(key.fault == nil)
    key.append(0 as UInt8)
    #expect(key.fault == .badValueSize)
    #expect(key.array == [])
  }

  @Test func `a cut key reads as nil and not beyond its end`() {
    let bytes: [UInt8] = [1, 2, 3]
    var reader = KeyReader(bytes.span.bytes)
    #expect(reader.uint32() == nil)
    #expect(reader.text() == nil)
    #expect(reader.remaining == 3)
    #expect(reader.uint16() == 0x0102)
    #expect(reader.int64() == nil)
    #expect(reader.uint8() == 3)
    #expect(reader.uint8() == nil)
    #expect(reader.isAtEnd == true)
  }

  @Test func `a text that is not UTF-8 reads as nil`() {
    let bytes: [UInt8] = [0xFF, 0x00, 5]
    var reader = KeyReader(bytes.span.bytes)
    #expect(reader.text() == nil)
    #expect(reader.textBytes()?.array == [0xFF])
    #expect(reader.uint8() == 5)
  }
}
