import EventLog
import Records
import Testing

/// The log and an ordinary array, given the same generated operations, must never differ.
@Suite struct LogModelTests {
  @Test(arguments: 1...12 as ClosedRange<UInt64>)
  func `the log does as an array would`(seed: UInt64) throws {
    let scratch = try ScratchLog()
    var run = Run(seed: seed)
    var outcomes: Set<String> = []
    for _ in 0..<160 {
      let clock = run.tick()
      let drafts = run.drafts()
      let isAborted = run.random.once(in: 10)
      var next = run.model
      let expected = Result { () throws(LogError) in try next.append(drafts, clock: clock) }
      let actual = scratch.attempt(drafts, clock: clock, isAborted: isAborted)
      #expect(actual == expected, "seed \(seed)")
      if !isAborted { run.model = next }
      outcomes.insert(Self.outcome(expected))
      try run.compareReads(with: scratch)
    }
    // What the dice never made would be tested by nothing.
    #expect(
      outcomes.isSuperset(of: [
        "taken", "repeat", "versionMismatch", "eventIDTaken", "idDiffersInCase", "clockBehind",
      ]))
    try run.compareEverything(with: scratch)
  }
}

extension LogModelTests {
  private static func outcome(_ result: Result<[Appended], LogError>) -> String {
    switch result {
    case .success(let answers): answers.contains(where: \.isRepeat) ? "repeat" : "taken"
    case .failure(let error): Mirror(reflecting: error).children.first?.label ?? ""
    }
  }

  /// A model under way, with the dice that drive it.
  struct Run {
    var random: Seeded
    var model = ModelLog()
    private var clock = noon

    init(seed: UInt64) { random = Seeded(seed: seed) }

    /// The clock goes on, mostly; at times back, seldom by more than the log takes.
    mutating func tick() -> Instant {
      if random.once(in: 8) {
        return clock.after(seconds: -Int64(random.below(random.once(in: 3) ? 900 : 300)))
      }
      clock = clock.after(seconds: Int64(random.below(90)))
      return clock
    }

    mutating func drafts() -> [Draft] {
      (0..<(random.once(in: 4) ? 1 + random.below(5) : 1)).map { _ in draft() }
    }

    private mutating func draft() -> Draft {
      if random.once(in: 5),
        let first = model.events.filter({ $0.envelope.eventID != nil }).randomElement(
          using: &random)
      {
        return repeated(first)
      }
      let id = random.pick(["S1", "S2", "s2", "S10", "S", "V-1", "v-1", "x"])
      let stream = StreamID(kind: random.pick([0, 3]), id: id)
      var draft = Draft(
        random.once(in: 6)
          ? .new(kind: stream.kind, prefix: random.pick(["S", "V-"])) : .stream(stream),
        type: UInt16(random.below(4)), schema: 1, payload: random.bytes(upTo: 60),
        recordedBy: random.pick(["U1", "U2"]))
      if random.once(in: 3) {
        draft.occurredAt = OffsetInstant(
          instant: noon.after(seconds: Int64(random.below(999))), offsetMinutes: 60)
      }
      if random.once(in: 3) { draft.performedBy = random.pick(["U1", "U3"]) }
      if random.once(in: 3) { draft.entryMode = .late }
      if random.once(in: 4) { draft.lateReason = "busy" }
      if random.once(in: 4) { draft.correlation = "V1" }
      if random.once(in: 4), !model.events.isEmpty { draft.causation = UInt64(model.events.count) }
      if random.once(in: 3) { draft.eventID = "e\(random.below(40))" }
      if random.once(in: 3) { draft.expectedVersion = expected(of: stream) }
      return draft
    }

    /// The version that the stream has, or one that it has not.
    private mutating func expected(of stream: StreamID) -> UInt64 {
      model.version(of: stream) + (random.once(in: 3) ? 1 : 0)
    }

