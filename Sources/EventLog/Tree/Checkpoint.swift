/// What a log says that it holds: how many leaves, and their root (<https://c2sp.org/tlog-checkpoint>).
///
/// It is the text of a signed note: origin, size, root in base64, a line each, then any others.
public struct Checkpoint: Hashable, Sendable {
  /// The largest size: what others keep in a signed number of 64 bits.
  public static let sizeLimit = UInt64(Int64.max)

  /// Which log it is of; by custom the name of its key.
  public let origin: String
  /// How many leaves the tree has.
  public let size: UInt64
  /// The tree's root.
  public let root: Hash
  /// Further lines, whose meaning is the log's own.
  public let extensions: [String]

  /// A checkpoint by its parts; throws `malformed` if they do not make one.
  public init(
    origin: String, size: UInt64, root: Hash, extensions: [String] = []
  ) throws(ProofError) {
    let lines = [origin] + extensions
    let areLines = lines.allSatisfy { line in
      !line.isEmpty && line.utf8.allSatisfy { $0 >= 0x20 }
    }
    guard areLines, size <= Self.sizeLimit else {
      throw .malformed(what: "a checkpoint's origin and other lines are lines of plain text")
    }
    self.origin = origin
    self.size = size
    self.root = root
    self.extensions = extensions
  }

  /// A checkpoint by a note's text, whether or not anyone signed it; throws `malformed`.
  public init(text: String) throws(ProofError) {
    var lines = TextLines(Array(text.utf8)[...])
    guard let origin = lines.next()?.plainText, let size = lines.next()?.decimal,
      let root = lines.next().flatMap({ Hash(base64: $0) })
    else {
      throw .malformed(what: "a checkpoint begins with an origin, a size and a root in base64")
    }
    var extensions: [String] = []
    while let bytes = lines.next() {
      guard let line = bytes.plainText else {
        throw .malformed(what: "the checkpoint has a line that is not plain text in UTF-8")
      }
      extensions.append(line)
    }
    guard lines.rest.isEmpty else { throw .malformed(what: "the checkpoint ends in half a line") }
    try self.init(origin: origin, size: size, root: root, extensions: extensions)
  }

  /// The text that is signed.
  public var text: String {
    ([origin, String(size), root.base64] + extensions).map { $0 + "\n" }.joined()
  }
}

extension Checkpoint {
  /// The checkpoint in a note, if the log of that origin signed it with one of the keys.
  ///
  /// Throws what ``SignedNote/signers(among:)`` throws, `malformed`, or `otherOrigin`.
  public init(
    in note: SignedNote, of origin: String, signedByOneOf keys: [VerifierKey]
  ) throws(ProofError) {
    _ = try note.signers(among: keys)
    try self.init(text: note.text)
    guard self.origin.utf8.elementsEqual(origin.utf8) else {
      throw .otherOrigin(found: self.origin, expected: origin)
    }
  }

  /// The checkpoint as a note, signed with each of the keys.
  public func signed(with keys: [SigningKey]) throws(ProofError) -> SignedNote {
    try SignedNote(signing: text, with: keys)
  }
}
