public import Records

/// A fact of a state that holds from a moment on, so that rules can ask what held back then.
///
/// Lists of them are kept in the order of what happened: by moment, then by position, so that an
/// entry made late never overrides a fact that came after it.
public protocol Dated {
  /// When it happened in the clinic.
  var from: Instant { get }
  /// The position of the entry that says it.
  var position: Int64 { get }
}

extension Optional {
  /// Puts `fact` in its place among the others.
  mutating func enter<Fact: Dated>(_ fact: Fact) where Wrapped == [Fact] {
    var facts = self ?? []
    self = nil
    let next = facts.lastIndex { ($0.from, $0.position) <= (fact.from, fact.position) }
    facts.insert(fact, at: next.map { $0 + 1 } ?? 0)
    self = facts
  }

  /// The last fact, at or before `moment`, of those that match.
  func last<Fact: Dated>(
    at moment: Instant, where matches: (Fact) -> Bool = { _ in true }
  ) -> Fact? where Wrapped == [Fact] {
    self?.last { $0.from <= moment && matches($0) }
  }

  /// The last value said of something, however long ago.
  func latest<Fact: Dated, Value>(_ value: (Fact) -> Value?) -> Value? where Wrapped == [Fact] {
    guard let facts = self else { return nil }
    for fact in facts.reversed() {
      if let found = value(fact) { return found }
    }
    return nil
  }
}

extension LotPeriod: Dated {}
extension DevicePeriod: Dated {}
extension ServicePeriod: Dated {}
extension ConsentPeriod: Dated {}
extension ContraindicationPeriod: Dated {}
extension HistoryPeriod: Dated {}
extension TrainingPeriod: Dated {}
extension DetailsChange: Dated {}
extension PlanChange: Dated {}
extension TimeChange: Dated {}
extension NumbingChoice: Dated {}
extension NumbingPeriod: Dated {}
extension ProtocolEdition: Dated {}
extension LotNotice: Dated {}
extension AdverseEventState: Dated {}

extension CartridgeUse: Dated {
  /// When the cartridge was opened.
  public var from: Instant { openedAt }
}

extension PatchTest: Dated {
  /// When the test was applied.
  public var from: Instant { appliedAt }
}

extension CredentialPeriod: Dated {
  /// The first moment of the first day on which it is valid, in UTC.
  public var from: Instant { Instant(microseconds: validFrom.days &* 86_400_000_000) }
}
