import Clinic
import Records

extension Wording {
  /// What was learnt of a client.
  func phrases(of event: ClientEvent) -> [Phrase] {
    switch event {
    case .clientRegistered(let it):
      [
        .text("name", it.name), .day("born_on", it.bornOn, lead: "born"),
        .text("client_no", it.clientNo, lead: "no"), .text("phone", it.phone, lead: "phone"),
        .text("email", it.email, lead: "e-mail"),
        .text("emergency_contact", it.emergencyContact, lead: "emergency contact:"),
      ]
    case .clientDetailsChanged(let it):
      [
        .text("name", it.name), .day("born_on", it.bornOn, lead: "born"),
        .text("client_no", it.clientNo, lead: "no"), .text("phone", it.phone, lead: "phone"),
        .text("email", it.email, lead: "e-mail"),
        .text("emergency_contact", it.emergencyContact, lead: "emergency contact:"),
      ]
    case .medicalHistoryTaken(let it): phrases(of: it)
    case .medicalHistoryConfirmed(let it):
      [.flag("unchanged", it.unchanged, "unchanged", "changed")]
    case .skinAssessed(let it):
      [
        .word("fitzpatrick", it.fitzpatrick, lead: "Fitzpatrick"),
        .words("concerns", it.concerns, empty: "no concerns"), .said("note", it.note),
      ]
    case .contraindicationFound(let it):
      [
        .word("code", it.code), .word("severity", it.severity),
        .day("until", it.until, lead: "until"), .said("note", it.note),
      ]
    case .contraindicationCleared(let it): [.word("code", it.code), .said("reason", it.reason)]
    case .patchTestApplied(let it): [.id("lot", it.lot), .word("site", it.site)]
    case .patchTestRead(let it): [.word("result", it.result)]
    case .consentGiven(let it):
      [
        .word("kind", it.kind), .word("method", it.method), .id("document", it.document),
        .words("risks", it.risks, lead: "risks", empty: "none"), .file("sha256", it.sha256),
        .text("guardian", it.guardian, lead: "guardian"),
      ]
    case .consentDeclined(let it): [.word("kind", it.kind)]
    case .consentWithdrawn(let it): [.word("kind", it.kind), .said("reason", it.reason)]
    case .clientMergedInto(let it): [.id("client", it.client, lead: "into client")]
    case .personalDataErased(let it): [.word("basis", it.basis)]
    }
  }

  private func phrases(of it: MedicalHistoryTaken) -> [Phrase] {
    [
      .text("allergies", it.allergies.inWords, lead: "allergies:"),
      .text("medications", it.medications.inWords, lead: "medication:"),
      .text(
        "conditions", it.conditions.isEmpty ? "none" : it.conditions.joined(separator: "+"),
        lead: "conditions:"),
      .text("pregnancy", Words.pregnancy(it.pregnancy)),
      .flag("cold_sores", it.coldSores, "cold sores", "no cold sores"),
      .flag("keloid", it.keloid, "keloid", "no keloid"),
      .day("isotretinoin_stopped_on", it.isotretinoinStoppedOn, lead: "isotretinoin to"),
      .day("retinoid_last_on", it.retinoidLastOn, lead: "retinoid to"),
      .day("sun_last_on", it.sunLastOn, lead: "sun on"),
      .amount("home_roller_mm", it.homeRollerMm, "mm", lead: "home roller"),
      .day("home_roller_last_on", it.homeRollerLastOn, lead: "home roller last"),
      .amount("weight_kg", it.weightKg, "kg"), .id("form", it.form),
    ]
  }
}

extension Words {
  static func pregnancy(_ pregnancy: Pregnancy) -> String {
    switch pregnancy {
    case .no: "not pregnant"
    case .pregnant: "pregnant"
    case .nursing: "nursing"
    case .unknown: "pregnancy unknown"
    case .notApplicable: "pregnancy not applicable"
    }
  }
}

extension [Allergy] {
  /// `amide (lidocaine: rash)`, or `none`: asked, and there is none.
  var inWords: String {
    isEmpty
      ? "none"
      : map { allergy in
        let reaction = allergy.reaction.map { ": \($0)" } ?? ""
        return "\(Words.plain(allergy.class)) (\(allergy.substance)\(reaction))"
      }.joined(separator: "+")
  }
}

extension [Medication] {
  /// `anticoagulant (warfarin, to 2026-01-02)`, or `none`: asked, and there is none.
  var inWords: String {
    isEmpty
      ? "none"
      : map { medication in
        let stopped = medication.stoppedOn.map { ", to \($0.iso)" } ?? ""
        return "\(Words.plain(medication.class)) (\(medication.name)\(stopped))"
      }.joined(separator: "+")
  }
}
