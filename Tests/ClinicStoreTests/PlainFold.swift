import Clinic
import ClinicStore
import EventLog
import Records

/// Every row that a log makes up to a position, folded the plain way: stream by stream, whole.
struct PlainFold {
  /// Records by the key of their row.
  private(set) var rows: [[UInt8]: [UInt8]] = [:]

  init(_ events: [StoredEvent]) throws {
    var streams: [StreamID: [StoredEvent]] = [:]
    for event in events { streams[event.envelope.stream, default: []].append(event) }
    for (stream, events) in streams {
      var state = stream.streamKind.flatMap { ClinicState($0, id: stream.id) }
      for event in try effectiveEvents(events) {
        state?.take(event)
        for fact in facts(of: event, state?.subject ?? .none) {
          let key = RowKey.fact(
            fact.table, position: fact.position, ordinal: UInt32(fact.ordinal))
          rows[key] = fact.bytes
        }
      }
      if let state { rows[RowKey.state(state.table.id, id: state.id)] = state.encoded() }
    }
  }

  /// The rows of a table in the order of their keys.
  func rows(of table: TableType) -> [(key: [UInt8], record: [UInt8])] {
    rows.filter { $0.key[0] == table.id }
      .sorted { $0.key.lexicographicallyPrecedes($1.key) }
      .map { ($0.key, $0.value) }
  }
}

extension ClinicStore {
  /// Every event there is.
  func allEvents() throws -> [StoredEvent] {
    var events: [StoredEvent] = []
    try forEachEvent(EventRange()) {
      events.append($0)
      return true
    }
    return events
  }
}
