import EventLog
import Records

/// Rule 22: a course has no more sessions than it plans for.
func checkCourseLength(_ proposal: Proposal, in view: some ClinicView) -> [Finding] {
  guard case .session(.sessionOpened(let opened)) = proposal.event, let id = opened.course,
    let course = view.state(Course.self, id)
  else { return [] }
  let moment = proposal.moment
  let planned = course.row.planChanges.map { $0.filter { $0.from <= moment } }
    .latest(\.sessionsPlanned)
  let sessions =
    1
    + view.sessions(ofCourse: id)
    .count { $0.row.id != proposal.envelope.stream.id && $0.row.counts(at: moment) }
  guard let planned, sessions > planned else { return [] }
  return [
    Finding(
      rule: 22, level: .note,
      message: "session \(sessions) of course \(id), which plans \(planned)",
      hint: "record course-amended course/\(id) sessions_planned=…",
      limit: "\(planned) sessions", observed: "session \(sessions)")
  ]
}
