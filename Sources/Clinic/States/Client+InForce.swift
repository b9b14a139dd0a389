public import Records

/// What held of a client at a moment, whenever it was recorded.
extension Client {
  /// The last thing said of a consent at or before `moment`: given, declined or withdrawn.
  public func consent(_ kind: ConsentKind, at moment: Instant) -> ConsentPeriod? {
    consentPeriods.last(at: moment) { $0.kind == kind }
  }

  /// The contraindications found by `moment` and not cleared by then.
  ///
  /// One with an end date is among them; what its date means is for the reader, who knows the zone.
  public func contraindications(at moment: Instant) -> [ContraindicationPeriod] {
    // Most clients have had none, and there are many that they could have had.
    guard let periods = contraindicationPeriods, !periods.isEmpty else { return [] }
    return ContraindicationCode.allCases.compactMap { code in
      let last = contraindicationPeriods.last(at: moment) { $0.code == code }
      return last?.state == .found ? last : nil
    }
  }

  /// The medical history in force at `moment`: the last one taken by then.
  public func history(at moment: Instant) -> HistoryPeriod? {
    historyPeriods.last(at: moment) { !$0.confirmed }
  }
}
