import ClinicStore

/// The rows of a table as a moment saw them otherwise, in the order of the table or of one of its
/// indexes.
private final class PastOrder {
  let rows: PastRows
  private let entries: [(key: [UInt8], row: Int)]?

  /// - Parameter slot: that of the index; nil for the table itself.
  init(_ rows: PastRows, slot: Int?) {
    self.rows = rows
    entries = slot.map { rows.entries(of: $0) }
  }

  var count: Int { entries?.count ?? rows.rows.count }

  func key(_ place: Int) -> [UInt8] { entries?[place].key ?? rows.rows[place].key }

  func row(_ place: Int) -> PastRows.Row { rows.rows[entries?[place].row ?? place] }

  /// The place of the first key that is not before this one.
  func place(notBefore key: UnsafeRawBufferPointer) -> Int {
    var low = 0
    var high = count
    while low < high {
      let middle = (low + high) / 2
      let isBefore = self.key(middle).withUnsafeBytes { KeyRange.precedes($0, key) }
      if isBefore { low = middle + 1 } else { high = middle }
    }
    return low
  }
}

/// A walk over rows as a moment saw them, beside a cursor's walk over the table as it is.
///
/// Plain values, so that a cursor that looks at no past pays for none; `deallocate` it once.
struct PastWalk {
  private let order: Unmanaged<PastOrder>
  private var place = 0
  private var end = 0
  private var isDescending = false
  private var current = ByteBuffer()

  init(_ rows: PastRows, slot: Int?) {
    order = .passRetained(PastOrder(rows, slot: slot))
  }

  func deallocate() {
    order.release()
    current.deallocate()
  }

  /// The rows that the moment saw otherwise.
  var count: Int { order.takeUnretainedValue().count }
  /// Whether it stands on a row.
  var isThere: Bool { place != end }
  /// The key that it stands on, of the table or of the index.
  var key: UnsafeRawBufferPointer { current.bytes }
  /// The table's key of the row that it stands on.
  var rowKey: [UInt8]? { isThere ? order.takeUnretainedValue().row(place).key : nil }
  /// The record of the row that it stands on.
  var record: [UInt8] { order.takeUnretainedValue().row(place).record }

  /// Goes to the first row of a range, or to the last.
  mutating func start(in range: KeyRange, isDescending: Bool) {
    let order = order.takeUnretainedValue()
    let low = order.place(notBefore: range.low)
    let high = max(low, order.place(notBefore: range.high))
    self.isDescending = isDescending
    place = isDescending ? high - 1 : low
    end = isDescending ? low - 1 : high
    load()
  }

  /// Goes on to the next row, or the one before.
  mutating func advance() {
    place += isDescending ? -1 : 1
    load()
  }

  /// Whether it stands before a key in the order of the walk.
  func precedes(_ key: UnsafeRawBufferPointer) -> Bool {
    isDescending ? KeyRange.precedes(key, self.key) : KeyRange.precedes(self.key, key)
  }

  /// Whether the moment did not see what the table now holds at a key.
  func hides(_ key: UnsafeRawBufferPointer, _ record: UnsafeRawBufferPointer) -> Bool {
    order.takeUnretainedValue().rows.hides(key, record)
  }

  private mutating func load() {
    if isThere { current.set(order.takeUnretainedValue().key(place)) }
  }
}
