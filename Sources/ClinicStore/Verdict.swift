import Clinic
import EventLog
import Records

/// What follows from the rules' findings for one entry, by their levels and the entry's mode.
struct Verdict {
  /// Findings that keep the entry out.
  private(set) var refusals: [Finding] = []
  /// Findings that it is taken with, stored in the event.
  private(set) var deviations: [Deviation] = []

  init(_ findings: [Finding], _ entry: Entry, _ proposal: Proposal) {
    let mode = proposal.envelope.entryMode
    let isPast = mode != .live || entry.isOverride && entry.reason != nil
    for finding in findings {
      let isTaken =
        switch finding.level {
        case .refuse: false
        case .refuseUnlessPast: isPast
        case .note: true
        // A clinic's old records come as they are: their reasons may never have been written down.
        case .noteWithReason: entry.reason != nil || mode == .import
        }
      if isTaken {
        deviations.append(
          Deviation(
            rule: finding.rule, limit: finding.limit, observed: finding.observed,
            reason: entry.reason ?? proposal.ownReason, authorisedBy: entry.recordedBy))
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
}

extension Entry {
  /// The reason, where it is given for lateness or to override a rule; not where it is for a note.
  var lateReason: String? {
    mode == .live && !isOverride ? nil : reason
  }
}
