import Records

extension Session: StateRow {
  /// The kind of stream.
  public static let streamKind = StreamKind.session

  /// Whether the session is opened.
  public var isOpened: Bool { openedAt != nil }

  /// The event, if it is a session's.
  public static func event(of event: ClinicEvent) -> SessionEvent? {
    if case .session(let event) = event { event } else { nil }
  }

  /// Takes one event of a session in.
  public mutating func evolve(_ event: SessionEvent, _ entry: FoldedEntry) {
    let moment = entry.occurredAt
    switch event {
    case .sessionOpened(let it): open(it, at: moment)
    case .preTreatmentChecked(let it):
      guard entry.isNotBefore(checkedAt) else { return }
      checkedAt = moment
      checkOutcome = it.outcome
    case .photoTaken(let it):
      switch it.phase {
      case .before: photosBefore.add(1)
      case .after: photosAfter.add(1)
      case .followUp: photosFollowUp.add(1)
      }
    case .photoDeclined: photoDeclined = true
    case .skinCleansed(let it):
      guard entry.isNotBefore(cleansedAt) else { return }
      cleansedAt = moment
      antiseptic = it.antiseptic
    case .numbingDecided(let it): decide(it, entry)
    case .numbingApplied(let it): numb(it, entry)
    case .numbingRemoved(let it): clean(it, entry)
    case .cartridgeOpened(let it):
      cartridges.add(1)
      cartridgeUses.enter(
        CartridgeUse(
          cartridge: it.cartridge, lot: it.lot, device: it.device, maxDepthMm: it.maxDepthMm,
          openedAt: moment, position: entry.rowPosition))
    case .needlePassMade(let it):
      passes.add(it.passes)
      zones.include(it.zone)
      maxDepthMm.raise(to: it.depthMm)
      firstPassAt.lower(to: moment)
      lastPassAt.raise(to: moment)
    case .endpointReached(let it):
      if endpoint.map({ $0.rawValue < it.endpoint.rawValue }) ?? true { endpoint = it.endpoint }
    case .serumApplied(let it):
      serums.add(1)
      serumKinds.include(it.kind)
      serumVolumeMl.add(it.volumeMl)
    case .painScored(let it): score(it)
    case .treatmentPaused: become(.paused, entry)
    case .treatmentResumed: become(.open, entry)
    case .treatmentStopped: become(.stopped, entry)
    case .maskApplied(let it):
      var minutes = maskMinutes ?? 0
      minutes.add(it.minutes)
      maskMinutes = minutes
      guard entry.isNotBefore(maskAt) else { return }
      maskAt = moment
      maskPurpose = it.purpose
    case .postCareApplied(let it):
      guard entry.isNotBefore(postCareAt) else { return }
      postCareAt = moment
      spf = it.spf
    case .cartridgeDiscarded(let it): discard(it, at: moment)
    case .aftercareGiven(let it):
      guard entry.isNotBefore(aftercareAt) else { return }
      aftercareAt = moment
      advice = it.advice
      aftercareAcknowledged = it.acknowledged
    case .sessionClosed(let it):
      become(.closed, entry)
      guard entry.isNotBefore(closedAt) else { return }
      closedAt = moment
      condition = it.condition
      nextDueOn = it.nextDueOn
      closedBy = entry.performedBy
    case .sessionCountersigned:
      guard entry.isNotBefore(countersignedAt) else { return }
      countersignedAt = moment
      countersignedBy = entry.performedBy
    case .sessionAbandoned(let it):
      become(.abandoned, entry)
      guard entry.isNotBefore(abandonedAt) else { return }
      abandonedAt = moment
      abandonedStep = it.step
    case .bloodExposureRecorded: bloodExposures.add(1)
    case .aftercareCallAttempted: callAttempts.add(1)
    case .aftercareCallMade(let it): hear(it, entry)
    case .followUpHeld(let it):
      guard entry.isNotBefore(followUpAt) else { return }
      followUpAt = moment
      downtimeDays = it.downtimeDays
    case .adverseEventReported(let it): report(it, entry)
    case .adverseEventFollowedUp(let it):
      amend(it.adverseEvent) {
        guard entry.isNotBefore($0.followedUpAt) else { return }
        $0.followedUpAt = moment
        if let severity = it.severity { $0.severity = severity }
      }
    case .adverseEventResolved(let it):
      amend(it.adverseEvent) { $0.resolvedAt.lower(to: moment) }
    case .authorityNotified(let it):
      amend(it.adverseEvent) { $0.notifiedAt.raise(to: moment) }
    }
  }

  private mutating func open(_ opening: SessionOpened, at moment: Instant) {
    client = opening.client
    booking = opening.booking
    course = opening.course
    ordinal = opening.ordinal
    practitioner = opening.practitioner
    supervisor = opening.supervisor
    room = opening.room
    openedAt = moment
    // Any later step overrides this, be it entered with a time before the opening's own.
    if statusAt == nil { status = .open }
  }

  private mutating func become(_ next: SessionStatus, _ entry: FoldedEntry) {
    guard entry.isNotBefore(statusAt) else { return }
    status = next
    statusAt = entry.occurredAt
  }

  private mutating func score(_ pain: PainScored) {
    switch pain.phase {
    case .numbing: painNumbing.raise(to: pain.score)
    case .needling: painNeedling.raise(to: pain.score)
    case .after: painAfter.raise(to: pain.score)
    }
    if let tolerable = pain.tolerable { painTolerable = tolerable && (painTolerable ?? true) }
  }

  private mutating func discard(_ discarded: CartridgeDiscarded, at moment: Instant) {
    cartridgesDiscarded.add(1)
    for index in (cartridgeUses ?? []).indices
    where cartridgeUses?[index].cartridge == discarded.cartridge {
      cartridgeUses?[index].discardedAt.lower(to: moment)
    }
  }

  private mutating func hear(_ call: AftercareCallMade, _ entry: FoldedEntry) {
    if call.escalate == .urgent { urgentCallAt.raise(to: entry.occurredAt) }
    guard entry.isNotBefore(callReachedAt) else { return }
    callReachedAt = entry.occurredAt
    callRedness = call.redness
    callSwelling = call.swelling
    callPain = call.pain
    sunAvoided = call.sunAvoided
    callEscalate = call.escalate
  }
}
