import Crypto

/// The public half of an Ed25519 key that signs notes (C2SP signed-note, signature type 0x01).
///
/// As text it is a *vkey*, `name+id+base64`: the name, the id in eight hexadecimal digits, and the
/// base64 of 0x01 and the public key.
public struct VerifierKey: Hashable, Sendable {
  /// Whose key it is: by custom an address without `https://`, and the same as the log's origin.
  public let name: String
  /// The first four bytes of SHA-256(name ‖ 0x0A ‖ 0x01 ‖ public key): tells keys of one name apart.
  public let id: UInt32
  /// Its 32 bytes (RFC 8032 §5.1.5).
  public let publicKey: [UInt8]

  /// What signatures and keys by Ed25519 are marked with.
  static let signatureType: UInt8 = 1
  static let byteCount = 32

  /// A key by its parts.
  ///
  /// Throws `malformed` if the name is not one, or if the bytes are no key that only its owner can sign
  /// with.
  public init(name: String, publicKey: [UInt8]) throws(ProofError) {
    guard Self.isName(name) else {
      throw .malformed(
        what: "a key's name is not empty and has no space, plus or control character")
    }
    guard publicKey.count == Self.byteCount, !Self.isWeak(publicKey) else {
      throw .malformed(what: "the public key is not a sound Ed25519 key")
    }
    self.name = name
    self.publicKey = publicKey
    id = Self.id(name: name, publicKey: publicKey)
  }

  /// A key by its text; throws `malformed` if the text is not in its form, or its id not its own.
  public init(_ text: String) throws(ProofError) {
    let parts = text.utf8.split(
      separator: UInt8(ascii: "+"), maxSplits: 2, omittingEmptySubsequences: false)
    guard parts.count == 3, let name = String(parts[0]),
      let id = Hexadecimal.decode(Array(parts[1])), id.count == 4,
      let bytes = Base64.decode(Array(parts[2])[...]), bytes.first == Self.signatureType
    else {
      throw .malformed(what: "the key is not name+id+base64 of an Ed25519 key")
    }
    try self.init(name: name, publicKey: Array(bytes.dropFirst()))
    guard self.id == id.reduce(0, { $0 << 8 | UInt32($1) }) else {
      throw .malformed(what: "the key's id is not that of its name and bytes")
    }
  }

  /// Its text, `name+id+base64`.
  public var text: String {
    label + "+" + Base64.encode([Self.signatureType] + publicKey)
  }

  /// What messages call it, `name+id`.
  public var label: String { Self.label(name: name, id: id) }

  /// Whether an Ed25519 signature is this key's over these bytes.
  public func verifies(_ signature: [UInt8], over bytes: [UInt8]) -> Bool {
    guard let key = try? Curve25519.Signing.PublicKey(rawRepresentation: publicKey) else {
      return false
    }
    return key.isValidSignature(signature, for: bytes)
  }
}

extension VerifierKey {
  /// A name is not empty and has no Unicode space, no plus, and no ASCII control character.
  static func isName(_ text: String) -> Bool {
    !text.isEmpty
      && text.unicodeScalars.allSatisfy {
        $0.value >= 0x20 && $0 != "+" && !$0.properties.isWhitespace
      }
  }

  static func label(name: String, id: UInt32) -> String {
    let bytes = (0..<4).map { UInt8(truncatingIfNeeded: id >> (24 - 8 * $0)) }
    return name + "+" + Hexadecimal.encode(bytes)
  }

  private static func id(name: String, publicKey: [UInt8]) -> UInt32 {
    var hash = SHA256()
    hash.update(data: Array(name.utf8))
    hash.update(data: [UInt8(ascii: "\n"), signatureType])
    hash.update(data: publicKey)
    return hash.finalize().prefix(4).reduce(0) { $0 << 8 | UInt32($1) }
  }

  /// Whether anyone could sign for a key: its point is of small order, or not canonically written.
  ///
  /// Ed25519 as RFC 8032 has it takes such keys. A rotation is proved by the new key's signature, which
  /// would then prove nothing.
  private static func isWeak(_ publicKey: [UInt8]) -> Bool {
    // The y coordinate, lowest byte first; the highest bit is x's sign.
    var y = publicKey
    y[byteCount - 1] &= 0x7F
    let isBelowPrime =
      y[byteCount - 1] < 0x7F || y[1..<byteCount - 1].contains { $0 < 0xFF } || y[0] < 0xED
    return !isBelowPrime || smallOrders.contains(Hexadecimal.encode(y))
  }

  /// The y coordinates of the eight points whose order divides 8.
  private static let smallOrders: Set<String> = [
    "0000000000000000000000000000000000000000000000000000000000000000",
    "0100000000000000000000000000000000000000000000000000000000000000",
    "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05",
    "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a",
    "ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
  ]
}

extension VerifierKey: CustomStringConvertible {
  /// Its text.
  public var description: String { text }
}
