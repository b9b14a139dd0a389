/// Rules 5 to 22, each of which says nothing of an entry that is not its own concern.
///
/// Their limits are those of the protocol in force when it happened: where none was published, a rule
/// that needs a limit of the protocol's says nothing.
func checkTreatment(_ proposal: Proposal, in view: some ClinicView) -> [Finding] {
  var findings = checkRemovalAndDepth(proposal, in: view)
  findings += checkDecisionAndCartridge(proposal, in: view)
  findings += checkClosed(proposal, in: view)
  findings += checkCartridgeReuse(proposal, in: view)
  findings += checkLotUse(proposal, in: view)
  findings += checkConsentAndHistory(proposal, in: view)
  findings += checkAllergy(proposal, in: view)
  findings += checkCreamOff(proposal, in: view)
  findings += checkDepthLimits(proposal, in: view)
  findings += checkNumbingLabel(proposal, in: view)
  findings += checkCautions(proposal, in: view)
  findings += checkSerum(proposal, in: view)
  findings += checkClosing(proposal, in: view)
  findings += checkPhotoAndStanding(proposal, in: view)
  findings += checkLateness(proposal, in: view)
  findings += checkCalls(proposal, in: view)
  findings += checkBooking(proposal, in: view)
  findings += checkCourseLength(proposal, in: view)
  return findings
}
