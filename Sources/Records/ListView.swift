/// A list read in place, from within its record.
///
/// Layout: count u32, 0 u32, then one word of 8 bytes an item: a word's code, or u32 offset from
/// the containing record's start and u32 length of a text or nested record.
public struct ListView: ~Escapable {
  private let record: RawSpan
  private let words: Int
  /// The items.
  public let count: Int

  /// Nil if the list does not lie within its record.
  @_lifetime(copy record)
  init?(_ record: RawSpan, start: Int, length: Int) {
    guard length >= 8, start + length <= record.byteCount else { return nil }
    let header = record.unsafeLoadUnaligned(fromUncheckedByteOffset: start, as: UInt64.self)
      .littleEndian
    guard header >> 32 == 0, Int(header) <= (length - 8) >> 3 else { return nil }
    self.record = record
    words = start + 8
    count = Int(header)
  }

  /// The code at an index; nil past the end.
  public func integer(_ index: Int) -> Int64? {
    guard let word = word(index) else { return nil }
    return Int64(bitPattern: word)
  }

  /// The text at an index; nil past the end or if damaged.
  public func text(_ index: Int) -> String? {
    guard let span = chunk(index) else { return nil }
    return span.text
  }

  /// The bytes of the text at an index; nil past the end or if damaged.
  @_lifetime(copy self)
  public func utf8(_ index: Int) -> RawSpan? {
    chunk(index)
  }

  /// The bytes of the record at an index; nil past the end or if damaged.
  @_lifetime(copy self)
  public func nested(_ index: Int) -> RawSpan? {
    chunk(index)
  }

  private func word(_ index: Int) -> UInt64? {
    guard index >= 0, index < count else { return nil }
    return record.unsafeLoadUnaligned(
      fromUncheckedByteOffset: words + index << 3, as: UInt64.self
    ).littleEndian
  }

  @_lifetime(copy self)
  private func chunk(_ index: Int) -> RawSpan? {
    guard let word = word(index) else { return nil }
    let (start, count) = RecordView.reference(word)
    guard start + count <= record.byteCount else { return nil }
    return record.extracting(start..<(start + count))
  }
}
