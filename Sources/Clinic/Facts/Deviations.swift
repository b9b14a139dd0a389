import EventLog
import Records

/// A row of `deviations` for each rule that an entry broke; a strike does not hide it.
func deriveDeviations(
  of effective: EffectiveEvent, _ context: FactContext, into sink: inout FactSink
) {
  guard sink.tables.contains(DeviationFact.table) else { return }
  for (ordinal, deviation) in effective.recorded.envelope.deviations.enumerated() {
    sink.emit(
      DeviationFact.table, ordinal: ordinal,
      DeviationFact(
        position: Int64(clamping: context.position), ordinal: Int64(ordinal),
        stream: context.streamText, session: context.session, client: context.client,
        course: context.course, type: effective.original.type.name, rule: Int64(deviation.rule),
        limit: deviation.limit, observed: deviation.observed, reason: deviation.reason,
        authorisedBy: deviation.authorisedBy, struck: effective.isStruck,
        occurredAt: context.occurredAt, recordedAt: context.recordedAt,
        recordedBy: context.recordedBy, performedBy: context.performedBy,
        amended: Int64(context.amended)))
  }
}
