import EventLog
import Testing

@Suite struct TreeKeyTests {
  @Test(
    arguments: TreeVectors.published.flatMap(\.keys) + [TreeVectors.logKey, TreeVectors.witnessKey])
  func `a published key is read, and written again`(text: String) throws {
    let key = try VerifierKey(text)
    #expect(key.text == text)
    #expect(key.description == text)
    #expect(text.hasPrefix(key.label + "+"))
    #expect(try VerifierKey(name: key.name, publicKey: key.publicKey) == key)
  }

  @Test(arguments: [TreeVectors.petersKey, TreeVectors.witnessKey])
  func `no part of a key and no change of a byte is a key`(text: String) {
    let bytes = Array(text.utf8)
    for start in 0..<bytes.count {
      for end in (start + 1)...bytes.count where (start, end) != (0, bytes.count) {
        expectNoKey(Array(bytes[start..<end]))
      }
    }
    for place in bytes.indices {
      for change in [1, 0x20, 0x80] as [UInt8] {
        var forged = bytes
        forged[place] ^= change
        expectNoKey(forged)
      }
    }
  }

  private func expectNoKey(_ bytes: [UInt8]) {
    guard let text = String(validating: bytes, as: UTF8.self) else { return }
    #expect((try? VerifierKey(text)) == nil, "\(text)")
  }

  @Test(arguments: [
    // A key too long, and one of another kind, both under their right id; as Go's tests have them.
    "PeterNeumann+cc469956+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TWBADKEY==",
    "PeterNeumann+173116ae+ZRpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW",
    // Capitals, room, nothing.
    "PeterNeumann+C74F20A3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW",
    "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW\n",
    " PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW",
    "", "+", "++", "+++",
  ])
  func `another text is no key`(text: String) {
    #expect(throws: ProofError.self) { try VerifierKey(text) }
  }

  @Test(arguments: [
    "", "a b", "a+b", "a\tb", "a\nb", "a\r\nb", "a\u{0}", "a\u{A0}b", "\u{3000}", "a\u{2028}",
  ])
  func `a name is not empty and has no space, plus or control character`(name: String) throws {
    #expect(throws: ProofError.self) { try SigningKey(name: name) }
    let key = try VerifierKey(TreeVectors.petersKey)
    #expect(throws: ProofError.self) { try VerifierKey(name: name, publicKey: key.publicKey) }
  }

  @Test(arguments: [
    "0000000000000000000000000000000000000000000000000000000000000000",
    "0100000000000000000000000000000000000000000000000000000000000000",
    "0100000000000000000000000000000000000000000000000000000000000080",
    "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05",
    "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac03fa",
    "ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
    // Not canonical: the prime itself, one more, the most.
    "edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
    "eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
    "ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff",
  ])
  func `a public key for which anyone can sign is none`(digits: String) throws {
    let bytes = try #require(Hash(hex: digits)).bytes
    #expect(throws: ProofError.self) { try VerifierKey(name: "a", publicKey: bytes) }
  }

  @Test func `a key that begins as the largest do is a key`() throws {
    let digits = "eb" + String(repeating: "f", count: 60) + "7f"
    let bytes = try #require(Hash(hex: digits)).bytes
    #expect(try VerifierKey(name: "a", publicKey: bytes).publicKey == bytes)
  }

  @Test(arguments: [0, 31, 33, 64])
  func `a key of another length is none`(count: Int) {
    let bytes = [UInt8](repeating: 9, count: count)
    #expect(throws: ProofError.self) { try VerifierKey(name: "a", publicKey: bytes) }
    #expect(throws: ProofError.self) { try SigningKey(name: "a", seed: bytes) }
  }

  @Test func `a seed gives the key that cryptography gives`() throws {
    let key = try SigningKey(name: TreeVectors.log, seed: Array(0..<32))
    #expect(key.verifier.text == TreeVectors.logKey)
    let other = try SigningKey(name: "témoin.example/été", seed: Array(1...32))
    #expect(other.verifier.text == TreeVectors.witnessKey)
  }