    /// The same event again, told in full or in part, at times otherwise.
    private mutating func repeated(_ event: StoredEvent) -> Draft {
      let first = event.envelope
      var draft = Draft(
        random.once(in: 4)
          ? .new(kind: first.stream.kind, prefix: "S") : .stream(first.stream),
        type: first.type, schema: first.schema, payload: event.payload,
        recordedBy: first.recordedBy, eventID: first.eventID)
      if random.once(in: 2) { draft.performedBy = first.performedBy }
      if random.once(in: 2) { draft.entryMode = first.entryMode }
      if random.once(in: 2) { draft.lateReason = first.lateReason }
      if random.once(in: 2) { draft.precision = first.precision }
      if random.once(in: 2) { draft.expectedVersion = 77 }
      if random.once(in: 2) {
        draft.occurredAt = OffsetInstant(
          instant: first.occurredAt, offsetMinutes: first.offsetMinutes)
      }
      guard random.once(in: 2) else { return draft }
      switch random.below(8) {
      case 0: draft.target = .stream(.session("other"))
      case 1: draft.type += 1
      case 2: draft.payload.append(0)
      case 3: draft.occurredAt = .utc(first.occurredAt.after(seconds: 1))
      case 4: draft.performedBy = "U8"
      case 5: draft.lateReason = "another"
      case 6: draft.causation = 999_999
      default: draft.recordedBy = "U8"
      }
      return draft
    }

    /// One read of each kind, at places that the dice choose.
    mutating func compareReads(with scratch: ScratchLog) throws {
      let events = model.events
      let head = UInt64(events.count)
      let (a, b) = (UInt64(random.below(events.count + 3)), UInt64(random.below(events.count + 3)))
      let inRange = events.filter { a...max(a, b) ~= $0.envelope.position }
      let stream = StreamID(kind: 3, id: random.pick(["S1", "S2", "S", "none"]))
      let (from, through) = (UInt64(random.below(6)), UInt64(random.below(12)))
      let ofStream = model.stream(stream).filter {
        from...max(from, through) ~= $0.envelope.version
      }
      let moment = noon.after(seconds: Int64(random.below(6000)) - 100)
      try scratch.read { log, view throws in
        #expect(
          try log.head(in: view)
            == Head(position: head, recordedAt: events.last?.envelope.recordedAt))
        #expect(try log.event(at: a, in: view) == events.first { $0.envelope.position == a })
        for order in [Order.forward, .reverse] {
          var seen: [StoredEvent] = []
          try log.forEach(from: a, through: max(a, b), order: order, in: view) {
            event throws(LogError) in
            seen.append(event.stored)
            return .next
          }
          #expect(seen == (order == .forward ? inRange : inRange.reversed()))
          seen = []
          try log.forEach(
            of: stream, from: from, through: max(from, through), order: order, in: view
          ) {
            event throws(LogError) in
            seen.append(event.stored)
            return .next
          }
          #expect(seen == (order == .forward ? ofStream : ofStream.reversed()))
        }
        #expect(try log.version(of: stream, in: view) == model.version(of: stream))
        #expect(
          try log.lastPosition(recordedNotAfter: moment, in: view)
            == UInt64(events.filter { $0.envelope.recordedAt <= moment }.count))
      }
    }

    /// Every event, every stream and every event id.
    func compareEverything(with scratch: ScratchLog) throws {
      try scratch.read { log, view throws in
        #expect(try scratch.everything(in: view) == model.events)
        for stream in Set(model.events.map(\.envelope.stream)) {
          #expect(try log.events(of: stream, in: view) == model.stream(stream))
          #expect(try log.exists(stream, in: view))
        }
        for event in model.events {
          let envelope = event.envelope
          #expect(
            try log.position(of: envelope.stream, version: envelope.version, in: view)
              == envelope.position)
          if let id = envelope.eventID {
            #expect(try log.position(ofEventID: id, in: view) == envelope.position)
          }
        }
        for kind in [0, 3] as [UInt8] {
          var listed: [StreamID] = []
          try log.forEachStream(kind: kind, in: view) { stream throws(LogError) in
            listed.append(stream)
            return .next
          }
          let there = Set(model.events.map(\.envelope.stream)).filter { $0.kind == kind }
          #expect(listed == there.sorted { $0.id.lowercased() < $1.id.lowercased() })
        }
      }
    }
  }
}
