import EventLog
import Records

/// The rows of `access_log`: one for each client whose record was looked at, or one an export.
func deriveAccess(
  of effective: EffectiveEvent, _ context: FactContext, into sink: inout FactSink
) {
  guard effective.recorded.envelope.stream.kind == StreamKind.store.rawValue,
    sink.tables.contains(AccessFact.table)
  else { return }
  guard case .store(let event) = effective.event else { return }
  switch event {
  case .recordViewed(let viewing):
    if viewing.clients.isEmpty { emit(nil, 0, viewing, context, into: &sink) }
    for (ordinal, client) in viewing.clients.enumerated() {
      emit(client, ordinal, viewing, context, into: &sink)
    }
  case .recordExported(let export):
    sink.emit(
      AccessFact.table, ordinal: 0,
      AccessFact(
        position: Int64(clamping: context.position), ordinal: 0, act: .exported,
        format: export.format, sha256: export.sha256, recipient: export.recipient,
        basis: export.basis, occurredAt: context.occurredAt, recordedAt: context.recordedAt,
        recordedBy: context.recordedBy, performedBy: context.performedBy,
        amended: Int64(context.amended)))
  case .storeOpened, .checkpointKeyRotated, .storeRestored: return
  }
}

private func emit(
  _ client: String?, _ ordinal: Int, _ viewing: RecordViewed, _ context: FactContext,
  into sink: inout FactSink
) {
  sink.emit(
    AccessFact.table, ordinal: ordinal,
    AccessFact(
      position: Int64(clamping: context.position), ordinal: Int64(ordinal), client: client,
      act: .viewed, purpose: viewing.purpose, view: viewing.view, occurredAt: context.occurredAt,
      recordedAt: context.recordedAt, recordedBy: context.recordedBy,
      performedBy: context.performedBy, amended: Int64(context.amended)))
}
