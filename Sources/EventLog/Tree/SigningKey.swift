import Crypto

/// The private half of an Ed25519 key that signs notes.
public struct SigningKey: Sendable {
  /// The public half, which is for everyone.
  public let verifier: VerifierKey
  private let key: Curve25519.Signing.PrivateKey

  /// A new key by the system's random numbers; throws `malformed` if the name is not one.
  public init(name: String) throws(ProofError) {
    try self.init(name: name, key: Curve25519.Signing.PrivateKey())
  }

  /// The key of a seed of 32 bytes (RFC 8032 §5.1.5).
  public init(name: String, seed: [UInt8]) throws(ProofError) {
    guard seed.count == VerifierKey.byteCount,
      let key = try? Curve25519.Signing.PrivateKey(rawRepresentation: seed)
    else { throw .malformed(what: "an Ed25519 key's seed has 32 bytes") }
    try self.init(name: name, key: key)
  }

  private init(name: String, key: Curve25519.Signing.PrivateKey) throws(ProofError) {
    self.key = key
    verifier = try VerifierKey(name: name, publicKey: Array(key.publicKey.rawRepresentation))
  }

  /// The 64 bytes of an Ed25519 signature over these bytes (RFC 8032 §5.1.6).
  ///
  /// What is signed so and is not a note must not look like one: a note's text ends in a newline.
  public func sign(_ bytes: [UInt8]) throws(ProofError) -> [UInt8] {
    guard let signature = try? key.signature(for: bytes) else { throw .cannotSign }
    return Array(signature)
  }
}

extension SigningKey {
  private static let mark = "PRIVATE+KEY+"

  /// The text of the file in which the key is kept.
  ///
  /// Lines that begin with `#` say to people what it is and give the public half. The one other line is
  /// the key as Go's `golang.org/x/mod/sumdb/note` writes it: `PRIVATE+KEY+name+id+base64`, the base64
  /// of 0x01 and the seed. Whoever writes the file makes it with mode 0600.
  public var file: String {
    let seed = Base64.encode([VerifierKey.signatureType] + Array(key.rawRepresentation))
    return """
      # This key signs the checkpoints of \(verifier.name). Whoever can read this file can sign in that
      # name: keep it readable by its owner alone, away from the store, with one copy in a safe place.
      # Its public half, to give to whoever checks a checkpoint:
      # \(verifier.text)
      \(Self.mark)\(verifier.label)+\(seed)

      """
  }

  /// The key of a file's text; throws `malformed` if the text is not in its form, or the id not that of
  /// the key.
  public init(file: String) throws(ProofError) {
    let lines = file.utf8.split(separator: UInt8(ascii: "\n")).filter {
      $0.first != UInt8(ascii: "#")
    }
    let mark = Array(Self.mark.utf8)
    guard lines.count == 1, lines[0].starts(with: mark) else {
      throw .malformed(what: "the key's file has not one line PRIVATE+KEY+name+id+base64")
    }
    let parts = lines[0].dropFirst(mark.count).split(
      separator: UInt8(ascii: "+"), maxSplits: 2, omittingEmptySubsequences: false)
    guard parts.count == 3, let name = String(parts[0]), let label = String(parts[1]),
      let bytes = Base64.decode(Array(parts[2])[...]), bytes.first == VerifierKey.signatureType
    else { throw .malformed(what: "the key's file is not of an Ed25519 key") }
    try self.init(name: name, seed: Array(bytes.dropFirst()))
    guard verifier.label == name + "+" + label else {
      throw .malformed(what: "the id in the key's file is not that of the key")
    }
  }
}

// What is printed of it by accident is the public half.
extension SigningKey: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
  /// The public half's text.
  public var description: String { verifier.text }
  /// The public half's text.
  public var debugDescription: String { verifier.text }
  /// The public half alone.
  public var customMirror: Mirror { Mirror(self, children: ["verifier": verifier]) }
}
