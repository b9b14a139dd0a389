import Records

/// Rule 9: a lot in use is not recalled, quarantined or expired at that time.
///
/// A recall counts for every delivery of the same product and lot number; a quarantine for its own.
/// A lot may be used through the day on which it expires.
func checkLotUse(_ proposal: Proposal, in view: some ClinicView) -> [Finding] {
  guard usesLots(proposal.event) else { return [] }
  return references(in: proposal.event.type.record, payload: proposal.payload).flatMap { name in
    guard case .stream(.lot, let id) = name.to, let lot = view.state(Lot.self, id) else {
      return [Finding]()
    }
    return checkLot(lot, "data.\(name.field)", at: proposal.moment, in: view)
  }
}

private func checkLot(
  _ lot: Lot, _ field: String, at moment: Instant, in view: some ClinicView
) -> [Finding] {
  func finding(_ message: String) -> Finding {
    Finding(
      rule: 9, level: .refuseUnlessPast, message: message,
      hint: "another lot, or --override --reason …", field: field,
      limit: "a lot that is free and in date")
  }
  var findings: [Finding] = []
  if let recall = recall(of: lot, by: moment, in: view) {
    let name = recall.lot == lot.id ? "" : " as lot \(recall.lot)"
    findings.append(finding("lot \(lot.id) was recalled on \(view.day(of: recall.at))\(name)"))
  }
  let last = lot.periods.last(at: moment) { $0.status == .quarantined || $0.status == .free }
  if let last, last.status == .quarantined {
    findings.append(finding("lot \(lot.id) was quarantined on \(view.day(of: last.from))"))
  }
  if let expiresOn = lot.expiresOn, expiresOn < view.day(of: moment) {
    findings.append(finding("lot \(lot.id) expired on \(expiresOn)"))
  }
  return findings
}

/// The first recall, by `moment`, of any delivery of a lot.
private func recall(
  of lot: Lot, by moment: Instant, in view: some ClinicView
) -> (lot: String, at: Instant)? {
  let others = lot.lotNoKey.map { view.lots(numbered: $0) } ?? []
  let deliveries = [lot] + others.filter { $0.id != lot.id && $0.product == lot.product }
  for delivery in deliveries {
    let recall = delivery.periods?.first { $0.status == .recalled && $0.from <= moment }
    if let recall { return (delivery.id, recall.from) }
  }
  return nil
}

/// Whether an event puts what it names of a lot to use.
private func usesLots(_ event: ClinicEvent) -> Bool {
  switch event {
  case .client(.patchTestApplied), .session(.skinCleansed), .session(.numbingApplied),
    .session(.cartridgeOpened), .session(.serumApplied), .session(.maskApplied),
    .session(.postCareApplied):
    true
  case .client, .course, .booking, .session, .product, .lot, .device, .staff, .protocol, .store,
    .any:
    false
  }
}
