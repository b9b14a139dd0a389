import Clinic
import Records

extension Wording {
  /// What was done in a session, up to its close.
  func phrases(of event: SessionEvent) -> [Phrase] {
    switch event {
    case .sessionOpened(let it):
      [
        .id("client", it.client), .id("course", it.course),
        .text("ordinal", it.ordinal.map(String.init), lead: "session"),
        .id("booking", it.booking), .id("practitioner", it.practitioner),
        .id("supervisor", it.supervisor), .id("room", it.room),
      ]
    case .preTreatmentChecked(let it): [.word("outcome", it.outcome), .said("note", it.note)]
    case .photoTaken(let it):
      [.word("phase", it.phase), .word("view", it.view), .file("sha256", it.sha256)]
    case .photoDeclined, .sessionCountersigned: []
    case .skinCleansed(let it):
      [
        .flag("antiseptic", it.antiseptic, "antiseptic", "not antiseptic"),
        .id("product", it.product), .id("lot", it.lot),
      ]
    case .numbingDecided(let it): phrases(of: it)
    case .numbingApplied(let it): phrases(of: it)
    case .numbingRemoved(let it):
      [
        .flag("residue_cleared", it.residueCleared, "residue cleared", "residue left"),
        .word("reaction", it.reaction, lead: "reaction"),
        .flag("adequate", it.adequate, "numb enough", "not numb enough"),
      ]
    case .cartridgeOpened(let it):
      [
        .id("cartridge", it.cartridge), .id("lot", it.lot), .count("pins", it.pins, "pin", "pins"),
        .amount("max_depth_mm", it.maxDepthMm, "mm", lead: "to"), .id("device", it.device),
        .flag("seal_intact", it.sealIntact, "seal intact", "seal broken"),
      ]
    case .needlePassMade(let it): phrases(of: it)
    case .endpointReached(let it):
      [
        .word("zone", it.zone),
        .text(
          "endpoint", it.endpoint == .nothing ? "no erythema" : Words.plain(it.endpoint)),
      ]
    case .serumApplied(let it): phrases(of: it)
    case .painScored(let it):
      [
        .word("phase", it.phase), .text("score", "\(it.score) of 10", joint: .space),
        .word("zone", it.zone), .flag("tolerable", it.tolerable, "tolerable", "not tolerable"),
        .said("note", it.note),
      ]
    case .treatmentPaused(let it): [.said("reason", it.reason)]
    case .treatmentResumed(let it): [.said("reason", it.reason)]
    case .treatmentStopped(let it): [.said("reason", it.reason)]
    case .maskApplied(let it):
      [
        .count("minutes", it.minutes, "min"), .word("purpose", it.purpose, lead: "to"),
        .id("product", it.product), .id("lot", it.lot),
      ]
    case .postCareApplied(let it):
      [
        .text("spf", it.spf.map(String.init), lead: "SPF"), .id("product", it.product),
        .id("lot", it.lot),
      ]
    case .cartridgeDiscarded(let it):
      [.id("cartridge", it.cartridge), .id("sharps_box", it.sharpsBox)]
    case .aftercareGiven(let it):
      [
        .words("advice", it.advice, empty: "no advice"), .word("channel", it.channel),
        .flag("acknowledged", it.acknowledged, "acknowledged", "not acknowledged"),
        .id("document", it.document), .file("sha256", it.sha256), .said("other", it.other),
      ]
    case .sessionClosed(let it):
      [
        .word("condition", it.condition), .day("next_due_on", it.nextDueOn, lead: "next due"),
        .said("note", it.note),
      ]
    case .sessionAbandoned(let it):
      [.word("step", it.step, lead: "at"), .said("reason", it.reason)]
    case .bloodExposureRecorded(let it):
      [
        .word("kind", it.kind), .word("person", it.person, lead: "of"),
        .text("reported_to", it.reportedTo, lead: "reported to"),
        .text("first_aid", it.firstAid, lead: "first aid:"),
      ]
    case .aftercareCallAttempted(let it):
      [.word("channel", it.channel), .word("outcome", it.outcome)]
    case .aftercareCallMade(let it): phrases(of: it)
    case .followUpHeld(let it):
      [
        .count("weeks_after", it.weeksAfter, "week after", "weeks after"),
        .count("downtime_days", it.downtimeDays, "day of downtime", "days of downtime"),
        .said("findings", it.findings),
      ]
    case .adverseEventReported(let it): phrases(of: it)
    case .adverseEventFollowedUp(let it):
      [
        .id("adverse_event", it.adverseEvent), .word("progress", it.progress),
        .word("severity", it.severity), .word("channel", it.channel),
        .day("next_due_on", it.nextDueOn, lead: "next look"), .said("findings", it.findings),
      ]
    case .adverseEventResolved(let it):
      [
        .id("adverse_event", it.adverseEvent), .word("outcome", it.outcome),
        .said("sequelae", it.sequelae),
      ]
    case .authorityNotified(let it):
      [
        .id("adverse_event", it.adverseEvent), .word("scheme", it.scheme),
        .text("reference", it.reference, lead: "reference"),
      ]
    }
  }

