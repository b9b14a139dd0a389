import EventLog
import Records

/// Rule 6: cream is put on after numbing was accepted, and a pass is made with a cartridge that is
/// open and not discarded.
func checkDecisionAndCartridge(_ visit: Visit, in view: some ClinicView) -> [Finding] {
  if case .numbingApplied = visit.event {
    let choice = visit.session.numbingChoice(at: visit.moment)?.decision
    if choice == .accepted { return [] }
    return [
      finding(
        choice.map { "numbing was decided as \($0.name), not accepted" }
          ?? "numbing was not decided on before",
        hint: "record numbing-decided decision=accepted first, or --override --reason …",
        limit: "an accepted numbing decision")
    ]
  }
  guard case .needlePassMade(let pass) = visit.event else { return [] }
  let limit = "an open cartridge that is not discarded"
  guard let use = visit.session.cartridgeUse(pass.cartridge) else {
    // Rule 3 says it of a new entry; this, of a pass whose cartridge an amendment takes away.
    if visit.proposal.envelope.version > UInt64(clamping: visit.session.version) { return [] }
    return [
      finding(
        "cartridge \(pass.cartridge) was not opened in this session",
        hint: "record cartridge-opened first", limit: limit)
    ]
  }
  if visit.moment < use.openedAt {
    return [
      finding(
        "cartridge \(pass.cartridge) was not open yet",
        hint: "look at the times, or --override --reason …", limit: limit)
    ]
  }
  if let discarded = use.discardedAt, discarded < visit.moment {
    return [
      finding(
        "cartridge \(pass.cartridge) was discarded before",
        hint: "open another, or --override --reason …", limit: limit)
    ]
  }
  return []
}

private func finding(_ message: String, hint: String, limit: String) -> Finding {
  Finding(rule: 6, level: .refuseUnlessPast, message: message, hint: hint, limit: limit)
}
