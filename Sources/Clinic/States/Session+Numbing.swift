public import Records

/// What was decided on numbing, and when cream was on.
extension Session {
  mutating func decide(_ decided: NumbingDecided, _ entry: FoldedEntry) {
    numbingChoices.enter(
      NumbingChoice(
        from: entry.occurredAt, decision: decided.decision,
        allergyChecked: decided.allergyChecked, position: entry.rowPosition))
    guard entry.isNotBefore(numbingDecidedAt) else { return }
    numbingDecidedAt = entry.occurredAt
    numbingDecision = decided.decision
    numbingReason = decided.reason
    painTolerance = decided.painTolerance
    allergyChecked = decided.allergyChecked
    numbingDecidedBy = decided.decidedBy
  }

  mutating func numb(_ applied: NumbingApplied, _ entry: FoldedEntry) {
    numbingPeriods.enter(
      NumbingPeriod(
        from: entry.occurredAt, product: applied.product, lot: applied.lot,
        grams: applied.grams, areaCm2: applied.areaCm2, position: entry.rowPosition))
    numbingGrams.add(applied.grams)
    numbingOnAt.raise(to: entry.occurredAt)
  }

  /// A removal ends the last application before it that is still on.
  mutating func clean(_ removed: NumbingRemoved, _ entry: FoldedEntry) {
    let moment = entry.occurredAt
    if let index = numbingPeriods?.lastIndex(where: { $0.from <= moment && $0.until == nil }) {
      numbingPeriods?[index].until = moment
    }
    guard entry.isNotBefore(numbingOffAt) else { return }
    numbingOffAt = moment
    numbingReaction = removed.reaction
    numbingAdequate = removed.adequate
  }

  /// What was last decided on numbing at or before `moment`.
  public func numbingChoice(at moment: Instant) -> NumbingChoice? {
    numbingChoices.last(at: moment)
  }

  /// The applications of numbing cream that were on the skin at `moment`.
  public func numbing(at moment: Instant) -> [NumbingPeriod] {
    (numbingPeriods ?? []).filter { period in
      period.from <= moment && period.until.map { moment < $0 } ?? true
    }
  }

  /// The use of a cartridge in this session.
  public func cartridgeUse(_ cartridge: String) -> CartridgeUse? {
    cartridgeUses?.last { $0.cartridge == cartridge }
  }
}
