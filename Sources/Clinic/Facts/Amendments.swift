import EventLog
import Records

/// The row of `amendments` of a correction or a strike, whether it still has effect or not.
func deriveAmendments(
  of effective: EffectiveEvent, _ context: FactContext, into sink: inout FactSink
) {
  guard EventType.isAmendment(effective.recorded.envelope.type),
    sink.tables.contains(AmendmentFact.table)
  else { return }
  guard case .any(let event) = effective.event else { return }
  switch event {
  case .entryCorrected(let correction):
    emit(
      effective, context,
      Said(
        act: .corrected, target: correction.target, field: correction.field, was: correction.was,
        now: correction.now, reason: correction.reason.name, note: correction.note),
      into: &sink)
  case .entryStruckOut(let strike):
    emit(
      effective, context,
      Said(
        act: .struckOut, target: strike.target, reason: strike.reason.name, note: strike.note),
      into: &sink)
  case .noteAdded: return
  }
}

/// What an amendment says.
private struct Said {
  var act: AmendmentAct
  var target: Int64
  var field: String?
  var was: String?
  var now: String?
  var reason: String
  var note: String?
}

private func emit(
  _ effective: EffectiveEvent, _ context: FactContext, _ said: Said, into sink: inout FactSink
) {
  sink.emit(
    AmendmentFact.table, ordinal: 0,
    AmendmentFact(
      position: Int64(clamping: context.position), ordinal: 0, stream: context.streamText,
      session: context.session, client: context.client, course: context.course, act: said.act,
      target: effective.target.map { Int64(clamping: $0.position) }, targetVersion: said.target,
      targetType: effective.target?.type.name, field: said.field, was: said.was, now: said.now,
      reason: said.reason, note: said.note, inForce: effective.target?.isInForce ?? false,
      occurredAt: context.occurredAt, recordedAt: context.recordedAt,
      recordedBy: context.recordedBy, performedBy: context.performedBy,
      amended: Int64(context.amended)))
}
