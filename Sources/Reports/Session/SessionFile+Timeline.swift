import Clinic
import EventLog
import Records

extension SessionFile {
  /// The visit over time: steps, doses, lots and corrections, each in a lane of its own.
  var course: ReportSection {
    let lanes = [
      Timeline.Lane("steps", audit.entries.compactMap(step)),
      Timeline.Lane("passes", audit.entries.compactMap(pass)),
      Timeline.Lane("doses", doses),
      Timeline.Lane("lots", audit.lots.flatMap(lot)),
      Timeline.Lane("corrections", audit.entries.compactMap(correction)),
    ]
    return ReportSection(
      "Course of the visit",
      note:
        "By when things happened, on the clinic’s clocks. A dot is an entry, a ring one that was "
        + "corrected, a cross one struck out, a triangle one that breaks a rule, a square one "
        + "entered late. Pauses of more than three hours are cut out.",
      parts: [.figure(.timeline(Timeline(title: "Timeline", zone: zone, lanes: lanes)))])
  }

  private func mark(_ entry: AuditEntry, _ label: String) -> Timeline.Mark {
    Timeline.Mark(entry.envelope.occurredAt, label: label, short: entry.at, mark: entry.mark)
  }

  private func step(_ entry: AuditEntry) -> Timeline.Mark? {
    guard case .session(let event) = entry.effective.event else { return nil }
    let label: String? =
      switch event {
      case .sessionOpened: "opened"
      case .preTreatmentChecked(let it): "checked: \(Words.plain(it.outcome))"
      case .photoTaken(let it): "photo, \(Words.plain(it.phase))"
      case .photoDeclined: "photos declined"
      case .skinCleansed: "cleansed"
      case .numbingDecided(let it): "numbing \(Words.plain(it.decision))"
      case .cartridgeOpened: "cartridge opened"
      case .endpointReached, .painScored, .needlePassMade, .numbingApplied, .numbingRemoved: nil
      case .serumApplied, .maskApplied, .postCareApplied: nil
      case .treatmentPaused: "paused"
      case .treatmentResumed: "resumed"
      case .treatmentStopped: "stopped"
      case .cartridgeDiscarded: "cartridge discarded"
      case .aftercareGiven: "aftercare given"
      case .sessionClosed: "closed"
      case .sessionCountersigned: "countersigned"
      case .sessionAbandoned: "abandoned"
      case .bloodExposureRecorded: "blood exposure"
      case .aftercareCallAttempted: "call tried"
      case .aftercareCallMade: "call made"
      case .followUpHeld: "follow-up"
      case .adverseEventReported(let it): "adverse event: \(Words.plain(it.kind))"
      case .adverseEventFollowedUp: "adverse event looked at"
      case .adverseEventResolved: "adverse event resolved"
      case .authorityNotified: "authority notified"
      }
    return label.map { mark(entry, $0) }
  }

  private func pass(_ entry: AuditEntry) -> Timeline.Mark? {
    guard case .session(.needlePassMade(let it)) = entry.effective.event else { return nil }
    let side = it.side == .mid ? "" : " \(Words.plain(it.side))"
    return mark(entry, "\(Words.plain(it.zone))\(side) \(it.depthMm) mm × \(it.passes)")
  }

  private var doses: [Timeline.Mark] {
    audit.entries.compactMap { entry in
      guard case .session(let event) = entry.effective.event else { return nil }
      switch event {
      case .numbingApplied(let it):
        var dose = mark(entry, "cream \(it.grams) g on \(it.areaCm2) cm²")
        let position = Int64(clamping: entry.envelope.position)
        dose.until = session.numbingPeriods?.first { $0.position == position }?.until
        return dose
      case .serumApplied(let it): return mark(entry, "\(Words.plain(it.kind)) \(it.volumeMl) ml")
      case .maskApplied(let it):
        let minutes = it.minutes
        var mask = mark(entry, "mask \(minutes) min")
        mask.until = Instant(
          microseconds: entry.envelope.occurredAt.microseconds &+ minutes &* 60_000_000)
        return mask
      case .postCareApplied(let it):
        return mark(entry, it.spf.map { "post-care, SPF \($0)" } ?? "post-care")
      default: return nil
      }
    }
  }

  private func lot(_ lot: AuditLot) -> [Timeline.Mark] {
    lot.uses.compactMap { use in
      guard
        let entry = audit.entries.first(where: {
          $0.envelope.position == UInt64(clamping: use.fact.position)
        })
      else { return nil }
      var mark = mark(entry, "\(lot.id), \(Words.plain(use.fact.role))")
      if !use.isNow {
        mark.label += use.standing == .struckOut ? "" : ", then another"
        mark.mark = use.standing == .struckOut ? .struck : .amended
      }
      return mark
    }
  }

  private func correction(_ entry: AuditEntry) -> Timeline.Mark? {
    guard let target = entry.effective.target else { return nil }
    var label = "\(Words.kind(target.type)) @\(target.position)"
    switch entry.effective.event {
    case .any(.entryCorrected(let it)): label = "\(Words.spaced(it.field)) of \(label)"
    case .any(.entryStruckOut): label = "struck out \(label)"
    default: return nil
    }
    return mark(entry, label)
  }
}
