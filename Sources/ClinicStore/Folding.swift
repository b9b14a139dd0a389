import Clinic
import EventLog
import LMDB
import Records

extension Scribe {
  /// Folds an event just stored into its stream's row and its fact rows.
  ///
  /// An amendment folds the whole stream anew, since it may change any row that the stream made.
  mutating func fold(_ event: EffectiveEvent, in txn: inout WriteTransaction) throws {
    let stream = event.recorded.envelope.stream
    if event.isAmendment { return try refold(stream, in: &txn) }
    let known = try states.known(stream) { try store.state(of: stream, in: txn.view) }
    let asked = AskedValues(known.state)
    if known.state == nil { known.state = blank(stream) }
    known.state?.take(event)
    put(known, after: asked)
    try putFacts(of: event, known.state?.subject ?? .none, in: &txn)
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
    let known = try states.known(stream) { try store.state(of: stream, in: txn.view) }
    let asked = AskedValues(known.state)
    known.state = state
    put(known, after: asked)
  }

  /// The state of a stream that is not begun; nil where its kind has no table.
  private func blank(_ stream: StreamID) -> ClinicState? {
    stream.streamKind.flatMap { ClinicState($0, id: stream.id) }
  }

  /// Has the row of a state that was changed written after the entries to come.
  private func put(_ known: StateCache.Known, after asked: AskedValues) {
    guard let state = known.state, let kind = known.stream.streamKind else { return }
    states.forgetAll(kind)
    let now = AskedValues(state)
    rows.put(known)
    guard now != asked else { return }
    states.change(known.stream.id, from: asked, to: now)
    rows.note(known.stream.id, foundBy: now.questions)
  }

  private mutating func putFacts(
    of event: EffectiveEvent, _ subject: Subject, in txn: inout WriteTransaction
  ) throws {
    sink.take(event, subject)
    try rows.put(sink.rows, in: &txn)
  }
}
