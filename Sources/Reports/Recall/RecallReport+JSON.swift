import Clinic
import EventLog
public import Records

extension RecallReport {
  /// One object a lot: what it is, its uses, who is told and who is not.
  public var json: [JSONValue] { lots.map(\.json) }
}

extension LotRecall {
  var json: JSONValue {
    .members([
      "lot": .string(lot.id),
      "lot_no": .text(lot.lotNo),
      "product": .text(lot.product),
      "product_name": .text(product?.name),
      "expires_on": .day(lot.expiresOn),
      "supplier": .text(lot.supplier),
      "now": .string(now),
      "recalled_at": .instant(lot.recalledAt),
      "issuer": .text(lot.recallIssuer),
      "notice": .text(lot.recallNotice),
      "statuses": .array(
        (lot.periods ?? []).map { period in
          .members([
            "status": .word(period.status), "from": .instant(period.from),
            "event": .integer(period.position),
          ])
        }),
      "uses": .array(uses.map(\.json)),
      "told": .texts(chartsTold),
      "not_told": .texts(chartsNotTold),
      "other_notices": .array(strayNotices.map(\.json)),
    ])
  }
}

extension LotRecall.Use {
  var json: JSONValue {
    let fact = use.fact
    return .members([
      "event": .integer(fact.position),
      "client": .text(fact.client),
      "chart": .text(chart),
      "session": .text(fact.session),
      "role": .word(fact.role),
      "type": .string(fact.type),
      "occurred_at": .instant(fact.occurredAt),
      "performed_by": .string(fact.performedBy),
      "lot": .text(fact.lot),
      "first_lot": .text(fact.firstLot),
      "struck_out": .boolean(fact.struck),
      "standing": .string(use.standingText),
      "then": .string(then),
      "to_tell": .boolean(asksForNotice),
      "told": .boolean(isTold),
      "notices": .array(notices.map(\.json)),
    ])
  }
}
