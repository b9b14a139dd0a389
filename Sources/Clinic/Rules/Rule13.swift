import EventLog
import Records

/// Rule 13: a pass is no deeper than the device's label, the protocol's range for the zone and the
/// credential of whoever makes it allow, and stays outside the rim of the eye socket.
///
/// Of several credentials in force, the one that allows most counts; without one that names a depth
/// there is none to keep. A pass around the eye is taken to be inside the rim unless it says not.
func checkDepthLimits(_ visit: Visit, in view: some ClinicView) -> [Finding] {
  guard case .needlePassMade(let pass) = visit.event else { return [] }
  var findings: [Finding] = []
  func add(_ limit: ScaledDecimal?, of whose: @autoclosure () -> String) {
    guard let limit, pass.depthMm > limit else { return }
    let whose = whose()
    findings.append(
      Finding(
        rule: 13, level: .noteWithReason,
        message: "\(pass.depthMm) mm is over the \(limit) mm of \(whose)",
        hint: "a lesser depth, or --reason …", field: "data.depth_mm",
        limit: "at most \(limit) mm, by \(whose)", observed: "\(pass.depthMm) mm"))
  }

  let device = visit.session.cartridgeUse(pass.cartridge)
    .flatMap { view.state(Device.self, $0.device) }
  if let device { add(device.row.maxDepthMm, of: "device \(device.row.id)’s label") }
  let range = view.edition(at: visit.moment)?.zoneDepths.first { $0.zone == pass.zone }
  add(range?.maxDepthMm, of: "the protocol’s range for \(pass.zone.name)")
  let performer = visit.proposal.envelope.performedBy
  let day = view.day(of: visit.moment)
  var deepest: ScaledDecimal?
  for credential in view.state(StaffMember.self, performer)?.row.credentialPeriods ?? []
  where credential.isValid(at: visit.moment, on: day) {
    if let depth = credential.maxDepthMm { deepest.raise(to: depth) }
  }
  add(deepest, of: "\(performer)’s credential")
  if pass.zone == .periorbital, pass.insideRim != false {
    findings.append(
      Finding(
        rule: 13, level: .noteWithReason,
        message: pass.insideRim == true
          ? "the pass is inside the orbital rim"
          : "a periorbital pass may be inside the orbital rim",
        hint: "inside_rim=false if it stays outside, or --reason …", field: "data.zone",
        limit: "outside the orbital rim"))
  }
  return findings
}

extension CredentialPeriod {
  /// Whether it is in force at `moment`, which is on the clinic's `day`.
  func isValid(at moment: Instant, on day: CalendarDate) -> Bool {
    validFrom <= day && day <= validTo && revokedAt.map { moment < $0 } ?? true
  }
}
