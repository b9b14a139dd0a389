import Clinic
import ClinicStore
import EventLog
import Records
import Testing

@Suite struct EventLineTests {
  /// A checksum is no signature: a record may come with numbers that no log ever gave.
  @Test func `a forged record's numbers are shown, not trapped on`() throws {
    let type = try #require(EventType.named("note-added"))
    let time = try #require(OccurredAt("2026-01-05T09:00:00Z", zone: .utc, now: .now)?.instant)
    let event = StoredEvent(
      envelope: Envelope(
        position: .max, stream: StreamID(.session, "S1"), version: .max, type: type.number,
        schema: type.version, occurredAt: time.instant, recordedAt: time.instant,
        clock: time.instant, recordedBy: "U1", performedBy: "U1", causation: .max),
      payload: [])
    let line = String(decoding: EventLine.json(of: event), as: UTF8.self)
    #expect(line.hasPrefix(#"{"position":9223372036854775807,"stream":"session/S1""#))
  }

  @Test(arguments: [
    (
      #"{"streem":"session/S1","type":"nope","zzz":1,"recorded_by":"U 1"}"#,
      [
        "streem: no such field (did you mean stream?)", "zzz: no such field",
        "stream: is missing", "type: no such event type", "occurred_at: is missing",
        "recorded_by: is no id (1 to 64 of A-Z a-z 0-9 . _ : -)", "data: is missing",
      ]
    ),
    (
      #"{"stream":"session","type":"note-added","schema":2,"occurred_at":"2026","#
        + #""precision":"week","recorded_by":"","data":{"note":1},"override":1}"#,
      [
        "stream: a stream is written kind/id (session/S1, client/C1042, lot/new)",
        "schema: note-added 2 is not known here, only 1",
        "occurred_at: is no time with an offset (2026-03-01T10:05:00+00:00)",
        "precision: is none of exact, minute, hour, day, unknown",
        "recorded_by: is no id (1 to 64 of A-Z a-z 0-9 . _ : -)",
        "data.note: expected text in quotes",
      ]
    ),
    (
      #"{"stream":"session/new","type":"note-added","occurred_at":"2026-02-01T09:00:00Z","#
        + #""recorded_by":"U1","data":{"note":"n"},"override":1,"expected_version":-1,"#
        + #""event_id":"e e","correlation":7,"causation":1.5,"reason":"a\u007f"}"#,
      [
        "event_id: is no id (1 to 128 of A-Z a-z 0-9 . _ : -)",
        "expected_version: expected a whole number, 0 or more",
        "reason: has a control character", "override: expected true or false",
        "correlation: expected text", "causation: expected a whole number, 0 or more",
      ]
    ),
    (
      #"{"stream":"session/S1","stream":"session/S1"}"#,
      [
        ": is not JSON: a key is there twice at byte 25"
      ]
    ),
  ])
  func `every problem of a line is told in its order`(line: String, problems: [String]) {
    let bytes = Array(line.utf8)
    let thrown = #expect(throws: InputError.self) {
      try EventLine.parse(bytes.span.bytes, asRecorded: false)
    }
    let told = thrown?.problems.map { problem in
      "\(problem.path): \(problem.message)" + (problem.hint.map { " (\($0))" } ?? "")
    }
    #expect(told == problems)
  }

  @Test(arguments: [#"session/S1"#, #"session\/S1"#, #"\u0073ession/S\u0031"#])
  func `a stream is read whether or not its name is escaped`(name: String) throws {
    let line =
      #"{"stream":"\#(name)","type":"note-added","occurred_at":"2026-02-01T09:00:00Z","#
      + #""recorded_by":"U1","data":{"note":"n"}}"#
    let bytes = Array(line.utf8)
    let parsed = try EventLine.parse(bytes.span.bytes, asRecorded: false)
    #expect(parsed.entry.stream == .stream(StreamID(.session, "S1")))
  }

  @Test func `an id is 1 to its limit of letters, whatever its length`() {
    for (length, limit) in [(1, 64), (64, 64), (65, 64), (128, 128), (129, 128), (0, 64)] {
      let id = String(repeating: "aZ09._:-", count: 20).prefix(length)
      #expect(TextForm.isID(String(id), limit: limit) == (1...limit).contains(length))
      for bad in [" ", "/", "é", "\u{7F}", "\u{0}", "e\u{301}"] {
        #expect(!TextForm.isID(id.dropLast() + bad, limit: limit))
      }
    }
  }
}
