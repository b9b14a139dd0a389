public import Records

extension ClinicProtocol: StateRow {
  /// The kind of stream.
  public static let streamKind = StreamKind.protocol

  /// Whether an edition is published.
  public var isOpened: Bool { publishedAt != nil }

  /// The event, if it is a protocol's.
  public static func event(of event: ClinicEvent) -> ProtocolEvent? {
    if case .protocol(let event) = event { event } else { nil }
  }

  /// Takes one event of a protocol in.
  public mutating func evolve(_ event: ProtocolEvent, _ entry: FoldedEntry) {
    switch event {
    case .protocolPublished(let it):
      editions.enter(
        ProtocolEdition(
          from: entry.occurredAt, label: it.label, approvedBy: it.approvedBy,
          minimumAge: it.minimumAge, zoneDepths: it.zoneDepths, washOuts: it.washOuts,
          intervals: it.intervals, callFromHours: it.callFromHours, callToHours: it.callToHours,
          lateAfterHours: it.lateAfterHours, retentionYears: it.retentionYears,
          futureToleranceMinutes: it.futureToleranceMinutes, position: entry.rowPosition))
      guard entry.isNotBefore(publishedAt) else { return }
      publishedAt = entry.occurredAt
      label = it.label
      approvedBy = it.approvedBy
      minimumAge = it.minimumAge
      zoneDepths = it.zoneDepths
      washOuts = it.washOuts
      intervals = it.intervals
      callFromHours = it.callFromHours
      callToHours = it.callToHours
      lateAfterHours = it.lateAfterHours
      retentionYears = it.retentionYears
      futureToleranceMinutes = it.futureToleranceMinutes
      sources = it.sources
    }
  }

  /// The edition in force at `moment`; nil before the first was published.
  public func edition(at moment: Instant) -> ProtocolEdition? {
    editions.last(at: moment)
  }
}
