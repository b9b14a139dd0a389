import Clinic
import ClinicStore
import EventLog
import Records

/// A log of a few streams as chance writes it, corrections and strikes among them; no rule is asked.
struct RandomLog {
  private(set) var events: [StoredEvent] = []
  private var versions: [StreamID: UInt64] = [:]
  private var random: Seeded

  init(_ seed: UInt64, count: Int) throws {
    random = Seeded(seed)
    for _ in 0..<count { try add() }
  }

  private mutating func pick<Value>(_ values: [Value]) -> Value {
    values[Int.random(in: 0..<values.count, using: &random)]
  }

  private mutating func number(_ range: ClosedRange<Int>) -> Int {
    Int.random(in: range, using: &random)
  }

  private mutating func add() throws {
    let client = "C\(number(1...2))"
    switch number(0...13) {
    case 0:
      try add(.client, client, "client-registered", #"{"name":"N","born_on":"1980-01-01"}"#)
    case 1:
      try add(
        .client, client, "consent-given",
        #"{"kind":"treatment","document":"D\#(number(1...3))","risks":[],"method":"paper_signed"}"#)
    case 2:
      try add(
        .lot, "L\(number(1...2))", pick(["lot-quarantined", "lot-released"]), #"{"reason":"r"}"#)
    case 3:
      try add(
        .lot, "L\(number(1...2))", "lot-received",
        #"{"product":"P1","lot_no":"X\#(number(1...2))","expires_on":"2027-01-01","quantity":5,"unit":"vial"}"#
      )
    case 4:
      try add(
        .session, "S\(number(1...2))", "session-opened",
        #"{"client":"\#(client)","practitioner":"U\#(number(1...2))"}"#)
    case 5, 6:
      try add(
        .session, "S\(number(1...2))", "serum-applied",
        """
        {"product":"P1","lot":"L\(number(1...2))","kind":"peptide","purpose":"treatment",\
        "timing":"during","zones":["cheek"],"volume_ml":\(number(1...9)).50,"sterile":true,\
        "labelled_for_needling":"yes"}
        """)
    case 7:
      try add(
        .session, "S\(number(1...2))", "pain-scored",
        #"{"phase":"needling","score":\#(number(0...10))}"#)
    case 8:
      try add(
        .session, "S\(number(1...2))", "numbing-decided",
        """
        {"decision":"\(pick(["declined", "accepted"]))","reason":"time","pain_tolerance":"low",\
        "allergy_checked":true,"decided_by":"U2"}
        """)
    case 9: try add(.session, "S\(number(1...2))", "note-added", #"{"note":"n"}"#)
    default: try amend()
    }
  }

  /// An amendment of some entry that there is, or of one that there is not.
  private mutating func amend() throws {
    guard !events.isEmpty else { return }
    let stream = events[number(0...events.count - 1)].envelope.stream
    let target = number(1...Int(versions[stream, default: 0]) + 1)
    guard number(0...2) > 0 else {
      try add(
        stream, "entry-struck-out",
        #"{"target":\#(target),"reason":"\#(pick(["never_happened", "wrong_chart"]))"}"#)
      return
    }
    let (field, now) = pick([
      ("lot", #""L2""#), ("client", #""C2""#), ("score", "\(number(0...10))"),
      ("performed_by", #""U2""#), ("occurred_at", #""2026-02-0\#(number(1...9))T10:00:00+00:00""#),
      ("decision", #""declined""#), ("now", "3"), ("practitioner", #""U1""#),
    ])
    try add(
      stream, "entry-corrected",
      #"{"target":\#(target),"field":"\#(field)","was":null,"now":\#(now),"reason":"other"}"#)
  }

  private mutating func add(
    _ kind: StreamKind, _ id: String, _ type: String, _ data: String
  ) throws {
    try add(StreamID(kind, id), type, data)
  }

  private mutating func add(_ stream: StreamID, _ type: String, _ data: String) throws {
    let eventType = try EventType.required(type)
    let position = UInt64(events.count) + 1
    versions[stream, default: 0] += 1
    let recorded = Instant(microseconds: 1_767_600_000_000_000 + Int64(position) * 60_000_000)
    events.append(
      StoredEvent(
        envelope: Envelope(
          position: position, stream: stream, version: versions[stream] ?? 1,
          type: eventType.number, schema: eventType.version, occurredAt: recorded,
          offsetMinutes: 0, precision: .exact, recordedAt: recorded, clock: recorded,
          recordedBy: "U1", performedBy: "U\(number(1...2))", entryMode: .live, lateReason: nil,
          correlation: nil, causation: nil, deviations: [], eventID: nil),
        payload: try eventType.record.record(fromJSON: data)))
  }

  /// The rows of every table as folding the first events of the log gives them, by key.
  static func plainFold(_ events: some Sequence<StoredEvent>) throws -> [[UInt8]: [UInt8]] {
    var rows: [[UInt8]: [UInt8]] = [:]
    var streams: [StreamID: [StoredEvent]] = [:]
    for event in events { streams[event.envelope.stream, default: []].append(event) }
    for (stream, events) in streams {
      var state = stream.streamKind.flatMap { ClinicState($0, id: stream.id) }
      for event in try effectiveEvents(events) {
        state?.take(event)
        for fact in facts(of: event, state?.subject ?? .none) {
          rows[
            RowKey.fact(
              fact.table, position: fact.position, ordinal: UInt32(fact.ordinal))] = fact.bytes
        }
      }
      if let state { rows[RowKey.state(state.table.id, id: state.id)] = state.encoded() }
    }
    return rows
  }
}
