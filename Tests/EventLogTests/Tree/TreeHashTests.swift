import Foundation
import Testing

@testable import EventLog

@Suite struct TreeHashTests {
  @Test(arguments: 1...50 as ClosedRange<UInt64>)
  func `a hash is what its bytes, digits and base64 say`(seed: UInt64) throws {
    var random = Seeded(seed: seed)
    let bytes = (0..<32).map { _ in UInt8.random(in: .min ... .max, using: &random) }
    let hash = try #require(Hash(bytes))
    #expect(hash.bytes == bytes)
    #expect(hash.hex == hex(bytes))
    #expect(hash.description == hex(bytes))
    #expect(hash.base64 == Data(bytes).base64EncodedString())
    #expect(Hash(hex: hash.hex) == hash)
    #expect(Hash(base64: hash.base64) == hash)
    #expect(read(bytes) == hash)
    #expect(random.flipped(hash) != hash)
  }

  @Test(arguments: [0, 1, 31, 33, 64])
  func `other lengths than 32 bytes are no hash`(count: Int) {
    let bytes = [UInt8](repeating: 7, count: count)
    #expect(Hash(bytes) == nil)
    #expect(read(bytes) == nil)
    #expect(Hash(hex: hex(bytes)) == nil)
    #expect(Hash(base64: Data(bytes).base64EncodedString()) == nil)
  }

  private func read(_ bytes: [UInt8]) -> Hash? { Hash(bytes.span.bytes) }

  @Test func `digits are in lower case, and nothing else`() {
    let digits = String(repeating: "0f", count: 32)
    #expect(Hash(hex: digits) != nil)
    #expect(Hash(hex: digits.uppercased()) == nil)
    #expect(Hash(hex: digits.dropLast() + " ") == nil)
    #expect(Hash(hex: digits.dropLast() + "g") == nil)
    #expect(Hash(hex: "+" + digits.dropLast()) == nil)
  }

  @Test func `nodes are hashed as RFC 6962 says, by another hand's SHA-256 too`() throws {
    var random = Seeded(seed: 3)
    for _ in 0..<20 {
      let record = random.bytes(upTo: 200)
      #expect(Hash.leaf(of: record).bytes == ReferenceSHA256.hash([0] + record))
      let (left, right) = (random.hash(), random.hash())
      let expected = ReferenceSHA256.hash([1] + left.bytes + right.bytes)
      #expect(Hash.node(left, right).bytes == expected)
    }
    #expect(Hash.emptyRoot.bytes == ReferenceSHA256.hash([]))
  }

  @Test func `the nodes of Certificate Transparency's eight leaves`() {
    var level = TreeVectors.certificateLeaves.map { Hash.leaf(of: $0) }
    for expected in TreeVectors.certificateNodes {
      #expect(level.map(\.hex) == expected)
      level = stride(from: 0, to: level.count - 1, by: 2).map { .node(level[$0], level[$0 + 1]) }
    }
  }

  @Test func `joining pairs gives the tree that RFC 6962 splits`() {
    let tree = PlainTree(counting: 300)
    for size in 0...300 {
      #expect(Hash.root(of: Array(tree.leaves.prefix(size))) == tree.root(size), "size \(size)")
    }
  }
}

@Suite struct TreeBase64Tests {
  @Test(arguments: [
    ("", ""), ("f", "Zg=="), ("fo", "Zm8="), ("foo", "Zm9v"), ("foob", "Zm9vYg=="),
    ("fooba", "Zm9vYmE="), ("foobar", "Zm9vYmFy"),
  ])
  func `the vectors of RFC 4648 §10`(plain: String, text: String) {
    #expect(Base64.encode(Array(plain.utf8)) == text)
    #expect(Base64.decode(text) == Array(plain.utf8))
  }

  @Test func `any bytes come back, and are written as Foundation writes them`() {
    var random = Seeded(seed: 8)
    for _ in 0..<2_000 {
      let bytes = random.bytes(upTo: 90)
      let text = Base64.encode(bytes)
      #expect(text == Data(bytes).base64EncodedString())
      #expect(Base64.decode(text) == bytes)
    }
  }

  @Test(arguments: [
    "Z", "Zg", "Zg=", "Zg===", "Zm9", "Zm9v=", "Zm9vYg=", "====", "Z===", "=Zg=", "Zg==Zm9v",
    "Zm=v",
    // Bits that no byte has.
    "Zh==", "Zm9=", "Zv==",
    // Other alphabets, and room.
    "Zm-v", "Zm_v", "Zm9v\n", " Zm9", "Zm9v ", "Zm9\u{00E9}",
  ])
  func `a text that is not the bytes' own is refused`(text: String) {
    #expect(Base64.decode(text) == nil)
  }

  @Test func `of any text only that is read which would be written`() {
    var random = Seeded(seed: 9)
    let signs = Array("ABCZaz019+/=-_ \n".utf8)
    var read = 0
    for _ in 0..<20_000 {
      let text = String(
        decoding: (0..<4 * (1 + random.below(2))).map { _ in random.pick(signs) }, as: UTF8.self)
      guard let bytes = Base64.decode(text) else { continue }
      read += 1
      #expect(Base64.encode(bytes) == text)
    }
    #expect(read > 100)
  }
}
