import Clinic
import ClinicStore
import EventLog
import Records

/// Which event made each column of a stream's row what it is.
struct RowMakers {
  private let columns: RowColumns
  private let events: [StoredEvent]
  private let nothing: ClinicState
  private let entries: [EffectiveEvent]
  private let recorded: LastChanges
  private let inForce: LastChanges

  init(of stream: StreamID, _ columns: RowColumns, _ history: RowHistory) throws {
    guard let nothing = stream.streamKind.flatMap({ ClinicState($0, id: stream.id) }) else {
      throw StoreError.noRow(of: stream)
    }
    self.columns = columns
    self.nothing = nothing
    events = history.events
    entries = try effectiveEvents(events)
    recorded = try LastChanges(columns, recorded: history)
    inForce = LastChanges(columns, inForce: entries, from: nothing)
  }

  /// The row.
  var record: [UInt8] { recorded.record }

  /// The event that made a column what it is; nil where none ever touched it.
  func maker(of field: Field) throws(RecordError) -> EffectiveEvent? {
    guard let last = recorded[field] else { return nil }
    let position = last.recorded.envelope.position
    guard entries.contains(where: { $0.recorded.envelope.position == position && $0.isOvertaken }),
      try !isMade(field, by: position)
    else { return last }
    return inForce[field] ?? last
  }

  /// Whether a column would hold something else without an event.
  private func isMade(_ field: Field, by position: UInt64) throws(RecordError) -> Bool {
    let others = try effectiveEvents(events.filter { $0.envelope.position != position })
    let without = LastChanges(columns, inForce: others, from: nothing).record
    return !columns.changed([field], from: without, to: record).isEmpty
  }
}

extension EffectiveEvent {
  /// Whether it was amended, or is an amendment without effect.
  fileprivate var isOvertaken: Bool { !amendments.isEmpty || target?.isInForce == false }
}
