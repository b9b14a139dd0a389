import EventLog
import Records

/// Rule 3, of a strike: the entry that opens a stream stands for as long as others rest on it.
///
/// Without it they would be of nobody: a session's serums, and the recall of their lots, of no client.
/// Whoever was named wrongly is corrected; what never happened is struck out from its end.
func checkStruckOpening(
  _ opening: EffectiveEvent, of events: [EffectiveEvent], in view: some ClinicView
) -> [Finding] {
  let stream = opening.recorded.envelope.stream
  guard opening.event.type.opens, let kind = stream.streamKind, kind != .protocol else { return [] }
  func refusal(_ message: String, hint: String) -> [Finding] {
    [
      Finding(
        rule: 3, message: message, hint: hint, field: "data.target",
        limit: "an entry on which no other rests")
    ]
  }
  if kind == .store {
    return refusal("the entry that opens the store is not struck out", hint: "correct its fields")
  }
  let resting = events.filter { entry in
    entry.envelope.position != opening.envelope.position && !entry.isStruck
      && entry.event.type.stream != nil
  }
  if let last = resting.last {
    let rest = resting.count == 1 ? "1 entry" : "\(resting.count) entries"
    return refusal(
      "\(rest) of \(stream.text) \(resting.count == 1 ? "rests" : "rest") on it",
      hint: "strike @\(last.envelope.position) and those before it first, or correct this one")
  }
  if kind == .client, let session = view.sessions(ofClient: stream.id).first {
    return refusal(
      "session \(session.row.id) is of client \(stream.id)",
      hint: "correct the session’s client, or strike the session, first")
  }
  return []
}
