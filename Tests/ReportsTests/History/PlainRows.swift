import Clinic
import ClinicStore
import EventLog
import Foundation
import Records
import Reports
import Testing

/// A log as chance writes it, corrections and strikes among them; no rule is asked.
struct RandomLedger {
  let ledger: Ledger
  let store: ClinicStore
  let events: [StoredEvent]
  private var random: Chance

  init(_ seed: UInt64, count: Int = 70) throws {
    ledger = try Ledger.withClinic()
    random = Chance(seed)
    for step in 0..<count { try Self.add(to: ledger, step, &random) }
    store = try ledger.store()
    var events: [StoredEvent] = []
    try store.forEachEvent(EventRange()) { event in
      events.append(event)
      return true
    }
    self.events = events
  }

  /// A moment of the log that chance picks, before the first event and after the last among them.
  mutating func moment() throws -> Moment {
    try store.moment("@\(random.next(below: events.count + 1))")
  }

  private static func add(to ledger: Ledger, _ step: Int, _ random: inout Chance) throws {
    let at = String(format: "%02d:%02d", 8 + step / 60, step % 60)
    let session = "session/S\(1 + random.next(below: 3))"
    switch random.next(below: 12) {
    case 0:
      ledger.add(
        session, "session-opened",
        #"{"client":"C\#(1 + random.next(below: 2))","practitioner":"U2"}"#, at: at)
    case 1, 2:
      ledger.add(
        session, "serum-applied",
        #"{"product":"P1","lot":"HA-\#([1, 7, 9][random.next(below: 3)])","kind":"peptide","#
          + #""purpose":"treatment","timing":"during","zones":["cheek"],"#
          + #""volume_ml":\#(random.next(below: 5)).50,"sterile":true,"#
          + #""labelled_for_needling":"yes"}"#, at: at)
    case 3, 4:
      ledger.add(
        session, "pain-scored", #"{"phase":"needling","score":\#(random.next(below: 11))}"#, at: at,
        by: "U3", performedBy: "U2")
    case 5:
      ledger.add(
        session, "numbing-decided",
        #"{"decision":"declined","reason":"time","pain_tolerance":"low","allergy_checked":true,"#
          + #""decided_by":"U2"}"#, at: at)
    case 6: ledger.add(session, "note-added", #"{"note":"n"}"#, at: at)
    case 7:
      let type = ["lot-quarantined", "lot-released"][random.next(below: 2)]
      ledger.add("lot/HA-7", type, #"{"reason":"r"}"#, at: at)
    case 8, 9, 10:
      let target = 1 + random.next(below: ledger.lines.count)
      let (field, now) = [
        ("lot", #""HA-9""#), ("score", "\(random.next(below: 11))"), ("client", #""C2""#),
        ("volume_ml", "\(random.next(below: 5)).25"), ("performed_by", #""U1""#),
        ("occurred_at", #""2026-02-0\#(1 + random.next(below: 9))T10:00:00Z""#), ("now", "4"),
      ][random.next(below: 7)]
      try ledger.correct(target, field, "null", to: now, at: at)
    default: try ledger.strike(1 + random.next(below: ledger.lines.count), at: at)
    }
  }

  /// The rows of a table as the events up to a position make them, each folded from nothing: the
  /// columns that are told of and hold something, by the key.
  func rows(
    of table: TableType, at position: UInt64
  ) throws -> [RowDiff.Key: [String: JSONValue]] {
    var streams: [StreamID: [StoredEvent]] = [:]
    for event in events where event.envelope.position <= position {
      streams[event.envelope.stream, default: []].append(event)
    }
    var rows: [RowDiff.Key: [String: JSONValue]] = [:]
    for (stream, events) in streams {
      var state = stream.streamKind.flatMap { ClinicState($0, id: stream.id) }
      for event in try effectiveEvents(events) {
        state?.take(event)
        for fact in facts(of: event, state?.subject ?? .none) where fact.table == table.id {
          rows[.fact(position: fact.position, ordinal: fact.ordinal)] = try Self.columns(
            table, fact.bytes)
        }
      }
      if let state, state.table.id == table.id {
        rows[.id(stream.id)] = try Self.columns(table, state.encoded())
      }
    }
    return rows
  }

  /// The row of a stream after each of some entries, folded as they read.
  static func states(
    of stream: StreamID, _ entries: [EffectiveEvent]
  ) throws -> [[String: JSONValue]] {
    let kind = try #require(stream.streamKind)
    var state = try #require(ClinicState(kind, id: stream.id))
    return try entries.map { entry in
      state.take(entry)
      return try columns(state.table, state.encoded())
    }
  }

  /// The row of a stream with nothing known of it yet.
  static func blank(_ stream: StreamID) throws -> [String: JSONValue] {
    let kind = try #require(stream.streamKind)
    let state = try #require(ClinicState(kind, id: stream.id))
    return try columns(state.table, state.encoded())
  }

  private static func columns(
    _ table: TableType, _ record: [UInt8]
  ) throws -> [String: JSONValue] {
    var columns: [String: JSONValue] = [:]
    for field in table.record.fields where !field.isHidden {
      if case .state = table.kind,
        ["version", "first_position", "last_position"].contains(field.name)
      {
        continue
      }
      let value = try JSONValue(parsing: table.record.json(ofField: field, in: record.span.bytes))
      if value != .null { columns[field.name] = value }
    }
    return columns
  }
}

/// Numbers that a seed decides.
struct Chance {
  private var state: UInt64

  init(_ seed: UInt64) { state = seed &* 0x9E37_79B9_7F4A_7C15 | 1 }

  mutating func next(below limit: Int) -> Int {
    state ^= state << 13
    state ^= state >> 7
    state ^= state << 17
    return Int(state % UInt64(limit))
  }
}
