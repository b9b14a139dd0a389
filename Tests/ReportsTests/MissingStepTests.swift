import ClinicStore
import Reports
import Testing

/// Steps that the record does not hold are named, never passed over.
@Suite struct MissingStepTests {
  private func missing(_ ledger: Ledger) throws -> [MissingStep] {
    ledger.later("03-31 09:00")
    return try SessionAudit(of: "S1", in: ledger.store()).missing
  }

  private static let cases: [(Step, [MissingStep])] = [
    (.consent, [.consent]), (.history, [.history]), (.check, [.check]),
    (.cleansing, [.cleansing]), (.beforePhoto, [.beforePhoto]), (.numbing, [.numbingDecision]),
    (.pass, [.pass]), (.discard, [.discard(cartridge: "S1-01")]), (.aftercare, [.aftercare]),
    (.close, [.close]), (.call, [.call(fromHours: 24, toHours: 72)]),
  ]

  @Test(arguments: cases) func `each step that is left out is missing, and no other`(
    _ step: Step, _ expected: [MissingStep]
  ) throws {
    let ledger = try Ledger.withClinic()
    ledger.client("C2", without: [step])
    ledger.visit(client: "C2", without: [step])
    #expect(try missing(ledger) == expected)
    #expect(Self.cases.count == Step.allCases.count)
  }

  @Test func `each is said as missing`() throws {
    let ledger = try Ledger.withClinic()
    ledger.client("C2", without: [.consent, .history])
    ledger.visit(client: "C2", without: Set(Step.allCases).subtracting([.close]))
    ledger.later("03-31 09:00")
    let audit = try SessionAudit(of: "S1", in: ledger.store())
    #expect(
      audit.missingLines == [
        "missing: no treatment consent in force at opening",
        "missing: no medical history in force at opening", "missing: no check on the day",
        "missing: skin not cleansed", "missing: no before photo, and photos not declined",
        "missing: no numbing decision", "missing: no needle pass",
        "missing: cartridge S1-01 not discarded", "missing: no aftercare",
        "missing: no aftercare call in the window, 24 to 72 h after",
      ])
    #expect(audit.summary.hasSuffix("· 10 missing"))
  }

  @Test func `photos declined are not missing`() throws {
    let ledger = try Ledger.withClinic()
    ledger.visit(without: [.beforePhoto])
    ledger.add("session/S1", "photo-declined", at: "09:16", recorded: "03-03 11:00")
    #expect(try missing(ledger) == [])
  }

  @Test func `a consent withdrawn before the opening is missing, afterwards is not`() throws {
    for (time, expected) in [("02-20 09:00", [MissingStep.consent]), ("09:30", [])] {
      let ledger = try Ledger.withClinic()
      ledger.add("client/C1", "consent-withdrawn", #"{"kind":"treatment"}"#, at: time)
      ledger.visit()
      #expect(try missing(ledger) == expected)
    }
  }

  @Test func `numbing accepted needs cream on, and cream on needs cream off`() throws {
    let accepted =
      #"{"decision":"accepted","reason":"client_preference","pain_tolerance":"low","#
      + #""allergy_checked":true,"decided_by":"U2"}"#
    let ledger = try Ledger.withClinic()
    ledger.visit(without: [.numbing])
    ledger.add("session/S1", "numbing-decided", accepted, at: "09:11", recorded: "03-03 11:00")
    #expect(try missing(ledger) == [.numbing])
    ledger.add(
      "session/S1", "numbing-applied",
      #"{"product":"P1","lot":"HA-9","ingredients":[{"name":"lidocaine","class":"amide"}],"grams":2.00,"area_cm2":40.0,"zones":["cheek"],"#
        + #""occluded":false,"barrier_intact":true,"applied_by":"staff"}"#,
      at: "09:12", recorded: "03-03 11:00")
    #expect(try missing(ledger) == [.numbingRemoval])
    ledger.add(
      "session/S1", "numbing-removed",
      #"{"residue_cleared":true,"reaction":"none","adequate":true}"#, at: "09:29",
      recorded: "03-03 11:00")
    #expect(try missing(ledger) == [])
  }

  @Test func `a call counts inside its window, edges included`() throws {
    // Closed at 10:30 on 1 March: the window is 2 March 10:30 to 4 March 10:30.
    for (time, isMissing) in [
      ("03-02 10:29", true), ("03-02 10:30", false), ("03-04 10:30", false), ("03-04 10:31", true),
    ] {
      let ledger = try Ledger.withClinic()
      ledger.visit(without: [.call])
      ledger.add(
        "session/S1", "aftercare-call-made",
        #"{"channel":"phone","redness":0,"swelling":0,"pain":0,"flags":[],"sun_avoided":true,"#
          + #""escalate":"none"}"#, at: time)
      #expect(try missing(ledger).isEmpty == !isMissing, "\(time)")
    }
  }

  @Test func `a call outside its window is told by its hours`() throws {
    let ledger = try Ledger.withClinic()
    ledger.visit(without: [.call])
    // Closed on 1 March at 10:30: 5 March at 9:45 is 95 h and a quarter later.
    ledger.add(
      "session/S1", "aftercare-call-made",
      #"{"channel":"phone","redness":0,"swelling":0,"pain":0,"flags":[],"sun_avoided":true,"#
        + #""escalate":"none"}"#, at: "03-05 09:45")
    #expect(
      try missing(ledger).map(\.text) == [
        "no aftercare call in the window, 24 to 72 h after; reached 95 h after"
      ])
  }

  @Test func `a call that is not due yet is not missing`() throws {
    for (time, isMissing) in [("03-04 10:30", false), ("03-04 10:31", true)] {
      let ledger = try Ledger.withClinic()
      ledger.visit(without: [.call])
      ledger.later(time)
      let audit = try SessionAudit(of: "S1", in: ledger.store())
      #expect(audit.missing.isEmpty == !isMissing, "\(time)")
    }
  }

  @Test func `without a protocol a call is missing until one is made`() throws {
    let ledger = try Ledger.withClinic(protocol: false)
    ledger.visit(without: [.call])
    #expect(try missing(ledger).map(\.text) == ["no aftercare call"])
  }

  @Test func `of a visit that was abandoned only what went before is expected`() throws {
    let ledger = try Ledger.withClinic()
    let after: Set<Step> = [.pass, .aftercare, .close, .call]
    ledger.visit(without: after.union([.numbing]))
    ledger.add(
      "session/S1", "session-abandoned", #"{"step":"needling","reason":"felt faint"}"#,
      at: "10:00", by: "U2", performedBy: "U2")
    #expect(try missing(ledger) == [.numbingDecision])
  }
}
