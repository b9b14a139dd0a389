import EventLog
import Testing

@Suite struct TreeProofFileTests {
  private static let leaf = Hash.leaf(of: Array("654".utf8))

  private func keys() throws -> [VerifierKey] { [try VerifierKey(TreeVectors.logKey)] }

  @Test func `a proof made elsewhere is verified, and written again`() throws {
    let proof = try EntryProof(Array(TreeVectors.entryProof.utf8))
    #expect(proof.encoded == TreeVectors.entryProof)
    let checkpoint = try proof.verify(leaf: Self.leaf, origin: TreeVectors.log, keys: keys())
    #expect(checkpoint.size == 777)
    let witness = try VerifierKey(TreeVectors.witnessKey)
    try proof.verify(leaf: Self.leaf, origin: TreeVectors.log, keys: [witness])
  }

  @Test func `our proof of the same record is the same to the letter`() throws {
    let source = LevelTable(PlainTree(counting: 777).leaves)
    let note = try SignedNote(Array(TreeVectors.checkpoint.utf8))
    let proof = try #require(try source.inclusionProof(of: 654, inFirst: 777))
    #expect(EntryProof(proof, in: note).encoded == TreeVectors.entryProof)
    let growth = try #require(try source.consistencyProof(from: 513, to: 777))
    #expect(GrowthProof(growth, to: note).encoded == TreeVectors.growthProof)
  }

  @Test func `extra data are carried, and nothing vouches for them`() throws {
    let plain = try EntryProof(Array(TreeVectors.entryProof.utf8))
    let proof = InclusionProof(index: plain.index, size: 777, hashes: plain.hashes)
    let extra = EntryProof(proof, in: plain.checkpoint, extra: [1, 2, 3, 4])
    #expect(extra.encoded.hasPrefix("c2sp.org/tlog-proof@v1\nextra AQIDBA==\nindex 654\nJDGw"))
    let read = try EntryProof(Array(extra.encoded.utf8))
    #expect(read == extra)
    try read.verify(leaf: Self.leaf, origin: TreeVectors.log, keys: keys())
  }

  @Test func `a log of one record has a proof without hashes`() throws {
    let key = try SigningKey(name: "a")
    let leaf = Hash.leaf(of: [1])
    let note = try Checkpoint(origin: "a", size: 1, root: leaf).signed(with: [key])
    let proof = EntryProof(InclusionProof(index: 0, size: 1, hashes: []), in: note)
    #expect(proof.encoded.hasPrefix("c2sp.org/tlog-proof@v1\nindex 0\n\na\n1\n"))
    let read = try EntryProof(Array(proof.encoded.utf8))
    try read.verify(leaf: leaf, origin: "a", keys: [key.verifier])
  }

