import ClinicStore
import EventLog
import Records
import Reports
import Testing

/// All that was done in a session, and what was not.
@Suite struct SessionAuditTests {
  private func audit(_ ledger: Ledger, _ session: String = "S1") throws -> SessionAudit {
    try SessionAudit(of: session, in: ledger.store())
  }

  private func row(_ audit: SessionAudit, _ position: Int) throws -> [String] {
    let rows = audit.table.rows.map { $0.map { $0 ?? "" } }
    return try #require(rows.first { $0[0] == "@\(position)" })
  }

  @Test func `a whole visit is told event by event and lacks nothing`() throws {
    let ledger = try Ledger.withClinic()
    let visit = ledger.visit()
    ledger.later("03-10 09:00")
    let audit = try audit(ledger)
    // opened, checked, cleansed, photo, numbing, cartridge, serum, pass, discard, aftercare, closed,
    // called
    #expect(audit.summary == "12 events · 0 amended · 0 late · 0 deviations · 0 missing")
    #expect(audit.missingLines == [])
    #expect(
      audit.heading == [
        "session S1 · client C1 · practitioner U2 · room R1",
        "closed 2026-03-01 10:30 by U2 · opened 2026-03-01 09:00",
      ])
    #expect(audit.table.columns == ["event", "when", "recorded", "who", "what", "detail", "note"])
    #expect(
      try row(audit, visit.serum) == [
        "@\(visit.serum)", "2026-03-01 09:40", "2026-03-01 09:40", "U2", "serum-applied",
        "hyaluronic acid, 2.00 ml, lot HA-7, cheek, treatment, during needling, sterile, "
          + "labelled for needling, product P1", "",
      ])
    #expect(
      try row(audit, try #require(visit.numbing))[5]
        == "declined (low pain expected), pain tolerance high, allergy checked, decided by U2")
    #expect(
      try row(audit, try #require(visit.pass))[5]
        == "cheek left, 1.00 mm, 3 passes horizontal+vertical, cartridge S1-01, glide, speed level 3"
    )
  }

  @Test func `no such session is said, and so is a session that is another kind of stream`() throws
  {
    let store = try Ledger.withClinic().store()
    let error = #expect(throws: StoreError.self) { try SessionAudit(of: "S9", in: store) }
    #expect(error?.kind == .refused)
    #expect(error?.message == "there is no session/S9")
  }

  @Test func `a correction shows both values and why`() throws {
    let ledger = try Ledger.withClinic()
    let visit = ledger.visit(lot: "HA-1")
    let correction = try ledger.correct(
      visit.serum, "lot", #""HA-1""#, to: #""HA-7""#, reason: "wrong_lot")
    let audit = try audit(ledger)
    let serum = try row(audit, visit.serum)
    #expect(serum[5].hasPrefix("hyaluronic acid, 2.00 ml, lot HA-7 ← HA-1, cheek, treatment"))
    #expect(serum[6] == "amended @\(correction): wrong lot")
    let amendment = try row(audit, correction)
    #expect(amendment[4] == "entry-corrected")
    #expect(amendment[5] == "@\(visit.serum) lot HA-7 ← HA-1 (wrong lot)")
    #expect(amendment[6] == "")
    #expect(audit.summary.hasPrefix("13 events · 1 amended · 0 late"))
  }

  @Test func `values of a correction are told in the words of their field`() throws {
    let ledger = try Ledger.withClinic()
    let visit = ledger.visit()
    let depth = try ledger.correct(try #require(visit.pass), "depth_mm", "1.00", to: "0.75")
    let reason = try ledger.correct(
      try #require(visit.numbing), "reason", #""low_pain_expected""#, to: #""client_preference""#)
    let product = try ledger.correct(
      try #require(visit.numbing), "product", "null", to: #""P1""#)
    let audit = try audit(ledger)
    #expect(
      try row(audit, depth)[5]
        == "@\(visit.pass ?? 0) depth mm 0.75 mm ← 1.00 mm (transcription)")
    #expect(
      try row(audit, reason)[5]
        == "@\(visit.numbing ?? 0) reason client preference ← low pain expected (transcription)")
    #expect(try row(audit, product)[5].contains("product P1 ← none"))
    #expect(
      try row(audit, try #require(visit.numbing))[5].hasPrefix(
        "declined (client preference ← low pain expected), pain tolerance high"))
    #expect(
      try row(audit, try #require(visit.pass))[5].hasPrefix("cheek left, 0.75 mm ← 1.00 mm, "))
  }

  @Test func `a corrected time moves the entry, and both times are told`() throws {
    let ledger = try Ledger.withClinic()
    let visit = ledger.visit()
    try ledger.correct(
      visit.serum, "occurred_at", #""2026-03-01T09:40:00Z""#, to: #""2026-03-01T09:55:00Z""#,
      reason: "wrong_time")
    try ledger.correct(visit.serum, "performed_by", #""U2""#, to: #""U1""#)
    let audit = try audit(ledger)
    let serum = try row(audit, visit.serum)
    #expect(serum[1] == "2026-03-01 09:55")
    #expect(serum[3] == "U1")
    #expect(serum[5].hasSuffix(", at 2026-03-01 09:55 ← 2026-03-01 09:40, by U1 ← U2"))
    #expect(serum[6].hasSuffix("recorded by U2"))
    let order = audit.entries.map { Int($0.envelope.position) }
    let pass = try #require(visit.pass)
    #expect(try #require(order.firstIndex(of: pass)) < #require(order.firstIndex(of: visit.serum)))
  }

  @Test func `what was struck out stays, is marked, and no longer counts as done`() throws {
    let ledger = try Ledger.withClinic()
    let visit = ledger.visit()
    let aftercare = try #require(visit.aftercare)
    let strike = try ledger.strike(aftercare)
    let audit = try audit(ledger)
    #expect(try row(audit, aftercare)[6] == "struck out @\(strike): never happened")
    #expect(try row(audit, strike)[5] == "@\(aftercare) aftercare-given (never happened)")
    #expect(audit.missing == [.aftercare])
    #expect(audit.summary.contains("· 1 amended ·"))
  }

  @Test func `an amendment that has no effect any more says so`() throws {
    let ledger = try Ledger.withClinic()
    let visit = ledger.visit()
    let first = try ledger.correct(visit.serum, "volume_ml", "2.00", to: "1.50")
    let second = try ledger.correct(visit.serum, "volume_ml", "1.50", to: "1.80")
    let third = try ledger.correct(visit.serum, "sterile", "true", to: "false")
    try ledger.strike(third)
    let audit = try audit(ledger)
    #expect(try row(audit, first)[6] == "of no effect: overtaken later")
    #expect(try row(audit, second)[6] == "")
    #expect(try row(audit, third)[6].hasSuffix("; so of no effect"))
    let serum = try row(audit, visit.serum)
    #expect(serum[5].contains("1.80 ml ← 2.00 ml"))
    #expect(!serum[5].contains("not sterile"))
    #expect(serum[6] == "amended @\(second): transcription")
  }

  @Test func `a corrected correction acts with its corrected value`() throws {
    let ledger = try Ledger.withClinic()
    let visit = ledger.visit()
    let first = try ledger.correct(visit.serum, "volume_ml", "2.00", to: "1.50")
    let second = try ledger.correct(first, "now", "1.50", to: "1.60")
    let audit = try audit(ledger)
    #expect(try row(audit, visit.serum)[5].contains("1.60 ml ← 2.00 ml"))
    #expect(try row(audit, first)[6] == "amended @\(second): transcription")
  }

  // MARK: Late

  @Test func `late is more than the protocol's hours, by the raw clock`() throws {
    let ledger = try Ledger.withClinic()
    ledger.visit(without: [.call])
    let onTime = ledger.add(
      "session/S1", "note-added", #"{"note":"one"}"#, at: "12:00", recorded: "03-02 12:00")
    let late = ledger.add(
      "session/S1", "note-added", #"{"note":"two"}"#, at: "12:00", recorded: "03-02 12:01")
    let audit = try audit(ledger)
    #expect(try row(audit, onTime)[6] == "")
    #expect(try row(audit, late)[6] == "late, 24 h after")
    #expect(try row(audit, late)[2] == "2026-03-02 12:01")
    #expect(audit.late.count == 1)
  }

  @Test func `without a protocol nothing is late unless it is entered as late`() throws {
    let ledger = try Ledger.withClinic(protocol: false)
    ledger.visit()
    let live = ledger.add(
      "session/S1", "note-added", #"{"note":"one"}"#, at: "12:00", recorded: "03-09 12:00")
    let late = ledger.add(
      "session/S1", "note-added", #"{"note":"two"}"#, at: "12:00", recorded: "03-09 12:00",
      mode: "late", reason: "power cut")
    let audit = try audit(ledger)
    #expect(try row(audit, live)[6] == "")
    #expect(try row(audit, late)[6] == "late, 192 h after: power cut")
  }

  @Test func `an import is marked and is not late`() throws {
    let ledger = try Ledger.withClinic()
    ledger.visit()
    let imported = ledger.add(
      "session/S1", "note-added", #"{"note":"one"}"#, at: "12:00", recorded: "03-09 12:00",
      mode: "import")
    let audit = try audit(ledger)
    #expect(try row(audit, imported)[6] == "imported")
    #expect(audit.summary.hasSuffix("· 0 late · 0 deviations · 0 missing · 1 imported"))
  }

  @Test func `a late entry stands where it happened`() throws {
    let ledger = try Ledger.withClinic()
    let visit = ledger.visit()
    let late = ledger.add(
      "session/S1", "pain-scored", #"{"phase":"needling","score":3,"tolerable":true}"#,
      at: "09:42", recorded: "03-05 09:00", by: "U1", performedBy: "U2", mode: "late",
      reason: "on paper")
    let audit = try audit(ledger)
    let order = audit.entries.map { Int($0.envelope.position) }
    let place = try #require(order.firstIndex(of: late))
    #expect(order[place - 1] == visit.serum)
    #expect(order[place + 1] == visit.pass)
    #expect(try row(audit, late)[5] == "needling 3 of 10, tolerable")
    #expect(try row(audit, late)[6] == "late, 95 h after: on paper; recorded by U1")
  }

  @Test func `a deviation is told with its limit, what was seen, and who authorised it`() throws {
    let ledger = try Ledger.withClinic()
    ledger.visit(without: [.call])
    let deep = ledger.add(
      "session/S1", "needle-pass-made",
      #"{"cartridge":"S1-01","zone":"cheek","side":"right","depth_mm":2.00,"passes":1,"#
        + #""directions":[],"technique":"stamp"}"#,
      at: "09:50", by: "U2",
      deviations: #"[{"rule":13,"limit":"at most 1.50 mm","observed":"2.00 mm","reason":"scar","#
        + #""authorised_by":"U1"}]"#)
    let audit = try audit(ledger)
    #expect(
      try row(audit, deep)[6]
        == "deviation rule 13: 2.00 mm against at most 1.50 mm, authorised by U1: scar")
    #expect(audit.summary.contains("· 1 deviation ·"))
  }

  // MARK: Lots

  @Test func `a lot is told with its status then and now`() throws {
    let ledger = try Ledger.withClinic()
    let visit = ledger.visit(lot: "HA-1")
    let audit = try audit(ledger)
    // HA-1 expired on 28 February, the day before.
    #expect(
      audit.lotLines == [
        "lot N-1: cartridge @\(visit.serum - 1); P1 HA serum; expires 2028-01-31; free then and now",
        "lot HA-1: serum @\(visit.serum); P1 HA serum; expires 2026-02-28; expired then and now",
      ])
  }

  @Test func `a lot recalled afterwards is told with the notice and whether the client knows`()
    throws
  {
    let ledger = try Ledger.withClinic()
    let visit = ledger.visit()
    ledger.add(
      "lot/HA-7", "lot-recalled", #"{"issuer":"maker","notice":"N-9"}"#, at: "04-01 09:00")
    let before = try audit(ledger).lotLines[1]
    #expect(
      before == "lot HA-7: serum @\(visit.serum); P1 HA serum; expires 2027-06-30; free then, "
        + "recalled now; recalled 2026-04-01 09:00, notice N-9; client not told")
    ledger.add(
      "lot/HA-7", "recall-client-notified",
      #"{"client":"C1","session":"S1","channel":"phone","outcome":"reached"}"#, at: "04-02 10:00")
    #expect(try audit(ledger).lotLines[1].hasSuffix("; told 2026-04-02 10:00, phone"))
  }

  @Test func `a corrected lot is told beside the one that took its place`() throws {
    let ledger = try Ledger.withClinic()
    let visit = ledger.visit(lot: "HA-1")
    try ledger.correct(visit.serum, "lot", #""HA-1""#, to: #""HA-7""#, reason: "wrong_lot")
    let lines = try audit(ledger).lotLines
    #expect(
      lines[1].hasPrefix(
        "lot HA-7: serum @\(visit.serum) (named HA-1 first, then corrected to HA-7)"))
    #expect(
      lines[2].hasPrefix("lot HA-1: serum @\(visit.serum) (named first, then corrected to HA-7)"))
  }
}
