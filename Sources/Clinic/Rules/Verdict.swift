public import EventLog
import Records

/// What follows from the rules' findings for one entry, by their levels and how it comes in.
public struct Verdict: Hashable, Sendable {
  /// Findings that keep the entry out.
  public private(set) var refusals: [Finding] = []
  /// Findings that it is taken with, to be stored in the event.
  public private(set) var deviations: [Deviation] = []

  /// What follows from `findings` of a proposal.
  ///
  /// - Parameters:
  ///   - reason: Why it is entered late, or despite a rule.
  ///   - isOverride: Whether a fact already past is to be taken despite a rule; asks for a reason.
  public init(_ findings: [Finding], of proposal: Proposal, reason: String?, isOverride: Bool) {
    let mode = proposal.envelope.entryMode
    let isPast = mode != .live || isOverride && reason != nil
    for finding in findings {
      let isTaken =
        switch finding.level {
        case .refuse: false
        case .refuseUnlessPast: isPast
        case .note: true
        // A clinic's old records come as they are: their reasons may never have been written down.
        case .noteWithReason: reason != nil || mode == .import
        }
      if isTaken {
        deviations.append(
          Deviation(
            rule: finding.rule, limit: finding.limit, observed: finding.observed,
            reason: reason ?? proposal.ownReason, authorisedBy: proposal.envelope.recordedBy))
      } else {
        refusals.append(finding)
      }
    }
  }
}

extension Proposal {
  /// The reason that the entry itself gives: an amendment's, or that it is imported.
  fileprivate var ownReason: String {
    switch event {
    case .any(.entryCorrected(let correction)): correction.reason.name
    case .any(.entryStruckOut(let strike)): strike.reason.name
    case .client, .course, .booking, .session, .product, .lot, .device, .staff, .protocol, .store,
      .any:
      envelope.entryMode == .import ? "imported" : ""
    }
  }

  /// Makes a live entry a late one, if it is one by rule 19 and a reason is given.
  public mutating func enter(reason: String?, in view: some ClinicView) {
    guard envelope.entryMode == .live, let reason, isLate(envelope, in: view) else { return }
    envelope.entryMode = .late
    envelope.lateReason = reason
  }
}
