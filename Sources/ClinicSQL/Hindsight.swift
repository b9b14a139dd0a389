import ClinicStore

/// How a cursor looks back: which of the rows that are there now it serves, and what it puts in the
/// places of the others.
struct Hindsight {
  /// What decides whether a row of the live table is served.
  enum Sight: UInt8 {
    /// Nothing: it is asked about the present.
    case now
    /// An event's own position.
    case log
    /// A state row's own first and last position; in between, its stream is folded again.
    case states
    /// What is known of the whole table, merged with the rows as they were.
    case merged
  }

  var sight = Sight.now
  /// The last position that the moment knows of.
  var position: UInt64 = 0
  /// Where a state row has its first and last position.
  var life = (first: -1, last: -1)
  /// Whether the row that the cursor stands on lies outside of the map.
  var isCopied = false
  /// Over the rows as they were, if they are merged.
  var walk: PastWalk?
  /// Whether the cursor stands on a row of ``walk``, rather than of the table.
  var takesPast = false
  /// Whether the walk over the table stands on a row that the moment saw too.
  var isLiveThere = false
  /// That row.
  var liveRow = UnsafeRawBufferPointer(start: nil, count: 0)
  /// The record of a row that is not as it was, while the cursor stands on it.
  private var buffer = ByteBuffer()

  /// Forgets what it looked back to.
  mutating func reset() {
    walk?.deallocate()
    walk = nil
    sight = .now
    isCopied = false
    takesPast = false
    isLiveThere = false
  }

  /// Frees what it holds.
  mutating func deallocate() {
    reset()
    buffer.deallocate()
    buffer = ByteBuffer()
  }

  /// Keeps a record until the next one; its bytes lie still as long.
  mutating func keep(_ record: [UInt8]) -> UnsafeRawBufferPointer {
    isCopied = true
    buffer.set(record)
    return buffer.bytes
  }
}

/// Bytes in memory of their own, which grows and is used again.
struct ByteBuffer {
  private var storage = UnsafeMutableRawBufferPointer(start: nil, count: 0)
  private var count = 0

  /// What it holds; good until it is set again.
  var bytes: UnsafeRawBufferPointer {
    UnsafeRawBufferPointer(rebasing: UnsafeRawBufferPointer(storage)[..<count])
  }

  mutating func set(_ bytes: [UInt8]) {
    if bytes.count > storage.count {
      storage.deallocate()
      storage = .allocate(byteCount: max(256, bytes.count * 2), alignment: 8)
    }
    storage.copyBytes(from: bytes)
    count = bytes.count
  }

  func deallocate() { storage.deallocate() }
}
