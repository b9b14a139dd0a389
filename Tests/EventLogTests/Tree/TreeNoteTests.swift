import EventLog
import Testing

@Suite struct TreeNoteTests {
  @Test(arguments: TreeVectors.published)
  func `a published note is verified`(_ vector: TreeVectors.Published) throws {
    let note = try SignedNote(Array(vector.note.utf8))
    #expect(note.text == vector.text)
    #expect(note.encoded == vector.note)
    let keys = try vector.keys.map { try VerifierKey($0) }
    #expect(try note.signers(among: keys) == keys)
    for key in keys {
      #expect(try note.signers(among: [key]) == [key])
    }
    #expect(throws: ProofError.unknownSigner) { try note.signers(among: []) }
    let stranger = try SigningKey(name: keys[0].name).verifier
    #expect(throws: ProofError.unknownSigner) { try note.signers(among: [stranger]) }
  }

  @Test func `Go's key signs Go's example to the letter`() throws {
    let key = try SigningKey(file: TreeVectors.petersSecret)
    let note = try SignedNote(signing: TreeVectors.petersText, with: [key])
    #expect(note.encoded == TreeVectors.petersText + "\n" + TreeVectors.petersLine)
  }

  @Test func `a published note of an unknown key is read, and written again`() throws {
    let note = try SignedNote(Array(TreeVectors.poem.utf8))
    #expect(note.text.hasSuffix("sole:\n\ned è subito sera.\n"))
    #expect(note.encoded == TreeVectors.poem)
    #expect(note.signatures.map(\.name) == ["quasimodo.example/salvatore"])
    #expect(note.signatures.map(\.id) == [0x367B_A04B])
    #expect(note.signatures.map(\.bytes.count) == [64])
  }

  @Test func `several keys sign one note, and each alone is enough`() throws {
    let keys = try ["a.example", "b.example", "a.example"].map { try SigningKey(name: $0) }
    let written = try SignedNote(signing: "one\n\ntwo\n", with: keys)
    let note = try SignedNote(Array(written.encoded.utf8))
    #expect(note == written)
    let verifiers = keys.map(\.verifier)
    #expect(try note.signers(among: verifiers) == verifiers)
    for verifier in verifiers { #expect(try note.signers(among: [verifier]) == [verifier]) }
  }

  @Test func `a known key's wrong signature spoils the note, whatever else signed`() throws {
    let keys = try [SigningKey(name: "a"), SigningKey(name: "b")]
    let (a, b) = (keys[0].verifier, keys[1].verifier)
    let good = try SignedNote(signing: "text\n", with: keys)
    let other = try SignedNote(signing: "other\n", with: keys)
    let mixed = try SignedNote(
      Array(("text\n\n" + line(good, 0) + line(other, 1)).utf8))
    #expect(try mixed.signers(among: [a]) == [a])
    #expect(throws: ProofError.badSignature(key: b.label)) { try mixed.signers(among: [a, b]) }
    #expect(throws: ProofError.badSignature(key: b.label)) { try mixed.signers(among: [b]) }
    // Also where a right one stands before it.
    let twice = try SignedNote(Array(("text\n\n" + line(good, 1) + line(other, 1)).utf8))
    #expect(throws: ProofError.badSignature(key: b.label)) { try twice.signers(among: [b]) }
    let same = try SignedNote(Array(("text\n\n" + line(good, 1) + line(good, 1)).utf8))
    #expect(try same.signers(among: [b]) == [b])
  }

  @Test func `signatures by other kinds of keys are passed over`() throws {
    let key = try SigningKey(name: "a")
    let lines = [
      "— a AAAAAAE=", "— a " + Base64.encode([UInt8](repeating: 3, count: 5_000)), "— b AAAAAAEC",
    ]
    let good = try SignedNote(signing: "text\n", with: [key])
    let text = "text\n\n" + lines.map { $0 + "\n" }.joined() + line(good, 0)
    let note = try SignedNote(Array(text.utf8))
    #expect(note.encoded == text)
    #expect(try note.signers(among: [key.verifier]) == [key.verifier])
  }

  @Test func `a name in other bytes is another name, though it reads the same`() throws {
    let (one, two) = ("t\u{E9}moin", "te\u{301}moin")
    #expect(one == two)
    let key = try SigningKey(name: one)
    let other = try VerifierKey(name: two, publicKey: key.verifier.publicKey)
    #expect(key.verifier.id != other.id)
    let note = try SignedNote(signing: "text\n", with: [key])
    #expect(throws: ProofError.unknownSigner) { try note.signers(among: [other]) }
    // The name alone put in other bytes, under the id of before.
    let forged = note.encoded.replacing(one, with: two)
    #expect(Array(forged.utf8) != Array(note.encoded.utf8))
    let read = try SignedNote(Array(forged.utf8))
    #expect(throws: ProofError.unknownSigner) { try read.signers(among: [key.verifier]) }
  }

  @Test func `no change of a byte in text or signature is taken`() throws {
    let key = try VerifierKey(TreeVectors.petersKey)
    let bytes = Array((TreeVectors.petersText + "\n" + TreeVectors.petersLine).utf8)
    for place in bytes.indices {
      for change in [1, 4, 0x20, 0x80] as [UInt8] {
        var forged = bytes
        forged[place] ^= change
        #expect(throws: ProofError.self) { try SignedNote(forged).signers(among: [key]) }
      }
      var shorter = bytes
      shorter.remove(at: place)
      if shorter != bytes {
        #expect(throws: ProofError.self) { try SignedNote(shorter).signers(among: [key]) }
      }
      #expect(throws: ProofError.self) {
        try SignedNote(Array(bytes[..<place])).signers(among: [key])
      }
    }
  }

