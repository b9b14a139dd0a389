import Clinic
import ClinicStore
import EventLog
import Records
import Reports

/// What the guide has left to say: what is missing, what the session came to, what stands.
extension Guide {
  /// What is missing of the steps, named; of all of them, or of those given.
  func missing(through names: Set<String>? = nil) -> String {
    VisitPlan.steps.filter { names?.contains($0.name) ?? true }
      .compactMap { step in
        step.missing(in: visit, isSkipped: skipped.contains(step.name))
          .map { "\($0) (go \(step.name))" }
      }
      .joined(separator: " · ")
  }

  func showMissing() throws {
    let missing = self.missing()
    try talk.say(
      CheckIn.wrapped("missing", missing.isEmpty ? "nothing" : missing, width: talk.width))
  }

  /// Tells of an entry that somebody else has recorded meanwhile.
  func tellOf(_ event: StoredEvent) throws {
    let envelope = event.envelope
    let type = EventType.numbered(envelope.type)?.name ?? "type \(envelope.type)"
    let detail = (try? EventDetail(of: event, in: store))?.text ?? ""
    let text =
      "@\(envelope.position) \(type) by \(envelope.recordedBy)"
      + (detail.isEmpty ? "" : ": \(detail)")
    let label = "  recorded meanwhile "
    try talk.say([label + fitted(text, into: max(talk.width - label.count, 20)).text])
  }

  /// What is said to somebody whose answers came after another's entry.
  var overtaken: Message {
    let done = underWay.last.flatMap { $0.isWanted(visit) ? nil : "go \($0.name) asks it again" }
    return Message(
      "somebody else added to the session meanwhile; not recorded",
      hint: visit.isOver ? nil : done ?? "give it again if it still holds, or skip")
  }

  /// What the session has come to, in a line.
  var summary: String {
    guard let session = visit.session else { return "no session was opened" }
    let count = receipts.count
    let deviations = receipts.reduce(0) { $0 + $1.envelope.deviations.count }
    let state =
      session.closedAt != nil ? "closed" : session.abandonedAt != nil ? "abandoned" : "open"
    var parts = [
      "session \(session.id) \(state)", "\(count) \(count == 1 ? "event" : "events") now",
    ]
    if let first = receipts.first, let last = receipts.last {
      parts[1] += ", @\(first.envelope.position) to @\(last.envelope.position)"
    }
    if session.amended > 0 { parts.append("\(session.amended) amended") }
    if deviations > 0 {
      parts.append("\(deviations) \(deviations == 1 ? "deviation" : "deviations")")
    }
    return parts.joined(separator: " · ")
  }

  /// What state an error leaves behind.
  var stands: String {
    guard let first = receipts.first, let last = receipts.last else {
      return visit.session.map { "nothing was recorded now; session \($0.id) stands as it was" }
        ?? "nothing was recorded"
    }
    return "@\(first.envelope.position) to @\(last.envelope.position) of session"
      + " \(sessionID ?? "") stand; stipple session \(client) goes on"
  }
}
