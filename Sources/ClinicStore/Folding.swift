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
    let stream = stored.envelope.stream
    if event.isAmendment { return try refold(stream, in: &txn) }
    let known = try states.known(stream) { try store.state(of: stream, in: txn.view) }
    guard var state = known.take() ?? blank(stream) else {
      return try putFacts(of: event, .none, in: &txn)
    }
    state.take(event)
    let subject = state.subject
    try put(state, known, of: stream, in: &txn)
    try putFacts(of: event, subject, in: &txn)
  }

  /// Folds a stream from its first event, and derives its fact rows again.
  private mutating func refold(_ stream: StreamID, in txn: inout WriteTransaction) throws {
    let events = try effectiveEvents(store.log.events(of: stream, in: txn.view))
    var state = blank(stream)
    for event in events {
      state?.take(event)
      try rows.removeFacts(at: event.envelope.position, in: &txn)
      try putFacts(of: event, state?.subject ?? .none, in: &txn)
    }
    if let state { try put(state, states.known(stream) { nil }, of: stream, in: &txn) }
  }

  /// The state of a stream that is not begun; nil where its kind has no table.
  private func blank(_ stream: StreamID) -> ClinicState? {
    stream.streamKind.flatMap { ClinicState($0, id: stream.id) }
  }

  /// Writes a state's row, and keeps the state for the entries to come.
  private mutating func put(
    _ state: consuming ClinicState, _ known: StateCache.Known, of stream: StreamID,
    in txn: inout WriteTransaction
  ) throws {
    let table = state.table
    let record = state.encoded(by: &writer)
    known.keep(state)
    if let kind = stream.streamKind { states.forgetAll(kind) }
    try rows.put(table, key: RowKey.state(table.id, id: stream.id), record: record, in: &txn)
  }

  private mutating func putFacts(
    of event: EffectiveEvent, _ subject: Subject, in txn: inout WriteTransaction
  ) throws {
    sink.take(event, subject)
    for fact in sink.rows {
      guard let table = TableType.numbered(fact.table) else { continue }
      let key = RowKey.fact(table.id, position: fact.position, ordinal: UInt32(fact.ordinal))
      try rows.put(table, key: key, record: fact.bytes, in: &txn)
    }
  }
}
