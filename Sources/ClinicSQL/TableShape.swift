import CSQLite
import Glibc
import Records

/// How a stored value becomes a column of SQL.
enum ColumnForm: UInt8 {
  /// A boolean or a whole number.
  case integer
  /// Units of a decimal, shown as a real number.
  case decimal
  /// Days, shown as `2026-03-01`.
  case date
  /// Microseconds, shown as `2026-03-01 10:05:00`.
  case instant
  /// Text or JSON, straight from the map.
  case text
  /// The code of an enum's word.
  case word
  /// A list or a structure, shown as JSON.
  case json
  /// An event's stream: its kind's word, a slash and its id.
  case stream
  /// An event's data, as JSON by its own type.
  case payload
  /// No part of the record: the moment asked about.
  case moment
}

/// One column, as plain values that a C callback reads without counting a reference.
struct ColumnPlan {
  var form: ColumnForm
  var slot: Int
  /// What a decimal's units are divided by.
  var divisor = 1.0
  /// Words by their code, each ending in NUL; nil where a code has none.
  var words: UnsafePointer<UnsafePointer<CChar>?>?
  var wordCount = 0
  /// The place of the field among the record's.
  var field = -1
}

/// One column, as people and SQLite's declaration see it.
struct SourceColumn {
  var name: String
  var form: ColumnForm
  var slot: Int
  var scale = 0
  var words: [String] = []
  var measure: Measure?
  var field = -1
  var isHidden = false
  var isPersonal = false
  var summary = ""
  var unit: String?

  /// ``MomentColumn``, which every table begins with.
  static var moment: SourceColumn {
    var column = SourceColumn(name: MomentColumn.name, form: .moment, slot: -1)
    column.isHidden = true
    return column
  }

  /// What decides the affinity of comparisons.
  var declaredType: String {
    switch form {
    case .integer: "INTEGER"
    case .decimal: "REAL"
    default: "TEXT"
    }
  }
}

/// A table as its module needs it: made once, read by callbacks for as long as the connection lives.
final class TableShape {
  let name: String
  let summary: String
  /// The number of a table of rows; nil for the log.
  let number: UInt8?
  let record: RecordType
  /// ``MomentColumn`` first.
  let columns: [SourceColumn]
  let keyColumns: [Int]
  let keyForm: KeyForm
  let keyPrefix: [UInt8]
  let indexes: [SourceIndex]
  /// The types of events, by ``eventKey(type:version:)``, if it is the log.
  let eventTypes: [UInt32: RecordType]
  /// The key in plain values.
  let keyShape: KeyShape
  /// The same columns for the callbacks.
  let plans: UnsafeMutablePointer<ColumnPlan>
  /// Where a state row says between which positions it came to be what it is.
  let life: RowLife?
  /// The column of the time recorded, if the key begins with the position: both rise together.
  let recordedColumn: Int?

  init(
    name: String, summary: String, number: UInt8?, record: RecordType, columns: [SourceColumn],
    keyColumns: [Int], keyForm: KeyForm, keyPrefix: [UInt8], indexes: [SourceIndex],
    eventTypes: [UInt32: RecordType] = [:]
  ) {
    self.name = name
    self.summary = summary
    self.number = number
    self.record = record
    self.columns = columns
    self.keyColumns = keyColumns
    self.keyForm = keyForm
    self.keyPrefix = keyPrefix
    self.indexes = indexes
    self.eventTypes = eventTypes
    life = keyForm == .text ? RowLife(of: record) : nil
    recordedColumn =
      keyForm == .text ? nil : columns.firstIndex { $0.name == EventColumn.recordedAt.name }
    keyShape = KeyShape(
      form: keyForm, prefixCount: keyPrefix.count, first: columns[keyColumns[0]].slot,
      second: columns[keyColumns[keyColumns.count - 1]].slot)
    plans = .allocate(capacity: columns.count)
    for (place, column) in columns.enumerated() {
      (plans + place).initialize(to: Self.plan(column))
    }
  }

  deinit {
    for place in columns.indices {
      guard let words = plans[place].words else { continue }
      for code in 0..<plans[place].wordCount { free(UnsafeMutablePointer(mutating: words[code])) }
      words.deallocate()
    }
    plans.deallocate()
  }

  /// Whether it is the log itself.
  var isLog: Bool { number == nil }

  /// What `sqlite3_declare_vtab` is given.
  var declaration: String {
    let visible = columns.dropFirst().map { column in
      "\(column.name.inQuotes) \(column.declaredType)" + (column.isHidden ? " HIDDEN" : "")
    }
    // Without rowids, SQLite tells rows apart by the key, as it must for OR and for outer joins.
    let key = keyColumns.map { columns[$0].name.inQuotes } + [MomentColumn.name]
    let parts =
      [MomentColumn.declaration] + visible + ["PRIMARY KEY (\(key.joined(separator: ", ")))"]
    return "CREATE TABLE x(\(parts.joined(separator: ", "))) WITHOUT ROWID"
  }

  /// Where a type of event is found among those known.
  static func eventKey(type: UInt16, version: UInt16) -> UInt32 {
    UInt32(type) << 16 | UInt32(version)
  }

  private static func plan(_ column: SourceColumn) -> ColumnPlan {
    var plan = ColumnPlan(form: column.form, slot: column.slot)
    plan.field = column.field
    for _ in 0..<column.scale { plan.divisor *= 10 }
    guard !column.words.isEmpty else { return plan }
    let words = UnsafeMutablePointer<UnsafePointer<CChar>?>.allocate(capacity: column.words.count)
    for (code, word) in column.words.enumerated() {
      (words + code).initialize(to: word.isEmpty ? nil : UnsafePointer(strdup(word)))
    }
    plan.words = UnsafePointer(words)
    plan.wordCount = column.words.count
    return plan
  }
}

/// The slots in which a state row says when its stream began and when it last changed.
struct RowLife {
  /// The slot of the position of the stream's first event.
  let first: Int
  /// The slot of the position of its latest.
  let last: Int

  /// Nil where a record says no such thing.
  init?(of record: RecordType) {
    guard let first = record.field(named: "first_position")?.slot,
      let last = record.field(named: "last_position")?.slot
    else { return nil }
    self.first = first
    self.last = last
  }
}

extension String {
  /// The name in double quotes.
  fileprivate var inQuotes: String {
    "\"" + split(separator: "\"", omittingEmptySubsequences: false).joined(separator: "\"\"") + "\""
  }
}
