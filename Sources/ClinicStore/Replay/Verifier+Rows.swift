import Clinic
import EventLog
import LMDB
import Records

extension Verifier {
  /// Every stored row against its replay, and the counts kept of them.
  func checkRows(_ replayed: [ReplayedTable], in view: TransactionView) throws {
    var stored: [UInt8: Int] = [:]
    for table in replayed {
      try check("rows of \(table.type.name)") {
        stored[table.type.id] = try table.compareRows(
          with: store.row, in: view, step: { try look($0) }
        ) {
          tell($0, of: table)
        }
      }
    }
    try check("tables with rows") {
      try findStrays(in: store.row, "row", view)
    }
    try check("row counts") {
      do {
        let counts = try store.counts(in: view)
        for table in replayed {
          count()
          let rows = stored[table.type.id, default: 0]
          if counts[table.type.id] != Int64(rows) {
            find(
              table.type.name, nil,
              "\(counts[table.type.id]) rows are counted, \(rows) are there")
          }
        }
      } catch let error as StoreError where error.kind == .damaged {
        find("row counts", nil, error.message)
      }
    }
  }

  /// Every stored index entry against those of the replay.
  func checkIndexes(_ replayed: [ReplayedTable], in view: TransactionView) throws {
    for table in replayed {
      try check("indexes of \(table.type.name)") {
        var ahead = FieldEntries.ahead(of: table)
        while let entries = ahead.take() {
          _ = try entries.compare(with: store.index, in: view, step: { try look($0) }) {
            tell($0, of: entries.field, in: table)
          }
        }
        let slots = Set(table.indexed.map { UInt8($0.slot) })
        var cursor = try view.cursor(store.index)
        var isThere = try cursor.first(prefix: Key([table.type.id]))
        // From one slot to the next, not over the entries.
        while isThere {
          let key = cursor.key.copy()
          guard key.first == table.type.id else { break }
          let slot = key.count > 1 ? key[1] : 0
          if key.count < 2 || !slots.contains(slot) {
            find(table.type.name, nil, "an index entry of a column that has no index")
          }
          guard slot < 255 else { break }
          isThere = try cursor.seek(Key([table.type.id, slot + 1]))
        }
      }
    }
    try check("tables with indexes") {
      try findStrays(in: store.index, "index entry", view)
    }
  }

  /// By which folds the tables were made.
  func checkFolds(in view: TransactionView) throws {
    try check("fold versions") {
      count(TableType.all.count)
      switch try store.foldState(in: view) {
      case .current: break
      case .unreadable: find("fold versions", nil, "they do not read as they were written")
      case .other(let tables):
        for table in tables {
          find(
            TableType.numbered(table)?.name ?? "table \(table)", nil,
            "it was made by another fold; stipple rebuild makes it anew")
        }
      }
    }
  }

  /// Entries of tables that there are not.
  private func findStrays(in table: Table, _ what: String, _ view: TransactionView) throws {
    let known = Set(TableType.all.map(\.id))
    var cursor = try view.cursor(table)
    var isThere = try cursor.first()
    while isThere {
      count()
      let number = cursor.key.withUnsafeBytes { $0.first } ?? 0
      if !known.contains(number) {
        find("table \(number)", nil, "a \(what) of a table that there is not")
      }
      guard number < 255 else { break }
      isThere = try cursor.seek(Key([number + 1]))
    }
  }

  private func tell(_ difference: RowDifference, of table: ReplayedTable) {
    switch difference {
    case .missing(let row):
      let key = table.key(row).copy()
      guard !isLeftOut(key, table.type) else { return leaveOut() }
      find(
        place(key, table.type), position(key, table.type, table.record(row)),
        "the row is missing")
    case .extra(let key):
      guard !isLeftOut(key, table.type) else { return leaveOut() }
      find(
        place(key, table.type), position(key, table.type, nil),
        "there is a row that the log does not make")
    case .damaged(let key, let row):
      // Its own checksum condemns it, whatever the log says.
      find(
        place(key, table.type),
        row.map { position(key, table.type, table.record($0)) } ?? position(key, table.type, nil),
        "its checksum does not fit its bytes")
    case .differing(let row, let live):
      let key = table.key(row).copy()
      guard !isLeftOut(key, table.type) else { return leaveOut() }
      let names = table.type.record.differingFields(table.record(row), live.span.bytes)
      find(
        place(key, table.type), position(key, table.type, table.record(row)),
        "it is not what its events make of it, in \(names.joined(separator: ", "))")
    }
  }

  private func tell(_ difference: EntryDifference, of field: Field, in table: ReplayedTable) {
    switch difference {
    case .missing(let row):
      let key = table.key(row).copy()
      guard !isLeftOut(key, table.type) else { return leaveOut() }
      find(
        place(key, table.type), position(key, table.type, table.record(row)),
        "it has no entry in the index of \(field.name)")
    case .stray(let entry):
      let key = [table.type.id] + Self.rowKey(ofEntry: entry)
      guard !isLeftOut(key, table.type) else { return leaveOut() }
      find(
        place(key, table.type), position(key, table.type, nil),
        "an entry in the index of \(field.name) that is not its row's")
    }
  }

  /// Whether a row follows from events that cannot be read.
  private func isLeftOut(_ key: [UInt8], _ table: TableType) -> Bool {
    switch table.kind {
    case .state(let kind):
      let id = Array(key.dropFirst())
      return fold.streams.find(kind: kind.rawValue, id: id.span.bytes).map(broken.contains) ?? false
    case .facts:
      guard let position = Self.position(ofFact: key), position > 0,
        position <= UInt64(versions.count)
      else { return false }
      return !isWhole(position) || fold.stream(at: position).map(broken.contains) ?? false
    }
  }

  /// A row's name: `sessions S1`, `passes @3041`, `lot_usage @3041 (second row)`.
  private func place(_ key: [UInt8], _ table: TableType) -> String {
    switch table.kind {
    case .state: return "\(table.name) \(String(decoding: key.dropFirst(), as: UTF8.self))"
    case .facts:
      guard let position = Self.position(ofFact: key) else { return table.name }
      let ordinal = key[9...].reduce(0) { $0 << 8 | Int($1) }
      return "\(table.name) @\(position)" + (ordinal == 0 ? "" : " row \(ordinal + 1)")
    }
  }

  /// The event that a row is about: its own, or the last of its stream.
  private func position(_ key: [UInt8], _ table: TableType, _ record: RawSpan?) -> UInt64? {
    switch table.kind {
    case .facts: return Self.position(ofFact: key)
    case .state:
      guard let record, let slot = table.record.field(named: "last_position")?.slot else {
        return nil
      }
      return RecordView(trusting: record).integer(slot).map { UInt64(bitPattern: $0) }
    }
  }

  private static func position(ofFact key: [UInt8]) -> UInt64? {
    guard key.count == 13 else { return nil }
    return position(key.span.bytes.extracting(1..<9))
  }

  /// The row's key, without its table, at the end of an index entry's.
  private static func rowKey(ofEntry entry: [UInt8]) -> ArraySlice<UInt8> {
    guard entry.count > 2 else { return [] }
    switch entry[2] {
    case 0: return entry.dropFirst(3)
    case 1: return entry.dropFirst(11)
    default: return entry.dropFirst(3).drop { $0 != 0 }.dropFirst()
    }
  }
}
