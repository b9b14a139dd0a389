import Glibc

/// Builds one record; see ``RecordView`` for the layout.
///
/// Whatever the order in which slots are set, the same values give the same bytes: the tail is laid
/// out in the order of the slots, and absent slots at the end are not written.
public struct RecordWriter: Sendable {
  /// What a slot holds so far; `word` is the value, or offset and length in ``scratch``.
  @usableFromInline
  struct Entry: Sendable {
    @usableFromInline
    enum Kind: UInt8, Sendable {
      case absent, fixed, text, nested, codes, references
    }
    @usableFromInline
    var kind: Kind
    @usableFromInline
    var word: UInt64

    @inlinable
    init(_ kind: Kind = .absent, word: UInt64 = 0) {
      self.kind = kind
      self.word = word
    }
  }

  private(set) var schema: UInt16
  private(set) var version: UInt16
  @usableFromInline
  var entries: [Entry]
  /// Texts, each with its NUL, nested records and lists, as they came, and room behind them; a list's
  /// own offsets count from its start.
  var scratch: [UInt8] = []
  /// How many bytes of it are written.
  private(set) var written = 0
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
    expect(texts: texts)
  }

  /// Begins another record, in the memory of the one before: for many records one after the other.
  public mutating func begin(_ type: RecordType) {
    begin(schema: type.id, version: type.version, slots: type.slotCount)
  }

  /// Begins another record, of a schema with room for `slots` slots.
  public mutating func begin(schema: UInt16, version: UInt16, slots: Int) {
    self.schema = schema
    self.version = version
    if entries.count == slots {
      var entries = entries.mutableSpan
      entries.update(repeating: Entry())
    } else {
      entries.removeAll(keepingCapacity: true)
      addEntries(slots)
    }
    written = 0
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
  @inlinable
  public mutating func set(_ slot: Int, integer: Int64?) {
    guard let integer else {
      entries[slot] = Entry()
      return
    }
    entries[slot] = Entry(.fixed, word: UInt64(bitPattern: integer))
  }

  /// Sets a text.
  ///
  /// A NUL in it would end it early for C, and input is refused for one long before it comes here;
  /// should one come all the same, it becomes U+FFFD, as bytes that are not UTF-8 do.
  public mutating func set(_ slot: Int, text: String?) {
    guard let text else {
      entries[slot] = Entry()
      return
    }
    set(slot, utf8: text.utf8.span.bytes)
  }

  /// Sets a text from its UTF-8; a NUL becomes U+FFFD.
  public mutating func set(_ slot: Int, utf8: RawSpan) {
    utf8.withUnsafeBytes { setText(slot, $0) }
  }

  /// Sets a nested record, without checksum.
  public mutating func set(_ slot: Int, nested: [UInt8]?) {
    guard let nested else {
      entries[slot] = Entry()
      return
    }
    set(slot, nestedSpan: nested.span.bytes)
  }

  /// Sets a nested record, without checksum, from bytes that lie elsewhere.
  public mutating func set(_ slot: Int, nestedSpan: RawSpan) {
    nestedSpan.withUnsafeBytes { bytes in
      let start = written
      write(bytes)
      close(slot, kind: .nested, from: start, count: bytes.count)
    }
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
    let start = written
    write(word: UInt64(count))
    return start
  }

  @usableFromInline
  mutating func append(code: Int64) { write(word: UInt64(bitPattern: code)) }

  @usableFromInline
  mutating func endCodes(_ slot: Int, from start: Int) {
    close(slot, kind: .codes, from: start, count: written - start)
  }

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
    let start = written
    write(word: UInt64(items.count))
    var offset = 8 + items.count * 8
    for item in items {
      write(word: UInt64(offset) | UInt64(item.count) << 32)
      offset += item.count + (terminated ? 1 : 0)
    }
    for item in items {
      item.withUnsafeBytes { write($0, isTerminated: terminated) }
    }
    close(slot, kind: .references, from: start, count: written - start)
  }

  /// Gives a slot a text.
  mutating func setText(_ slot: Int, _ utf8: UnsafeRawBufferPointer) {
    let start = written
    if let first = utf8.baseAddress, memchr(first, 0, utf8.count) != nil {
      utf8.flatMap { $0 == 0 ? [0xEF, 0xBF, 0xBD] : [$0] }.withUnsafeBytes {
        write($0, isTerminated: true)
      }
    } else {
      write(utf8, isTerminated: true)
    }
    close(slot, kind: .text, from: start, count: written - start - 1)
  }

  /// Gives a slot some of ``scratch``.
  @inline(__always)
  private mutating func close(_ slot: Int, kind: Entry.Kind, from start: Int, count: Int) {
    entries[slot] = Entry(kind, word: UInt64(start) | UInt64(count) << 32)
  }
}

// Bytes go into room that is there already: an append to an array takes several times as long.
extension RecordWriter {
  /// Makes room for so many bytes of texts, lists and nested records.
  mutating func expect(texts count: Int) {
    if scratch.count < count { makeRoom(count) }
  }

  /// Writes bytes behind those written, and a NUL if they are to have one.
  @inline(__always)
  private mutating func write(_ bytes: UnsafeRawBufferPointer, isTerminated: Bool = false) {
    let start = written
    written += bytes.count + (isTerminated ? 1 : 0)
    if written > scratch.count { makeRoom(written) }
    scratch.withUnsafeMutableBytes { room in
      if let first = bytes.baseAddress {
        (room.baseAddress! + start).copyMemory(from: first, byteCount: bytes.count)
      }
      if isTerminated { room[start + bytes.count] = 0 }
    }
  }

  /// Writes 8 bytes, little-endian.
  private mutating func write(word: UInt64) {
    withUnsafeBytes(of: word.littleEndian) { write($0) }
  }

  @inline(never)
  private mutating func makeRoom(_ count: Int) {
    let room = max(count, 2 * scratch.count, 128)
    scratch.append(contentsOf: repeatElement(0, count: room - scratch.count))
  }
}
