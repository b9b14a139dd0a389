import Clinic
import ClinicSQL
import ClinicStore
import EventLog
import MadeUpTables
import Records
import Testing

/// Every table as a position saw it, folded the plain way from the events up to it: no live row, no
/// index and no position within a row is looked at.
struct PlainTables {
  /// Rows by their key, and how each is written, of each stream.
  private var streams: [StreamID: [[UInt8]: (record: [UInt8], line: String)]] = [:]
  private var events: [StreamID: [StoredEvent]] = [:]

  init() {}

  init(_ clinic: AmendedClinic, at position: UInt64) throws {
    for event in clinic.events.prefix(Int(position)) { try take(event, isFolding: false) }
    for stream in events.keys { try fold(stream) }
  }

  /// Takes the next event of the log in.
  mutating func take(_ event: StoredEvent, isFolding: Bool = true) throws {
    let stream = event.envelope.stream
    events[stream, default: []].append(event)
    if isFolding { try fold(stream) }
  }

  /// A table's rows in the order of their keys, each a value a field.
  func rows(of table: TableType) -> [[SQLValue]] {
    streams.values.flatMap { $0.filter { $0.key[0] == table.id } }
      .sorted { $0.key.lexicographicallyPrecedes($1.key) }
      .map { row in table.record.fields.map { $0.value(of: row.value.record, table.record) } }
  }

  /// A table's rows in the order of their keys, each in one line.
  func lines(of table: TableType) -> [String] {
    streams.values.flatMap { $0.filter { $0.key[0] == table.id } }
      .sorted { $0.key.lexicographicallyPrecedes($1.key) }
      .map(\.value.line)
  }

  private mutating func fold(_ stream: StreamID) throws {
    var state = stream.streamKind.flatMap { ClinicState($0, id: stream.id) }
    var rows: [[UInt8]: (record: [UInt8], line: String)] = [:]
    func add(_ key: [UInt8], _ record: [UInt8]) throws {
      let table = try #require(TableType.numbered(key[0]))
      let values = table.record.fields.map { $0.value(of: record, table.record) }
      rows[key] = (record, values.map { "\($0.text)\u{1F}" }.joined())
    }
    for event in try effectiveEvents(events[stream] ?? []) {
      state?.take(event)
      for fact in facts(of: event, state?.subject ?? .none) {
        let key = RowKey.fact(fact.table, position: fact.position, ordinal: UInt32(fact.ordinal))
        try add(key, fact.bytes)
      }
    }
    if let state { try add(RowKey.state(state.table.id, id: state.id), state.encoded()) }
    streams[stream] = rows
  }
}

extension Field {
  /// What SQL is to show of the field of a record.
  func value(of record: [UInt8], _ type: RecordType) -> SQLValue {
    let bytes = record.span.bytes
    let view = RecordView(trusting: bytes)
    guard view.isPresent(slot) else { return .null }
    let number = view.integer(slot) ?? 0
    switch kind {
    case .boolean, .integer: return .integer(number)
    case .decimal(let scale):
      return .real(Double(number) / (0..<scale).reduce(1.0) { power, _ in power * 10 })
    case .date: return .text(CalendarDate(days: number).iso)
    case .instant: return .text(Instant(microseconds: number).sql)
    case .text, .json: return .text(view.text(slot) ?? "")
    case .enumeration(let words): return .text(words.words[Int(number)])
    case .structure, .list: return .text(type.json(ofField: self, in: bytes))
    }
  }

  /// What decides its comparisons.
  var declaredType: String {
    switch kind {
    case .boolean, .integer: "INTEGER"
    case .decimal: "REAL"
    default: "TEXT"
    }
  }
}

extension Connection {
  /// All rows of a statement, each in one line as ``PlainTables`` writes them.
  func lines(of sql: String) throws -> [String] {
    guard let statement = try prepare(sql) else { return [] }
    var lines: [String] = []
    let columns = statement.columns.indices
    while try statement.step() {
      var line = ""
      for column in columns {
        line += statement.kind(at: column) == .null ? "null" : "=" + statement.text(at: column)
        line += "\u{1F}"
      }
      lines.append(line)
    }
    return lines
  }
}

extension SQLValue {
  /// The value as a line has it.
  fileprivate var text: String {
    switch self {
    case .null: "null"
    case .integer(let number): "=\(number)"
    case .real(let number): "=\(number)"
    case .text(let text): "=" + text
    case .blob(let bytes): "=\(bytes)"
    }
  }

  /// The value with its kind, as ``NativeTables`` spells it.
  var spelt: String {
    switch self {
    case .null: "null"
    case .integer(let number): "int \(number)"
    case .real(let number): "real \(number)"
    case .text(let text): "text " + text
    case .blob(let bytes): "blob of \(bytes.count)"
    }
  }
}

extension NativeTables {
  /// Adds a table as positions saw it, under a name for each; with `all`, also one table of all of
  /// them, whose last column is the position.
  func add(
    _ table: TableType, at positions: [String: UInt64], of clinic: AmendedClinic, all: String? = nil
  ) throws {
    let columns = table.record.fields.map { (name: $0.name, type: $0.declaredType) }
    var everything: [[SQLValue]] = []
    for (name, position) in positions.sorted(by: { $0.key < $1.key }) {
      let rows = try PlainTables(clinic, at: position).rows(of: table)
      try add(name, columns, rows)
      everything += rows.map { $0 + [.integer(Int64(position))] }
    }
    if let all { try add(all, columns + [(name: "moment", type: "INTEGER")], everything) }
  }

  /// Adds the log as a position saw it.
  func addEvents(_ name: String, at position: UInt64, _ connection: Connection) throws {
    let statement = try connection.prepare("select * from events")
    guard let statement else { return }
    var rows: [[SQLValue]] = []
    while try statement.step() {
      let row = statement.columns.indices.map { statement.value(at: $0) }
      guard case .integer(let own) = row[0], own <= position else { continue }
      rows.append(row)
    }
    try add(name, statement.columns.map { ($0.name, $0.declaredType ?? "") }, rows)
  }
}
