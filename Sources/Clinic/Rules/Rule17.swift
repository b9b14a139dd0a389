import Records

/// Rule 17: a session is closed with a numbing decision and aftercare; and with a pass, every
/// cartridge discarded, and a photo before, or photos declined.
func checkClosing(_ visit: Visit, in view: some ClinicView) -> [Finding] {
  guard case .sessionClosed = visit.event else { return [] }
  let moment = visit.moment
  var findings: [Finding] = []
  func need(_ what: String, _ hint: String) {
    findings.append(
      Finding(
        rule: 17, level: .refuseUnlessPast, message: "the session has no \(what)",
        hint: "record \(hint) first, or --override --reason …", limit: what))
  }
  func note(_ message: String, limit: String) {
    findings.append(Finding(rule: 17, level: .note, message: message, limit: limit))
  }
  if visit.session.numbingChoice(at: moment) == nil { need("numbing decision", "numbing-decided") }
  if !happened(visit.session.aftercareAt, by: moment) { need("aftercare", "aftercare-given") }
  if !happened(visit.session.firstPassAt, by: moment) {
    note("the session has no needle pass", limit: "a needle pass")
  }
  for use in visit.session.cartridgeUses ?? []
  where use.openedAt <= moment && !happened(use.discardedAt, by: moment) {
    note("cartridge \(use.cartridge) is not discarded", limit: "every cartridge discarded")
  }
  if visit.session.photosBefore == 0 && !visit.session.photoDeclined {
    note("the session has no photo before, nor photos declined", limit: "a photo before")
  }
  return findings
}

private func happened(_ at: Instant?, by moment: Instant) -> Bool {
  at.map { $0 <= moment } ?? false
}
