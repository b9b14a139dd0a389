public import Records

/// Rule 10: nobody is numbed, needled or given a serum without treatment consent and a medical
/// history in force, nor with an absolute contraindication open; nor, under the protocol's age,
/// without a guardian's consent.
///
/// A consent is in force for as many days as the protocol's interval from consent to session allows,
/// and a history until it is confirmed as changed.
func checkConsentAndHistory(_ visit: Visit, in view: some ClinicView) -> [Finding] {
  guard treats(visit.event) else { return [] }
  return barriers(toTreating: visit.session.client, at: visit.moment, in: view)
}

/// What rule 10 finds of treating a client at `moment`: nothing if it may be done.
public func barriers(
  toTreating client: String?, at moment: Instant, in view: some ClinicView
) -> [Finding] {
  guard let chart = view.chart(client) else { return [] }
  let day = view.day(of: moment)
  let edition = view.edition(at: moment)
  var findings: [Finding] = []
  func add(_ message: String, hint: String, limit: String) {
    findings.append(
      Finding(
        rule: 10, level: .refuseUnlessPast, message: message,
        hint: "\(hint), or --override --reason …", limit: limit))
  }

  let consent = chart.consent(.treatment, at: moment)
  let validDays = edition?.intervals.first { $0.between == .consentToSession }?.maxDays
  if consent?.decision != .given {
    add(
      "client \(chart.id) had no treatment consent in force on \(day)",
      hint: "record consent-given client/\(chart.id) first", limit: "treatment consent in force")
  } else if let consent, let validDays, day.days &- view.day(of: consent.from).days > validDays {
    add(
      "client \(chart.id) gave treatment consent more than \(validDays) days before \(day)",
      hint: "record consent-given client/\(chart.id) again",
      limit: "treatment consent given at most \(validDays) days before")
  }
  if let edition, let age = chart.age(on: day), age < edition.minimumAge,
    consent?.decision != .given || consent?.byGuardian != true
  {
    add(
      "client \(chart.id) was under \(edition.minimumAge) on \(day),"
        + " and no guardian’s consent was in force",
      hint: "record consent-given client/\(chart.id) with guardian=…",
      limit: "a guardian’s consent under \(edition.minimumAge)")
  }
  if chart.history(at: moment) == nil || chart.isHistoryOutdated(at: moment) {
    add(
      "client \(chart.id) had no medical history in force on \(day)",
      hint: "record medical-history-taken client/\(chart.id) first",
      limit: "a medical history in force")
  }
  for open in chart.contraindications(.absolute, at: moment, on: day) {
    add(
      "client \(chart.id) had an absolute contraindication open on \(day), \(open.code.name)",
      hint: "record contraindication-cleared client/\(chart.id) if it is over",
      limit: "no absolute contraindication open")
  }
  return findings
}

/// Whether it is an act that consent is asked for.
private func treats(_ event: SessionEvent) -> Bool {
  switch event {
  case .numbingApplied, .needlePassMade, .serumApplied: true
  default: false
  }
}
