import EventLog
import Records

/// How soon an urgent call is followed by an adverse event's report or a follow-up.
private let answerHours: Int64 = 24

/// Rule 20: the call after treatment is made in the protocol's window, and an urgent one is followed
/// within 24 h by an adverse event or a follow-up.
///
/// The window runs from the close of the session, or its last pass while it is open; once a client
/// was reached, later calls have none. That nothing followed is found by the first entry that can
/// tell: the call itself, if entered that late, or the next call, follow-up or report.
func checkCalls(_ visit: Visit, in view: some ClinicView) -> [Finding] {
  let moment = visit.moment
  switch visit.event {
  case .aftercareCallMade(let call):
    var findings = checkWindow(visit.session, at: moment, in: view)
    if call.escalate == .urgent,
      visit.proposal.envelope.clock > moment.adding(hours: answerHours),
      !visit.session.isAnswered(moment, before: moment.adding(hours: answerHours))
    {
      findings.append(unanswered())
    }
    return findings + checkAnswer(visit.session, at: moment)
  case .followUpHeld, .adverseEventReported: return checkAnswer(visit.session, at: moment)
  default: return []
  }
}

private func checkWindow(
  _ session: Session, at moment: Instant, in view: some ClinicView
) -> [Finding] {
  guard session.callReachedAt.map({ moment < $0 }) ?? true,
    let end = session.closedAt ?? session.lastPassAt ?? session.openedAt,
    let edition = view.edition(at: moment)
  else { return [] }
  let from = edition.callFromHours
  let to = edition.callToHours
  guard moment < end.adding(hours: from) || end.adding(hours: to) < moment else { return [] }
  let hours = moment.elapsed(since: end) / .microsecondsInHour
  return [
    Finding(
      rule: 20, level: .note,
      message: "the call is outside its window of \(from) to \(to) h after the session",
      limit: "\(from) to \(to) h after the session", observed: "\(hours) h after")
  ]
}

/// The last urgent call before `moment`, if this is the first entry that tells of its being left.
private func checkAnswer(_ session: Session, at moment: Instant) -> [Finding] {
  guard let urgent = session.urgentCallAt, urgent.adding(hours: answerHours) < moment,
    !session.isAnswered(urgent, before: moment)
  else { return [] }
  return [unanswered()]
}

private func unanswered() -> Finding {
  Finding(
    rule: 20, level: .note,
    message: "no adverse event or follow-up within \(answerHours) h of an urgent call",
    limit: "an adverse event or follow-up within \(answerHours) h of an urgent call")
}

extension Session {
  /// Whether an urgent call was answered before `end`: by an adverse event open then, reported or
  /// followed up since, or by a follow-up.
  fileprivate func isAnswered(_ urgent: Instant, before end: Instant) -> Bool {
    func isSince(_ at: Instant?) -> Bool { at.map { urgent <= $0 && $0 <= end } ?? false }
    return isSince(followUpAt)
      || (adverseEventStates ?? []).contains { event in
        let isOpen = event.from <= urgent && event.resolvedAt.map { urgent < $0 } ?? true
        return isOpen || isSince(event.from) || isSince(event.followedUpAt)
      }
  }
}
