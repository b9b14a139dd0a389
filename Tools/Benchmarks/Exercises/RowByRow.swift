import Clinic
import ClinicStore
import EventLog
import LMDB
import Records

/// Tables put row by row as events come, each event's rows and index entries before the next event:
/// what a rebuild would be that went the way of recording.
struct RowByRow {
  private let row: Table
  private let index: Table
  private var states: [StreamID: ClinicState] = [:]
  private var streams: [StreamID: [StoredEvent]] = [:]

  init(in environment: Environment) throws {
    row = try environment.table("row", create: true)
    index = try environment.table("index", create: true)
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
      try put(state.table, key, state.encoded(), in: &txn)
    }
    for fact in facts(of: event, state?.subject ?? .none) {
      guard let table = TableType.numbered(fact.table) else { continue }
      let key = RowKey.fact(table.id, position: fact.position, ordinal: UInt32(fact.ordinal))
      try put(table, key, fact.bytes, in: &txn)
    }
    states[stream] = state
  }

  private func put(
    _ table: TableType, _ key: [UInt8], _ record: [UInt8], in txn: inout WriteTransaction
  ) throws {
    let new = RecordView(trusting: record.span.bytes)
    let indexed = table.record.fields.filter(\.isIndexed)
    var added = indexed.map { RowKey.index(table, $0, new, row: key) }
    var removed: [[UInt8]] = []
    if let value = try txn.view.get(row, key.span.bytes) {
      let old = RecordView(trusting: value)
      removed = indexed.map { RowKey.index(table, $0, old, row: key) }
      let kept = Set(removed).intersection(added)
      removed.removeAll { kept.contains($0) }
      added.removeAll { kept.contains($0) }
    }
    var sealed = record
    Checksum.append(to: &sealed)
    try txn.put(row, key.span.bytes, sealed.span.bytes)
    for entry in removed { _ = try txn.delete(index, entry.span.bytes) }
    for entry in added { try txn.put(index, entry.span.bytes, [UInt8]().span.bytes) }
  }
}
