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
    put(state, known, of: stream)
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
    guard let state else { return }
    let known = try states.known(stream) { try store.state(of: stream, in: txn.view) }
    put(state, known, of: stream)
  }

  /// The state of a stream that is not begun; nil where its kind has no table.
  private func blank(_ stream: StreamID) -> ClinicState? {
    stream.streamKind.flatMap { ClinicState($0, id: stream.id) }
  }

  /// Keeps a state for the entries to come, and has its row written after them.
  private func put(
    _ state: consuming ClinicState, _ known: StateCache.Known, of stream: StreamID
  ) {
    let asked = known.asked
    known.keep(state)
    if let kind = stream.streamKind { states.forgetAll(kind) }
    rows.put(known, of: stream, isIndexBehind: known.asked != asked)
  }

  private mutating func putFacts(
    of event: EffectiveEvent, _ subject: Subject, in txn: inout WriteTransaction
  ) throws {
    sink.take(event, subject)
    try rows.put(sink.rows, in: &txn)
  }
}
