import Clinic
import ClinicStore
import EventLog
import LMDB
import Records

/// Tables put row by row as events come, each event's rows and index entries before the next event:
/// what a rebuild would be that went the way of recording.
struct RowByRow {
  /// The rows as a command's are put.
  private var rows: TableRows
  private var states: [StreamID: ClinicState] = [:]
  private var streams: [StreamID: [StoredEvent]] = [:]

  init(in environment: Environment) throws {
    rows = TableRows(
      row: try environment.table("row", create: true),
      index: try environment.table("index", create: true))
  }

  mutating func take(_ event: StoredEvent, in txn: inout WriteTransaction) throws {
    let stream = event.envelope.stream
    streams[stream, default: []].append(event)
    guard EventType.isAmendment(event.envelope.type) else {
      return try take(EffectiveEvent(event), of: stream, in: &txn)
    }
    states[stream] = nil
    for event in try effectiveEvents(streams[stream] ?? []) {
      try take(event, of: stream, in: &txn)
    }
  }

  private mutating func take(
    _ event: EffectiveEvent, of stream: StreamID, in txn: inout WriteTransaction
  ) throws {
    var state =
      states.removeValue(forKey: stream)
      ?? stream.streamKind.flatMap { ClinicState($0, id: stream.id) }
    state?.take(event)
    if let state {
      let key = RowKey.state(state.table.id, id: state.id)
      try rows.put(state.table, key: key, record: state.encoded(), in: &txn)
    }
    for fact in facts(of: event, state?.subject ?? .none) {
      guard let table = TableType.numbered(fact.table) else { continue }
      let key = RowKey.fact(table.id, position: fact.position, ordinal: UInt32(fact.ordinal))
      try rows.put(table, key: key, record: fact.bytes, in: &txn)
    }
    states[stream] = state
  }
}
