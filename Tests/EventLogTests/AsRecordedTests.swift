import EventLog
import Records
import Testing

@Suite struct AsRecordedTests {
  @Test(arguments: 1...4 as ClosedRange<UInt64>)
  func `a log copied as recorded is the same log`(seed: UInt64) throws {
    let original = try ScratchLog()
    var run = LogModelTests.Run(seed: seed)
    for _ in 0..<60 { _ = original.attempt(run.drafts(), clock: run.tick(), isAborted: false) }
    let events = try original.events()
    #expect(events.count > 20)
    let copy = try ScratchLog()
    // In several transactions, as an import in batches would.
    for start in stride(from: 0, to: events.count, by: 7) {
      try copy.write { log, txn throws in
        for event in events[start..<min(start + 7, events.count)] {
          try log.appendAsRecorded(event, to: &txn)
        }
      }
    }
    #expect(try copy.events() == events)
    #expect(try copy.leafHashes() == original.leafHashes())
    #expect(try copy.rawEntries() == original.rawEntries())
    // And it goes on as the original would.
    let clock = noon.after(seconds: 100_000)
    let draft = Draft.sample(.session("fresh"))
    #expect(try copy.append(draft, clock: clock) == original.append(draft, clock: clock))
  }

  @Test func `what was recorded elsewhere does not go behind a log's own events`() throws {
    let scratch = try ScratchLog()
    try scratch.take(event(1))
    try scratch.append(.sample(.session("own")))
    #expect(throws: LogError.notEmpty(head: 2)) { try scratch.take(event(3)) }
    #expect(try scratch.events().count == 2)
  }

  @Test(arguments: ["position", "version", "recorded_at", "clock"])
  func `an event that does not follow is refused`(field: String) throws {
    let scratch = try ScratchLog()
    try scratch.take(event(1))
    var next = event(2)
    switch field {
    case "position": next.envelope.position = 3
    case "version": next.envelope.version = 3
    case "recorded_at":
      next.envelope.recordedAt = noon.after(seconds: -1)
      next.envelope.clock = next.envelope.recordedAt
    default: next.envelope.clock = next.envelope.recordedAt.after(seconds: 1)
    }
    let position: UInt64 = field == "position" ? 3 : 2
    #expect(throws: LogError.outOfSequence(field: field, position: position)) {
      try scratch.take(next)
    }
    try scratch.take(event(2))
    #expect(try scratch.events() == [event(1), event(2)])
  }

  @Test func `the first must be at position 1`() throws {
    let scratch = try ScratchLog()
    #expect(throws: LogError.outOfSequence(field: "position", position: 2)) {
      try scratch.take(event(2))
    }
  }

  @Test func `an event id is not taken twice, nor an id in another case`() throws {
    let scratch = try ScratchLog()
    var first = event(1)
    first.envelope.eventID = "e1"
    try scratch.take(first)
    var second = event(2)
    second.envelope.eventID = "e1"
    #expect(throws: LogError.outOfSequence(field: "event_id", position: 2)) {
      try scratch.take(second)
    }
    second = event(2)
    second.envelope.stream.id = "s1"
    second.envelope.version = 1
    #expect(
      throws: LogError.idDiffersInCase(given: .session("s1"), existing: .session("S1"))
    ) { try scratch.take(second) }
  }

  /// The event at a position of a session recorded minute by minute.
  private func event(_ position: UInt64) -> StoredEvent {
    let at = noon.after(seconds: Int64(position) * 60)
    return StoredEvent(
      envelope: Envelope(
        position: position, stream: .session("S1"), version: position, type: 410, schema: 1,
        occurredAt: at, recordedAt: at, clock: at.after(seconds: -5), recordedBy: "U1",
        performedBy: "U2"),
      payload: [UInt8(position)])
  }
}
