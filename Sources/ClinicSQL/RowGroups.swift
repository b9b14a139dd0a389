/// Rows of a table by the code of one enum column, each group in the order of its keys.
///
/// It keeps where rows lie in the map, 16 bytes a row, and sorts nothing.
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
  private var count = 0
  private var group = -1
  private var place = RowGroups.none

  /// Room for so many rows; one group for each word and one for NULL.
  init(capacity: Int, words: Int) {
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
  }

  /// Adds a row; false if there is no group for its code.
  mutating func append(_ row: UnsafeRawBufferPointer, code: Int64?) -> Bool {
    let group = code.map { $0 < 0 ? Int.max : Int($0) &+ 1 } ?? 0
    guard group < groupCount, let start = row.baseAddress else { return false }
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
    }
    let row = rows[Int(place)]
    place = row.next
    return UnsafeRawBufferPointer(start: row.start, count: Int(row.count))
  }
}
