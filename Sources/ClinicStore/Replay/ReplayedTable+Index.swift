import Clinic
import Records

extension ReplayedTable {
  /// The fields that have an index, in the order of their slots, which is that of the database.
  var indexed: [Field] {
    type.record.fields.filter(\.isIndexed).sorted { $0.slot < $1.slot }
  }
}

/// The index entries of one field over a whole replayed table, one a row, in the order of their keys.
///
/// Values of a field never begin each other (see ``RowKey``), and rows stand in the order of their
/// keys: so rows are put in the order of their values, and no key is made before it is wanted. What
/// is sorted is runs of rows with one value: events of a session follow on each other, and so do
/// its rows.
struct FieldEntries: Sendable {
  /// The table that they are of.
  let table: ReplayedTable
  /// The field.
  let field: Field
  private let isText: Bool
  /// The runs in the order of their values.
  let runs: [OrderedRun]
  /// How many runs have no value; they come first.
  private let absent: Int
  /// How many bytes the keys of all entries have.
  let keyBytes: Int

  init(_ table: ReplayedTable, _ field: Field) {
    self.table = table
    self.field = field
    isText = IndexedColumn.isText(field)
    let slot = field.slot
    let rows = table.rows
    var absent: [OrderedRun] = []
    var valued: [OrderedRun] = []
    // Table, slot, and what tells whether there is a value; then the row's own key without its table.
    var keyBytes = rows.reduce(0) { $0 + 3 + $1.tail.count }
    if isText {
      var last = UnsafeRawBufferPointer(start: nil, count: 0)
      for place in rows.indices {
        if let text = rows[place].text(slot) {
          let run = OrderedRun(text, row: place)
          valued.add(run, isAlike: run.wholeCount != nil || text.hasBytes(of: last))
          last = text
          keyBytes += text.count + 1
        } else {
          absent.add(OrderedRun(row: place), isAlike: true)
        }
      }
      valued.sortTexts { rows[$0].text(slot)! }
    } else {
      for place in rows.indices {
        if let integer = rows[place].integer(slot) {
          valued.add(OrderedRun(integer, row: place), isAlike: true)
          keyBytes += MemoryLayout<Int64>.size
        } else {
          absent.add(OrderedRun(row: place), isAlike: true)
        }
      }
      valued.sortIntegers()
    }
    self.absent = absent.count
    self.keyBytes = keyBytes
    runs = absent + valued
  }

  /// The entries of all indexed fields of a table, in the order of the database; those of the fields
  /// after it are ordered while use is made of one.
  static func ahead(of table: ReplayedTable) -> WorkAhead<FieldEntries> {
    ahead(of: table) { $0 }
  }

  /// The same with their keys made, too.
  static func keysAhead(of table: ReplayedTable) -> WorkAhead<KeyList> {
    ahead(of: table) { KeyList($0) }
  }

  private static func ahead<Made>(
    of table: ReplayedTable, _ make: @escaping @Sendable (FieldEntries) -> Made
  ) -> WorkAhead<Made> {
    var fields = table.indexed.makeIterator()
    // Two: while rows are put, there is time for more than the first field.
    return WorkAhead(depth: 2) {
      fields.next().map { field in
        SideWork(isSmall: table.count < fewest) { make(FieldEntries(table, field)) }
      }
    }
  }

  /// Rows so few that ordering them is not worth a thread.
  private static let fewest = 1_000

  /// Their keys, to be gone through from the first.
  var keys: EntryKeys { EntryKeys(self) }

  /// Writes what the keys of a run begin with, up to their rows', over what `key` holds.
  func writeValue(of place: Int, to key: inout [UInt8]) {
    let run = runs[place]
    key.removeLast(key.count)
    key.append(table.type.id)
    key.append(UInt8(field.slot))
    if place < absent {
      RowKey.appendAbsent(to: &key)
    } else if !isText {
      RowKey.append(ordered: run.lead, to: &key)
    } else if let count = run.wholeCount {
      withUnsafeBytes(of: run.lead.bigEndian) {
        RowKey.append(text: UnsafeRawBufferPointer(rebasing: $0[..<count]), to: &key)
      }
    } else {
      RowKey.append(text: table.rows[Int(run.first)].text(field.slot)!, to: &key)
    }
  }
}

/// Goes through index entries in the order of their keys, each made in the place of the last.
struct EntryKeys {
  private let entries: FieldEntries
  private let rows: [ReplayedTable.Row]
  private var nextRun = 0
  private var nextRow = 0
  /// The row after the last of the run.
  private var runEnd = 0
  /// How much of the key is the same for all rows of the run.
  private var shared = 0
  /// The entry's key.
  private(set) var key: [UInt8] = []
  /// The row that it leads to.
  private(set) var row = 0

  fileprivate init(_ entries: FieldEntries) {
    self.entries = entries
    rows = entries.table.rows
  }

  /// Goes to the next entry; false after the last.
  mutating func next() -> Bool {
    if nextRow == runEnd {
      guard nextRun < entries.runs.count else { return false }
      entries.writeValue(of: nextRun, to: &key)
      shared = key.count
      nextRow = Int(entries.runs[nextRun].first)
      runEnd = entries.runs[nextRun].end
      nextRun += 1
    }
    row = nextRow
    nextRow += 1
    let tail = rows[row].tail
    if key.count - shared == tail.count {
      key.withUnsafeMutableBytes {
        UnsafeMutableRawBufferPointer(rebasing: $0[shared...]).copyMemory(from: tail)
      }
    } else {
      key.removeLast(key.count - shared)
      key.append(contentsOf: tail)
    }
    return true
  }
}

extension ReplayedTable.Row {
  fileprivate func integer(_ slot: Int) -> Int64? {
    RecordView(trusting: RawSpan(_unsafeBytes: record)).integer(slot)
  }

  fileprivate func text(_ slot: Int) -> UnsafeRawBufferPointer? {
    RecordView(trusting: RawSpan(_unsafeBytes: record)).utf8(slot)?.withUnsafeBytes { $0 }
  }
}
