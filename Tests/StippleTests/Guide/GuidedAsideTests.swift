import Foundation
import TestProcesses
import Testing

/// What no visit is meant to need, gone to by its name at any prompt.
@Suite struct GuidedAsideTests {
  typealias Steps = GuidedVisitTests

  static func ofSession(_ clinic: Command, _ column: String) throws -> String {
    try clinic.ask("select \(column) from sessions where id = 'S2'")
  }

  @Test func `a pause and going on keep the question that was asked`() throws {
    let clinic = try Steps.clinic()
    let outcome = try Steps.visit(
      clinic, Steps.open + ["go pause", "felt faint", "go resume", "better", "fit"])
    #expect(outcome.status == 0, "\(outcome)")
    #expect(
      try Steps.types(clinic) == [
        "session-opened", "treatment-paused", "treatment-resumed", "pre-treatment-checked",
      ])
    #expect(try Self.ofSession(clinic, "status") == "open")
    #expect(!outcome.output.contains("faint"), "\(outcome)")
  }

  @Test func `a visit left in a pause is taken up where it was, and says so`() throws {
    let clinic = try Steps.clinic()
    let first = try Steps.visit(
      clinic, Steps.open + Steps.check + ["skip", "declined"] + ["go pause", "a call", "leave"])
    #expect(first.status == 0, "\(first)")
    let again = try Steps.visit(clinic, ["go resume", "over"] + Steps.numbing)
    #expect(again.status == 0, "\(again)")
    #expect(again.output.contains("it is paused: go resume"), "\(again)")
    // What was passed over is named, not asked again.
    #expect(!again.output.contains("\nCleanse"), "\(again)")
    #expect(Steps.flat(again).contains("missing so far cleanse (go cleanse)"), "\(again)")
    let third = try Steps.visit(clinic, ["leave"])
    #expect(!third.output.contains("it is paused"), "\(third)")
  }

  @Test func `a pass that comes in a pause is told of it`() throws {
    let clinic = try Steps.clinic()
    let told = "Needling · it is paused: go resume"
    let outcome = try Steps.visit(clinic, Steps.toPass + ["go pause", "a call", "yes", "leave"])
    #expect(outcome.status == 0, "\(outcome)")
    #expect(outcome.output.components(separatedBy: told).count == 2, "\(outcome)")
    let again = try Steps.visit(clinic, ["go resume", "over", "yes", "leave"])
    #expect(again.output.contains("\nNeedling\n"), "\(again)")
    #expect(!again.output.contains(told), "\(again)")
  }

  @Test func `after a stop serum is asked for, and none is usual`() throws {
    let clinic = try Steps.clinic()
    let outcome = try Steps.visit(
      clinic, Steps.toPass + ["go stop", "wants no more", ""] + Steps.endpoint + ["leave"])
    #expect(outcome.status == 0, "\(outcome)")
    #expect(outcome.output.contains("serum here (yes, no) [no]"), "\(outcome)")
    #expect(
      try Steps.types(clinic).suffix(3) == [
        "needle-pass-made", "treatment-stopped", "endpoint-reached",
      ])
  }

  @Test func `a treatment that is stopped asks for no more passes`() throws {
    let clinic = try Steps.clinic()
    let outcome = try Steps.visit(
      clinic,
      Steps.toPass + ["go stop", "wants no more"] + Steps.serum + Steps.endpoint + Steps.pain
        + ["none"] + Steps.discard + Steps.aftercare + Steps.close)
    #expect(outcome.status == 0, "\(outcome)")
    #expect(!outcome.output.contains("another zone"), "\(outcome)")
    #expect(
      try Steps.types(clinic).suffix(8) == [
        "needle-pass-made", "treatment-stopped", "serum-applied", "endpoint-reached", "pain-scored",
        "cartridge-discarded", "aftercare-given", "session-closed",
      ])
  }

  @Test func `a treatment that is stopped before the needle goes on to what comes after`() throws {
    let clinic = try Steps.clinic()
    let outcome = try Steps.visit(
      clinic,
      Steps.open + Steps.check + Steps.cleanse + Steps.photo + Steps.numbing
        + ["go stop", "wants none", "none"] + Steps.aftercare)
    #expect(outcome.status == 0, "\(outcome)")
    #expect(Steps.flat(outcome).contains("missing nothing"), "\(outcome)")
    #expect(try Self.ofSession(clinic, "status") == "stopped")
  }

  @Test func `an adverse event names what is suspected by ids`() throws {
    let clinic = try Steps.clinic()
    let outcome = try Steps.visit(
      clinic,
      Steps.toPass + [
        "go adverse-event", "", "vaso", "", "2026-03-01T10:05", "mild", "no", "?",
        "ha-7, n-118-s, D1", "went pale", "go adverse", "", "bruising", "cheek", "now", "mild",
        "no", "none", "-", "no",
      ])
    #expect(outcome.status == 0, "\(outcome)")
    #expect(!outcome.output.contains("pale"), "\(outcome)")
    // What was used is listed; the serum's lot was not yet, and may be named all the same.
    let listing = try #require(
      Steps.flat(outcome).split(separator: " suspects (ids").dropFirst().first)
    #expect(listing.contains("N-118-S2-1 of lot N-118 N-118 "), "\(listing)")
    #expect(!listing.contains("HA-7") && !listing.contains("MK-2"), "\(listing)")
    #expect(
      try Steps.types(clinic).suffix(2) == ["adverse-event-reported", "adverse-event-reported"])
    #expect(
      try clinic.ask(
        "select adverse_event || ' ' || kind || ' ' || zone || ' ' || onset_at || ' ' || suspects"
          + " from adverse_events where session = 'S2'")
        == "S2-AE-1 vasovagal forehead 2026-03-01 10:05:00 "
        + #"[{"lot":"HA-7"},{"cartridge":"N-118-S2-1"},{"device":"D1"}]"#)
    #expect(
      try clinic.ask("select zone || ' ' || suspects from adverse_events where kind = 'bruising'")
        == "cheek []")
  }

  @Test func `blood on somebody is recorded`() throws {
    let clinic = try Steps.clinic()
    let outcome = try Steps.visit(
      clinic, Steps.open + ["go blood_exposure", "staff", "needle", "washed", "-", "fit"])
    #expect(outcome.status == 0, "\(outcome)")
    #expect(
      try Steps.types(clinic) == [
        "session-opened", "blood-exposure-recorded", "pre-treatment-checked",
      ])
  }

  @Test func `before the session is opened there is nothing to go to`() throws {
    let clinic = try Steps.clinic()
    let outcome = try Steps.visit(clinic, ["go pause", "felt faint"])
    #expect(outcome.status == 65, "\(outcome)")
    #expect(outcome.errors.contains("the session is not opened yet"), "\(outcome)")
  }
}
