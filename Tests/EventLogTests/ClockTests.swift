import EventLog
import Records
import Testing

@Suite struct ClockTests {
  /// Seconds from the last entry to the clock, whether it was confirmed, and what is recorded.
  struct Case: Sendable, CustomTestStringConvertible {
    var clock: Int64
    var isConfirmed = false
    var recorded: Int64?
    var testDescription: String { "clock \(clock) s, confirmed \(isConfirmed)" }
  }

  @Test(arguments: [
    Case(clock: 0, recorded: 0), Case(clock: 1, recorded: 1), Case(clock: -1, recorded: 0),
    Case(clock: -300, recorded: 0), Case(clock: -301, recorded: nil),
    Case(clock: -301, isConfirmed: true, recorded: 0), Case(clock: -86_400, recorded: nil),
    Case(clock: -86_400, isConfirmed: true, recorded: 0), Case(clock: 86_400, recorded: 86_400),
  ])
  func `recorded_at never goes back, and the raw clock is kept`(row: Case) throws {
    let scratch = try ScratchLog()
    try scratch.append(.sample())
    let clock = noon.after(seconds: row.clock)
    let result = Result {
      try scratch.write { log, txn throws in
        try log.append(
          .sample(), to: &txn, clock: .utc(clock), confirmClock: row.isConfirmed)
      }
    }
    guard let recorded = row.recorded else {
      #expect(throws: LogError.clockBehind(clock: clock, head: noon)) { try result.get() }
      #expect(try scratch.events().count == 1)
      return
    }
    let envelope = try result.get().envelope
    #expect(envelope.recordedAt == noon.after(seconds: recorded))
    #expect(envelope.clock == clock)
    #expect(envelope.occurredAt == clock)
    #expect(envelope.isClockConfirmed == (row.clock < -300))
    #expect(try scratch.events().last?.envelope == envelope)
  }

  @Test func `the first event takes the clock as it is`() throws {
    let scratch = try ScratchLog()
    let clock = Instant(microseconds: -1)
    #expect(try scratch.append(.sample(), clock: clock).envelope.recordedAt == clock)
  }

  @Test func `an event answered by its id asks nothing of the clock`() throws {
    let scratch = try ScratchLog()
    try scratch.append(.sample(eventID: "e1"))
    let again = try scratch.append(.sample(eventID: "e1"), clock: noon.after(seconds: -9999))
    #expect(again.isRepeat)
  }

  @Test func `a moment is found by the time of recording`() throws {
    let scratch = try ScratchLog()
    for seconds in [0, 10, 10, 10, 20] as [Int64] {
      try scratch.append(.sample(), clock: noon.after(seconds: seconds))
    }
    try scratch.read { log, view throws in
      for (seconds, position) in [(-1, 0), (0, 1), (9, 1), (10, 4), (19, 4), (20, 5), (99, 5)]
        as [(Int64, UInt64)]
      {
        let moment = noon.after(seconds: seconds)
        #expect(try log.lastPosition(recordedNotAfter: moment, in: view) == position)
      }
    }
  }
}
