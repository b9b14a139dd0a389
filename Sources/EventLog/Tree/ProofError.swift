/// Why a proof, a note or a key was refused.
///
/// It may quote names and origins out of what was read, which a terminal must be shown only with its
/// unusual characters made visible.
public enum ProofError: Error, Equatable, Sendable {
  /// The text is not in its form; `what` says where.
  case malformed(what: String)
  /// No signature of the note is by a key that is known.
  case unknownSigner
  /// The note bears a known key's name and id, but the signature is not that key's over this text.
  case badSignature(key: String)
  /// The checkpoint is another log's.
  case otherOrigin(found: String, expected: String)
  /// The tree has no such leaf.
  case beyondTree(index: UInt64, size: UInt64)
  /// Nothing can be proved from an empty tree: any tree is one that grew from it.
  case fromEmptyTree
  /// The newer tree is the smaller.
  case shrunk(old: UInt64, new: UInt64)
  /// The proof begins at another size than the checkpoint that it is held against.
  case otherSize(found: UInt64, expected: UInt64)
  /// The proof has more or fewer hashes than one for these sizes.
  case wrongLength
  /// The hashes do not lead to the root.
  case otherRoot
  /// The key could not sign.
  case cannotSign
}

extension ProofError: CustomStringConvertible {
  /// What is wrong, in one line, without a full stop.
  public var description: String {
    switch self {
    case .malformed(let what): what
    case .unknownSigner: "no signature is by a known key"
    case .badSignature(let key): "the signature by \(key) does not fit the text"
    case .otherOrigin(let found, let expected):
      "the checkpoint is of the log \(found), not of \(expected)"
    case .beyondTree(let index, let size): "a tree of \(size) leaves has no leaf \(index)"
    case .fromEmptyTree: "nothing can be proved from an empty tree"
    case .shrunk(let old, let new): "the tree had \(old) leaves, and now has \(new)"
    case .otherSize(let found, let expected):
      "the proof begins at \(found) leaves, the older checkpoint has \(expected)"
    case .wrongLength: "the proof has too many or too few hashes"
    case .otherRoot: "the proof does not lead to the root"
    case .cannotSign: "the key could not sign"
    }
  }
}
