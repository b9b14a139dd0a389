/// Rules 5 to 22, each of which says nothing of an entry that is not its own concern.
///
/// Their limits are those of the protocol in force when it happened: where none was published, a rule
/// that needs a limit of the protocol's says nothing.
func checkTreatment(_ proposal: Proposal, in view: some ClinicView) -> [Finding] {
  // Looked up once: nearly every rule asks for the session.
  let visit = Visit(proposal, in: view)
  var findings: [Finding] = []
  if let visit {
    findings += checkRemovalAndDepth(visit, in: view)
    findings += checkDecisionAndCartridge(visit, in: view)
    findings += checkClosed(visit, in: view)
    findings += checkCartridgeReuse(visit, in: view)
  }
  findings += checkLotUse(proposal, in: view)
  if let visit {
    findings += checkConsentAndHistory(visit, in: view)
    findings += checkAllergy(visit, in: view)
    findings += checkCreamOff(visit, in: view)
    findings += checkDepthLimits(visit, in: view)
    findings += checkNumbingLabel(visit, in: view)
  }
  findings += checkCautions(proposal, visit, in: view)
  findings += checkSerum(proposal, in: view)
  if let visit { findings += checkClosing(visit, in: view) }
  findings += checkPhotoAndStanding(proposal, visit, in: view)
  findings += checkLateness(proposal, in: view)
  if let visit { findings += checkCalls(visit, in: view) }
  findings += checkBooking(proposal, in: view)
  findings += checkCourseLength(proposal, in: view)
  return findings
}
