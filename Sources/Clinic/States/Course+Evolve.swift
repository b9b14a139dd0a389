import Records

extension Course: StateRow {
  /// The kind of stream.
  public static let streamKind = StreamKind.course

  /// Whether the course is planned.
  public var isOpened: Bool { plannedAt != nil }

  /// The event, if it is a course's.
  public static func event(of event: ClinicEvent) -> CourseEvent? {
    if case .course(let event) = event { event } else { nil }
  }

  /// Takes one event of a course in.
  public mutating func evolve(_ event: CourseEvent, _ entry: FoldedEntry) {
    let moment = entry.occurredAt
    let position = entry.rowPosition
    switch event {
    case .coursePlanned(let it):
      client = it.client
      plannedAt = moment
      if endedAt == nil { status = .active }
      change(
        PlanChange(
          from: moment, concern: it.concern, zones: it.zones, sessionsPlanned: it.sessionsPlanned,
          minIntervalDays: it.minIntervalDays, targetIntervalDays: it.targetIntervalDays,
          position: position))
    case .courseAmended(let it):
      change(
        PlanChange(
          from: moment, concern: it.concern, zones: it.zones, sessionsPlanned: it.sessionsPlanned,
          minIntervalDays: it.minIntervalDays, targetIntervalDays: it.targetIntervalDays,
          position: position))
    case .courseEnded(let it):
      guard entry.isNotBefore(endedAt) else { return }
      endedAt = moment
      switch it.outcome {
      case .completed: status = .completed
      case .abandoned: status = .abandoned
      }
    case .outcomeAssessed(let it):
      outcomes.add(1)
      guard entry.isNotBefore(lastAssessedAt) else { return }
      lastAssessedAt = moment
      lastInstrument = it.instrument
      lastScore = it.score
    }
  }

  private mutating func change(_ change: PlanChange) {
    planChanges.enter(change)
    concern = planChanges.latest(\.concern)
    zones = planChanges.latest(\.zones)
    sessionsPlanned = planChanges.latest(\.sessionsPlanned)
    minIntervalDays = planChanges.latest(\.minIntervalDays)
    targetIntervalDays = planChanges.latest(\.targetIntervalDays)
  }
}
