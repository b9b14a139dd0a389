import CSQLite
import Clinic
import ClinicStore
import EventLog
import Glibc
import Records

// What a column of the state that the cursor stands on is to SQL (`xColumn`). A state is folded into
// memory of its own, so that all text is copied out of it.
extension HistoryCursor {
  /// Gives SQLite the value of a column, by its place in the declaration.
  func column(_ place: Int, into context: OpaquePointer?) throws(ScanFailure) {
    guard let state else { return }
    if place == MomentColumn.place {
      moment(into: context)
    } else if let own = HistoryShape.Own(rawValue: place - shape.ownColumns) {
      result(own, of: state, into: context)
    } else {
      try result(shape.columns[place], of: state, into: context)
    }
  }

  private func result(
    _ own: HistoryShape.Own, of state: RowState, into context: OpaquePointer?
  ) {
    let envelope = state.event.envelope
    switch own {
    case .fromPosition: Self.result(envelope.position, into: context)
    case .toPosition:
      if let following { Self.result(following.envelope.position, into: context) }
    case .fromAt: Self.result(envelope.recordedAt, into: context)
    case .toAt: if let following { Self.result(following.envelope.recordedAt, into: context) }
    case .by: Self.result(envelope.recordedBy, into: context)
    case .event: Self.result(state.event.original.type.name, into: context)
    case .occurredAt: Self.result(envelope.occurredAt, into: context)
    }
  }

  private func result(
    _ column: SourceColumn, of state: RowState, into context: OpaquePointer?
  ) throws(ScanFailure) {
    let view = RecordView(trusting: state.record.span.bytes)
    guard view.isPresent(column.slot) else { return }
    let number = view.integer(column.slot) ?? 0
    switch column.form {
    case .integer: sqlite3_result_int64(context, number)
    case .decimal:
      let divisor = (0..<column.scale).reduce(1.0) { product, _ in product * 10 }
      sqlite3_result_double(context, Double(number) / divisor)
    case .date:
      TimeText.withDate(number) { text, count in
        sqlite3_result_text(context, text, count, transient)
      }
    case .instant: Self.result(Instant(microseconds: number), into: context)
    case .text: Self.result(view.text(column.slot) ?? "", into: context)
    case .word:
      guard let code = Int(exactly: number), column.words.indices.contains(code) else {
        throw .unreadable("\(column.name) of a row of \(shape.name)")
      }
      Self.result(column.words[code], into: context)
    case .json:
      let record = shape.table.record
      Self.result(
        record.json(ofField: record.fields[column.field], in: state.record.span.bytes),
        into: context)
    case .stream, .payload, .moment: break
    }
  }

  private static func result(_ position: UInt64, into context: OpaquePointer?) {
    sqlite3_result_int64(context, Int64(clamping: position))
  }

  private static func result(_ instant: Instant, into context: OpaquePointer?) {
    TimeText.withInstant(instant.microseconds) { text, count in
      sqlite3_result_text(context, text, count, transient)
    }
  }

  private static func result(_ text: String, into context: OpaquePointer?) {
    var text = text
    text.withUTF8 { bytes in
      bytes.withMemoryRebound(to: CChar.self) {
        sqlite3_result_text64(
          context, $0.baseAddress ?? emptyText, UInt64($0.count), transient,
          UInt8(SQLITE_UTF8))
      }
    }
  }

  /// Text that is empty is still text: without an address SQLite would take it for NULL.
  nonisolated(unsafe) private static let emptyText = UnsafePointer(strdup(""))
}
