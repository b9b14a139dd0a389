import Clinic
import ClinicStore
import EventLog
import LMDB
import Records
import Testing

/// The states of rows, told one after the other, against folding each anew from the first event.
@Suite struct RowHistoryTests {
  /// Visits and lots with amendments between, by chance.
  private func generated(_ seed: UInt64, steps: Int = 100) throws -> ScratchStore {
    let scratch = try ScratchStore()
    try scratch.openClinic()
    for session in 1...2 {
      try scratch.record(
        "session/S\(session)", "session-opened", #"{"client":"C\#(session)","practitioner":"U2"}"#)
    }
    var random = Seeded(seed)
    for _ in 0..<steps {
      let entry = try? GeneratedHistoryTests.entry(&random, scratch.store)
      if let entry { _ = try? scratch.store.record([entry]) }
    }
    return scratch
  }

  private func streams(_ store: ClinicStore) throws -> [StreamID: [StoredEvent]] {
    var streams: [StreamID: [StoredEvent]] = [:]
    try store.forEachEvent(EventRange()) { event in
      streams[event.envelope.stream, default: []].append(event)
      return true
    }
    return streams
  }

  private func plainFold(_ stream: StreamID, _ events: ArraySlice<StoredEvent>) throws -> [UInt8]? {
    guard let kind = stream.streamKind, var state = ClinicState(kind, id: stream.id) else {
      return nil
    }
    for event in try effectiveEvents(Array(events)) { state.take(event) }
    return state.encoded()
  }

  @Test(arguments: 1...10 as ClosedRange<UInt64>)
  func `each state is the plain fold up to its event`(_ seed: UInt64) throws {
    let scratch = try generated(seed)
    let store = scratch.store
    var amendments = 0
    let txn = try store.environment.beginRead()
    for (stream, events) in try streams(store) {
      let states = try store.history(of: stream, in: txn.view)
      guard stream.streamKind != .store else {
        #expect(states.isEmpty)
        continue
      }
      #expect(states.map(\.event.recorded) == events)
      for (place, state) in states.enumerated() {
        #expect(
          try state.record == plainFold(stream, events[...place]),
          "seed \(seed): \(stream.text) after @\(state.event.envelope.position)")
        if state.event.isAmendment { amendments += 1 }
      }
    }
    #expect(amendments > 5, "too few amendments to say anything: \(amendments)")
  }

  @Test(arguments: 11...14 as ClosedRange<UInt64>)
  func `at every moment the history is the beginning of the whole one`(_ seed: UInt64) throws {
    let scratch = try generated(seed, steps: 60)
    let store = scratch.store
    let head = try store.head().position
    for (stream, _) in try streams(store) where stream.streamKind != .store {
      let whole = try store.atOneMoment { try $0.history(of: stream) }
      for position in 0...head {
        let moment = Moment(position: position, at: .now)
        let known = try store.atOneMoment(moment) { try $0.history(of: stream) }
        let expected = whole.prefix { $0.event.envelope.position <= position }
        #expect(known.map(\.record) == expected.map(\.record))
        #expect(known.map(\.event.recorded) == expected.map(\.event.recorded))
      }
    }
  }

