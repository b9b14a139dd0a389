import Records

/// Rule 16: a serum is labelled for needling, and its lot is known.
func checkSerum(_ proposal: Proposal, in view: some ClinicView) -> [Finding] {
  guard case .session(.serumApplied(let serum)) = proposal.event else { return [] }
  var findings: [Finding] = []
  if serum.labelledForNeedling != .yes {
    findings.append(
      Finding(
        rule: 16, level: .note,
        message: serum.labelledForNeedling == .no
          ? "the serum is not labelled for needling"
          : "it is not known whether the serum is labelled for needling",
        field: "data.labelled_for_needling", limit: "a serum labelled for needling"))
  }
  if serum.lot == nil {
    findings.append(
      Finding(
        rule: 16, level: .note, message: "the serum has no lot", field: "data.lot",
        limit: "a serum whose lot is known"))
  }
  return findings
}
