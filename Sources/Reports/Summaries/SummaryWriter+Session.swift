import Clinic
import ClinicStore
import EventLog
import Records

extension SummaryWriter {
  /// Whose session it is, what was done, what is open, what is missing.
  mutating func describe(_ session: Session, in store: Snapshot) throws {
    let course: Course?
    if let id = session.course { course = try store.state(Course.self, id) } else { course = nil }
    say("client", session.client)
    say("status", SessionPlace.status(of: session, zone))
    say("place", SessionPlace.text(of: session, course))
    let supervisor = session.supervisor.map { ", supervisor \($0)" } ?? ""
    let room = session.room.map { ", room \($0)" } ?? ""
    say("practitioner", session.practitioner.map { $0 + supervisor + room })
    let booking = session.booking.map { ", booking \($0)" } ?? ""
    say("opened", session.openedAt.map { zone.display($0) + booking })
    say("check", session.checkOutcome.map(Words.plain))
    say("photos", photos(of: session))
    say("numbing", numbing(of: session))
    for use in session.cartridgeUses ?? [] { say("cartridge", cartridge(use)) }
    say("needling", needling(of: session))
    say("serum", serum(of: session))
    say("pain", pain(of: session))
    if let minutes = session.maskMinutes {
      say("mask", "\(minutes) min" + (session.maskPurpose.map { ", to \(Words.plain($0))" } ?? ""))
    }
    say("aftercare", aftercare(of: session))
    say("countersigned", countersigned(session))
    say("call", call(of: session))
    if let at = session.followUpAt {
      let days =
        session.downtimeDays.map { ", \(Words.count($0, "day", "days")) of downtime" } ?? ""
      say("follow-up", day(at) + days)
    }
    for state in session.adverseEventStates ?? [] { say("adverse event", adverseEvent(state)) }
    if session.bloodExposures > 0 {
      say("blood exposures", String(session.bloodExposures))
    }
    say("next due", session.nextDueOn?.iso)
    for step in try VisitRecord(session, events, in: store, moment).missing {
      say("missing", step.text)
    }
  }

  private func photos(of session: Session) -> String? {
    var parts: [String] = []
    for (count, phase) in [
      (session.photosBefore, "before"), (session.photosAfter, "after"),
      (session.photosFollowUp, "at follow-up"),
    ] where count > 0 {
      parts.append("\(count) \(phase)")
    }
    if session.photoDeclined { parts.append("declined") }
    return parts.joined(separator: ", ")
  }

  private func numbing(of session: Session) -> String? {
    guard let decision = session.numbingDecision else { return nil }
    var text = Words.plain(decision)
    if let reason = session.numbingReason { text += " (\(Words.plain(reason)))" }
    if let tolerance = session.painTolerance {
      text += ", pain tolerance \(Words.plain(tolerance))"
    }
    if let grams = session.numbingGrams { text += ", \(grams) g" }
    for period in session.numbingPeriods ?? [] {
      let off = period.until.map { "off \(zone.display($0).suffix(5))" } ?? "still on"
      text += ", lot \(period.lot) on \(zone.display(period.from).suffix(5)), \(off)"
    }
    return text
  }

  private func cartridge(_ use: CartridgeUse) -> String {
    let end = use.discardedAt.map { "discarded \(zone.display($0))" } ?? "open"
    return "\(use.cartridge), lot \(use.lot), device \(use.device), to \(use.maxDepthMm) mm, \(end)"
  }

  private func needling(of session: Session) -> String? {
    guard session.passes > 0 else { return nil }
    var text = Words.count(session.passes, "pass", "passes")
    if let zones = session.zones { text += ", \(Words.list(zones))" }
    if let depth = session.maxDepthMm { text += ", to \(depth) mm" }
    if let endpoint = session.endpoint, endpoint != .nothing {
      text += ", \(Words.plain(endpoint)) at most"
    }
    return text
  }

  private func serum(of session: Session) -> String? {
    guard session.serums > 0, let kinds = session.serumKinds else { return nil }
    return Words.commas(kinds) + (session.serumVolumeMl.map { ", \($0) ml in all" } ?? "")
  }

  private func pain(of session: Session) -> String? {
    var parts: [String] = []
    for (score, phase) in [
      (session.painNumbing, "numbing"), (session.painNeedling, "needling"),
      (session.painAfter, "after"),
    ] {
      if let score { parts.append("\(phase) \(score) of 10") }
    }
    if let tolerable = session.painTolerable, !parts.isEmpty {
      parts.append(tolerable ? "tolerable" : "not tolerable")
    }
    return parts.joined(separator: ", ")
  }

  private func aftercare(of session: Session) -> String? {
    guard session.aftercareAt != nil else { return nil }
    let advice = session.advice.map { $0.isEmpty ? "no advice" : Words.commas($0) } ?? "given"
    return session.aftercareAcknowledged == false ? "\(advice), not acknowledged" : advice
  }

  private func countersigned(_ session: Session) -> String? {
    session.countersignedAt.map { at in
      zone.display(at) + (session.countersignedBy.map { " by \($0)" } ?? "")
    }
  }

  private func call(of session: Session) -> String? {
    guard let at = session.callReachedAt else {
      return session.callAttempts > 0
        ? "not reached, \(Words.count(session.callAttempts, "attempt", "attempts"))" : nil
    }
    var text = "reached \(zone.display(at))"
    if let redness = session.callRedness { text += ", redness \(redness) of 3" }
    if let swelling = session.callSwelling { text += ", swelling \(swelling) of 3" }
    if let pain = session.callPain { text += ", pain \(pain) of 10" }
    if let escalate = session.callEscalate, escalate != .nothing {
      text += ", \(escalate == .urgent ? "urgent" : "for review")"
    }
    return text
  }

  private func adverseEvent(_ state: AdverseEventState) -> String {
    let serious = state.serious ? ", serious" : ""
    let end = state.resolvedAt.map { "resolved \(day($0))" } ?? "open"
    let notified = state.notifiedAt.map { ", authority told \(day($0))" } ?? ""
    return "\(state.adverseEvent), \(Words.plain(state.kind)), \(Words.plain(state.severity))"
      + "\(serious), since \(day(state.from)), \(end)\(notified)"
  }
}
