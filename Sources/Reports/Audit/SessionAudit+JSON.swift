import Clinic
import EventLog
public import Records

extension SessionAudit {
  /// The whole audit as one object: header, events, lots, missing, summary.
  public var json: JSONValue {
    .members([
      "session": .string(session.id),
      "client": .text(session.client),
      "practitioner": .text(session.practitioner),
      "supervisor": .text(session.supervisor),
      "room": .text(session.room),
      "booking": .text(session.booking),
      "course": .text(session.course),
      "ordinal": .integer(session.ordinal),
      "sessions_planned": .integer(course?.sessionsPlanned),
      "status": .word(session.status),
      "opened_at": .instant(session.openedAt),
      "closed_at": .instant(session.closedAt),
      "closed_by": .text(session.closedBy),
      "countersigned_at": .instant(session.countersignedAt),
      "countersigned_by": .text(session.countersignedBy),
      "next_due_on": .day(session.nextDueOn),
      "as_of": .integer(head.position),
      "as_of_recorded_at": .instant(head.recordedAt),
      "events": .array(entries.map(\.json)),
      "lots": .array(lots.map(\.json)),
      "missing": .array(missing.map(\.json)),
      "summary": .members([
        "events": .integer(entries.count), "amended": .integer(amended.count),
        "late": .integer(late.count), "imported": .integer(imported.count),
        "deviations": .integer(deviations.count), "missing": .integer(missing.count),
      ]),
    ])
  }
}

extension AuditEntry {
  /// The entry as one object; `first` holds the data as first written, where it was amended.
  var json: JSONValue {
    let occurred = OffsetInstant(
      instant: envelope.occurredAt, offsetMinutes: envelope.offsetMinutes)
    let written = effective.recorded.envelope
    let first = OffsetInstant(instant: written.occurredAt, offsetMinutes: written.offsetMinutes)
    return .members([
      "event": .integer(envelope.position),
      "version": .integer(envelope.version),
      "type": .string(type.name),
      "occurred_at": .string(occurred.rfc3339),
      "precision": .word(envelope.precision),
      "recorded_at": .instant(envelope.recordedAt),
      "clock": .instant(envelope.clock),
      "performed_by": .string(envelope.performedBy),
      "recorded_by": .string(envelope.recordedBy),
      "entry_mode": .word(envelope.entryMode),
      "late": .boolean(isLate),
      "late_reason": .text(envelope.lateReason),
      "detail": .string(detail.text),
      "note": .text(note),
      "data": .data(effective.payload, of: type),
      "first": isAmended
        ? .members([
          "data": .data(effective.recorded.payload, of: type),
          "occurred_at": .string(first.rfc3339),
          "performed_by": .string(written.performedBy),
        ]) : .null,
      "struck_out": .boolean(effective.isStruck),
      "amends": effective.target.map { .integer($0.position) } ?? .null,
      "amendments": .array(
        amendments.map { amendment in
          .members([
            "event": .integer(amendment.position), "field": .text(amendment.field),
            "reason": .string(amendment.reason), "note": .text(amendment.note),
            "performed_by": .string(amendment.performedBy),
          ])
        }),
      "deviations": .array(
        envelope.deviations.map { deviation in
          .members([
            "rule": .integer(deviation.rule), "limit": .string(deviation.limit),
            "observed": .string(deviation.observed), "reason": .string(deviation.reason),
            "authorised_by": .string(deviation.authorisedBy),
          ])
        }),
    ])
  }
}

extension AuditLot {
  var json: JSONValue {
    .members([
      "lot": .string(id),
      "lot_no": .text(lot?.lotNo),
      "product": .text(product?.id),
      "product_name": .text(product?.name),
      "expires_on": .day(lot?.expiresOn),
      "then": .string(then),
      "now": .string(now),
      "recalled_at": .instant(lot?.recalledAt),
      "uses": .array(
        uses.map { use in
          .members([
            "event": .integer(use.fact.position), "role": .word(use.fact.role),
            "lot": .text(use.fact.lot), "first_lot": .text(use.fact.firstLot),
            "standing": .string(use.standingText),
          ])
        }),
      "client_told": notice.map(\.json) ?? .null,
    ])
  }
}

extension MissingStep {
  var json: JSONValue {
    var cartridge: String?
    if case .discard(let id) = self { cartridge = id }
    return .members([
      "step": .string(name), "cartridge": .text(cartridge), "text": .string(text),
    ])
  }
}
