import EventLog
import Records

/// Bytes as signed notes, checkpoints, keys and proofs; or as what is done to a good one of them.
struct NoteFuzz {
  private let key: SigningKey
  private let origin = "fictional.example/clinic"

  /// The texts that the key has signed in the corpus: no other may ever bear its signature.
  static let signed = [
    "fictional.example/clinic\n0\n47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=\n",
    "fictional.example/clinic\n3\n47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=\nmore\n",
    "a text\n\nof lines é\n",
  ]

  init() throws {
    key = try SigningKey(name: origin, seed: [UInt8](0..<32))
  }

  func run(_ input: [UInt8]) throws {
    guard let first = input.first else { return }
    let rest = Array(input.dropFirst())
    switch first % 4 {
    case 1: try harmNote(rest)
    case 2: try harmInclusion(rest)
    case 3: try harmConsistency(rest)
    default: try readAll(rest)
    }
  }

  // MARK: Reading

  private func readAll(_ bytes: [UInt8]) throws {
    let text = String(decoding: bytes, as: UTF8.self)
    if let note = try? SignedNote(bytes) {
      try expect(Array(note.encoded.utf8) == bytes, "a note is written as it was read")
      try readSigned(note)
    }
    if let proof = try? EntryProof(bytes) {
      try expect(Array(proof.encoded.utf8) == bytes, "a proof is written as it was read")
      try readSigned(proof.checkpoint)
      _ = try? proof.verify(leaf: .emptyRoot, origin: origin, keys: [key.verifier])
    }
    if let proof = try? GrowthProof(bytes) {
      try expect(Array(proof.encoded.utf8) == bytes, "a growth proof is written as it was read")
      try readSigned(proof.checkpoint)
      let old = try Checkpoint(origin: origin, size: proof.oldSize, root: .emptyRoot)
      _ = try? proof.verify(since: old, keys: [key.verifier])
    }
    // What follows reads text; bytes that are none are another text.
    try readText(text)
    let sealed = Checksum.sealed(bytes)
    if let frontier = MerkleFrontier(sealed: sealed.span.bytes) {
      try expect(frontier.sealed == sealed, "a tree's edge is written as it was read")
      _ = frontier.root
    }
  }

  private func readText(_ text: String) throws {
    let bytes = Array(text.utf8)
    if let checkpoint = try? Checkpoint(text: text) {
      try expect(Array(checkpoint.text.utf8) == bytes, "a checkpoint is written as it was read")
      let note = try expect("a checkpoint can be signed") { try checkpoint.signed(with: [key]) }
      let again = try expect("a signed checkpoint is taken") {
        try Checkpoint(in: note, of: checkpoint.origin, signedByOneOf: [key.verifier])
      }
      try expect(again == checkpoint, "a signed checkpoint is the same checkpoint")
    }
    if let key = try? VerifierKey(text) {
      try expect(Array(key.text.utf8) == bytes, "a key is written as it was read")
      try expect(!key.verifies([UInt8](repeating: 0, count: 64), over: bytes), "zeros sign nothing")
    }
    if let key = try? SigningKey(file: text) {
      let again = try expect("a key's file is read again") { try SigningKey(file: key.file) }
      try expect(again.verifier == key.verifier, "a key's file is of the same key")
    }
    if let decoded = Base64.decode(text) {
      try expect(Array(Base64.encode(decoded).utf8) == bytes, "base64 is written as it was read")
    }
    if let hash = Hash(hex: text) {
      try expect(Array(hash.hex.utf8) == bytes, "a hash is written as it was read")
    }
  }

  /// Nothing but what the key has signed is by the key.
  private func readSigned(_ note: SignedNote) throws {
    guard (try? note.signers(among: [key.verifier])) != nil else { return }
    try expect(
      Self.signed.contains { $0.utf8.elementsEqual(note.text.utf8) }, "a forged note is refused")
  }

  // MARK: Harming

