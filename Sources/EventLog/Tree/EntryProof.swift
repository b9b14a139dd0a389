/// Proof, for whoever has the log's public key and nothing else, that a record is in the log
/// (<https://c2sp.org/tlog-proof>).
///
/// ```
/// c2sp.org/tlog-proof@v1
/// extra base64            (left out if there is none)
/// index 3019
/// base64 of a hash        (none or more)
///
/// the signed checkpoint
/// ```
///
/// Its file ends in `.tlog-proof`.
public struct EntryProof: Hashable, Sendable {
  /// What its first line says.
  public static let header = "c2sp.org/tlog-proof@v1"

  /// Whatever the prover adds: nothing vouches for it.
  public let extra: [UInt8]
  /// The record's place in the log, from 0.
  public let index: UInt64
  /// The hashes from beside the record's up to below the root.
  public let hashes: [Hash]
  /// The checkpoint whose tree the record is in, as it was signed.
  public let checkpoint: SignedNote

  /// Puts a proof with the checkpoint that it leads to.
  public init(_ proof: InclusionProof, in checkpoint: SignedNote, extra: [UInt8] = []) {
    self.extra = extra
    index = proof.index
    hashes = proof.hashes
    self.checkpoint = checkpoint
  }

  /// A proof by its file's bytes; throws `malformed` if they are not exactly in its form.
  public init(_ bytes: [UInt8]) throws(ProofError) {
    var lines = TextLines(bytes[...])
    guard let first = lines.next(), first.elementsEqual(Self.header.utf8) else {
      throw .malformed(what: "the proof does not begin with the line \(Self.header)")
    }
    var line = lines.next()
    var extra: [UInt8] = []
    if let text = line?.after(word: "extra") {
      guard let bytes = Base64.decode(text), !bytes.isEmpty else {
        throw .malformed(what: "the proof's extra data are not base64")
      }
      extra = bytes
      line = lines.next()
    }
    guard let index = line?.after(word: "index")?.decimal else {
      throw .malformed(what: "the proof has no line with the record's index")
    }
    guard let hashes = ArraySlice.hashes(from: &lines) else {
      throw .malformed(what: "the proof's hashes are not base64 of 32 bytes each, a line each")
    }
    self.extra = extra
    self.index = index
    self.hashes = hashes
    checkpoint = try SignedNote(lines.rest)
    // Of whoever's log, and whether or not it is signed well: that is for verifying.
    _ = try Checkpoint(text: checkpoint.text)
  }

  /// The file's text.
  public var encoded: String {
    var lines = [Self.header]
    if !extra.isEmpty { lines.append("extra \(Base64.encode(extra))") }
    lines.append("index \(index)")
    lines += hashes.map(\.base64)
    return lines.map { $0 + "\n" }.joined() + "\n" + checkpoint.encoded
  }

  /// The checkpoint, if the log of that origin signed it with one of the keys and its tree has the leaf
  /// of that hash at `index`; throws why not.
  @discardableResult
  public func verify(
    leaf: Hash, origin: String, keys: [VerifierKey]
  ) throws(ProofError) -> Checkpoint {
    let checkpoint = try Checkpoint(in: checkpoint, of: origin, signedByOneOf: keys)
    try InclusionProof(index: index, size: checkpoint.size, hashes: hashes)
      .verify(leaf: leaf, root: checkpoint.root)
    return checkpoint
  }
}
