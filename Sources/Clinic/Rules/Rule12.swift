import Records

/// Rule 12: no pass starts while numbing cream is on the skin.
func checkCreamOff(_ proposal: Proposal, in view: some ClinicView) -> [Finding] {
  guard let (event, session) = proposal.inSession(view), case .needlePassMade = event else {
    return []
  }
  return session.numbing(at: proposal.moment).map { period in
    Finding(
      rule: 12, level: .refuseUnlessPast,
      message: "numbing cream of lot \(period.lot) is still on the skin",
      hint: "record numbing-removed first, or --override --reason …",
      limit: "numbing cream taken off before needling")
  }
}
