/// A key whose bytes sort as its parts do: built up in place, without allocation.
///
/// At most 511 bytes. A key that grows longer, or is given a text with a NUL, is *faulty*: it
/// becomes empty and stays so, and every operation given it throws the fault. (A cut key would be
/// another's.)
public struct Key: Sendable {
  /// The most bytes that a key may have (`mdb_env_get_maxkeysize`).
  public static let maximumCount = 511

  private var storage: InlineArray<512, UInt8>
  /// How many bytes the key has; 0 if it is faulty.
  public private(set) var count = 0
  /// Why the key cannot be used: `.badValueSize` or `.nulInKey`.
  public private(set) var fault: LMDBError.Code?

  /// An empty key.
  public init() { storage = InlineArray(repeating: 0) }

  /// A key of these bytes.
  public init(_ bytes: RawSpan) {
    self.init()
    append(bytes)
  }

  /// A key of these bytes.
  public init(_ bytes: [UInt8]) { self.init(bytes.span.bytes) }
}

extension Key {
  /// Appends a byte.
  public mutating func append(_ value: UInt8) { appendBigEndian(value) }

  /// Appends two bytes, the larger first.
  public mutating func append(_ value: UInt16) { appendBigEndian(value) }

  /// Appends four bytes, the largest first.
  public mutating func append(_ value: UInt32) { appendBigEndian(value) }

  /// Appends eight bytes, the largest first.
  public mutating func append(_ value: UInt64) { appendBigEndian(value) }

  /// Appends eight bytes with the sign flipped, so that negative numbers sort first.
  public mutating func append(_ value: Int64) {
    appendBigEndian(UInt64(bitPattern: value) ^ (1 << 63))
  }

  /// Appends a text's UTF-8 and a 0x00 that ends it, so that a shorter text sorts before a longer.
  ///
  /// A text with a NUL makes the key faulty.
  public mutating func append(_ text: String) {
    var text = text
    text.withUTF8 { appendText($0) }
  }

  /// Appends bytes as they are; with nothing to end them, they belong last.
  public mutating func append(_ bytes: RawSpan) {
    bytes.withUnsafeBytes { appendBytes($0) }
  }

  private mutating func appendText(_ utf8: UnsafeBufferPointer<UInt8>) {
    if utf8.contains(0) { return fail(.nulInKey) }
    appendBytes(UnsafeRawBufferPointer(utf8))
    appendBigEndian(0 as UInt8)
  }

  private mutating func appendBytes(_ bytes: UnsafeRawBufferPointer) {
    guard makeRoom(bytes.count) else { return }
    let start = count - bytes.count
    withUnsafeMutableBytes(of: &storage) { target in
      UnsafeMutableRawBufferPointer(rebasing: target[start...]).copyMemory(from: bytes)
    }
  }

  @inline(__always)
  private mutating func appendBigEndian(_ value: some FixedWidthInteger & BitwiseCopyable) {
    let size = value.bitWidth / 8
    guard makeRoom(size) else { return }
    let start = count - size
    withUnsafeMutableBytes(of: &storage) {
      $0.storeBytes(of: value.bigEndian, toByteOffset: start, as: type(of: value))
    }
  }

  @inline(__always)
  private mutating func makeRoom(_ size: Int) -> Bool {
    if fault != nil { return false }
    if count + size > Key.maximumCount {
      fail(.badValueSize)
      return false
    }
    count += size
    return true
  }

  private mutating func fail(_ code: LMDBError.Code) {
    fault = fault ?? code
    count = 0
  }
}

extension Key {
  /// The bytes, as long as the key stands unchanged.
  public var bytes: RawSpan {
    @_lifetime(borrow self)
    get { storage.span.bytes.extracting(0..<count) }
  }

  /// A copy of the bytes, for sorting and keeping.
  public var array: [UInt8] { withUnsafeBytes(of: storage) { Array($0.prefix(count)) } }

  /// Throws if the key is faulty.
  func check(_ action: @autoclosure () -> String) throws(LMDBError) {
    if let fault { throw LMDBError(fault, action()) }
  }
}

extension Key: Comparable, Hashable {
  /// Whether both have the same bytes; a faulty key equals only a key as faulty.
  public static func == (one: Key, other: Key) -> Bool {
    one.fault == other.fault && one.array == other.array
  }

  /// Whether one sorts before the other in a table (`memcmp`, then length).
  public static func < (one: Key, other: Key) -> Bool {
    one.array.lexicographicallyPrecedes(other.array)
  }

  /// Hashes the bytes.
  public func hash(into hasher: inout Hasher) { hasher.combine(array) }
}