  /// A text signed, and a byte of the note changed: the first two bytes say which, the third how.
  private func harmNote(_ input: [UInt8]) throws {
    guard input.count >= 3 else { return }
    let text = String(decoding: input.dropFirst(3), as: UTF8.self) + "\n"
    guard let note = try? SignedNote(signing: text, with: [key]) else { return }
    var bytes = Array(note.encoded.utf8)
    let read = try expect("a note that was signed is read") { try SignedNote(bytes) }
    try expect(read == note, "a note that was signed is read as it is")
    _ = try expect("a good signature is taken") { try note.signers(among: [key.verifier]) }
    let place = (Int(input[0]) << 8 | Int(input[1])) % bytes.count
    bytes[place] ^= max(1, input[2])
    guard let harmed = try? SignedNote(bytes) else { return }
    try expect(
      (try? harmed.signers(among: [key.verifier])) == nil, "a changed note is refused: \(place)")
  }

  /// A proof that a leaf is in a tree, and one bit of it changed.
  private func harmInclusion(_ input: [UInt8]) throws {
    guard input.count >= 5 else { return }
    let tree = Leaves(1 + Int(input[0]) % 80)
    let index = UInt64(input[1]) % tree.size
    guard var proof = tree.inclusionProof(of: index, inFirst: tree.size) else { return }
    var root = tree.root(ofFirst: tree.size)
    var leaf = tree.hashes[Int(index)]
    try expect("a good proof is taken") { try proof.verify(leaf: leaf, root: root) }
    let bit = Int(input[3])
    switch input[2] % 4 {
    case 0: leaf.flip(bit)
    case 1: root.flip(bit)
    case 2 where tree.size > 1: proof.index = (index + 1 + UInt64(input[3])) % tree.size
    default:
      guard !proof.hashes.isEmpty else { return }
      proof.hashes[Int(input[4]) % proof.hashes.count].flip(bit)
    }
    guard proof.index != index || input[2] % 4 != 2 else { return }
    try expect(
      (try? proof.verify(leaf: leaf, root: root)) == nil, "a changed proof is refused")
    // Numbers of any size are no trap.
    let any = input.reduce(UInt64(0)) { $0 << 7 ^ UInt64($1) }
    _ = try? InclusionProof(index: any, size: ~any, hashes: proof.hashes)
      .verify(leaf: leaf, root: root)
  }

  /// A proof that a tree has only grown, and one bit of it changed.
  private func harmConsistency(_ input: [UInt8]) throws {
    guard input.count >= 5 else { return }
    let tree = Leaves(1 + Int(input[0]) % 80)
    let old = 1 + UInt64(input[1]) % tree.size
    guard var proof = tree.consistencyProof(from: old, to: tree.size) else { return }
    var newRoot = tree.root(ofFirst: tree.size)
    var oldRoot = tree.root(ofFirst: old)
    try expect("a good proof is taken") { try proof.verify(oldRoot: oldRoot, newRoot: newRoot) }
    let bit = Int(input[3])
    switch input[2] % 3 {
    case 0: oldRoot.flip(bit)
    case 1: newRoot.flip(bit)
    default:
      guard !proof.hashes.isEmpty else { return }
      proof.hashes[Int(input[4]) % proof.hashes.count].flip(bit)
    }
    try expect(
      (try? proof.verify(oldRoot: oldRoot, newRoot: newRoot)) == nil, "a changed proof is refused")
    let any = input.reduce(UInt64(0)) { $0 << 7 ^ UInt64($1) }
    _ = try? ConsistencyProof(oldSize: any, newSize: any | 1 << 63, hashes: proof.hashes)
      .verify(oldRoot: oldRoot, newRoot: newRoot)
  }
}

/// A tree of so many leaves, all different.
private struct Leaves: SubtreeSource {
  let hashes: [Hash]

  init(_ count: Int) { hashes = (0..<count).map { Hash.leaf(of: [UInt8($0)]) } }

  var size: UInt64 { UInt64(hashes.count) }

  func hash(of subtree: Subtree) -> Hash {
    let count = 1 << subtree.level
    let start = Int(subtree.index) * count
    return Hash.root(of: Array(hashes[start..<start + count]))
  }
}

extension Hash {
  fileprivate mutating func flip(_ bit: Int) {
    var bytes = bytes
    bytes[bit / 8 % Hash.byteCount] ^= 1 << UInt8(bit % 8)
    self = Hash(bytes) ?? self
  }
}
