import Clinic
import ClinicStore
import Records

/// The rows of a replayed table, as a command prints them.
struct ReplayedRows {
  private static let block = 1 << 16
  private let table: ReplayedTable

  init(_ table: ReplayedTable) { self.table = table }

  /// Writes them in the mode asked for.
  func write(_ options: StoreOptions) throws {
    switch options.outputMode {
    case .ndjson: try writeJSON(isArray: false)
    case .json: try writeJSON(isArray: true)
    default: try writeCells(options)
    }
  }

  /// The lines that the digest is of; as one array, a comma between them.
  private func writeJSON(isArray: Bool) throws {
    let output = Destination.standardOutput
    var text = JSONText()
    if isArray { text.appendRaw("[") }
    for row in 0..<table.count {
      table.appendLine(row, to: &text)
      if isArray, row + 1 < table.count {
        text.bytes.removeLast()
        text.appendRaw(",\n ")
      }
      guard text.bytes.count >= Self.block else { continue }
      try output.write(text.bytes)
      text.bytes.removeAll(keepingCapacity: true)
    }
    if isArray {
      if table.count > 0 { text.bytes.removeLast() }
      text.appendRaw("]\n")
    }
    try output.write(text.bytes)
  }

  private func writeCells(_ options: StoreOptions) throws {
    let fields = table.type.record.fields
    let writer = ResultWriter(options.outputMode, to: .standardOutput, page: options.page)
    writer.begin(columns: fields.map(\.name))
    for row in 0..<table.count {
      let record = table.record(row)
      guard writer.row(fields.map { $0.cell(of: record, table.type.record) }) else { break }
    }
    try writer.end()
  }
}

extension Field {
  /// The field's value in a record, as SQL shows it.
  fileprivate func cell(of record: RawSpan, _ type: RecordType) -> Cell {
    let view = RecordView(trusting: record)
    guard view.isPresent(slot) else { return .null }
    switch kind {
    case .boolean, .integer: return view.integer(slot).map { .integer($0) } ?? .null
    case .decimal(let scale):
      return view.decimal(slot, scale: scale).map { .real($0.doubleValue) } ?? .null
    case .date: return view.date(slot).map { .text($0.iso) } ?? .null
    case .instant: return view.instant(slot).map { .text($0.sql) } ?? .null
    case .text, .json: return view.text(slot).map { .text($0) } ?? .null
    case .enumeration(let type):
      return view.integer(slot).map { .text(type.word($0) ?? "#\($0)") } ?? .null
    case .structure, .list:
      return .text(type.json(ofField: self, in: record))
    }
  }
}
