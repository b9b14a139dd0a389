public import EventLog
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
  public mutating func evolve(_ event: SessionEvent, _ envelope: Envelope) {
    let moment = envelope.occurredAt
    switch event {
    case .sessionOpened(let it): open(it, at: moment)
    case .preTreatmentChecked(let it):
      guard envelope.isNotBefore(checkedAt) else { return }
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
      guard envelope.isNotBefore(cleansedAt) else { return }
      cleansedAt = moment
      antiseptic = it.antiseptic
    case .numbingDecided(let it): decide(it, envelope)
    case .numbingApplied(let it): numb(it, envelope)
    case .numbingRemoved(let it): clean(it, envelope)
    case .cartridgeOpened(let it):
      cartridges.add(1)
      cartridgeUses.enter(
        CartridgeUse(
          cartridge: it.cartridge, lot: it.lot, device: it.device, maxDepthMm: it.maxDepthMm,
          openedAt: moment, position: envelope.rowPosition))
    case .needlePassMade(let it):
      passes.add(it.passes)
      zones.unite([it.zone])
      maxDepthMm.raise(to: it.depthMm)
      firstPassAt.lower(to: moment)
      lastPassAt.raise(to: moment)
    case .endpointReached(let it):
      if endpoint.map({ $0.rawValue < it.endpoint.rawValue }) ?? true { endpoint = it.endpoint }
    case .serumApplied(let it):
      serums.add(1)
      serumKinds.unite([it.kind])
      serumVolumeMl.add(it.volumeMl)
    case .painScored(let it): score(it)
    case .treatmentPaused: become(.paused, envelope)
    case .treatmentResumed: become(.open, envelope)
    case .treatmentStopped: become(.stopped, envelope)
    case .maskApplied(let it):
      var minutes = maskMinutes ?? 0
      minutes.add(it.minutes)
      maskMinutes = minutes
      guard envelope.isNotBefore(maskAt) else { return }
      maskAt = moment
      maskPurpose = it.purpose
    case .postCareApplied(let it):
      guard envelope.isNotBefore(postCareAt) else { return }
      postCareAt = moment
      spf = it.spf
    case .cartridgeDiscarded(let it): discard(it, at: moment)
    case .aftercareGiven(let it):
      guard envelope.isNotBefore(aftercareAt) else { return }
      aftercareAt = moment
      advice = it.advice
      aftercareAcknowledged = it.acknowledged
    case .sessionClosed(let it):
      become(.closed, envelope)
      guard envelope.isNotBefore(closedAt) else { return }
      closedAt = moment
      condition = it.condition
      nextDueOn = it.nextDueOn
      closedBy = envelope.performedBy
    case .sessionCountersigned:
      guard envelope.isNotBefore(countersignedAt) else { return }
      countersignedAt = moment
      countersignedBy = envelope.performedBy
    case .sessionAbandoned(let it):
      become(.abandoned, envelope)
      guard envelope.isNotBefore(abandonedAt) else { return }
      abandonedAt = moment
      abandonedStep = it.step
    case .bloodExposureRecorded: bloodExposures.add(1)
    case .aftercareCallAttempted: callAttempts.add(1)
    case .aftercareCallMade(let it): hear(it, envelope)
    case .followUpHeld(let it):
      guard envelope.isNotBefore(followUpAt) else { return }
      followUpAt = moment
      downtimeDays = it.downtimeDays
    case .adverseEventReported(let it): report(it, envelope)
    case .adverseEventFollowedUp(let it):
      amend(it.adverseEvent) {
        guard envelope.isNotBefore($0.followedUpAt) else { return }
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

  private mutating func become(_ next: SessionStatus, _ envelope: Envelope) {
    guard envelope.isNotBefore(statusAt) else { return }
    status = next
    statusAt = envelope.occurredAt
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

  private mutating func hear(_ call: AftercareCallMade, _ envelope: Envelope) {
    if call.escalate == .urgent { urgentCallAt.raise(to: envelope.occurredAt) }
    guard envelope.isNotBefore(callReachedAt) else { return }
    callReachedAt = envelope.occurredAt
    callRedness = call.redness
    callSwelling = call.swelling
    callPain = call.pain
    sunAvoided = call.sunAvoided
    callEscalate = call.escalate
  }
}
