/// Rows that follow on each other and have one value, to be put in the order of their values.
///
/// The value is an integer, or a text, of which as much as fits is compared as one number: seven
/// bytes and how many there are. Only texts that are longer and begin alike are looked at further.
struct OrderedRun {
  /// How many bytes of a text are in its number.
  private static let leadBytes = 7

  /// The value, or what it begins with, as a number that sorts as it does.
  let lead: UInt64
  /// The first row.
  let first: UInt32
  /// How many rows there are.
  var count: UInt32 = 1

  init(_ integer: Int64, row: Int) {
    lead = UInt64(bitPattern: integer) ^ (1 << 63)
    first = UInt32(row)
  }

  init(_ text: UnsafeRawBufferPointer, row: Int) {
    var lead: UInt64 = 0
    if text.count > Self.leadBytes {
      lead = UInt64(bigEndian: text.loadUnaligned(as: UInt64.self)) & ~0xFF
    } else {
      for (place, byte) in text.enumerated() { lead |= UInt64(byte) << UInt64(8 * (7 - place)) }
    }
    self.lead = lead | UInt64(min(text.count, Self.leadBytes + 1))
    first = UInt32(row)
  }

  /// Rows without a value.
  init(row: Int) {
    lead = 0
    first = UInt32(row)
  }

  /// The row after its last.
  var end: Int { Int(first) + Int(count) }

  /// How long the text is, if its number says all of it; nil for a longer one.
  var wholeCount: Int? {
    let count = Int(lead & 0xFF)
    return count > Self.leadBytes ? nil : count
  }
}

extension [OrderedRun] {
  /// Adds a row behind the others: to the last run, if it follows on that with the same value.
  ///
  /// - Parameter isAlike: whether the values are the same if their numbers are.
  mutating func add(_ run: OrderedRun, isAlike: Bool) {
    if isAlike, let last = indices.last, self[last].lead == run.lead,
      self[last].end == Int(run.first)
    {
      self[last].count += 1
    } else {
      append(run)
    }
  }

  /// Puts runs of integers in the order of their values; those of one value keep theirs.
  mutating func sortIntegers() { sortByLead() }

  /// Puts runs of texts in the order of their values; those of one value keep theirs.
  ///
  /// - Parameter text: the text of a row.
  mutating func sortTexts(_ text: (Int) -> UnsafeRawBufferPointer) {
    sortByLead()
    var start = 0
    while start < count {
      var end = start + 1
      while end < count, self[end].lead == self[start].lead { end += 1 }
      if end - start > 1, self[start].wholeCount == nil {
        self[start..<end].sort { one, other in
          let order = text(Int(one.first)).order(text(Int(other.first)))
          return order == 0 ? one.first < other.first : order < 0
        }
      }
      start = end
    }
  }

  /// Sorts by the numbers, byte by byte from the lowest (LSD radix sort).
  ///
  /// Equal ones keep their order. Bytes in which all are alike are passed over: ids and moments differ
  /// in a few.
  private mutating func sortByLead() {
    guard var last = first?.lead else { return }
    var differing: UInt64 = 0
    var isSorted = true
    for run in self {
      differing |= run.lead ^ last
      isSorted = isSorted && last <= run.lead
      last = run.lead
    }
    guard !isSorted else { return }
    var other = self
    for shift in stride(from: UInt64(0), to: 64, by: 8) where differing >> shift & 0xFF != 0 {
      move(to: &other, byByteAt: shift)
      swap(&self, &other)
    }
  }

  /// Puts the runs into `other` in the order of one byte of their numbers.
  private func move(to other: inout [OrderedRun], byByteAt shift: UInt64) {
    var places = [Int](repeating: 0, count: 257)
    for run in self { places[Int(run.lead >> shift & 0xFF) + 1] += 1 }
    for byte in 1..<256 { places[byte] += places[byte - 1] }
    other.withUnsafeMutableBufferPointer { other in
      places.withUnsafeMutableBufferPointer { places in
        for run in self {
          let byte = Int(run.lead >> shift & 0xFF)
          other[places[byte]] = run
          places[byte] += 1
        }
      }
    }
  }
}
