import EventLog
import Records

/// Rule 19: what happened is recorded within the hours that the protocol then in force allows.
///
/// By the raw clock, since the log's own never goes back. An import is no late entry.
func checkLateness(_ proposal: Proposal, in view: some ClinicView) -> [Finding] {
  guard let hours = lateAfterHours(proposal.envelope, in: view) else { return [] }
  return [
    Finding(
      rule: 19, level: .noteWithReason, message: "recorded more than \(hours) h after it happened",
      hint: "--reason … makes it a late entry", limit: "recorded within \(hours) h")
  ]
}

/// Whether an entry is late by rule 19, so that with a reason it goes in as a late one.
func isLate(_ envelope: Envelope, in view: some ClinicView) -> Bool {
  lateAfterHours(envelope, in: view) != nil
}

/// The hours that the entry is over; nil if it is not late, or no protocol was in force.
private func lateAfterHours(_ envelope: Envelope, in view: some ClinicView) -> Int64? {
  guard envelope.entryMode != .import, envelope.clock > envelope.occurredAt,
    let hours = view.edition(at: envelope.occurredAt)?.lateAfterHours,
    envelope.clock > envelope.occurredAt.adding(hours: hours)
  else { return nil }
  return hours
}
