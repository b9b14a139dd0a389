import Records

/// Rule 9: a lot in use is not recalled, quarantined or expired at that time.
///
/// A recall counts for every delivery of the same product and lot number; a quarantine for its own.
/// A lot may be used through the day on which it expires.
func checkLotUse(_ proposal: Proposal, in view: some ClinicView) -> [Finding] {
  guard usesLots(proposal.event) else { return [] }
  var findings: [Finding] = []
  for name in references(in: proposal.event.type, payload: proposal.payload) {
    guard case .stream(.lot, let id) = name.to, let lot = view.state(Lot.self, id) else { continue }
    findings += checkLot(lot.row, name, at: proposal.moment, in: view)
  }
  return findings
}

private func checkLot(
  _ lot: Lot, _ name: Reference, at moment: Instant, in view: some ClinicView
) -> [Finding] {
  func finding(_ message: String) -> Finding {
    Finding(
      rule: 9, level: .refuseUnlessPast, message: message,
      hint: "another lot, or --override --reason …", field: name.dataField,
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
  if let recall = lot.recall(by: moment) { return (lot.id, recall.from) }
  let others = lot.lotNoKey.map { view.lots(numbered: $0) } ?? []
  for delivery in others where delivery.row.id != lot.id && delivery.row.product == lot.product {
    if let recall = delivery.row.recall(by: moment) { return (delivery.row.id, recall.from) }
  }
  return nil
}

extension Lot {
  /// The first recall of this delivery, by `moment`.
  fileprivate func recall(by moment: Instant) -> LotPeriod? {
    periods?.first { $0.status == .recalled && $0.from <= moment }
  }
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
