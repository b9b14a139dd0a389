import Clinic
import ClinicStore
import EventLog
import Records

/// The event at which each column of a row last changed, as events are folded into the row.
struct LastChanges {
  /// The row after the last event.
  private(set) var record: [UInt8]
  private let columns: RowColumns
  private var events: [Int: EffectiveEvent] = [:]

  /// Those of recorded history: each event makes the row what it was known to be then.
  init(_ columns: RowColumns, recorded history: consuming RowHistory) throws(RecordError) {
    self.columns = columns
    record = history.blank
    while let state = try history.next() { take(state.record, by: state.event) }
  }

  /// Those of what is in force: the entries as they read now, folded in order from nothing.
  init(
    _ columns: RowColumns, inForce entries: [EffectiveEvent], from nothing: ClinicState
  ) {
    self.columns = columns
    var state = nothing
    record = state.encoded()
    for entry in entries {
      state.take(entry)
      take(state.encoded(), by: entry)
    }
  }

  /// The event at which a column last changed; nil where none changed it.
  subscript(_ field: Field) -> EffectiveEvent? { events[field.slot] }

  private mutating func take(_ next: [UInt8], by event: EffectiveEvent) {
    for field in columns.changed(columns.told, from: record, to: next) {
      events[field.slot] = event
    }
    record = next
  }
}