  @Test func `another leaf, log or key is refused`() throws {
    let proof = try EntryProof(Array(TreeVectors.entryProof.utf8))
    let keys = try keys()
    #expect(throws: ProofError.otherRoot) {
      try proof.verify(leaf: .leaf(of: Array("655".utf8)), origin: TreeVectors.log, keys: keys)
    }
    let other = ProofError.otherOrigin(found: TreeVectors.log, expected: "clinic.example")
    #expect(throws: other) {
      try proof.verify(leaf: Self.leaf, origin: "clinic.example", keys: keys)
    }
    #expect(throws: ProofError.unknownSigner) {
      try proof.verify(leaf: Self.leaf, origin: TreeVectors.log, keys: [])
    }
  }

  @Test(arguments: [TreeVectors.entryProof, TreeVectors.growthProof])
  func `no change of a byte is taken, nor a piece of a file`(file: String) throws {
    let bytes = Array(file.utf8)
    // What stands after the log's own signature is the witness's, of whom nothing is known here.
    let end = try #require(bytes.firstRange(of: Array("— témoin".utf8))).lowerBound
    var random = Seeded(seed: 6)
    for place in 0..<end {
      var forged = bytes
      forged[place] ^= 1 << UInt8(random.below(8))
      #expect(throws: ProofError.self, "byte \(place)") { try verify(forged) }
      if place.isMultiple(of: 3) {
        #expect(throws: ProofError.self) { try verify(Array(bytes[..<place])) }
        #expect(throws: ProofError.self) { try verify(Array(bytes[(place + 1)...])) }
        forged = bytes
        forged.insert(random.pick(Array("\n Aa1=— ".utf8)), at: place)
        // Doubling a letter may leave the file as it was in meaning nowhere: each byte counts.
        #expect(throws: ProofError.self, "before \(place)") { try verify(forged) }
      }
    }
    try verify(bytes)
  }

  private func verify(_ bytes: [UInt8]) throws {
    if bytes.starts(with: Array("c2sp".utf8)) {
      let proof = try EntryProof(bytes)
      try proof.verify(leaf: Self.leaf, origin: TreeVectors.log, keys: keys())
      return
    }
    let root = try #require(Hash(hex: TreeVectors.someRoots[2].root))
    let old = try Checkpoint(origin: TreeVectors.log, size: 513, root: root)
    try GrowthProof(bytes).verify(since: old, keys: keys())
  }

  @Test func `a file that is not exactly in its form is refused`() {
    let good = TreeVectors.entryProof
    let wrong: [(String, String)] = [
      ("tlog-proof@v1", "tlog-proof@v2"), ("c2sp.org", " c2sp.org"), ("@v1\n", "@v1\n\n"),
      ("@v1\n", "@v1\r\n"), ("@v1\n", "@v1 \n"), ("@v1\n", "@v1\nextra \n"),
      ("@v1\n", "@v1\nextra\n"),
      ("@v1\n", "@v1\nextra !!!!\n"), ("@v1\n", "@v1\nextra AAA\n"), ("@v1\n", "@v1\nextra AB==\n"),
      ("@v1\n", "@v1\nextra AAAA\nextra AAAA\n"), ("@v1\n", "@v1\nextra  AAAA\n"),
      ("index 654\n", ""), ("index 654\n", "index\n"), ("index 654\n", "index \n"),
      ("index 654\n", "index 0654\n"), ("index 654\n", "index -1\n"),
      ("index 654\n", "index +654\n"),
      ("index 654\n", "index 654 \n"), ("index 654\n", "index  654\n"),
      ("index 654\n", "INDEX 654\n"),
      ("index 654\n", "index 654\nindex 654\n"), ("index 654\n", "index 654\nextra AAAA\n"),
      ("index 654\n", "index 18446744073709551616\n"), ("index 654\n", "index 654\n\n"),
      ("\n\nclinic", "\nclinic"), ("\n\nclinic", "\n\n\nclinic"), ("Flk=\n", "Flk=\r\n"),
      ("Flk=\n", "Flk= \n"),
      ("Flk=\n", "Flk=\nAAAA\n"), ("Flk=\n", "Fll=\n"),
      ("index 654\n", "index 654\n" + String(repeating: Hash.emptyRoot.base64 + "\n", count: 54)),
    ]
    for (from, to) in wrong {
      let file = good.replacing(from, with: to, maxReplacements: 1)
      #expect(Array(file.utf8) != Array(good.utf8), "\(from)")
      #expect(throws: ProofError.self, "\(to)") { try EntryProof(Array(file.utf8)) }
    }
  }

  @Test func `a proof of growth made elsewhere is verified`() throws {
    let proof = try GrowthProof(Array(TreeVectors.growthProof.utf8))
    #expect(proof.encoded == TreeVectors.growthProof)
    let root = try #require(Hash(hex: TreeVectors.someRoots[2].root))
    let old = try Checkpoint(origin: TreeVectors.log, size: 513, root: root)
    #expect(try proof.verify(since: old, keys: keys()).size == 777)

    let keys = try keys()
    let wrongRoot = try Checkpoint(origin: TreeVectors.log, size: 513, root: .emptyRoot)
    #expect(throws: ProofError.otherRoot) { try proof.verify(since: wrongRoot, keys: keys) }
    let wrongSize = try Checkpoint(origin: TreeVectors.log, size: 514, root: root)
    #expect(throws: ProofError.otherSize(found: 513, expected: 514)) {
      try proof.verify(since: wrongSize, keys: keys)
    }
    let otherLog = try Checkpoint(origin: "other", size: 513, root: root)
    #expect(throws: ProofError.self) { try proof.verify(since: otherLog, keys: keys) }
    #expect(throws: ProofError.unknownSigner) { try proof.verify(since: old, keys: []) }
  }

  @Test func `a proof of growth from nothing is refused`() throws {
    let text = "old 0\n\n" + TreeVectors.checkpoint
    let proof = try GrowthProof(Array(text.utf8))
    let empty = try Checkpoint(origin: TreeVectors.log, size: 0, root: .emptyRoot)
    let keys = try keys()
    #expect(throws: ProofError.fromEmptyTree) { try proof.verify(since: empty, keys: keys) }
  }

  @Test func `a log that went back has no proof of growth`() throws {
    let root = try #require(Hash(hex: TreeVectors.someRoots[0].root))
    let kept = try Checkpoint(origin: TreeVectors.log, size: 1_000, root: root)
    let proof = try GrowthProof(Array(("old 1000\n\n" + TreeVectors.checkpoint).utf8))
    let keys = try keys()
    #expect(throws: ProofError.shrunk(old: 1_000, new: 777)) {
      try proof.verify(since: kept, keys: keys)
    }
  }

  @Test func `C2SP's example of a request to a witness is read, and written again`() throws {
    let proof = try GrowthProof(Array(TreeVectors.witnessRequest.utf8))
    #expect(proof.oldSize == 20_852_014)
    #expect(proof.hashes.count == 4)
    #expect(proof.checkpoint.signatures.count == 2)
    #expect(proof.encoded == TreeVectors.witnessRequest)
  }
}

