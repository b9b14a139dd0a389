import EventLog
import Records

/// How far a time may lie ahead of the clock while no protocol says otherwise.
private let tolerance: Int64 = 5

/// Rule 2: what happened did not happen after it was recorded, but for the clocks' difference.
///
/// The protocol in force says how many minutes of difference are allowed; 5 where there is none.
func checkTime(_ proposal: Proposal, in view: some ClinicView) -> [Finding] {
  checkTime(proposal.envelope.occurredAt, recordedAt: proposal.envelope.recordedAt, in: view)
}

/// Rule 2, of a time given by a correction.
func checkTime(
  _ occurredAt: Instant, recordedAt: Instant, field: String = "occurred_at",
  in view: some ClinicView
) -> [Finding] {
  guard occurredAt > recordedAt else { return [] }
  let minutes = view.edition(at: recordedAt)?.futureToleranceMinutes ?? tolerance
  let (ahead, overflow) = occurredAt.microseconds
    .subtractingReportingOverflow(recordedAt.microseconds)
  if !overflow && ahead <= minutes &* 60_000_000 { return [] }
  return [
    Finding(
      rule: 2, message: "\(field) lies more than \(minutes) min after the clock",
      hint: "a time at or before now; \(recordedAt.rfc3339) is now", field: field,
      limit: "at most \(minutes) min after the clock", observed: occurredAt.rfc3339)
  ]
}