  @Test func `new keys differ, and each signs what it alone verifies`() throws {
    let keys = try (0..<8).map { _ in try SigningKey(name: "clinic.example") }
    #expect(Set(keys.map(\.verifier)).count == keys.count)
    let text = Array("text".utf8)
    for (place, key) in keys.enumerated() {
      let signature = try key.sign(text)
      #expect(signature.count == 64)
      for (other, verifier) in keys.map(\.verifier).enumerated() {
        #expect(verifier.verifies(signature, over: text) == (place == other))
      }
      for bit in 0..<signature.count * 8 {
        var forged = signature
        forged[bit / 8] ^= 1 << UInt8(bit % 8)
        #expect(!key.verifier.verifies(forged, over: text))
      }
      for count in [0, 1, 63] {
        #expect(!key.verifier.verifies(Array(signature.prefix(count)), over: text))
      }
      #expect(!key.verifier.verifies(signature + [0], over: text))
      #expect(!key.verifier.verifies(signature, over: text + [0]))
    }
  }
}

@Suite struct TreeKeyFileTests {
  @Test func `a key comes back from its file`() throws {
    let key = try SigningKey(name: "clinic.example/log", seed: Array(0..<32))
    let file = key.file
    #expect(
      file == """
        # This key signs the checkpoints of clinic.example/log. Whoever can read this file can sign in that
        # name: keep it readable by its owner alone, away from the store, with one copy in a safe place.
        # Its public half, to give to whoever checks a checkpoint:
        # \(TreeVectors.logKey)
        PRIVATE+KEY+clinic.example/log+e296d1b2+AQABAgMEBQYHCAkKCwwNDg8QERITFBUWFxgZGhscHR4f

        """)
    let back = try SigningKey(file: file)
    #expect(back.verifier == key.verifier)
    #expect(try back.sign([1, 2]) == key.sign([1, 2]))
  }

  @Test func `Go's key is read as a file`() throws {
    let key = try SigningKey(file: TreeVectors.petersSecret)
    #expect(key.verifier.text == TreeVectors.petersKey)
    #expect(key.file.hasSuffix("\n" + TreeVectors.petersSecret + "\n"))
  }

  @Test func `no part of a key and no change of a byte is a key`() {
    let bytes = Array(TreeVectors.petersSecret.utf8)
    for start in 0..<bytes.count {
      for end in (start + 1)...bytes.count where (start, end) != (0, bytes.count) {
        let text = String(decoding: bytes[start..<end], as: UTF8.self)
        #expect((try? SigningKey(file: text)) == nil, "\(text)")
      }
    }
    for place in bytes.indices {
      var forged = bytes
      forged[place] += 1
      let text = String(decoding: forged, as: UTF8.self)
      #expect((try? SigningKey(file: text)) == nil, "\(text)")
    }
  }

  @Test(arguments: [
    "", "\n", "# nothing\n", TreeVectors.petersKey,
    TreeVectors.petersSecret + "\n" + TreeVectors.petersSecret + "\n",
    TreeVectors.petersSecret + "\n" + TreeVectors.petersKey + "\n",
    TreeVectors.petersSecret + "\r\n", " " + TreeVectors.petersSecret,
  ])
  func `a file without one key is refused`(text: String) {
    #expect(throws: ProofError.self) { try SigningKey(file: text) }
  }

  @Test func `nothing printed of a key tells its secret`() throws {
    let key = try SigningKey(name: "a", seed: [UInt8](repeating: 0x5A, count: 32))
    var printed = "\(key) \(String(reflecting: key)) "
    dump(key, to: &printed)
    dump([key], to: &printed)
    #expect(printed.contains(key.verifier.label))
    #expect(!printed.contains("Wlpa"), "base64 of the seed")
    #expect(!printed.contains("90, 90"), "bytes of the seed")
    #expect(printed.split(separator: "\n").count { $0.hasSuffix(" 90") } < 8, "bytes of the seed")
  }
}
