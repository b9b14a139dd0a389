import EventLog
import Records

/// A row of `lot_usage` for each lot that an entry names, by the lot now and as first written.
///
/// Lots are found by the schema: any field that refers to a lot. So a corrected lot stands in both
/// columns, and an entry struck out still shows the lot that it named.
func deriveLotUsage(
  of effective: EffectiveEvent, _ context: FactContext, into sink: inout FactSink
) {
  let type = effective.recorded.envelope.type
  guard sink.tables.contains(LotUsageFact.table) else { return }
  if type == RecallClientNotified.eventType.number,
    case .lot(.recallClientNotified(let notice)) = effective.event
  {
    var told = context
    told.client = notice.client
    told.session = notice.session
    let lot = effective.recorded.envelope.stream.id
    emit(.init(lot: effective.isStruck ? nil : lot, first: lot), 0, effective, told, into: &sink)
    return
  }
  guard let fields = LotFields.of(type) else { return }
  let first = fields.lots(in: effective.recorded.payload)
  let now =
    effective.isStruck
    ? [] : effective.amendments.isEmpty ? first : fields.lots(in: effective.payload)
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