  private func phrases(of it: NumbingDecided) -> [Phrase] {
    [
      .word("decision", it.decision), .word("reason", it.reason, joint: .brackets),
      .word("pain_tolerance", it.painTolerance, lead: "pain tolerance"),
      .flag("allergy_checked", it.allergyChecked, "allergy checked", "allergy not checked"),
      .id("product", it.product), .id("decided_by", it.decidedBy), .said("note", it.note),
    ]
  }

  private func phrases(of it: NumbingApplied) -> [Phrase] {
    [
      .amount("grams", it.grams, "g"),
      .amount("area_cm2", it.areaCm2, "cm²", lead: "on", joint: .space),
      .id("lot", it.lot), .words("zones", it.zones),
      .flag("occluded", it.occluded, "occluded", "not occluded"),
      .flag("barrier_intact", it.barrierIntact, "skin intact", "skin broken"),
      .word("applied_by", it.appliedBy, lead: "put on by"),
      .id("prescriber", it.prescriber, lead: "prescribed by"), .id("product", it.product),
      .text("ingredients", it.ingredients.inWords),
    ]
  }

  private func phrases(of it: NeedlePassMade) -> [Phrase] {
    [
      .word("zone", it.zone), .word("side", it.side, joint: .space),
      .amount("depth_mm", it.depthMm, "mm"), .count("passes", it.passes, "pass", "passes"),
      .words("directions", it.directions, joint: .space),
      .flag("inside_rim", it.insideRim, "inside the orbital rim", "outside the orbital rim"),
      .id("cartridge", it.cartridge),
      .word("technique", it.technique), .text("speed", it.speedInWords, lead: "speed"),
      .count("minutes", it.minutes, "min"),
    ]
  }

  private func phrases(of it: SerumApplied) -> [Phrase] {
    let label =
      switch it.labelledForNeedling {
      case .yes: "labelled for needling"
      case .no: "not labelled for needling"
      case .unknown: "label unknown"
      }
    return [
      .word("kind", it.kind), .amount("volume_ml", it.volumeMl, "ml"), .id("lot", it.lot),
      .words("zones", it.zones), .word("purpose", it.purpose),
      .text("timing", "\(Words.plain(it.timing)) needling"),
      .flag("sterile", it.sterile, "sterile", "not sterile"),
      .text("labelled_for_needling", label), .id("product", it.product),
    ]
  }

  private func phrases(of it: AftercareCallMade) -> [Phrase] {
    let escalation: String =
      switch it.escalate {
      case .nothing: "nothing further"
      case .review: "for review"
      case .urgent: "urgent"
      }
    return [
      .word("channel", it.channel), .count("hours_after", it.hoursAfter, "h after"),
      .text("redness", "\(it.redness) of 3", lead: "redness"),
      .text("swelling", "\(it.swelling) of 3", lead: "swelling"),
      .text("pain", "\(it.pain) of 10", lead: "pain"),
      .words("flags", it.flags, lead: "signs", empty: "none"),
      .flag("sun_avoided", it.sunAvoided, "sun avoided", "sun not avoided"),
      .text("escalate", escalation), .said("advice", it.advice),
    ]
  }

  private func phrases(of it: AdverseEventReported) -> [Phrase] {
    [
      .id("adverse_event", it.adverseEvent), .word("kind", it.kind), .word("zone", it.zone),
      .word("severity", it.severity), .flag("serious", it.serious, "serious", "not serious"),
      .moment("onset_at", it.onsetAt, lead: "began", zone),
      .text("suspects", it.suspects.isEmpty ? "none" : it.suspects.inWords, lead: "suspected:"),
      .said("note", it.note),
    ]
  }
}

extension NeedlePassMade {
  /// `90 Hz`, `level 3`.
  fileprivate var speedInWords: String? {
    speed.map { speed in
      switch speedUnit {
      case .rpm: "\(speed) rpm"
      case .hz: "\(speed) Hz"
      case .level: "level \(speed)"
      case nil: "\(speed)"
      }
    }
  }
}

extension [Ingredient] {
  /// `lidocaine 2.5 % (amide)+prilocaine 2.5 % (amide)`; nil where there is none.
  var inWords: String? {
    guard !isEmpty else { return nil }
    return map { ingredient in
      let percent = ingredient.percent.map { " \($0) %" } ?? ""
      let kind = ingredient.class == .other ? "" : " (\(Words.plain(ingredient.class)))"
      return ingredient.name + percent + kind
    }.joined(separator: "+")
  }
}

extension [Suspect] {
  fileprivate var inWords: String {
    map { suspect in
      [
        suspect.product.map { "product \($0)" }, suspect.lot.map { "lot \($0)" },
        suspect.device.map { "device \($0)" }, suspect.cartridge.map { "cartridge \($0)" },
        suspect.other,
      ].compactMap { $0 }.joined(separator: " ")
    }.joined(separator: "+")
  }
}
