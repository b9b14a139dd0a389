/// What the clinic's rules find of an entry about to be recorded: everything at once, or nothing.
///
/// Pure, and never throws. An empty answer means that the entry may be taken as it is.
/// Rule 1 belongs to the log, and rule 4 to the reading of the data.
public func check(_ proposal: Proposal, in view: some ClinicView) -> [Finding] {
  let opening = checkOpening(proposal, in: view)
  // What follows would only say of each part that the whole is not there.
  if !opening.isEmpty { return opening }
  let amendment = checkAmendment(proposal, in: view)
  var findings = checkTime(proposal, in: view)
  findings += checkStaff(proposal, in: view)
  findings += checkReferences(proposal, in: view)
  findings += amendment
  findings += checkTreatment(proposal, in: view)
  // An amendment that cannot be made changes nothing of its stream.
  if amendment.isEmpty { findings += checkAmendedStream(proposal, in: view) }
  return findings
}
