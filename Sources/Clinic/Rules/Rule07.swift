import EventLog
import Records

/// Rule 7: a session that is closed takes no more treatment, is closed once, and is countersigned by
/// somebody else.
///
/// What follows a visit is taken: countersigning, follow-up photos, calls, follow-ups, adverse
/// events, notices to an authority, blood exposure, amendments and notes. So is what happened before
/// the close, and what is entered as late.
func checkClosed(_ visit: Visit, in view: some ClinicView) -> [Finding] {
  guard let closedAt = visit.session.closedAt else { return [] }
  if case .sessionCountersigned = visit.event,
    visit.session.closedBy == visit.proposal.envelope.performedBy
  {
    return [
      Finding(
        rule: 7, level: .refuseUnlessPast,
        message: "whoever closed a session does not countersign it",
        hint: "somebody else looks through it and signs", field: "performed_by",
        limit: "a second member of staff")
    ]
  }
  if case .sessionClosed = visit.event {
    return [
      Finding(
        rule: 7, message: "session \(visit.session.id) is closed already",
        hint: "correct @N field=value --reason …, where N is the closing entry",
        limit: "one close")
    ]
  }
  if follows(visit.event) || visit.moment <= closedAt || visit.proposal.envelope.entryMode == .late
  {
    return []
  }
  return [
    Finding(
      rule: 7, message: "session \(visit.session.id) was closed before that",
      hint: "give the time before the close at which it happened, or record it in another session",
      limit: "before the session is closed")
  ]
}

/// Whether it belongs after a visit.
private func follows(_ event: SessionEvent) -> Bool {
  switch event {
  case .photoTaken(let photo): photo.phase == .followUp
  case .sessionCountersigned, .bloodExposureRecorded, .aftercareCallAttempted, .aftercareCallMade,
    .followUpHeld, .adverseEventReported, .adverseEventFollowedUp, .adverseEventResolved,
    .authorityNotified:
    true
  case .sessionOpened, .preTreatmentChecked, .photoDeclined, .skinCleansed, .numbingDecided,
    .numbingApplied, .numbingRemoved, .cartridgeOpened, .needlePassMade, .endpointReached,
    .serumApplied, .painScored, .treatmentPaused, .treatmentResumed, .treatmentStopped,
    .maskApplied, .postCareApplied, .cartridgeDiscarded, .aftercareGiven, .sessionClosed,
    .sessionAbandoned:
    false
  }
}
