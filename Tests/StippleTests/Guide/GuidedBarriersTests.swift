import Foundation
import TestProcesses
import Testing

/// What keeps a client from being treated is told before anything is asked.
@Suite struct GuidedBarriersTests {
  /// A clinic with a client C2, a child of whom no more is known.
  static func clinic() throws -> Command {
    let clinic = try GuidedVisitTests.clinic()
    try clinic.expect(
      "record", "client-registered", "client/C2", "name=Ann Other", "born_on=2019-01-01")
    return clinic
  }

  static let consent = [
    "record", "consent-given", "client/C2", "kind=treatment", "document=v4", "risks=redness",
    "method=screen_signed",
  ]

  static let history = [
    "record", "medical-history-taken", "client/C2", "form=v3", "conditions:=[]", "medications:=[]",
    "allergies:=[]", "pregnancy=no", "cold_sores=false", "keloid=false",
  ]

  static func record(_ clinic: Command, _ arguments: [String]) throws {
    let outcome = try clinic.run(arguments)
    #expect(outcome.status == 0, "\(outcome)")
  }

  static func protocolPublished(_ clinic: Command) throws {
    try record(
      clinic,
      [
        "record", "protocol-published", "protocol/PR1", "label=2026", "approved_by=U1",
        "minimum_age=18", "wash_outs:=[]",
        #"zone_depths:=[{"zone":"cheek","min_depth_mm":0.5,"max_depth_mm":1.5,"source":"POL"}]"#,
        #"intervals:=[{"between":"consent_to_session","max_days":90,"source":"POL"}]"#,
        "call_from_hours=24", "call_to_hours=72", "late_after_hours=24", "retention_years=8",
        "future_tolerance_minutes=5",
      ])
  }

  /// The visit of C2 to its check, and what it is asked there.
  static func check(_ clinic: Command, _ lines: String...) throws -> Command.Outcome {
    try clinic.run(
      ["session", "C2", "--actor", "U2"],
      input: Data(GuidedVisitTests.text(["", "R1"] + lines).utf8))
  }

  @Test func `consent and history that are missing are told, and fit is not the usual`() throws {
    let clinic = try Self.clinic()
    let outcome = try Self.check(clinic, "")
    let shown = GuidedVisitTests.flat(outcome)
    #expect(shown.contains("to settle first client C2 had no treatment consent in force on "))
    #expect(shown.contains("record consent-given client/C2 first client C2 had no medical history"))
    #expect(shown.contains("record medical-history-taken client/C2 first contraindications"))
    #expect(!shown.contains("--override"))
    #expect(shown.contains("outcome (fit, defer, refer)>"), "\(outcome)")
    #expect(outcome.status == 65, "\(outcome)")
    #expect(outcome.errors.contains("line 3: outcome: an answer is needed"), "\(outcome)")
  }

  @Test func `a guardian and an absolute contraindication are told too`() throws {
    let clinic = try Self.clinic()
    try Self.protocolPublished(clinic)
    try Self.record(clinic, Self.history)
    try Self.record(clinic, Self.consent)
    try Self.record(
      clinic,
      ["record", "contraindication-found", "client/C2", "code=active_acne", "severity=absolute"])
    let shown = GuidedVisitTests.flat(try Self.check(clinic, "leave"))
    #expect(shown.contains("to settle first client C2 was under 18 on "), "\(shown)")
    #expect(shown.contains("no guardian’s consent was in force"))
    #expect(shown.contains("an absolute contraindication open on "))
    #expect(!shown.contains("had no treatment consent"))
    #expect(shown.contains("outcome (fit, defer, refer)> leave"))
  }

  @Test func `where nothing stands in the way, none is told and fit is usual`() throws {
    let clinic = try Self.clinic()
    try Self.protocolPublished(clinic)
    try Self.record(clinic, Self.history)
    try Self.record(clinic, Self.consent + ["guardian=Alex Example, mother"])
    let shown = GuidedVisitTests.flat(try Self.check(clinic, "leave"))
    #expect(!shown.contains("to settle first"), "\(shown)")
    #expect(shown.contains("outcome (fit, defer, refer) [fit]> leave"))
  }

  /// What is told at the door is what the needle is refused for.
  @Test func `a pass is refused for what was told at the start`() throws {
    let clinic = try Self.clinic()
    let steps = GuidedVisitTests.self
    let lines =
      ["fit"] + steps.cleanse + steps.photo + steps.numbing + steps.cartridge + steps.pass
    let outcome = try clinic.run(
      ["session", "C2", "--actor", "U2"], input: Data(steps.text(["", "R1"] + lines).utf8))
    #expect(outcome.status == 1, "\(outcome)")
    let head = try #require(steps.flat(outcome).split(separator: " Open the session ").first)
    for refused in [
      "client C2 had no treatment consent in force on ",
      "client C2 had no medical history in force on ",
    ] {
      #expect(outcome.errors.contains(refused), "\(outcome)")
      #expect(head.contains(refused), "\(outcome)")
    }
  }
}
