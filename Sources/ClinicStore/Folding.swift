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
      var state = try store.state(of: stream, in: txn.view)
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

  private mutating func put(_ state: ClinicState, in txn: inout WriteTransaction) throws {
    try rows.put(
      state.table, key: RowKey.state(state.table.id, id: state.id), record: state.encoded(),
      in: &txn)
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
