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
  public init?(_ bytes: [UInt8]) { unsafe self.init(bytes.span.bytes) }

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

  // Read in place: a digest's iterator makes an array first.
  init(_ digest: SHA256.Digest) {
    let words = unsafe digest.withUnsafeBytes {
      unsafe $0.loadUnaligned(as: InlineArray<4, UInt64>.self)
    }
    word0 = UInt64(bigEndian: words[0])
    word1 = UInt64(bigEndian: words[1])
    word2 = UInt64(bigEndian: words[2])
    word3 = UInt64(bigEndian: words[3])
  }

  /// The 32 bytes.
  public var bytes: [UInt8] {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(Self.byteCount)
    append(to: &bytes)
    return bytes
  }

  /// Appends the 32 bytes.
  public func append(to bytes: inout [UInt8]) {
    unsafe withUnsafeBytes(of: inMemory) { unsafe bytes.append(contentsOf: $0) }
  }

  /// The words with their bytes in the order in which they are written.
  var inMemory: InlineArray<4, UInt64> {
    [word0.bigEndian, word1.bigEndian, word2.bigEndian, word3.bigEndian]
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
