/// A record read in place: a field is an offset, and nothing is copied or allocated to find it.
///
/// Layout, little-endian: schema u16, version u16, slot count n u16, 0 u16; ceil(n / 64) words of
/// u64 whose set bits mark the slots present; n slots of 8 bytes; the tail with texts, lists and
/// nested records, to which a slot points by u32 offset from the record's start and u32 length.
/// Bytes may lie at any address. Whatever the bytes are, reading them never traps: a slot that
/// points outside its record reads as absent.
public struct RecordView: ~Escapable {
  @usableFromInline
  let bytes: RawSpan
  /// The schema number of its writer.
  public let schema: UInt16
  /// The schema's version.
  public let version: UInt16
  /// The slots that are written; those past them read as absent.
  public let slotCount: Int
  /// Where the slots begin.
  @usableFromInline
  let slots: Int

  /// Views a record (without checksum), checking that its header and slots are all there.
  @_lifetime(copy bytes)
  public init(_ bytes: RawSpan) throws(RecordError) {
    self.init(trusting: bytes)
    guard bytes.byteCount >= 8 else { throw RecordError(.truncated) }
    let word = bytes.unsafeLoadUnaligned(fromUncheckedByteOffset: 0, as: UInt64.self).littleEndian
    guard word >> 48 == 0 else { throw RecordError(.malformed, schema: schema) }
    guard slotCount == Int(word >> 32 & 0xFFFF) else {
      throw RecordError(.truncated, schema: schema)
    }
  }

  /// Views a record without refusing any: one whose slots are not all there reads as empty.
  @inlinable @inline(__always)
  @_lifetime(copy bytes)
  public init(trusting bytes: RawSpan) {
    self.bytes = bytes
    guard bytes.byteCount >= 8 else {
      (schema, version, slotCount, slots) = (0, 0, 0, 8)
      return
    }
    let word = bytes.unsafeLoadUnaligned(fromUncheckedByteOffset: 0, as: UInt64.self).littleEndian
    schema = UInt16(truncatingIfNeeded: word)
    version = UInt16(truncatingIfNeeded: word >> 16)
    let count = Int(word >> 32 & 0xFFFF)
    slots = 8 + (count + 63) / 64 * 8
    slotCount = slots + count << 3 <= bytes.byteCount ? count : 0
  }

  /// True if the slot holds a value.
  @inlinable @inline(__always)
  public func isPresent(_ slot: Int) -> Bool {
    guard slot >= 0, slot < slotCount else { return false }
    let word = bytes.unsafeLoadUnaligned(
      fromUncheckedByteOffset: 8 + (slot >> 6) << 3, as: UInt64.self)
    return word.littleEndian >> UInt64(slot & 63) & 1 == 1
  }

  /// True if all of the first slots hold a value, at most 64 of them.
  @inlinable @inline(__always)
  public func isPresent(first count: Int) -> Bool {
    guard count <= min(slotCount, 64) else { return false }
    let word = bytes.unsafeLoadUnaligned(fromUncheckedByteOffset: 8, as: UInt64.self)
    return (~word.littleEndian) << UInt64(64 - count) == 0
  }

  /// The slot's 8 bytes, of one that is known to be present: see ``isPresent(first:)``.
  @inlinable @inline(__always)
  public func present(_ slot: Int) -> Int64 {
    precondition(slot >= 0 && slot < slotCount, "the record has no such slot")
    return Int64(bitPattern: word(slot))
  }

  /// The slot's 8 bytes: a boolean, integer, decimal's units, date's days, instant's microseconds
  /// or word's code; nil if absent.
  @inlinable @inline(__always)
  public func integer(_ slot: Int) -> Int64? {
    isPresent(slot) ? Int64(bitPattern: word(slot)) : nil
  }

  /// The text in a slot; bytes that are not UTF-8 become U+FFFD; nil if absent.
  public func text(_ slot: Int) -> String? {
    guard let span = chunk(slot) else { return nil }
    return span.text
  }

  /// The bytes of a text in a slot, without the NUL that follows them; nil if absent.
  @inlinable
  @_lifetime(copy self)
  public func utf8(_ slot: Int) -> RawSpan? {
    chunk(slot)
  }

  /// The same bytes with the NUL that follows them in the record, for C; nil if there is none.
  @inlinable @inline(__always)
  @_lifetime(copy self)
  public func terminatedUTF8(_ slot: Int) -> RawSpan? {
    guard isPresent(slot) else { return nil }
    let (start, count) = Self.reference(word(slot))
    guard start + count < bytes.byteCount,
      bytes.unsafeLoad(fromUncheckedByteOffset: start + count, as: UInt8.self) == 0
    else { return nil }
    return bytes.extracting(start..<(start + count + 1))
  }

  /// The bytes of the record in a slot; nil if absent.
  @_lifetime(copy self)
  public func nested(_ slot: Int) -> RawSpan? {
    chunk(slot)
  }

  /// The list in a slot; nil if absent or damaged.
  @_lifetime(copy self)
  public func list(_ slot: Int) -> ListView? {
    guard isPresent(slot) else { return nil }
    let (start, length) = Self.reference(word(slot))
    return ListView(bytes, start: start, length: length)
  }

  @inlinable @inline(__always)
  func word(_ slot: Int) -> UInt64 {
    bytes.unsafeLoadUnaligned(fromUncheckedByteOffset: slots + slot << 3, as: UInt64.self)
      .littleEndian
  }

  @inlinable @inline(__always)
  @_lifetime(copy self)
  func chunk(_ slot: Int) -> RawSpan? {
    guard isPresent(slot) else { return nil }
    let (start, count) = Self.reference(word(slot))
    guard start + count <= bytes.byteCount else { return nil }
    return bytes.extracting(start..<(start + count))
  }

  /// Offset and length of a word that points into the tail.
  @inlinable
  static func reference(_ word: UInt64) -> (start: Int, count: Int) {
    (Int(word & 0xFFFF_FFFF), Int(word >> 32))
  }
}

extension RawSpan {
  /// The bytes as text; those that are not UTF-8 become U+FFFD.
  public var text: String {
    withUnsafeBytes { bytes in
      guard bytes.count <= 15 else { return String(decoding: bytes, as: UTF8.self) }
      // As long as fits into a string itself: most ids, whose bytes are not walked one by one.
      return String(unsafeUninitializedCapacity: bytes.count) { room in
        UnsafeMutableRawBufferPointer(room).copyMemory(from: bytes)
        return bytes.count
      }
    }
  }

  /// Where a byte stands first; nil if it is none of them.
  public func firstOffset(of byte: UInt8) -> Int? {
    withUnsafeBytes { $0.firstIndex(of: byte) }
  }
}
