import Clinic
import ClinicStore
import Records

/// A step of a visit that the record does not hold.
public enum MissingStep: Hashable, Sendable {
  /// Nothing says that the session began: its opening is struck out.
  case opening
  /// No treatment consent was in force at the opening.
  case consent
  /// No medical history was in force at the opening.
  case history
  /// No check on the day.
  case check
  /// The skin was not cleansed.
  case cleansing
  /// No photo before treatment, and photos were not declined.
  case beforePhoto
  /// Nobody recorded whether numbing was offered.
  case numbingDecision
  /// Numbing was accepted, and no cream was put on.
  case numbing
  /// Cream was put on, and never taken off.
  case numbingRemoval
  /// No needle pass.
  case pass
  /// A cartridge was opened, and never put into a sharps box.
  case discard(cartridge: String)
  /// No aftercare was given.
  case aftercare
  /// The session is still open.
  case close
  /// No aftercare call reached the client in the protocol's window, or none at all without one.
  ///
  /// One outside it is told by its hours after the session; negative before the session's end.
  case call(fromHours: Int64?, toHours: Int64?, reachedAfterHours: Int64? = nil)

  /// The step in words, as what is missing.
  public var text: String {
    switch self {
    case .opening: "no opening that stands"
    case .consent: "no treatment consent in force at opening"
    case .history: "no medical history in force at opening"
    case .check: "no check on the day"
    case .cleansing: "skin not cleansed"
    case .beforePhoto: "no before photo, and photos not declined"
    case .numbingDecision: "no numbing decision"
    case .numbing: "numbing accepted, and no cream put on"
    case .numbingRemoval: "numbing cream not taken off"
    case .pass: "no needle pass"
    case .discard(let cartridge): "cartridge \(cartridge) not discarded"
    case .aftercare: "no aftercare"
    case .close: "not closed"
    case .call(let from?, let to?, let reached):
      "no aftercare call in the window, \(from) to \(to) h after"
        + (reached.map { "; reached \($0) h after" } ?? "")
    case .call: "no aftercare call"
    }
  }

  /// The step's name in JSON.
  public var name: String {
    switch self {
    case .opening: "opening"
    case .consent: "consent"
    case .history: "history"
    case .check: "check"
    case .cleansing: "cleansing"
    case .beforePhoto: "before_photo"
    case .numbingDecision: "numbing_decision"
    case .numbing: "numbing"
    case .numbingRemoval: "numbing_removal"
    case .pass: "pass"
    case .discard: "discard"
    case .aftercare: "aftercare"
    case .close: "close"
    case .call: "call"
    }
  }
}

/// What decides which steps of a session are missing.
struct VisitRecord {
  var session: Session
  /// The client's state, if the session names one.
  var client: Client?
  /// When the client was reached after treatment, in any order.
  var calls: [Instant]
  /// The protocol in force when the session ended.
  var edition: ProtocolEdition?
  /// The moment of the report: a call not yet due is not missing.
  var moment: Instant

  /// The steps that are missing, in the order of a visit.
  var missing: [MissingStep] {
    var missing = needs.compactMap { $0.isThere ? nil : $0.step }
    for use in session.cartridgeUses ?? [] where use.discardedAt == nil {
      missing.append(.discard(cartridge: use.cartridge))
    }
    if expects(.aftercare) || session.passes > 0, session.aftercareAt == nil {
      missing.append(.aftercare)
    }
    if session.closedAt == nil && session.abandonedAt == nil { missing.append(.close) }
    if let call = missingCall { missing.append(call) }
    return missing
  }

  private struct Need {
    var step: MissingStep
    var isThere: Bool
  }

  private var needs: [Need] {
    let opened = session.openedAt
    let consent = opened.flatMap { client?.consent(.treatment, at: $0) }
    let history = opened.flatMap { client?.history(at: $0) }
    let isNumbed = !(session.numbingPeriods ?? []).isEmpty
    return [
      Need(step: .opening, isThere: opened != nil),
      Need(step: .consent, isThere: consent?.decision == .given),
      Need(step: .history, isThere: history != nil),
      Need(step: .check, isThere: session.checkedAt != nil || !expects(.check)),
      Need(step: .cleansing, isThere: session.cleansedAt != nil || !expects(.cleanse)),
      Need(
        step: .beforePhoto,
        isThere: session.photosBefore > 0 || session.photoDeclined || !expects(.photo)),
      Need(
        step: .numbingDecision, isThere: session.numbingDecidedAt != nil || !expects(.numbing)),
      Need(
        step: .numbing,
        isThere: session.numbingDecision != .accepted || isNumbed || !expects(.numbing)),
      Need(
        step: .numbingRemoval,
        isThere: !(session.numbingPeriods ?? []).contains { $0.until == nil }),
      Need(step: .pass, isThere: session.passes > 0 || !expects(.needling)),
    ]
  }

  /// Whether the visit came so far: of one that was abandoned, only what went before is expected.
  private func expects(_ step: VisitStep) -> Bool {
    guard session.status == .abandoned, let last = session.abandonedStep else { return true }
    return last != .other && step.rawValue < last.rawValue
  }

  private var missingCall: MissingStep? {
    let abandoned = session.passes > 0 ? session.abandonedAt : nil
    guard let end = session.closedAt ?? abandoned else { return nil }
    guard let edition else {
      return calls.isEmpty ? .call(fromHours: nil, toHours: nil) : nil
    }
    let from = end.advanced(hours: edition.callFromHours)
    let to = end.advanced(hours: edition.callToHours)
    if moment <= to || calls.contains(where: { $0 >= from && $0 <= to }) { return nil }
    let reached = calls.min().map { ($0.microseconds &- end.microseconds) / 3_600_000_000 }
    return .call(
      fromHours: edition.callFromHours, toHours: edition.callToHours, reachedAfterHours: reached)
  }
}

extension Instant {
  /// The instant that many hours later.
  func advanced(hours: Int64) -> Instant {
    Instant(microseconds: microseconds &+ hours &* 3_600_000_000)
  }
}