  @Test func `a note that is not exactly in its form is refused`() throws {
    let text = TreeVectors.petersText
    let peter = TreeVectors.petersLine
    let changes: [(String, String)] = [
      ("—", "-"), ("—", "–"), ("— ", "—"), ("— ", "—  "), ("— ", "—\u{A0}"), ("— ", " — "),
      ("Peter", "Peter "), ("Peter", "Peter+"), ("Peter", "Peter\u{2003}"), ("PeterNeumann", ""),
      ("=\n", "\n"), ("=\n", "==\n"), ("\n", " \n"), ("\n", "\r\n"), ("\n", ""), ("\n", "\n "),
      ("\n", "\n\n"), ("\n", "\nUnexpected line.\n"), ("— P", "Unexpected line.\n— P"),
    ]
    let lines = ["", "\n" + peter + "\n", "— PeterNeumann x08gow==\n", "— PeterNeumann\n", "— \n"]
    var wrong = changes.map { text + "\n" + peter.replacing($0, with: $1) }
    wrong += lines.map { text + "\n" + $0 }
    wrong += ["", "\n", "\n\n", text, text + peter, "\n" + peter, "\u{FEFF}" + text + peter]
    wrong += ["\u{1}" + text + "\n" + peter, "\t" + text + "\n" + peter]
    wrong.append((text + "\n" + peter).replacing("\n", with: "\r\n"))
    for note in wrong {
      #expect(throws: ProofError.self, "\(note)") { try SignedNote(Array(note.utf8)) }
    }
    for byte in [0xFF, 0xC0, 0x80, 0x1B, 0x09, 0x0D, 0x00] as [UInt8] {
      #expect(throws: ProofError.self) {
        try SignedNote([byte] + Array((text + "\n" + peter).utf8))
      }
    }
  }

  @Test func `an empty first line is text like any other`() throws {
    let key = try SigningKey(name: "a")
    for text in ["\n", "\n\n", "a\n\n\n", "— a\n"] {
      let note = try SignedNote(signing: text, with: [key])
      let read = try SignedNote(Array(note.encoded.utf8))
      #expect(read == note)
      #expect(try read.signers(among: [key.verifier]) == [key.verifier])
    }
  }

  @Test func `a text without an end, or with control characters, is not signed`() throws {
    let key = try SigningKey(name: "a")
    for text in ["", "a", "a\n\nb", "a\tb\n", "a\r\n", "\u{1B}[2J\n", "a\u{0}\n"] {
      #expect(throws: ProofError.self) { try SignedNote(signing: text, with: [key]) }
    }
    #expect(throws: ProofError.self) { try SignedNote(signing: "a\n", with: []) }
  }

  @Test func `a hundred signatures are read, and no more; nor a megabyte`() throws {
    func note(_ count: Int) -> [UInt8] {
      let lines = String(repeating: TreeVectors.petersLine, count: count)
      return Array((TreeVectors.petersText + "\n" + lines).utf8)
    }
    #expect(try SignedNote(note(100)).signatures.count == 100)
    #expect(throws: ProofError.self) { try SignedNote(note(101)) }
    let long = String(repeating: "a", count: SignedNote.byteLimit) + "\n\n" + TreeVectors.petersLine
    #expect(throws: ProofError.self) { try SignedNote(Array(long.utf8)) }
  }

  /// A line of a note's signatures, from the first.
  private func line(_ note: SignedNote, _ index: Int) -> String {
    let lines = note.encoded.split(separator: "\n")
    return lines[lines.count - note.signatures.count + index] + "\n"
  }
}

