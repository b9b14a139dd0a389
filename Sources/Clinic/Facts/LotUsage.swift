import EventLog
import Records

/// A row of `lot_usage` for each lot that an entry names, by the lot now and as first written.
///
/// Lots are found by the schema: any field that refers to a lot. So a corrected lot stands in both
/// columns, and an entry struck out still shows the lot that it named.
func deriveLotUsage(
  of effective: EffectiveEvent, _ context: FactContext, into sink: inout FactSink
) {
  if case .lot(.recallClientNotified(let notice)) = effective.event {
    var told = context
    told.client = notice.client
    told.session = notice.session
    let lot = effective.envelope.stream.id
    emit(.init(lot: effective.isStruck ? nil : lot, first: lot), 0, effective, told, into: &sink)
    return
  }
  let type = effective.event.type
  guard typesNamingLots.contains(type.number) else { return }
  let now = effective.isStruck ? [] : lots(named: type.record, in: effective.payload)
  let first = lots(named: type.record, in: effective.recorded.payload)
  for ordinal in 0..<max(now.count, first.count) {
    let named = NamedLot(
      lot: ordinal < now.count ? now[ordinal].lot : nil,
      first: ordinal < first.count ? first[ordinal].lot : nil,
      product: ordinal < now.count ? now[ordinal].product : first[ordinal].product)
    if named.lot == nil && named.first == nil { continue }
    emit(named, ordinal, effective, context, into: &sink)
  }
}

private struct NamedLot {
  var lot: String?
  var first: String?
  var product: String?
}

private func emit(
  _ named: NamedLot, _ ordinal: Int, _ effective: EffectiveEvent, _ context: FactContext,
  into sink: inout FactSink
) {
  sink.emit(
    LotUsageFact.table, ordinal: ordinal,
    LotUsageFact(
      position: Int64(clamping: context.position), ordinal: Int64(ordinal),
      stream: context.streamText, session: context.session, client: context.client,
      course: context.course, role: role(of: effective.event), lot: named.lot,
      firstLot: named.first, product: named.product, type: effective.event.type.name,
      struck: effective.isStruck, occurredAt: context.occurredAt, recordedAt: context.recordedAt,
      recordedBy: context.recordedBy, performedBy: context.performedBy,
      amended: Int64(context.amended)))
}

/// What a lot is used as by an event.
private func role(of event: ClinicEvent) -> LotRole {
  switch event {
  case .client(.patchTestApplied): .patchTest
  case .session(.skinCleansed): .cleanser
  case .session(.numbingApplied): .numbing
  case .session(.cartridgeOpened): .cartridge
  case .session(.serumApplied): .serum
  case .session(.maskApplied): .mask
  case .session(.postCareApplied): .postCare
  case .session(.adverseEventReported): .suspect
  case .lot(.recallClientNotified): .recall
  case .client, .course, .booking, .session, .product, .lot, .device, .staff, .protocol, .store,
    .any:
    .other
  }
}

/// The types of event that name a lot, by number.
let typesNamingLots = Set(EventType.all.filter { $0.record.namesLot }.map(\.number))

extension RecordType {
  /// Whether a field of the record, or of a structure in it, refers to a lot.
  fileprivate var namesLot: Bool {
    fields.contains { $0.refers == "lot" || $0.kind.listed?.namesLot ?? false }
  }
}

extension Field.Kind {
  /// The structure that a list is made of, or that the field is.
  var listed: RecordType? {
    switch self {
    case .structure(let type): type
    case .list(let element): element.listed
    case .boolean, .integer, .decimal, .date, .instant, .text, .json, .enumeration: nil
    }
  }
}

/// The lots that a record names, each with the product named beside it.
///
/// A field that names none yet keeps its place, so that places mean the same before and after.
private func lots(
  named type: RecordType, in payload: [UInt8]
) -> [(lot: String?, product: String?)] {
  let view = RecordView(trusting: payload.rawBytes)
  let product = type.field(named: "product").flatMap { view.text($0.slot) }
  var lots: [(lot: String?, product: String?)] = []
  for field in type.fields {
    if field.refers == "lot" {
      lots.append((view.text(field.slot), product))
    } else if let structure = field.kind.listed, let lot = structure.field(named: "lot"),
      lot.refers == "lot", let list = view.list(field.slot)
    {
      for place in 0..<list.count {
        guard let bytes = list.nested(place) else { continue }
        let nested = RecordView(trusting: bytes)
        lots.append(
          (
            nested.text(lot.slot),
            structure.field(named: "product").flatMap { nested.text($0.slot) }
          ))
      }
    }
  }
  return lots
}
