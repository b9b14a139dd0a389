/// Proof, for whoever kept an older checkpoint, that the log has only grown since.
///
/// C2SP has no file of its own for it; this is what a log sends to a witness
/// (<https://c2sp.org/tlog-witness>, `add-checkpoint`):
///
/// ```
/// old 3019
/// base64 of a hash        (none or more)
///
/// the newer signed checkpoint
/// ```
public struct GrowthProof: Hashable, Sendable {
  /// How many leaves the tree of the older checkpoint has.
  public let oldSize: UInt64
  /// The hashes from the older tree's edge up to below the newer root.
  public let hashes: [Hash]
  /// The newer checkpoint, as it was signed.
  public let checkpoint: SignedNote

  /// Puts a proof with the newer checkpoint that it leads to.
  public init(_ proof: ConsistencyProof, to checkpoint: SignedNote) {
    oldSize = proof.oldSize
    hashes = proof.hashes
    self.checkpoint = checkpoint
  }

  /// A proof by its file's bytes; throws `malformed` if they are not exactly in its form.
  public init(_ bytes: [UInt8]) throws(ProofError) {
    var lines = TextLines(bytes[...])
    guard let oldSize = lines.next()?.after(word: "old")?.decimal else {
      throw .malformed(what: "the proof does not begin with the older size")
    }
    guard let hashes = ArraySlice.hashes(from: &lines) else {
      throw .malformed(what: "the proof's hashes are not base64 of 32 bytes each, a line each")
    }
    self.oldSize = oldSize
    self.hashes = hashes
    checkpoint = try SignedNote(lines.rest)
    // Of whoever's log, and whether or not it is signed well: that is for verifying.
    _ = try Checkpoint(text: checkpoint.text)
  }

  /// The file's text.
  public var encoded: String {
    let lines = ["old \(oldSize)"] + hashes.map(\.base64)
    return lines.map { $0 + "\n" }.joined() + "\n" + checkpoint.encoded
  }

  /// The newer checkpoint, if the log of the older one's origin signed it with one of the keys and its
  /// tree begins with the older one's; throws why not.
  ///
  /// The older checkpoint is believed as it is: it is the caller's own, or has been verified.
  @discardableResult
  public func verify(
    since old: Checkpoint, keys: [VerifierKey]
  ) throws(ProofError) -> Checkpoint {
    let new = try Checkpoint(in: checkpoint, of: old.origin, signedByOneOf: keys)
    guard oldSize == old.size else { throw .otherSize(found: oldSize, expected: old.size) }
    try ConsistencyProof(oldSize: oldSize, newSize: new.size, hashes: hashes)
      .verify(oldRoot: old.root, newRoot: new.root)
    return new
  }
}
