import Records

/// Rule 12: no pass starts while numbing cream is on the skin.
func checkCreamOff(_ visit: Visit, in view: some ClinicView) -> [Finding] {
  guard case .needlePassMade = visit.event else { return [] }
  return visit.session.numbing(at: visit.moment).map { period in
    Finding(
      rule: 12, level: .refuseUnlessPast,
      message: "numbing cream of lot \(period.lot) is still on the skin",
      hint: "record numbing-removed first, or --override --reason …",
      limit: "numbing cream taken off before needling")
  }
}
