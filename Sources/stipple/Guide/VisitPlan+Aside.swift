import Clinic
import ClinicStore
import EventLog
import Records

/// The steps that no visit is meant to need: they are gone to by their names.
extension VisitPlan {
  /// Each of them, in no order of the room.
  static let aside: [Step] = [
    reasoned("pause", "Pause", TreatmentPaused.eventType),
    reasoned("resume", "Go on", TreatmentResumed.eventType),
    reasoned("stop", "Stop the treatment", TreatmentStopped.eventType),
    Step(
      name: "adverse_event", title: "Adverse event",
      forms: [
        Form(
          "reported", "", AdverseEventReported.eventType,
          [
            .ask("adverse_event", else: { visit, _ in visit.nextAdverseEvent }), .ask("kind"),
            .ask("zone", else: { visit, _ in visit.zoneAtHand.map { .word($0) } }),
            .ask("onset_at", else: { visit, _ in visit.thisMinute }), .ask("severity"),
            .ask("serious"), .ask("suspects"), .ask("note"),
          ])
      ]),
    Step(
      name: "blood_exposure", title: "Blood exposure",
      forms: [
        Form(
          "exposed", "", BloodExposureRecorded.eventType,
          [.ask("person"), .ask("kind"), .ask("first_aid"), .ask("reported_to")])
      ]),
  ]

  /// Every step that may be gone to.
  static let reachable = steps + aside

  /// The step of that name, or the first that begins so; a hyphen is as good as an underscore.
  static func step(_ name: String) -> Step? {
    let name = name.replacing("-", with: "_")
    return reachable.first { $0.name == name } ?? reachable.first { $0.name.hasPrefix(name) }
  }

  /// Whether it is the whole name of a step.
  static func isStep(_ name: String) -> Bool {
    step(name)?.name.count == name.count
  }

  private static func reasoned(_ name: String, _ title: String, _ type: EventType) -> Step {
    Step(name: name, title: title, forms: [Form(name, "", type, [.ask("reason")])])
  }
}

extension Visit {
  /// Whether the treatment was stopped, and not gone on with.
  var isStopped: Bool { session?.status == .stopped }

  /// What is said of a treatment that is paused; nil of any other.
  var pauseTold: String? {
    session?.status == .paused ? "it is paused: go resume" : nil
  }

  /// An id for the next adverse event: the session's own and a number.
  fileprivate var nextAdverseEvent: JSONValue? {
    guard let session, session.id.utf8.count < 56 else { return nil }
    let reported = recorded.count { $0.envelope.type == AdverseEventReported.eventType.number }
    return .string("\(session.id)-AE-\(reported + 1)")
  }

  /// The minute that it is, on the clinic's clock.
  fileprivate var thisMinute: JSONValue {
    let minute = now.microseconds - now.microseconds % 60_000_000
    return .string(zone.local(Instant(microseconds: minute)).rfc3339)
  }
}
