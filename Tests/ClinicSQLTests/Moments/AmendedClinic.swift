import Clinic
import ClinicSQL
import ClinicStore
import EventLog
import Foundation
import LMDB
import MadeUpTables
import Records

/// The clinic of ``ClinicFixture`` with much of it amended by chance: corrected with values that other
/// entries have, moved to another client or another day, struck out, and amended again.
final class AmendedClinic: Sendable {
  /// Made once: tests only read it.
  static let shared = Result { try AmendedClinic(seed: 5, entries: 70) }

  let store: ClinicStore
  let events: [StoredEvent]
  private let folder: Folder

  init(seed: UInt64, entries: Int) throws {
    folder = try Folder()
    let place = folder.path + "/clinic.stipple"
    let empty = try ClinicStore.openOrCreateEmpty(at: place)
    _ = try empty.importAsRecorded(try LineSource(path: ClinicFixture.path), isDryRun: false)
    store = try ClinicStore.open(at: place)
    var random = SplitMix(seed: seed)
    var events = try Self.events(of: store)
    for _ in 0..<entries {
      guard let entry = try? Self.entry(&random, store, events) else { continue }
      // Rules may refuse what chance proposes.
      guard (try? store.record([entry])) != nil else { continue }
      events = try Self.events(of: store)
    }
    self.events = events
  }

  /// The position of the last event.
  var head: UInt64 { UInt64(events.count) }

  func connection() throws -> Connection { try ClinicFixture.connection(to: store) }

  /// A store of the first events and nothing else, in a folder that must be kept.
  func cut(at position: UInt64) throws -> (ClinicStore, Folder) {
    let folder = try Folder()
    let lines = events.prefix(Int(position)).map {
      String(decoding: EventLine.json(of: $0), as: UTF8.self)
    }
    let file = folder.path + "/cut.ndjson"
    try Data(lines.joined(separator: "\n").utf8).write(to: URL(fileURLWithPath: file))
    let place = folder.path + "/cut.stipple"
    let empty = try ClinicStore.openOrCreateEmpty(at: place)
    _ = try empty.importAsRecorded(try LineSource(path: file), isDryRun: false)
    return (try ClinicStore.open(at: place), folder)
  }

  private static func events(of store: ClinicStore) throws -> [StoredEvent] {
    var events: [StoredEvent] = []
    try store.forEachEvent(EventRange()) { event in
      events.append(event)
      return true
    }
    return events
  }

  private static func entry(
    _ random: inout SplitMix, _ store: ClinicStore, _ events: [StoredEvent]
  ) throws -> Entry {
    let target = random.pick(events.filter { $0.envelope.position > 4 })
    let position = target.envelope.position
    switch random.below(10) {
    case 0:
      return try new(
        "session/S\(1 + random.below(5))", "pain-scored",
        #"{"phase":"needling","score":\#(random.below(11))}"#, &random)
    case 1:
      return try new(
        "lot/\(try lot(events, &random))",
        random.pick(["lot-quarantined", "lot-released"]), #"{"reason":"r"}"#, &random)
    case 2, 3:
      return try store.strikeOut(of: position, reason: "never_happened", recordedBy: "U1")
    case 4:
      let change = "occurred_at=2026-0\(3 + random.below(3))-1\(random.below(10))T10:00:00+00:00"
      return try store.correction(
        of: position, change: change, reason: "transcription", note: nil, recordedBy: "U1")
    case 5:
      // What was done to one client, or with one lot, was done to or with another.
      let field = random.pick(["client", "lot", "score"])
      let others = events.filter { json(field, of: $0) != nil }
      let target = random.pick(others)
      return try correction(&random, store, target, field, random.pick(others))
    default:
      let fields = EventType.numbered(target.envelope.type)?.record.fields ?? []
      let field = random.pick(fields.map(\.name) + ["performed_by"])
      guard field != "performed_by" else {
        return try store.correction(
          of: position, change: "performed_by=U\(1 + random.below(3))", reason: "transcription",
          note: nil, recordedBy: "U1")
      }
      let like = events.filter { $0.envelope.type == target.envelope.type }
      return try correction(&random, store, target, field, random.pick(like))
    }
  }

  /// A correction that gives a field the value that another event has there.
  private static func correction(
    _ random: inout SplitMix, _ store: ClinicStore, _ target: StoredEvent, _ field: String,
    _ other: StoredEvent
  ) throws -> Entry {
    try store.correction(
      of: target.envelope.position, change: "\(field):=\(json(field, of: other) ?? "null")",
      reason: "transcription", note: nil, recordedBy: "U1")
  }

  private static func json(_ name: String, of event: StoredEvent) -> String? {
    guard let type = EventType.numbered(event.envelope.type)?.record,
      let field = type.field(named: name)
    else { return nil }
    let json = type.json(ofField: field, in: event.payload.span.bytes)
    return json == "null" ? nil : json
  }

  private static func lot(_ events: [StoredEvent], _ random: inout SplitMix) throws -> String {
    random.pick(events.filter { $0.envelope.stream.kind == StreamKind.lot.rawValue })
      .envelope.stream.id
  }

  private static func new(
    _ stream: String, _ name: String, _ data: String, _ random: inout SplitMix
  ) throws -> Entry {
    let type = try EventType.required(name)
    var entry = Entry(
      stream: try StreamName.required(stream), type: type,
      payload: try type.record.record(fromJSON: data), recordedBy: "U1")
    let day = 1 + random.below(28)
    entry.occurredAt = OccurredAt(
      "2026-05-\(day < 10 ? "0" : "")\(day)T09:00:00+00:00", zone: .utc, now: .now)
    entry.mode = .import
    return entry
  }
}
