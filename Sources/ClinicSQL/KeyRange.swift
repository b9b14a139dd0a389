import Glibc

/// The stretch of keys that a scan walks: from `low` on, up to but not with `high`.
///
/// Both ends live in memory of their own, made once for each cursor and written anew at each filter.
struct KeyRange {
  /// LMDB's longest key is 511 bytes; an end that would be longer is widened instead.
  static let capacity = 511

  private let storage: UnsafeMutablePointer<UInt8>
  private(set) var lowCount = 0
  private(set) var highCount = 0
  /// Whether it ends where the prefix that it covers ends.
  private(set) var isEndOfPrefix = false
  /// Whether nothing can be in it.
  var isEmpty = false

  init() { storage = .allocate(capacity: Self.capacity * 3) }

  func deallocate() { storage.deallocate() }

  /// Room for one key that a cursor puts together.
  var scratch: UnsafeMutableRawBufferPointer {
    UnsafeMutableRawBufferPointer(start: storage + Self.capacity * 2, count: Self.capacity)
  }

  /// The first key that may be in it.
  var low: UnsafeRawBufferPointer { UnsafeRawBufferPointer(start: storage, count: lowCount) }
  /// The first key after it.
  var high: UnsafeRawBufferPointer {
    UnsafeRawBufferPointer(start: storage + Self.capacity, count: highCount)
  }

  /// Every key that begins with these bytes, of which the last is below 255; all keys, if none.
  mutating func cover(_ prefix: [UInt8]) {
    isEmpty = false
    isEndOfPrefix = true
    lowCount = 0
    highCount = 0
    for byte in prefix {
      storage[lowCount] = byte
      storage[Self.capacity + lowCount] = byte
      lowCount += 1
    }
    highCount = lowCount
    if highCount > 0 { storage[Self.capacity + highCount - 1] += 1 } else { coverEnd() }
  }

  /// Begins at the prefix followed by these bytes, and perhaps one more.
  mutating func begin(
    _ prefix: [UInt8], _ bytes: UnsafeRawBufferPointer, then last: UInt8? = nil
  ) {
    lowCount = write(prefix, bytes, last, at: 0)
  }

  /// Ends before the prefix followed by these bytes, and perhaps one more.
  mutating func end(_ prefix: [UInt8], _ bytes: UnsafeRawBufferPointer, then last: UInt8? = nil) {
    // Cut short, an end would leave out keys: then the prefix's own end stands.
    guard prefix.count + bytes.count + 1 <= Self.capacity else { return }
    highCount = write(prefix, bytes, last, at: Self.capacity)
    isEndOfPrefix = false
  }

  /// Holds the one value that the prefix followed by these bytes stands for: of an index, all keys
  /// that have it before `terminator`; of a table, the key itself.
  mutating func setPoint(
    _ prefix: [UInt8], _ bytes: UnsafeRawBufferPointer, terminator: UInt8?
  ) {
    lowCount = write(prefix, bytes, terminator, at: 0)
    guard prefix.count + bytes.count + 1 <= Self.capacity else { return }
    // The first key after all those with these very bytes: one more byte, whichever is least.
    let count = prefix.count + bytes.count
    memcpy(storage + Self.capacity, storage, count)
    storage[Self.capacity + count] = terminator.map { $0 + 1 } ?? 0
    highCount = count + 1
    isEndOfPrefix = false
  }

  /// Holds the one key of these bytes; false, and as it was, if no row's key can be so.
  mutating func setKey(_ prefix: [UInt8], _ bytes: UnsafeRawBufferPointer) -> Bool {
    guard prefix.count + bytes.count + 1 <= Self.capacity, !bytes.contains(0) else { return false }
    isEmpty = false
    setPoint(prefix, bytes, terminator: nil)
    return true
  }

  /// Ends before this key at the latest.
  mutating func cut(before key: UnsafeRawBufferPointer) {
    if Self.precedes(key, high) { highCount = write([], key, nil, at: Self.capacity) }
  }

  /// Whether it holds one key alone: the end is that key with a 0 behind it, and no key is between.
  var isOfOneKey: Bool {
    highCount == lowCount + 1 && high[lowCount] == 0
      && memcmp(storage, storage + Self.capacity, lowCount) == 0
  }

  /// Whether a key comes before the end.
  @inline(__always)
  func isBeforeEnd(_ key: UnsafeRawBufferPointer) -> Bool {
    // A walk over one table ends with the table's number: one byte tells.
    guard highCount > 1 || key.isEmpty else { return key[0] < storage[Self.capacity] }
    return Self.precedes(key, high)
  }

  /// Whether a key is at the beginning or after it.
  @inline(__always)
  func isFromBeginning(_ key: UnsafeRawBufferPointer) -> Bool { !Self.precedes(key, low) }

  /// Whether one key sorts before another (`memcmp`, then the shorter one).
  @inline(__always)
  static func precedes(_ first: UnsafeRawBufferPointer, _ second: UnsafeRawBufferPointer) -> Bool {
    guard let one = first.baseAddress, let other = second.baseAddress else {
      return first.count < second.count
    }
    let order = memcmp(one, other, min(first.count, second.count))
    return order != 0 ? order < 0 : first.count < second.count
  }

  private mutating func coverEnd() {
    // Keys are at most 511 bytes, so nothing sorts after this.
    for place in 0..<Self.capacity { storage[Self.capacity + place] = 0xFF }
    highCount = Self.capacity
  }

  private mutating func write(
    _ prefix: [UInt8], _ bytes: UnsafeRawBufferPointer, _ last: UInt8?, at start: Int
  ) -> Int {
    var count = 0
    for byte in prefix {
      storage[start + count] = byte
      count += 1
    }
    // Copied at once: bytes written one by one are slow to be read together.
    let fitting = min(bytes.count, Self.capacity - 1 - count)
    if let from = bytes.baseAddress { memcpy(storage + start + count, from, fitting) }
    count += fitting
    if let last {
      storage[start + count] = last
      count += 1
    }
    return count
  }
}
