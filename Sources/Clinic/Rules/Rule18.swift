import EventLog
import Records

/// Rule 18: no photo without consent to it; credentials and training in force, and a device in
/// service that is not overdue for its own.
///
/// Each lapse is noted where it first matters: a credential of the session's practitioner when the
/// session opens; training and the device when a cartridge is put on it; at a pass, what came since,
/// and what concerns somebody else who makes it.
func checkPhotoAndStanding(
  _ proposal: Proposal, _ visit: Visit?, in view: some ClinicView
) -> [Finding] {
  guard case .session(let event) = proposal.event else { return [] }
  let moment = proposal.moment
  if case .sessionOpened(let opened) = event {
    return lapsedCredentials(of: opened.practitioner, at: moment, in: view)
  }
  guard let visit else { return [] }
  switch event {
  case .photoTaken:
    guard let chart = view.chart(visit.session.client),
      chart.consent(.photoRecord, at: moment)?.decision != .given
    else { return [] }
    return [
      Finding(
        rule: 18, level: .refuseUnlessPast,
        message: "client \(chart.id) had no photo consent in force on \(view.day(of: moment))",
        hint: "record consent-given client/\(chart.id) kind=photo_record first, or photo-declined,"
          + " or --override --reason …",
        limit: "photo consent in force")
    ]
  case .cartridgeOpened(let opened):
    return standing(of: opened.device, and: visit.session.practitioner, at: moment, in: view)
  case .needlePassMade(let pass):
    let performer = proposal.envelope.performedBy
    let device = visit.session.cartridgeUse(pass.cartridge)?.device
    var now = lapsedCredentials(of: performer, at: moment, in: view)
    now += standing(of: device, and: performer, at: moment, in: view)
    if now.isEmpty { return [] }
    var known: [Finding] = []
    if let openedAt = visit.session.openedAt, let practitioner = visit.session.practitioner {
      known += lapsedCredentials(of: practitioner, at: openedAt, in: view)
    }
    if let use = visit.session.cartridgeUse(pass.cartridge) {
      known += standing(of: use.device, and: visit.session.practitioner, at: use.openedAt, in: view)
    }
    let noted = Set(known)
    return now.filter { !noted.contains($0) }
  default: return []
  }
}

/// The device, and the training of whoever uses it.
private func standing(
  of device: String?, and person: String?, at moment: Instant, in view: some ClinicView
) -> [Finding] {
  guard let device = device.flatMap({ view.state(Device.self, $0) }) else { return [] }
  let day = view.day(of: moment)
  var findings: [Finding] = []
  if let last = device.row.periods.last(at: moment), last.status == .withdrawn {
    findings.append(
      finding(
        "device \(device.row.id) was withdrawn on \(view.day(of: last.from))",
        limit: "a device in service"))
  }
  if let due = device.row.service(at: moment)?.nextDueOn, due < day {
    findings.append(
      finding(
        "device \(device.row.id) was due for service on \(due)",
        limit: "a device that is not overdue"))
  }
  if let person, let model = device.row.model {
    var end: CalendarDate?
    for training in view.state(StaffMember.self, person)?.row.trainingPeriods ?? []
    where training.deviceModel == model && training.from <= moment {
      end.raise(to: training.validTo ?? day)
    }
    if let end, end < day {
      findings.append(
        finding(
          "\(person)’s training on the model of device \(device.row.id) expired on \(end)",
          limit: "training in force"))
    }
  }
  return findings
}

/// Each kind of credential that somebody held and, at `moment`, no longer does.
private func lapsedCredentials(
  of person: String, at moment: Instant, in view: some ClinicView
) -> [Finding] {
  let day = view.day(of: moment)
  let held = view.state(StaffMember.self, person)?.row.credentialPeriods ?? []
  var findings: [Finding] = []
  for kind in CredentialKind.allCases {
    var end: CalendarDate?
    var revokedAt: Instant?
    var isValid = false
    for credential in held where credential.kind == kind && credential.validFrom <= day {
      isValid = isValid || credential.isValid(at: moment, on: day)
      end.raise(to: credential.validTo)
      if let revoked = credential.revokedAt, revoked <= moment { revokedAt.raise(to: revoked) }
    }
    guard !isValid, let end else { continue }
    if end < day {
      findings.append(
        finding(
          "\(person)’s \(kind.name) credential expired on \(end)", limit: "a credential in force"))
    } else if let revokedAt {
      findings.append(
        finding(
          "\(person)’s \(kind.name) credential was revoked on \(view.day(of: revokedAt))",
          limit: "a credential in force"))
    }
  }
  return findings
}

private func finding(_ message: String, limit: String) -> Finding {
  Finding(rule: 18, level: .note, message: message, limit: limit)
}