  @Test func `an amendment is told with what it amends, and with no amendment of later`() throws {
    let scratch = try ScratchStore()
    try scratch.openClinic()
    try scratch.record(
      "session/S1", "session-opened", #"{"client":"C1","practitioner":"U2"}"#)
    let pain = try scratch.record("session/S1", "pain-scored", #"{"phase":"needling","score":7}"#)
    let store = scratch.store
    for score in [5, 3] {
      try store.record([
        store.correction(
          of: pain.envelope.position, change: "score=\(score)", reason: "transcription", note: nil,
          recordedBy: "U1")
      ])
    }
    let states = try store.atOneMoment { try $0.history(of: StreamID(.session, "S1")) }
    let pains = try states.map { try Session(record: $0.record.span.bytes).painNeedling }
    #expect(pains == [nil, 7, 5, 3])
    #expect(states[1].event.payload == states[1].event.recorded.payload)
    #expect(states[1].event.amendments.isEmpty)
    // The first correction was in force until the second overtook it.
    #expect(states[2].event.target?.position == pain.envelope.position)
    #expect(states[2].event.target?.isInForce == true)
  }

  @Test(arguments: 21...24 as ClosedRange<UInt64>)
  func `skipping to a position gives the state that walking there gives`(_ seed: UInt64) throws {
    let scratch = try generated(seed, steps: 60)
    for (stream, events) in try streams(scratch.store) where stream.streamKind != .store {
      for place in events.indices {
        var walked = try #require(RowHistory(of: stream, events))
        var skipped = try #require(RowHistory(of: stream, events))
        var state: RowState?
        for _ in 0...place { state = try walked.next() }
        let there = try skipped.skip(through: events[place].envelope.position)
        #expect(there?.record == state?.record)
        #expect(skipped.following == walked.following)
        #expect(try skipped.next()?.record == walked.next()?.record)
      }
      var none = try #require(RowHistory(of: stream, events))
      #expect(try none.skip(through: events[0].envelope.position - 1) == nil)
    }
  }

  @Test(arguments: 31...38 as ClosedRange<UInt64>)
  func `fact rows followed event by event are those derived anew`(_ seed: UInt64) throws {
    let scratch = try generated(seed)
    var random = Seeded(seed)
    var changed = 0
    for (stream, events) in try streams(scratch.store) {
      for table in TableType.all where table.kind == .facts {
        let start = Int.random(in: 0..<events.count, using: &random)
        var place = start
        var history = try FactHistory(
          of: stream, in: table, events, from: events[start].envelope.position)
        #expect(try history.rows == derived(stream, table, events[...place]))
        while true {
          let before = history.rows
          guard let step = try history.next() else { break }
          place += 1
          #expect(step.event.recorded == events[place])
          #expect(try history.rows == derived(stream, table, events[...place]))
          var applied = before
          for change in step.changes {
            #expect(applied[change.key] == change.before)
            #expect(change.before != change.after)
            applied[change.key] = change.after
            changed += 1
          }
          #expect(applied == history.rows)
        }
        #expect(place == events.count - 1)
      }
    }
    #expect(changed > 10, "too few rows changed to say anything: \(changed)")
  }

  private func derived(
    _ stream: StreamID, _ table: TableType, _ events: ArraySlice<StoredEvent>
  ) throws -> [FactHistory.Key: [UInt8]] {
    var state = stream.streamKind.flatMap { ClinicState($0, id: stream.id) }
    var rows: [String: [UInt8]] = [:]
    for event in try effectiveEvents(Array(events)) {
      state?.take(event)
      for fact in facts(of: event, state?.subject ?? .none) where fact.table == table.id {
        rows["\(fact.position) \(fact.ordinal)"] = fact.bytes
      }
    }
    return Dictionary(
      uniqueKeysWithValues: try rows.map { name, bytes in
        let parts = name.split(separator: " ").compactMap { UInt64($0) }
        return (
          FactHistory.Key(
            position: try #require(parts.first), ordinal: Int(try #require(parts.last))), bytes
        )
      })
  }

  @Test func `streams with events between two positions are named once, in order`() throws {
    let scratch = try generated(5)
    let store = scratch.store
    let head = try store.head().position
    var random = Seeded(5)
    for _ in 0..<40 {
      let low = UInt64.random(in: 0...head, using: &random)
      let high = UInt64.random(in: low...head, using: &random)
      for kind in [nil, StreamKind.session] {
        var expected: [StreamID] = []
        try store.forEachEvent(EventRange(after: low, through: high)) { event in
          let stream = event.envelope.stream
          if kind == nil || stream.streamKind == kind, !expected.contains(stream) {
            expected.append(stream)
          }
          return true
        }
        #expect(try store.streams(after: low, through: high, kind: kind) == expected)
      }
    }
    // What the caller throws comes out as it is.
    #expect(throws: StoreError.interrupted) {
      try store.streams(after: 0, through: head) { _, _ in throw StoreError.interrupted }
    }
  }
}
