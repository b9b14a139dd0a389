import EventLog
import Records
import Testing

@Suite struct AppendTests {
  @Test func `the first event is at position 1 and version 1, with its defaults`() throws {
    let scratch = try ScratchLog()
    let clock = OffsetInstant(instant: noon, offsetMinutes: 60)
    let answer = try scratch.write { log, txn throws in
      try log.append(.sample(), to: &txn, clock: clock)
    }
    let expected = Envelope(
      position: 1, stream: .session("S1"), version: 1, type: 410, schema: 1, occurredAt: noon,
      offsetMinutes: 60, precision: .exact, recordedAt: noon, clock: noon, recordedBy: "U1",
      performedBy: "U1")
    #expect(answer == Appended(envelope: expected, isRepeat: false))
    #expect(try scratch.events() == [StoredEvent(envelope: expected, payload: [1, 2, 3])])
  }

  @Test(arguments: [
    (expected: 0 as UInt64, before: 0, isTaken: true), (0, 1, false), (1, 1, true), (1, 0, false),
    (2, 1, false), (3, 3, true), (.max, 3, false),
  ])
  func `the expected version must be the stream's`(
    expected: UInt64, before: Int, isTaken: Bool
  ) throws {
    let scratch = try ScratchLog()
    for _ in 0..<before { try scratch.append(.sample()) }
    if isTaken {
      let answer = try scratch.append(.sample(expectedVersion: expected))
      #expect(answer.envelope.version == expected + 1)
    } else {
      #expect(
        throws: LogError.versionMismatch(
          stream: .session("S1"), expected: expected, actual: UInt64(before))
      ) { try scratch.append(.sample(expectedVersion: expected)) }
      #expect(try scratch.events().count == before)
    }
  }

  @Test func `an event id is answered once, whatever was not given the second time`() throws {
    let scratch = try ScratchLog()
    var draft = Draft.sample(eventID: "e1", expectedVersion: 0)
    draft.performedBy = "U2"
    draft.lateReason = "busy"
    draft.occurredAt = OffsetInstant(instant: noon.after(seconds: -60), offsetMinutes: 60)
    draft.deviations = [
      Deviation(rule: 9, limit: "a", observed: "b", reason: "c", authorisedBy: "U3")
    ]
    let first = try scratch.append(draft)
    for repeated in [draft, .sample(eventID: "e1")] {
      let again = try scratch.append(repeated, clock: noon.after(seconds: 3600))
      #expect(again == Appended(envelope: first.envelope, isRepeat: true))
    }
    try scratch.read { log, view throws in
      #expect(try log.answered(draft, in: view)?.envelope == first.envelope)
      #expect(try log.answered(.sample(eventID: "e2"), in: view) == nil)
      #expect(try log.answered(.sample(), in: view) == nil)
    }
    #expect(try scratch.events().count == 1)
  }

  @Test(arguments: [
    "stream", "type", "schema", "occurred_at", "precision", "recorded_by", "performed_by",
    "entry_mode", "late_reason", "correlation", "causation", "data",
  ])
  func `an event id with other content is refused, naming both`(field: String) throws {
    let scratch = try ScratchLog()
    try scratch.append(.sample(.client("C1")))
    try scratch.append(.sample(eventID: "e1"))
    var draft = Draft.sample(eventID: "e1")
    switch field {
    case "stream": draft.target = .stream(.session("S2"))
    case "type": draft.type += 1
    case "schema": draft.schema += 1
    case "occurred_at": draft.occurredAt = OffsetInstant(instant: noon, offsetMinutes: 60)
    case "precision": draft.precision = .day
    case "recorded_by": draft.recordedBy = "U2"
    case "performed_by": draft.performedBy = "U2"
    case "entry_mode": draft.entryMode = .late
    case "late_reason": draft.lateReason = "busy"
    case "correlation": draft.correlation = "V1"
    case "causation": draft.causation = 1
    default: draft.payload.append(4)
    }
    let stream = field == "stream" ? StreamID.session("S2") : .session("S1")
    #expect(
      throws: LogError.eventIDTaken(
        eventID: "e1", first: 2, firstStream: .session("S1"), stream: stream, differs: field)
    ) { try scratch.append(draft) }
    #expect(try scratch.events().count == 2)
  }

  @Test func `several events are taken together or not at all`() throws {
    let scratch = try ScratchLog()
    let answers = try scratch.append([
      .sample(eventID: "a", expectedVersion: 0), .sample(expectedVersion: 1), .sample(eventID: "a"),
      .sample(.client("C1")),
    ])
    #expect(answers.map(\.envelope.position) == [1, 2, 1, 3])
    #expect(answers.map(\.envelope.version) == [1, 2, 1, 1])
    #expect(answers.map(\.isRepeat) == [false, false, true, false])
    #expect(throws: LogError.self) {
      try scratch.append([.sample(), .sample(expectedVersion: 9)])
    }
    #expect(try scratch.events().map(\.envelope.position) == [1, 2, 3])
  }

  @Test func `positions and versions have no gap after transactions that were dropped`() throws {
    let scratch = try ScratchLog()
    for turn in 1...20 as ClosedRange<UInt64> {
      for _ in 0..<3 {
        _ = scratch.attempt([.sample(), .sample(eventID: "e")], clock: noon, isAborted: true)
      }
      let answer = try scratch.append(.sample())
      #expect(answer.envelope.position == turn)
      #expect(answer.envelope.version == turn)
    }
    try scratch.read { log, view throws in
      #expect(try log.position(ofEventID: "e", in: view) == nil)
    }
  }

  @Test func `ids that differ only in case are refused, within one kind`() throws {
    let scratch = try ScratchLog()
    try scratch.append(.sample(.session("Sa1")))
    for other in ["sa1", "SA1", "sA1"] {
      #expect(
        throws: LogError.idDiffersInCase(given: .session(other), existing: .session("Sa1"))
      ) { try scratch.append(.sample(.session(other))) }
    }
    #expect(try scratch.append(.sample(.client("sa1"))).envelope.version == 1)
    #expect(try scratch.append(.sample(.session("Sa1"))).envelope.version == 2)
    #expect(try scratch.append(.sample(.session("Sa"))).envelope.version == 1)
    try scratch.read { log, view throws in
      #expect(try log.spelling(of: .session("SA1"), in: view) == .session("Sa1"))
      #expect(try log.spelling(of: .session("SA2"), in: view) == nil)
      #expect(try !log.exists(.session("SA1"), in: view))
    }
  }

  @Test func `a new stream takes the smallest free counter`() throws {
    let scratch = try ScratchLog()
    for id in ["S1", "s3", "S04"] { try scratch.append(.sample(.session(id))) }
    var taken: [String] = []
    for _ in 0..<3 {
      var draft = Draft.sample()
      draft.target = .new(kind: 3, prefix: "S")
      taken.append(try scratch.append(draft).envelope.stream.id)
    }
    #expect(taken == ["S2", "S4", "S5"])
    try scratch.write { log, txn throws in
      #expect(try log.nextID(kind: 3, prefix: "S", in: &txn) == "S6")
      #expect(try log.nextID(kind: 3, prefix: "S", in: &txn) == "S6")
      #expect(try log.nextID(kind: 0, prefix: "S", in: &txn) == "S1")
      #expect(try log.nextID(kind: 3, prefix: "T-", in: &txn) == "T-1")
    }
  }

  @Test(arguments: [
    "", "new", "NEW", "a b", "a/b", "é", "a\u{0}", String(repeating: "a", count: 65),
  ])
  func `a stream's id not in its form is refused`(id: String) throws {
    let scratch = try ScratchLog()
    #expect(throws: LogError.malformed(field: "stream")) {
      try scratch.append(.sample(.session(id)))
    }
    #expect(try scratch.events().isEmpty)
  }

  @Test(arguments: [
    "event_id", "recorded_by", "performed_by", "correlation", "causation", "late_reason",
    "deviations",
  ])
  func `a field of the envelope not in its form is refused`(field: String) throws {
    let scratch = try ScratchLog()
    var draft = Draft.sample()
    switch field {
    case "event_id": draft.eventID = String(repeating: "a", count: 129)
    case "recorded_by": draft.recordedBy = ""
    case "performed_by": draft.performedBy = "a b"
    case "correlation": draft.correlation = "a\n"
    case "causation": draft.causation = 1
    case "late_reason": draft.lateReason = "a\u{0}b"
    default:
      draft.deviations = [
        Deviation(rule: 9, limit: "a", observed: "b", reason: "\u{0}", authorisedBy: "U3")
      ]
    }
    #expect(throws: LogError.malformed(field: field)) { try scratch.append(draft) }
    #expect(try scratch.events().isEmpty)
  }

  @Test func `the longest ids are taken`() throws {
    let scratch = try ScratchLog()
    let (id, eventID) = (String(repeating: "a", count: 64), String(repeating: "b", count: 128))
    try scratch.append(.sample(.session(id), eventID: eventID))
    try scratch.read { log, view throws in
      #expect(try log.position(ofEventID: eventID, in: view) == 1)
      #expect(try log.version(of: .session(id), in: view) == 1)
    }
  }

  @Test func `an event's record is at most 64 KiB`() throws {
    let scratch = try ScratchLog()
    let spare = 65_536 - EnvelopeSize.withoutPayload
    let fits = Draft.sample(payload: [UInt8](repeating: 7, count: spare))
    #expect(throws: LogError.tooLarge(bytes: 65_537, limit: 65_536)) {
      try scratch.append(.sample(payload: fits.payload + [7]))
    }
    #expect(try scratch.append(fits).envelope.position == 1)
    #expect(try scratch.events().first?.payload == fits.payload)
  }

  /// Header and bitmap 16, eight slots, `S1` and `U1` with their NULs.
  private enum EnvelopeSize { static let withoutPayload = 16 + 8 * 8 + 3 + 3 }
}
