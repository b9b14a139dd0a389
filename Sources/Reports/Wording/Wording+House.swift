import Clinic
import Records

extension Wording {
  /// Who works here, and what they may do.
  func phrases(of event: StaffEvent) -> [Phrase] {
    switch event {
    case .staffEnrolled(let it): [.text("name", it.name), .word("role", it.role)]
    case .credentialGranted(let it):
      [
        .word("kind", it.kind), .text("number", it.number, joint: .space),
        .text("jurisdiction", it.jurisdiction, joint: .brackets),
        .amount("max_depth_mm", it.maxDepthMm, "mm", lead: "to"),
        .day("valid_from", it.validFrom, lead: "valid from"),
        .day("valid_to", it.validTo, lead: "to"),
      ]
    case .credentialRevoked(let it):
      [.text("number", it.number ?? "all"), .said("reason", it.reason)]
    case .trainingRecorded(let it):
      [
        .text("device_model", it.deviceModel, lead: "on"),
        .day("valid_to", it.validTo, lead: "valid to"),
      ]
    }
  }

  /// What the clinic holds itself to.
  func phrases(of event: ProtocolEvent) -> [Phrase] {
    switch event {
    case .protocolPublished(let it):
      [
        .text("label", it.label), .id("approved_by", it.approvedBy),
        .count("minimum_age", it.minimumAge, "year", "years", lead: "from"),
        .count("zone_depths", Int64(it.zoneDepths.count), "zone depth", "zone depths"),
        .count("wash_outs", Int64(it.washOuts.count), "wash-out", "wash-outs"),
        .count("intervals", Int64(it.intervals.count), "interval", "intervals"),
        .count("call_from_hours", it.callFromHours, "h", lead: "call from"),
        .count("call_to_hours", it.callToHours, "h", lead: "to"),
        .count("late_after_hours", it.lateAfterHours, "h", lead: "late after"),
        .count("retention_years", it.retentionYears, "year", "years", lead: "kept for"),
        .count("future_tolerance_minutes", it.futureToleranceMinutes, "min", lead: "clocks within"),
        .text("sources", it.sources?.joined(separator: "; "), lead: "sources:"),
      ]
    }
  }

  /// What was done to the store, and who looked into it.
  func phrases(of event: StoreEvent) -> [Phrase] {
    switch event {
    case .storeOpened(let it):
      [
        .text("clinic", it.clinic), .text("zone", it.zone),
        .text("checkpoint_key", it.checkpointKey, lead: "checkpoints signed by"),
      ]
    case .checkpointKeyRotated(let it):
      [
        .text("new_key", it.newKey, lead: "new"), .text("old_key", it.oldKey, lead: "old"),
        .flag("new_signature", it.newSignature != nil, "signed by the new key", nil),
        .flag("old_signature", it.oldSignature != nil, "signed by the old key", nil),
        .said("reason", it.reason),
      ]
    case .storeRestored(let it):
      [
        .text("head", "@\(it.head)", lead: "to"), .file("root", it.root),
        .moment("backed_up_at", it.backedUpAt, lead: "backed up", zone),
        .said("reason", it.reason),
      ]
    case .recordViewed(let it):
      [
        .text("view", it.view), .word("purpose", it.purpose, lead: "for"),
        .text(
          "clients", it.clients.isEmpty ? nil : it.clients.joined(separator: "+"),
          lead: it.clients.count == 1 ? "client" : "clients"),
        .said("note", it.note),
      ]
    case .recordExported(let it):
      [
        .word("format", it.format), .word("basis", it.basis), .file("sha256", it.sha256),
        .text("recipient", it.recipient, lead: "to"),
      ]
    }
  }
}
