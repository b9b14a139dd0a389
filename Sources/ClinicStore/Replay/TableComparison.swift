import Clinic
import LMDB
import Records

/// How the stored rows of a table differ from its replay, found by walking both at once.
enum RowDifference {
  /// The log makes the row, and it is not there.
  case missing(row: Int)
  /// It is there, and the log does not make it.
  case extra(key: [UInt8])
  /// Its checksum does not fit its bytes; the row of the replay, if there is one.
  case damaged(key: [UInt8], row: Int?)
  /// It is there with another record.
  case differing(row: Int, live: [UInt8])
}

/// How the stored index entries of a field differ from those of a replay.
enum EntryDifference {
  /// The row has no entry.
  case missing(row: Int)
  /// An entry that leads to no row with that value, by its key.
  case stray(key: [UInt8])
}

/// One less than how many are looked at between two words of it: a power of two.
private let few = 0xFF

extension ReplayedTable {
  /// Walks the stored rows beside the replayed ones and gives every difference.
  ///
  /// - Parameter step: told now and then how many more rows were looked at.
  /// - Returns: How many rows are stored.
  func compareRows(
    with rows: Table, in view: TransactionView, step: (Int) throws -> Void,
    _ body: (RowDifference) throws -> Void
  ) throws -> Int {
    var stored = 0
    var next = 0
    var cursor = try view.cursor(rows)
    let prefix = Key([type.id])
    while try cursor.next(prefix: prefix) {
      stored += 1
      if stored & few == 0 { try step(few + 1) }
      while next < count, key(next).order(cursor.key) < 0 {
        try body(.missing(row: next))
        next += 1
      }
      let isMade = next < count && key(next).order(cursor.key) == 0
      guard let live = Checksum.body(of: cursor.value) else {
        try body(.damaged(key: cursor.key.copy(), row: isMade ? next : nil))
        if isMade { next += 1 }
        continue
      }
      guard isMade else {
        try body(.extra(key: cursor.key.copy()))
        continue
      }
      if !live.hasBytes(of: record(next)) { try body(.differing(row: next, live: live.copy())) }
      next += 1
    }
    while next < count {
      try body(.missing(row: next))
      next += 1
    }
    try step(stored & few)
    return stored
  }
}

extension FieldEntries {
  /// Walks the stored entries of the field beside the replayed ones and gives every difference.
  ///
  /// - Returns: How many entries are stored.
  func compare(
    with index: Table, in view: TransactionView, step: (Int) throws -> Void,
    _ body: (EntryDifference) throws -> Void
  ) throws -> Int {
    var made = keys
    var isLeft = made.next()
    var stored = 0
    var cursor = try view.cursor(index)
    let prefix = Key([table.type.id, UInt8(field.slot)])
    while try cursor.next(prefix: prefix) {
      stored += 1
      if stored & few == 0 { try step(few + 1) }
      var isMade = false
      while isLeft {
        let order = made.key.span.bytes.order(cursor.key)
        isMade = order == 0
        guard order < 0 else { break }
        try body(.missing(row: made.row))
        isLeft = made.next()
      }
      if isMade {
        isLeft = made.next()
        // An entry says all it has to say by its key.
        if cursor.value.byteCount == 0 { continue }
      }
      try body(.stray(key: cursor.key.copy()))
    }
    while isLeft {
      try body(.missing(row: made.row))
      isLeft = made.next()
    }
    try step(stored & few)
    return stored
  }
}

extension RecordType {
  /// The fields in which two records differ, by name; their layout, where all fields are the same.
  func differingFields(_ one: RawSpan, _ other: RawSpan) -> [String] {
    let names = fields.filter {
      json(ofField: $0, in: one) != json(ofField: $0, in: other)
    }.map(\.name)
    return names.isEmpty ? ["its layout"] : names
  }
}
