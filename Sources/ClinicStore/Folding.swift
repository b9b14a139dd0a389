import Clinic
import EventLog
import LMDB
import Records

extension Scribe {
  /// Folds a stored event into its stream's row and its fact rows.
  ///
  /// An amendment folds the whole stream anew, since it may change any row that the stream made.
  mutating func fold(_ stored: StoredEvent, in txn: inout WriteTransaction) throws {
    let event = try EffectiveEvent(stored)
    if event.isAmendment {
      try refold(stored.envelope.stream, in: &txn)
    } else {
      let stream = stored.envelope.stream
      var state = try state(of: stream, in: txn.view)
      state?.take(event)
      if let state { try put(state, in: &txn) }
      try putFacts(of: event, state?.subject ?? .none, in: &txn)
    }
  }

  /// Folds a stream from its first event, and derives its fact rows again.
  private mutating func refold(_ stream: StreamID, in txn: inout WriteTransaction) throws {
    let events = try effectiveEvents(store.log.events(of: stream, in: txn.view))
    var state = stream.streamKind.flatMap { ClinicState($0, id: stream.id) }
    for event in events {
      state?.take(event)
      try rows.removeFacts(at: event.envelope.position, in: &txn)
      try putFacts(of: event, state?.subject ?? .none, in: &txn)
    }
    if let state { try put(state, in: &txn) }
  }

  /// A stream's state, blank where it is not begun; nil where its kind has no table.
  private func state(of stream: StreamID, in view: TransactionView) throws -> ClinicState? {
    guard let kind = stream.streamKind else { return nil }
    let known = try states.state(of: stream) { try store.state(of: stream, in: view)?.row }
    return known.flatMap { ClinicState($0) } ?? ClinicState(kind, id: stream.id)
  }

  private mutating func put(_ state: ClinicState, in txn: inout WriteTransaction) throws {
    let row = state.row
    let table = type(of: row).table
    try rows.put(
      table, key: RowKey.state(table.id, id: row.id), record: row.encoded(), in: &txn)
    states.keep(row)
  }

  private mutating func putFacts(
    of event: EffectiveEvent, _ subject: Subject, in txn: inout WriteTransaction
  ) throws {
    for fact in facts(of: event, subject) {
      guard let table = TableType.numbered(fact.table) else { continue }
      let key = RowKey.fact(table.id, position: fact.position, ordinal: UInt32(fact.ordinal))
      try rows.put(table, key: key, record: fact.bytes, in: &txn)
    }
  }
}
