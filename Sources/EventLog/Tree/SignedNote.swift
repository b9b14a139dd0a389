/// A text with signatures, as C2SP signed-note has it (<https://c2sp.org/signed-note>).
///
/// ```
/// the text, which ends in a newline
///
/// — name base64(id ‖ signature)
/// ```
///
/// The text must be believed only once ``signers(among:)`` has found a known key.
public struct SignedNote: Hashable, Sendable {
  /// A signature of a note, by whatever kind of key.
  public struct Signature: Hashable, Sendable {
    /// The name of the key.
    public let name: String
    /// The id of the key.
    public let id: UInt32
    /// What the key made of the text; 64 bytes if by Ed25519.
    public let bytes: [UInt8]
  }

  /// The most bytes of a note that is read.
  public static let byteLimit = 1_000_000
  /// The most signatures of a note that is read.
  public static let signatureLimit = 100

  /// The text, with the newline at its end, and nothing after.
  public let text: String
  /// The signatures in the note's order, known or not.
  public let signatures: [Signature]

  /// Signs a text with each of the keys; at least one.
  ///
  /// Throws `malformed` if the text does not end in a newline or has another control character.
  public init(signing text: String, with keys: [SigningKey]) throws(ProofError) {
    let bytes = Array(text.utf8)
    guard bytes.last == UInt8(ascii: "\n"), bytes[...].plainText != nil, !keys.isEmpty else {
      throw .malformed(what: "the text to sign is not lines of plain text")
    }
    var signatures: [Signature] = []
    for key in keys {
      let verifier = key.verifier
      signatures.append(
        Signature(name: verifier.name, id: verifier.id, bytes: try key.sign(bytes)))
    }
    self.text = text
    self.signatures = signatures
  }

  /// A note by its bytes; throws `malformed` if they are not exactly in its form.
  public init(_ bytes: [UInt8]) throws(ProofError) { try self.init(bytes[...]) }

  init(_ bytes: ArraySlice<UInt8>) throws(ProofError) {
    guard bytes.count <= Self.byteLimit else { throw .malformed(what: "the note is too long") }
    guard bytes.plainText != nil else {
      throw .malformed(what: "the note is not plain text in UTF-8")
    }
    // The text may have empty lines, the signatures have none: the last one parts them.
    guard let split = Self.lastEmptyLine(of: bytes), let text = bytes[..<split].plainText else {
      throw .malformed(what: "the note has no empty line before its signatures")
    }
    var lines = TextLines(bytes[(split + 1)...])
    var signatures: [Signature] = []
    while let line = lines.next() {
      guard let signature = Signature(line) else {
        throw .malformed(what: "a line after the note's text is no signature")
      }
      signatures.append(signature)
    }
    guard lines.rest.isEmpty, 1...Self.signatureLimit ~= signatures.count else {
      throw .malformed(what: "the note has no signatures, or too many, or half a line")
    }
    self.text = text
    self.signatures = signatures
  }

  /// Where an empty line stands after another line.
  private static func lastEmptyLine(of bytes: ArraySlice<UInt8>) -> Int? {
    let newline = UInt8(ascii: "\n")
    return bytes.indices.dropFirst().last { bytes[$0] == newline && bytes[$0 - 1] == newline }
  }

  /// The note's text and signatures, as it is kept and sent.
  public var encoded: String {
    text + "\n" + signatures.map { $0.line + "\n" }.joined()
  }
}

extension SignedNote {
  /// Those of the known keys that have signed the note: never none.
  ///
  /// Other signatures are passed over, as the specification has it: a log may change its key, and
  /// witnesses may add theirs. Throws `unknownSigner` if no key is known, and `badSignature` if one
  /// is and its signature is wrong, whatever else signed.
  public func signers(among known: [VerifierKey]) throws(ProofError) -> [VerifierKey] {
    let bytes = Array(text.utf8)
    var signers: [VerifierKey] = []
    for signature in signatures {
      for key in known where signature.claims(key) {
        guard key.verifies(signature.bytes, over: bytes) else {
          throw .badSignature(key: key.label)
        }
        if !signers.contains(key) { signers.append(key) }
      }
    }
    guard !signers.isEmpty else { throw .unknownSigner }
    return signers
  }
}

extension SignedNote.Signature {
  private static let dash = "\u{2014}"

  /// A signature by its line, without the newline.
  init?(_ line: ArraySlice<UInt8>) {
    guard let fields = line.after(word: Self.dash),
      let space = fields.firstIndex(of: UInt8(ascii: " ")),
      let name = fields[..<space].plainText, VerifierKey.isName(name),
      let bytes = Base64.decode(fields[(space + 1)...]), bytes.count > 4
    else { return nil }
    self.name = name
    id = bytes.prefix(4).reduce(0) { $0 << 8 | UInt32($1) }
    self.bytes = Array(bytes.dropFirst(4))
  }

  /// The line that it stands in, without the newline.
  var line: String {
    let prefix = (0..<4).map { UInt8(truncatingIfNeeded: id >> (24 - 8 * $0)) }
    return "\(Self.dash) \(name) \(Base64.encode(prefix + bytes))"
  }

  /// Whether it says to be that key's.
  ///
  /// Names are compared by their bytes: as text, `é` in one piece and in two are the same.
  func claims(_ key: VerifierKey) -> Bool {
    id == key.id && name.utf8.elementsEqual(key.name.utf8)
  }
}
