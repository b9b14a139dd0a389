import LMDB

/// Rows of a table by the code of one enum column, each group in the order of its keys.
///
/// It keeps where rows lie in the map, 16 bytes a row, and sorts nothing; of a row that lies elsewhere it
/// keeps a copy.
struct RowGroups {
  private struct Row {
    var start: UnsafeRawPointer
    var count: UInt32
    var next: UInt32
  }

  private static let none = UInt32.max

  private let rows: UnsafeMutablePointer<Row>
  private let heads: UnsafeMutablePointer<UInt32>
  private let tails: UnsafeMutablePointer<UInt32>
  private let groupCount: Int
  private let capacity: Int
  private var count = 0
  private var copies: [UnsafeMutableRawBufferPointer] = []
  private var group = -1
  private var place = RowGroups.none
  /// The row of the same group that is fetched from memory while those before it are read.
  private var ahead = RowGroups.none

  /// How many rows further on that is: a group's rows lie apart, and each would be waited for.
  private static let distance = 6

  /// Room for so many rows; one group for each word and one for NULL.
  init(capacity: Int, words: Int) {
    self.capacity = capacity
    rows = .allocate(capacity: max(capacity, 1))
    groupCount = words + 1
    heads = .allocate(capacity: groupCount)
    tails = .allocate(capacity: groupCount)
    heads.initialize(repeating: Self.none, count: groupCount)
    tails.initialize(repeating: Self.none, count: groupCount)
  }

  func deallocate() {
    rows.deallocate()
    heads.deallocate()
    tails.deallocate()
    for copy in copies { copy.deallocate() }
  }

  /// Whether one more row can be added.
  var hasRoom: Bool { count < capacity }

  /// Adds a row, of which there must be room for one more; false if there is no group for its code.
  mutating func append(
    _ row: UnsafeRawBufferPointer, code: Int64?, keepsCopy: Bool
  ) -> Bool {
    let group = code.map { $0 < 0 ? Int.max : Int($0) &+ 1 } ?? 0
    guard group < groupCount, let start = keepsCopy ? copy(row) : row.baseAddress else {
      return false
    }
    let place = UInt32(count)
    (rows + count).initialize(to: Row(start: start, count: UInt32(row.count), next: Self.none))
    count += 1
    if tails[group] == Self.none {
      heads[group] = place
    } else {
      rows[Int(tails[group])].next = place
    }
    tails[group] = place
    return true
  }

  /// The next row, group after group; nil after the last.
  mutating func next() -> UnsafeRawBufferPointer? {
    while place == Self.none {
      group += 1
      guard group < groupCount else { return nil }
      place = heads[group]
      ahead = place
      for _ in 0..<Self.distance { fetchAhead() }
    }
    let row = rows[Int(place)]
    place = row.next
    fetchAhead()
    return UnsafeRawBufferPointer(start: row.start, count: Int(row.count))
  }

  /// Has the beginning of a row fetched, where its numbers are.
  @inline(__always)
  private mutating func fetchAhead() {
    guard ahead != Self.none else { return }
    let row = rows[Int(ahead)]
    row.start.prefetch()
    (row.start + 64).prefetch()
    ahead = row.next
  }

  private mutating func copy(_ row: UnsafeRawBufferPointer) -> UnsafeRawPointer? {
    let copy = UnsafeMutableRawBufferPointer.allocate(byteCount: row.count, alignment: 8)
    copy.copyMemory(from: row)
    copies.append(copy)
    return UnsafeRawPointer(copy.baseAddress)
  }
}
