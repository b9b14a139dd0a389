import EventLog
import LMDB
import Testing

@Suite struct LogErrorTests {
  @Test(arguments: [
    (
      LogError.versionMismatch(stream: .session("S1"), expected: 3, actual: 2),
      "S1 is at version 2, not 3"
    ),
    (
      .versionMismatch(stream: .session("S1"), expected: 3, actual: 0),
      "S1 is not begun, version 3 was expected"
    ),
    (
      .eventIDTaken(
        eventID: "e1", first: 7, firstStream: .session("S1"), stream: .session("S2"),
        differs: "stream"),
      "event_id e1 is @7 in S1 already; this one, for S2, differs in stream"
    ),
    (
      .eventIDTaken(
        eventID: "e1", first: 7, firstStream: .session("S1"), stream: nil, differs: "data"),
      "event_id e1 is @7 in S1 already; this one differs in data"
    ),
    (
      .idDiffersInCase(given: .session("s1"), existing: .session("S1")),
      "s1 differs only in case from S1"
    ),
    (
      .clockBehind(clock: noon, head: noon.after(seconds: 301)),
      "the clock says 2026-03-01T10:05:00Z, but the last event was recorded at 2026-03-01T10:10:01Z"
    ),
    (
      .tooLarge(bytes: 65_537, limit: 65_536),
      "the event takes 65537 bytes, over the limit of 65536"
    ),
    (.malformed(field: "late_reason"), "late_reason is not in its form"),
    (.notEmpty(head: 4), "the log is not empty: it has events of its own, up to @4"),
    (
      .outOfSequence(field: "version", position: 4),
      "version of @4 does not follow from the event before"
    ),
    (.damaged(position: 4, what: "it is gone"), "@4 is damaged: it is gone"),
    (
      .damaged(position: nil, what: "its head is gone"), "the log is damaged: its head is gone"
    ),
  ])
  func `an error says what is wrong, and what state is left`(error: LogError, text: String) {
    #expect(String(describing: error) == text)
    #expect(error.stateLeft.hasPrefix("nothing"))
  }

  @Test func `a failure of the storage is told in its own words`() {
    let failure = LMDBError(.mapFull, "write to log", state: "nothing was written")
    #expect(LogError(failure) == .storage(failure))
    #expect(String(describing: LogError(failure)) == String(describing: failure))
    #expect(LogError(failure).stateLeft == "nothing was written")
  }
}
