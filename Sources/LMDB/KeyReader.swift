/// Takes a key apart again, in the order in which `Key` put it together.
///
/// Every read returns nil, and moves on nothing, where the bytes left are too few or are not what
/// was asked: a damaged key is no crash.
public struct KeyReader: ~Escapable {
  @usableFromInline
  let bytes: RawSpan
  @usableFromInline
  var offset = 0

  /// Begins at the first byte.
  @inlinable
  @_lifetime(copy bytes)
  public init(_ bytes: RawSpan) { self.bytes = bytes }

  /// Whether nothing is left.
  public var isAtEnd: Bool { offset == bytes.byteCount }

  /// How many bytes are left.
  @inlinable
  public var remaining: Int { bytes.byteCount - offset }

  /// Reads a byte.
  @inlinable
  @_lifetime(self: copy self)
  public mutating func uint8() -> UInt8? { bigEndian() }

  /// Reads two bytes, the larger first.
  @inlinable
  @_lifetime(self: copy self)
  public mutating func uint16() -> UInt16? { bigEndian() }

  /// Reads four bytes, the largest first.
  @inlinable
  @_lifetime(self: copy self)
  public mutating func uint32() -> UInt32? { bigEndian() }

  /// Reads eight bytes, the largest first.
  @inlinable
  @_lifetime(self: copy self)
  public mutating func uint64() -> UInt64? { bigEndian() }

  /// Reads eight bytes whose sign was flipped.
  @_lifetime(self: copy self)
  public mutating func int64() -> Int64? {
    bigEndian(UInt64.self).map { Int64(bitPattern: $0 ^ (1 << 63)) }
  }

  /// Reads a text up to its 0x00; nil if none ends it, or if it is not UTF-8.
  @_lifetime(self: copy self)
  public mutating func text() -> String? {
    let start = offset
    guard let utf8 = textBytes() else { return nil }
    let text = utf8.withUnsafeBytes { String(validating: $0, as: UTF8.self) }
    if text == nil { offset = start }
    return text
  }

  /// Reads a text's bytes up to its 0x00, which is stepped over; nil if none ends it.
  @_lifetime(copy self)
  @_lifetime(self: copy self)
  public mutating func textBytes() -> RawSpan? {
    let start = offset
    let length = bytes.withUnsafeBytes { $0[start...].firstIndex(of: 0) }.map { $0 - start }
    guard let length else { return nil }
    offset = start + length + 1
    return bytes.extracting(start..<(start + length))
  }

  /// Reads all that is left.
  @_lifetime(copy self)
  @_lifetime(self: copy self)
  public mutating func rest() -> RawSpan {
    let start = offset
    offset = bytes.byteCount
    return bytes.extracting(start..<bytes.byteCount)
  }

  @inlinable @inline(__always)
  @_lifetime(self: copy self)
  mutating func bigEndian<T: FixedWidthInteger & BitwiseCopyable>(
    _ type: T.Type = T.self
  ) -> T? {
    let size = T.bitWidth / 8
    guard remaining >= size else { return nil }
    let start = offset
    offset += size
    return bytes.withUnsafeBytes {
      T(bigEndian: $0.loadUnaligned(fromByteOffset: start, as: T.self))
    }
  }
}
