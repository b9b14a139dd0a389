import Glibc

/// Builds one record; see ``RecordView`` for the layout.
///
/// Whatever the order in which slots are set, the same values give the same bytes: the tail is laid
/// out in the order of the slots, and absent slots at the end are not written.
public struct RecordWriter: Sendable {
  /// What a slot holds so far; `word` is the value, or offset and length in ``scratch``.
  struct Entry: Sendable {
    enum Kind: UInt8, Sendable {
      case absent, fixed, text, nested, codes, references
    }
    var kind: Kind = .absent
    var word: UInt64 = 0
  }

  private(set) var schema: UInt16
  private(set) var version: UInt16
  var entries: [Entry]
  /// Texts, nested records and lists, as they came; a list's own offsets count from its start.
  var scratch: [UInt8] = []
  /// A writer for the records that stand in this one, once there was any; used for all of them.
  private var nested: [RecordWriter] = []

  /// Begins a record of a type.
  public init(_ type: RecordType) {
    self.init(schema: type.id, version: type.version, slots: type.slotCount)
  }

  /// Begins a record of a schema with room for `slots` slots, at most 65,535.
  ///
  /// - Parameter texts: how many bytes of texts, lists and nested records are to be expected.
  public init(schema: UInt16, version: UInt16, slots: Int, texts: Int = 0) {
    self.schema = schema
    self.version = version
    entries = []
    addEntries(slots)
    if texts > 0 { scratch.reserveCapacity(texts) }
  }

  /// Begins another record, in the memory of the one before: for many records one after the other.
  public mutating func begin(_ type: RecordType) {
    begin(schema: type.id, version: type.version, slots: type.slotCount)
  }

  /// Begins another record, of a schema with room for `slots` slots.
  public mutating func begin(schema: UInt16, version: UInt16, slots: Int) {
    self.schema = schema
    self.version = version
    if entries.count > slots { entries.removeLast(entries.count - slots) }
    var left = entries.mutableSpan
    for slot in left.indices { left[slot] = Entry() }
    addEntries(slots - entries.count)
    scratch.removeAll(keepingCapacity: true)
  }

  /// Lends a writer for records that are to stand in this one.
  @usableFromInline
  mutating func lendWriter() -> RecordWriter {
    nested.popLast() ?? RecordWriter(schema: 0, version: 0, slots: 0)
  }

  /// Takes it back, for the next ones.
  @usableFromInline
  mutating func takeBack(_ writer: consuming RecordWriter) { nested.append(writer) }

  // One by one: making an array of so many goes through the runtime's generic metadata each time.
  private mutating func addEntries(_ count: Int) {
    entries.reserveCapacity(entries.count + count)
    for _ in 0..<count { entries.append(Entry()) }
  }

  /// Sets a boolean, integer, decimal's units, date's days, instant's microseconds or word's code;
  /// nil makes the slot absent, here and below.
  public mutating func set(_ slot: Int, integer: Int64?) {
    entries[slot] = integer.map { Entry(kind: .fixed, word: UInt64(bitPattern: $0)) } ?? Entry()
  }

  /// Sets a text.
  ///
  /// A NUL in it would end it early for C, and input is refused for one long before it comes here;
  /// should one come all the same, it becomes U+FFFD, as bytes that are not UTF-8 do.
  public mutating func set(_ slot: Int, text: String?) {
    guard var text else {
      entries[slot] = Entry()
      return
    }
    text.withUTF8 { set(slot, kind: .text, bytes: UnsafeRawBufferPointer($0)) }
  }

  /// Sets a text from its UTF-8; a NUL becomes U+FFFD.
  public mutating func set(_ slot: Int, utf8: RawSpan) {
    utf8.withUnsafeBytes { set(slot, kind: .text, bytes: $0) }
  }

  /// Sets a nested record, without checksum.
  public mutating func set(_ slot: Int, nested: [UInt8]?) {
    guard let nested else {
      entries[slot] = Entry()
      return
    }
    nested.withUnsafeBytes { set(slot, kind: .nested, bytes: $0) }
  }

  /// Sets a nested record, without checksum, from bytes that lie elsewhere.
  public mutating func set(_ slot: Int, nestedSpan: RawSpan) {
    nestedSpan.withUnsafeBytes { set(slot, kind: .nested, bytes: $0) }
  }

  /// Sets a list of codes.
  public mutating func set(_ slot: Int, list: [Int64]?) {
    guard let list else {
      entries[slot] = Entry()
      return
    }
    let start = beginCodes(list.count)
    for code in list { append(code: code) }
    endCodes(slot, from: start)
  }

  /// Begins a list of so many codes, and gives the place to close it with.
  @usableFromInline
  mutating func beginCodes(_ count: Int) -> Int {
    let start = scratch.count
    scratch.appendWord(UInt64(count))
    return start
  }

  @usableFromInline
  mutating func append(code: Int64) { scratch.appendWord(UInt64(bitPattern: code)) }

  @usableFromInline
  mutating func endCodes(_ slot: Int, from start: Int) { close(slot, kind: .codes, from: start) }

  /// Sets a list of texts; a NUL in one becomes U+FFFD.
  public mutating func set(_ slot: Int, list: [String]?) {
    setTexts(slot, list?.map { Array($0.utf8) })
  }

  /// Sets a list of nested records, without checksums.
  public mutating func set(_ slot: Int, list: [[UInt8]]?) {
    setReferences(slot, list, terminated: false)
  }

  /// Sets a list of texts from their UTF-8; each is followed by a NUL too, for C to read in place.
  mutating func setTexts(_ slot: Int, _ items: [[UInt8]]?) {
    let items = items?.map { item in
      item.contains(0) ? item.flatMap { $0 == 0 ? [0xEF, 0xBF, 0xBD] : [$0] } : item
    }
    setReferences(slot, items, terminated: true)
  }

  private mutating func setReferences(_ slot: Int, _ items: [[UInt8]]?, terminated: Bool) {
    guard let items else {
      entries[slot] = Entry()
      return
    }
    let start = scratch.count
    scratch.appendWord(UInt64(items.count))
    var offset = 8 + items.count * 8
    for item in items {
      scratch.appendWord(UInt64(offset) | UInt64(item.count) << 32)
      offset += item.count + (terminated ? 1 : 0)
    }
    for item in items {
      scratch.append(contentsOf: item)
      if terminated { scratch.append(0) }
    }
    close(slot, kind: .references, from: start)
  }

  private mutating func set(_ slot: Int, kind: Entry.Kind, bytes: UnsafeRawBufferPointer) {
    let start = scratch.count
    if kind == .text, let first = bytes.baseAddress, memchr(first, 0, bytes.count) != nil {
      for byte in bytes {
        if byte == 0 {
          scratch.append(contentsOf: [0xEF, 0xBF, 0xBD])
        } else {
          scratch.append(byte)
        }
      }
    } else {
      scratch.append(contentsOf: bytes)
    }
    close(slot, kind: kind, from: start)
  }

  /// Gives a slot all of ``scratch`` from `start` on.
  mutating func close(_ slot: Int, kind: Entry.Kind, from start: Int) {
    let word = UInt64(start) | UInt64(scratch.count - start) << 32
    entries[slot] = Entry(kind: kind, word: word)
  }
}

extension [UInt8] {
  /// Appends 8 bytes, little-endian.
  mutating func appendWord(_ word: UInt64) {
    Swift.withUnsafeBytes(of: word.littleEndian) { append(contentsOf: $0) }
  }
}