@Suite struct TreeCheckpointTests {
  @Test func `a published checkpoint is read, verified and written again`() throws {
    let vector = TreeVectors.published[3]
    let note = try SignedNote(Array(vector.note.utf8))
    let keys = try vector.keys.map { try VerifierKey($0) }
    let checkpoint = try Checkpoint(in: note, of: "go.sum database tree", signedByOneOf: keys)
    #expect(checkpoint.origin == "go.sum database tree")
    #expect(checkpoint.size == 20_852_163)
    #expect(checkpoint.root.base64 == "CsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=")
    #expect(checkpoint.extensions == [])
    #expect(checkpoint.text == vector.text)
    let expected = ProofError.otherOrigin(found: "go.sum database tree", expected: "sum.golang.org")
    #expect(throws: expected) {
      try Checkpoint(in: note, of: "sum.golang.org", signedByOneOf: keys)
    }
  }

  @Test func `our checkpoint is the one that cryptography signed`() throws {
    var frontier = MerkleFrontier()
    for leaf in PlainTree(counting: 777).leaves { frontier.append(leaf) }
    let checkpoint = try Checkpoint(
      origin: TreeVectors.log, size: frontier.size, root: frontier.root)
    let keys = [
      try SigningKey(name: TreeVectors.log, seed: Array(0..<32)),
      try SigningKey(name: "témoin.example/été", seed: Array(1...32)),
    ]
    #expect(try checkpoint.signed(with: keys).encoded == TreeVectors.checkpoint)
  }

  @Test func `further lines are kept`() throws {
    let checkpoint = try Checkpoint(
      origin: "a b+c", size: 0, root: .emptyRoot, extensions: ["one", " two "])
    #expect(
      checkpoint.text == "a b+c\n0\n47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=\none\n two \n")
    #expect(try Checkpoint(text: checkpoint.text) == checkpoint)
  }

  private static let root = "47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU="

  @Test(arguments: [
    "", "a\n", "a\n1\n", "a\n1\n\(root)", "\n1\n\(root)\n", "a\n\n\(root)\n", "a\n1\n\n",
    "a\n01\n\(root)\n", "a\n00\n\(root)\n", "a\n+1\n\(root)\n", "a\n-1\n\(root)\n",
    "a\n 1\n\(root)\n",
    "a\n1 \n\(root)\n", "a\n1.0\n\(root)\n", "a\n0x1\n\(root)\n", "a\n٣\n\(root)\n",
    "a\n9223372036854775808\n\(root)\n", "a\n18446744073709551615\n\(root)\n",
    "a\n18446744073709551616\n\(root)\n", "a\n99999999999999999999999\n\(root)\n",
    "a\n1\n\(root.dropLast())\n", "a\n1\n\(root.dropLast(4))\n", "a\n1\nAAAA\(root)\n",
    "a\n1\n\(root) \n",
    "a\n1\n47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFV=\n", "a\n1\n\(root)\n\n",
    "a\n1\n\(root)\nmore",
    "a\n1\n\(root)\n\nmore\n", "a\r\n1\r\n\(root)\r\n", "a\tb\n1\n\(root)\n",
    "\u{1B}a\n1\n\(root)\n", "a\n1\n\(root)\nmo\u{C}re\n", "a\n1\n\(root)\none\n\u{1}\n",
  ])
  func `a text that is not exactly a checkpoint is refused`(text: String) {
    #expect(throws: ProofError.self) { try Checkpoint(text: text) }
  }

  @Test func `the greatest size is read`() throws {
    let text = "a\n9223372036854775807\n\(Self.root)\n"
    #expect(try Checkpoint(text: text).text == text)
  }

  @Test(arguments: ["", "a\nb", "a\r\nb", "a\tb", "\u{0}"])
  func `a checkpoint is not made of other than lines`(line: String) {
    #expect(throws: ProofError.self) { try Checkpoint(origin: line, size: 1, root: .emptyRoot) }
    #expect(throws: ProofError.self) {
      try Checkpoint(origin: "a", size: 1, root: .emptyRoot, extensions: [line])
    }
    #expect(throws: ProofError.self) {
      try Checkpoint(origin: "a", size: 1 << 63, root: .emptyRoot)
    }
  }

  @Test func `an origin in other bytes is another log`() throws {
    let key = try SigningKey(name: "a")
    let checkpoint = try Checkpoint(origin: "caf\u{E9}", size: 1, root: .emptyRoot)
    let note = try checkpoint.signed(with: [key])
    _ = try Checkpoint(in: note, of: "caf\u{E9}", signedByOneOf: [key.verifier])
    #expect(throws: ProofError.self) {
      try Checkpoint(in: note, of: "cafe\u{301}", signedByOneOf: [key.verifier])
    }
  }
}
