import Crypto
import LMDB

/// A SHA-256 hash: a leaf of the tree, one of its inner nodes, or its root.
///
/// Four words and no array, so that a tree of millions of them costs no allocations.
public struct Hash: Hashable, Sendable {
  /// The bytes of a hash.
  public static let byteCount = 32

  // The first byte is the highest of `word0`.
  private let word0: UInt64
  private let word1: UInt64
  private let word2: UInt64
  private let word3: UInt64

  /// A hash by its 32 bytes; nil if there are more or fewer.
  public init?(_ bytes: RawSpan) {
    var reader = KeyReader(bytes)
    guard reader.remaining == Self.byteCount, let hash = Hash(from: &reader) else { return nil }
    self = hash
  }

  /// A hash by its 32 bytes; nil if there are more or fewer.
  public init?(_ bytes: [UInt8]) {
    guard bytes.count == Self.byteCount else { return nil }
    var next = bytes.makeIterator()
    self.init(next: &next)
  }

  /// Takes the next 32 bytes; nil if there are fewer.
  init?(from reader: inout KeyReader) {
    guard let word0 = reader.uint64(), let word1 = reader.uint64(), let word2 = reader.uint64(),
      let word3 = reader.uint64()
    else { return nil }
    self.word0 = word0
    self.word1 = word1
    self.word2 = word2
    self.word3 = word3
  }

  init(_ digest: SHA256.Digest) {
    var bytes = digest.makeIterator()
    self.init(next: &bytes)
  }

  /// A hash by the next bytes, of which there are 32.
  private init(next bytes: inout some IteratorProtocol<UInt8>) {
    word0 = Self.word(next: &bytes)
    word1 = Self.word(next: &bytes)
    word2 = Self.word(next: &bytes)
    word3 = Self.word(next: &bytes)
  }

  private static func word(next bytes: inout some IteratorProtocol<UInt8>) -> UInt64 {
    var word: UInt64 = 0
    var left = 8
    while left > 0, let byte = bytes.next() {
      word = word << 8 | UInt64(byte)
      left -= 1
    }
    return word
  }

  /// The 32 bytes.
  public var bytes: [UInt8] {
    [UInt8](capacity: Self.byteCount) { write(to: &$0) }
  }

  /// Appends the 32 bytes.
  public func append(to bytes: inout [UInt8]) { bytes += self.bytes }

  /// Writes the 32 bytes.
  func write(to bytes: inout OutputSpan<UInt8>) {
    Self.write(word0, to: &bytes)
    Self.write(word1, to: &bytes)
    Self.write(word2, to: &bytes)
    Self.write(word3, to: &bytes)
  }

  private static func write(_ word: UInt64, to bytes: inout OutputSpan<UInt8>) {
    var shift: UInt64 = 64
    while shift > 0 {
      shift -= 8
      bytes.append(UInt8(truncatingIfNeeded: word >> shift))
    }
  }
}

extension Hash: CustomStringConvertible {
  /// Its 64 hexadecimal digits, in lower case.
  public var description: String { hex }

  /// Its 64 hexadecimal digits, in lower case.
  public var hex: String { Hexadecimal.encode(bytes) }

  /// A hash by its 64 hexadecimal digits, in lower case; nil for any other text.
  public init?(hex: String) {
    guard let bytes = Hexadecimal.decode(Array(hex.utf8)) else { return nil }
    self.init(bytes)
  }

  /// Its base64, 44 characters: how notes and proofs write it.
  public var base64: String { Base64.encode(bytes) }

  /// A hash by its base64; nil for any other text.
  public init?(base64: String) { self.init(base64: Array(base64.utf8)[...]) }

  init?(base64: ArraySlice<UInt8>) {
    guard let bytes = Base64.decode(base64) else { return nil }
    self.init(bytes)
  }
}
