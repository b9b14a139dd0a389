import EventLog
import Records

/// Rule 15: no relative contraindication is open, every wash-out of the protocol is over, and the
/// course's least interval since the last session has passed.
///
/// Asked when a session opens; and at its first pass again, of what was found since. The interval is
/// the course's, between its own sessions; a session without a course has the protocol's, between
/// any of the client's. A session abandoned before its first pass does not count.
func checkCautions(
  _ proposal: Proposal, _ visit: Visit?, in view: some ClinicView
) -> [Finding] {
  guard case .session(let event) = proposal.event else { return [] }
  let moment = proposal.moment
  switch event {
  case .sessionOpened(let opened):
    return checkInterval(before: opened, proposal, in: view)
      + checkCautions(of: opened.client, at: moment, in: view)
  case .needlePassMade:
    guard let visit, let client = visit.session.client, let openedAt = visit.session.openedAt,
      visit.session.firstPassAt.map({ moment < $0 }) ?? true
    else { return [] }
    let now = checkCautions(of: client, at: moment, in: view)
    if now.isEmpty { return [] }
    let known = Set(checkCautions(of: client, at: openedAt, in: view).map(\.limit))
    return now.filter { !known.contains($0.limit) }
  default: return []
  }
}

/// Relative contraindications and wash-outs; no two findings have the same limit.
private func checkCautions(
  of client: String, at moment: Instant, in view: some ClinicView
) -> [Finding] {
  guard let chart = view.chart(client) else { return [] }
  let day = view.day(of: moment)
  var findings = chart.contraindications(.relative, at: moment, on: day).map { open in
    finding(
      "client \(chart.id) had a relative contraindication open on \(day), \(open.code.name)",
      hint: "record contraindication-cleared client/\(chart.id) if it is over, or --reason …",
      limit: "no relative contraindication open, \(open.code.name)")
  }
  guard let history = chart.history(at: moment) else { return findings }
  var washed: Set<WashOutOf> = []
  for washOut in view.edition(at: moment)?.washOuts ?? []
  where washed.insert(washOut.what).inserted && !history.isOver(washOut, on: day) {
    findings.append(
      finding(
        "the wash-out of \(washOut.days) days after \(washOut.what.name) was not over on \(day)",
        hint: "a later day, or --reason …",
        limit: "\(washOut.days) days after \(washOut.what.name)"))
  }
  return findings
}

private func checkInterval(
  before opened: SessionOpened, _ proposal: Proposal, in view: some ClinicView
) -> [Finding] {
  let moment = proposal.moment
  let least: Int64?
  let whose: String
  let others: [Kept<Session>]
  if let course = opened.course {
    least = view.state(Course.self, course)?.row.minIntervalDays(at: moment)
    whose = "course \(course)"
    others = view.sessions(ofCourse: course)
  } else {
    let interval = view.edition(at: moment)?.intervals.first { $0.between == .sessionToSession }
    least = interval?.minDays
    whose = "the protocol"
    others = (view.chart(opened.client)?.clients ?? [])
      .flatMap { view.sessions(ofClient: $0.row.id) }
  }
  let last =
    others
    .filter { $0.row.id != proposal.envelope.stream.id && $0.row.counts(at: moment) }
    .max { ($0.row.openedAt ?? moment) < ($1.row.openedAt ?? moment) }
  guard let least, let last, let openedAt = last.row.openedAt else { return [] }
  let days = view.day(of: moment).days &- view.day(of: openedAt).days
  guard days < least else { return [] }
  return [
    finding(
      "\(days) days after session \(last.row.id) is under the \(least) days of \(whose)",
      hint: "a later day, or --reason …", limit: "at least \(least) days, by \(whose)",
      observed: "\(days) days")
  ]
}

private func finding(
  _ message: String, hint: String, limit: String, observed: String? = nil
) -> Finding {
  Finding(
    rule: 15, level: .noteWithReason, message: message, hint: hint, limit: limit,
    observed: observed)
}

extension Session {
  /// Whether the session was opened by `moment` and is one of its course: not given up unneedled.
  func counts(at moment: Instant) -> Bool {
    guard let openedAt, openedAt <= moment else { return false }
    return abandonedAt == nil || firstPassAt != nil
  }
}

extension Course {
  /// The least number of days between sessions, as planned at `moment`.
  fileprivate func minIntervalDays(at moment: Instant) -> Int64? {
    planChanges.map { $0.filter { $0.from <= moment } }.latest(\.minIntervalDays)
  }
}

extension HistoryPeriod {
  /// Whether a wash-out is over on a day, as far as the history tells.
  ///
  /// A medicine that is taken, with no date of its end, is not over.
  fileprivate func isOver(_ washOut: WashOut, on day: CalendarDate) -> Bool {
    let last: CalendarDate?
    var isTaken = false
    switch washOut.what {
    case .isotretinoin:
      last = isotretinoinStoppedOn
      isTaken = medicationClasses?.contains(.isotretinoin) ?? false
    case .retinoid:
      last = retinoidLastOn
      isTaken = medicationClasses?.contains(.retinoid) ?? false
    case .sun: last = sunLastOn
    case .homeRoller: last = homeRollerLastOn
    case .exfoliant, .filler, .botulinum, .peel, .laser, .surgery, .waxing, .coldSore, .other:
      // A history has no date of these: they are found as contraindications.
      return true
    }
    guard let last else { return !isTaken }
    return day.days &- last.days >= washOut.days
  }
}
