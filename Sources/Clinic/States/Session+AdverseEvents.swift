import Records

/// The adverse events of a session, and where each stands.
extension Session {
  mutating func report(_ reported: AdverseEventReported, _ entry: FoldedEntry) {
    adverseEvents.add(1)
    adverseEventStates.enter(
      AdverseEventState(
        adverseEvent: reported.adverseEvent, kind: reported.kind, severity: reported.severity,
        serious: reported.serious, from: entry.occurredAt, position: entry.rowPosition))
    countOpenAdverseEvents()
  }

  /// Changes where an adverse event stands; nothing happens to one whose report is struck out.
  mutating func amend(_ adverseEvent: String, _ change: (inout AdverseEventState) -> Void) {
    guard
      let index = adverseEventStates?.lastIndex(where: { $0.adverseEvent == adverseEvent }),
      var state = adverseEventStates?[index]
    else { return }
    change(&state)
    adverseEventStates?[index] = state
    countOpenAdverseEvents()
  }

  /// Whether an adverse event of that id was reported in this session.
  func hasAdverseEvent(_ adverseEvent: String) -> Bool {
    adverseEventStates?.contains { $0.adverseEvent == adverseEvent } ?? false
  }

  private mutating func countOpenAdverseEvents() {
    adverseEventsOpen = Int64((adverseEventStates ?? []).filter { $0.resolvedAt == nil }.count)
  }
}