/// Anything at all may be read; what is read is written again as it was.
@Suite struct TreeReadingTests {
  @Test(arguments: 1...20 as ClosedRange<UInt64>)
  func `no bytes crash a reader, and each is read in one form only`(seed: UInt64) {
    var random = Seeded(seed: seed)
    let sources = [
      TreeVectors.entryProof, TreeVectors.growthProof, TreeVectors.checkpoint, TreeVectors.poem,
      TreeVectors.witnessRequest, TreeVectors.petersSecret + "\n", TreeVectors.witnessKey,
    ].map { Array($0.utf8) }
    for _ in 0..<400 {
      var bytes = random.pick(sources)
      for _ in 0..<random.below(4) { mutate(&bytes, sources, &random) }
      if let note = try? SignedNote(bytes) { #expect(Array(note.encoded.utf8) == bytes) }
      if let proof = try? EntryProof(bytes) { #expect(Array(proof.encoded.utf8) == bytes) }
      if let proof = try? GrowthProof(bytes) { #expect(Array(proof.encoded.utf8) == bytes) }
      let text = String(decoding: bytes, as: UTF8.self)
      if let checkpoint = try? Checkpoint(text: text) { #expect(checkpoint.text == text) }
      if let key = try? VerifierKey(text) { #expect(key.text == text) }
      if let key = try? SigningKey(file: text) {
        #expect(key.verifier.text == TreeVectors.petersKey)
      }
    }
  }

  private func mutate(_ bytes: inout [UInt8], _ sources: [[UInt8]], _ random: inout Seeded) {
    guard !bytes.isEmpty else { return }
    let start = random.below(bytes.count)
    let end = min(bytes.count, start + random.below(40))
    switch random.below(5) {
    case 0: bytes[start] = UInt8.random(in: .min ... .max, using: &random)
    case 1: bytes.removeSubrange(start..<end)
    case 2: bytes.insert(contentsOf: bytes[start..<end], at: random.below(bytes.count))
    case 3:
      let other = random.pick(sources)
      bytes.insert(contentsOf: other.suffix(random.below(200)), at: start)
    default: bytes.insert(random.pick(Array("\n\n =+0—".utf8)), at: start)
    }
  }
}
