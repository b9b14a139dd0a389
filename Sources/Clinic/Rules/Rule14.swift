import Records

/// Rule 14: numbing cream is used as its label says: grams, grams on ten square centimetres, area,
/// minutes, covering; and on skin whose barrier is whole.
///
/// Grams and area count over the session: what was put on of the product before is added. Minutes
/// are judged when the cream is taken off. A label that gives no dose at all is noted, too.
func checkNumbingLabel(_ visit: Visit, in view: some ClinicView) -> [Finding] {
  switch visit.event {
  case .numbingApplied(let applied):
    let label = view.state(Product.self, applied.product)?.row.label
    return checkDose(of: applied, on: visit.session, label, at: visit.moment)
      + checkSkin(under: applied, label)
  case .numbingRemoved: return checkMinutes(on: visit.session, until: visit.moment, in: view)
  default: return []
  }
}

private func checkDose(
  of applied: NumbingApplied, on session: Session, _ label: ProductLabel?, at moment: Instant
) -> [Finding] {
  guard let label, label.givesDose else {
    return [
      finding(
        "the label of product \(applied.product) gives no dose", "data.product",
        limit: "a dose on the label")
    ]
  }
  var grams: ScaledDecimal? = applied.grams
  var area: ScaledDecimal? = applied.areaCm2
  for before in session.numbingPeriods ?? []
  where before.product == applied.product && before.from <= moment {
    if let more = before.grams { grams.add(more) }
    if let more = before.areaCm2 { area.add(more) }
  }
  var findings: [Finding] = []
  if let limit = label.maxGrams, let grams, grams > limit {
    findings.append(over("\(grams) g", "\(limit) g", "data.grams"))
  }
  if let limit = label.maxAreaCm2, let area, area > limit {
    findings.append(over("\(area) cm²", "\(limit) cm²", "data.area_cm2"))
  }
  if let limit = label.gramsPer10cm2, applied.isThicker(than: limit) {
    findings.append(
      over("\(applied.grams) g on \(applied.areaCm2) cm²", "\(limit) g/10 cm²", "data.grams"))
  }
  return findings
}

private func checkSkin(under applied: NumbingApplied, _ label: ProductLabel?) -> [Finding] {
  var findings: [Finding] = []
  if applied.occluded, label?.occlusionAllowed != true {
    findings.append(
      finding(
        label?.occlusionAllowed == false
          ? "the label does not allow the cream to be covered"
          : "the label is silent about covering the cream",
        "data.occluded", limit: "covered only where the label allows it"))
  }
  if !applied.barrierIntact {
    findings.append(
      finding(
        "the cream is on skin whose barrier is broken", "data.barrier_intact",
        limit: "an intact barrier"))
  }
  return findings
}

private func checkMinutes(
  on session: Session, until moment: Instant, in view: some ClinicView
) -> [Finding] {
  // The same application that the removal ends, by the fold of the session.
  let period = session.numbingPeriods?.last { $0.from <= moment && $0.until == nil }
  guard let period, let label = view.state(Product.self, period.product)?.row.label,
    let limit = label.maxMinutes
  else { return [] }
  let elapsed = moment.elapsed(since: period.from)
  guard elapsed > limit &* .microsecondsInMinute else { return [] }
  let minutes = (elapsed &+ .microsecondsInMinute &- 1) / .microsecondsInMinute
  return [over("\(minutes) min", "\(limit) min", "occurred_at")]
}

private func over(_ observed: String, _ limit: String, _ field: String) -> Finding {
  finding(
    "\(observed) is over the label’s \(limit)", field, limit: "at most \(limit), by the label",
    observed: observed)
}

private func finding(
  _ message: String, _ field: String, limit: String, observed: String? = nil
) -> Finding {
  Finding(
    rule: 14, level: .noteWithReason, message: message, hint: "--reason …", field: field,
    limit: limit, observed: observed)
}

extension ProductLabel {
  /// Whether the label limits how much, how far or how long.
  fileprivate var givesDose: Bool {
    maxGrams != nil || maxAreaCm2 != nil || gramsPer10cm2 != nil || maxMinutes != nil
  }
}

extension NumbingApplied {
  /// Whether there is more than `limit` grams on ten square centimetres.
  fileprivate func isThicker(than limit: ScaledDecimal) -> Bool {
    // Grams are in hundredths, area in tenths, the limit in hundredths: exact in integers.
    Int128(grams.units) * 100 > Int128(limit.units) * Int128(areaCm2.units)
  }
}
