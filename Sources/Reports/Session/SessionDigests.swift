import Clinic
import ClinicStore
import EventLog
import Records

/// The digests of the rows that the report of a session shows.
struct SessionDigests {
  private(set) var all: [Certificate.Digest] = []

  /// The tables of the session's own facts, in the order of the report.
  private static let tables: [TableType] = [
    PassFact.table, EndpointFact.table, CartridgeFact.table, NumbingDecisionFact.table,
    NumbingApplicationFact.table, SerumFact.table, LotUsageFact.table, PainScoreFact.table,
    PhotoFact.table, CallFact.table, FollowUpFact.table, AdverseEventFact.table,
    DeviationFact.table, AmendmentFact.table,
  ]

  /// Every table that the report is made from.
  static let sources: [TableType] =
    [
      Session.table, Client.table, Course.table, StaffMember.table, Product.table, Lot.table,
      ClinicProtocol.table,
    ] + tables

  init(of audit: SessionAudit, _ products: [String], in store: Snapshot) throws {
    let entries = audit.entries.map(\.effective).sorted {
      $0.envelope.position < $1.envelope.position
    }
    var events = RowDigest("events")
    for entry in entries { events.add(entry.recorded) }
    var row = RowDigest(Session.table.name)
    row.add(Session.recordType, audit.session.encoded().span.bytes)
    all = [events.finished(), row.finished()]
    var lots = RowDigest(Lot.table.name)
    for lot in audit.lots.compactMap(\.lot).sorted(by: { $0.id < $1.id }) {
      lots.add(Lot.recordType, lot.encoded().span.bytes)
    }
    all.append(lots.finished())
    var used = RowDigest(Product.table.name)
    for product in try products.compactMap({ try store.state(Product.self, $0) }) {
      used.add(Product.recordType, product.encoded().span.bytes)
    }
    all.append(used.finished())
    let facts = Self.facts(of: audit.session, entries)
    for table in Self.tables {
      var digest = RowDigest(table.name)
      for fact in facts where fact.table == table.id {
        digest.add(table.record, fact.bytes.span.bytes)
      }
      all.append(digest.finished())
    }
  }

  /// The fact rows of a session, in the order of their keys, as the store keeps them.
  private static func facts(
    of session: Session, _ entries: [EffectiveEvent]
  ) -> [FactSink.Row] {
    var state = Session(id: session.id)
    return entries.flatMap { entry in
      state.take(entry)
      return Clinic.facts(of: entry, state.subject)
    }
  }
}

extension RowDigest {
  /// Takes an event as it was first written: its envelope and data, without personal fields.
  mutating func add(_ event: StoredEvent) {
    let envelope = event.envelope
    let type = EventType.numbered(envelope.type)
    var text = JSONText()
    text.appendRaw("{\"position\":")
    text.appendInteger(Int64(clamping: envelope.position))
    for (name, value) in [
      ("stream", envelope.stream.text), ("type", type?.name ?? "#\(envelope.type)"),
      (
        "occurred_at",
        OffsetInstant(
          instant: envelope.occurredAt, offsetMinutes: envelope.offsetMinutes
        ).rfc3339
      ),
      ("precision", envelope.precision.name), ("recorded_at", envelope.recordedAt.rfc3339),
      ("clock", envelope.clock.rfc3339), ("recorded_by", envelope.recordedBy),
      ("performed_by", envelope.performedBy), ("entry_mode", envelope.entryMode.name),
    ] {
      text.appendRaw(",\"\(name)\":")
      text.appendString(value)
    }
    text.appendRaw(",\"version\":")
    text.appendInteger(Int64(clamping: envelope.version))
    text.appendRaw(",\"schema\":")
    text.appendInteger(Int64(envelope.schema))
    text.appendRaw(",\"deviations\":[")
    for (place, deviation) in envelope.deviations.enumerated() {
      text.appendRaw(place == 0 ? "{\"rule\":" : ",{\"rule\":")
      text.appendInteger(Int64(deviation.rule))
      text.appendRaw(",\"authorised_by\":")
      text.appendString(deviation.authorisedBy)
      text.appendRaw("}")
    }
    text.appendRaw("],\"data\":")
    if let type {
      let record = event.payload.span.bytes
      type.record.json(of: RecordView(trusting: record), into: &text, .withoutPersonal)
    } else {
      text.appendRaw("{}")
    }
    text.appendRaw("}")
    add(line: text.string)
  }
}
