import Records

/// Streams numbered from 0 in the order in which they are met, found again by a hash of their name.
///
/// A fold asks for the stream of every event: one XXH3 of a few bytes, where a dictionary of strings
/// would cost more than reading the event does.
struct StreamNames {
  /// Kind and id of each, one behind the other.
  private var bytes: [UInt8] = []
  /// Where each begins in `bytes`; one more than there are streams.
  private var starts: [Int] = [0]
  private var hashes: [UInt64] = []
  /// Open addressing: a stream's number + 1, or 0.
  private var slots = [UInt32](repeating: 0, count: 1 << 10)
  /// The stream that was asked for last, which often is asked for next.
  private var last = 0

  /// How many there are.
  var count: Int { hashes.count }

  /// The number of a stream, given to it now if it was not met before.
  mutating func number(kind: UInt8, id: RawSpan) -> Int {
    if last < count, matches(last, kind, id) { return last }
    let hash = Self.hash(kind, id)
    let slot = slot(of: hash, kind, id)
    if slots[slot] != 0 {
      last = Int(slots[slot]) - 1
      return last
    }
    last = count
    slots[slot] = UInt32(count + 1)
    hashes.append(hash)
    bytes.append(kind)
    id.withUnsafeBytes { bytes.append(contentsOf: $0) }
    starts.append(bytes.count)
    if count * 2 > slots.count { grow() }
    return count - 1
  }

  /// The number of a stream, nil if it was never met.
  func find(kind: UInt8, id: RawSpan) -> Int? {
    let slot = slot(of: Self.hash(kind, id), kind, id)
    return slots[slot] == 0 ? nil : Int(slots[slot]) - 1
  }

  /// The slot that holds a stream's number and 1, or the empty one where it belongs.
  private func slot(of hash: UInt64, _ kind: UInt8, _ id: RawSpan) -> Int {
    var slot = Int(truncatingIfNeeded: hash) & (slots.count - 1)
    while slots[slot] != 0 {
      let number = Int(slots[slot]) - 1
      if hashes[number] == hash, matches(number, kind, id) { break }
      slot = (slot + 1) & (slots.count - 1)
    }
    return slot
  }

  /// The kind of a stream by its number.
  func kind(_ number: Int) -> UInt8 { bytes[starts[number]] }

  /// The id of a stream by its number.
  func id(_ number: Int) -> String { String(decoding: idBytes(number), as: UTF8.self) }

  /// The id's bytes.
  func idBytes(_ number: Int) -> ArraySlice<UInt8> {
    bytes[(starts[number] + 1)..<starts[number + 1]]
  }

  /// The streams of a kind, in the order of their ids.
  func inOrder(kind: UInt8) -> [Int] {
    bytes.withUnsafeBytes { all in
      func id(_ number: Int) -> UnsafeRawBufferPointer {
        UnsafeRawBufferPointer(rebasing: all[(starts[number] + 1)..<starts[number + 1]])
      }
      var order: [OrderedRun] = []
      for number in 0..<count where self.kind(number) == kind {
        order.append(OrderedRun(id(number), row: number))
      }
      order.sortTexts(id)
      return order.map { Int($0.first) }
    }
  }

  private static func hash(_ kind: UInt8, _ id: RawSpan) -> UInt64 {
    (Checksum.xxh3(id) ^ UInt64(kind)) &* 0x9E37_79B9_7F4A_7C15
  }

  /// Whether a stream, by its number, is of this kind and id.
  func matches(_ number: Int, _ kind: UInt8, _ id: RawSpan) -> Bool {
    let start = starts[number]
    guard bytes[start] == kind, starts[number + 1] - start - 1 == id.byteCount else { return false }
    return bytes.withUnsafeBytes { all in
      id.withUnsafeBytes { id in
        UnsafeRawBufferPointer(rebasing: all[(start + 1)..<(start + 1 + id.count)]).hasBytes(of: id)
      }
    }
  }

  private mutating func grow() {
    slots = [UInt32](repeating: 0, count: slots.count * 2)
    for number in hashes.indices {
      var slot = Int(truncatingIfNeeded: hashes[number]) & (slots.count - 1)
      while slots[slot] != 0 { slot = (slot + 1) & (slots.count - 1) }
      slots[slot] = UInt32(number + 1)
    }
  }
}
