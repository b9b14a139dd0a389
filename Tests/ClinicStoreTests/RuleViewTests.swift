import Clinic
import ClinicStore
import EventLog
import Foundation
import Records
import Testing

/// What rules see of a store, by its indexes, and what becomes of an entry by its reason.
@Suite struct RuleViewTests {
  private static func clinic() throws -> ScratchStore {
    let scratch = try ScratchStore()
    try scratch.openClinic()
    try scratch.record("session/S1", "session-opened", #"{"client":"C1","practitioner":"U2"}"#)
    try scratch.record("session/S2", "session-opened", #"{"client":"C2","practitioner":"U2"}"#)
    return scratch
  }

  /// An entry made as it happens, now.
  private static func now(
    _ stream: String, _ type: String, _ data: String, reason: String? = nil,
    isOverride: Bool = false
  ) throws -> Entry {
    var entry = try ScratchStore.entry(stream, type, data, by: "U2")
    entry.mode = .live
    entry.occurredAt = nil
    entry.reason = reason
    entry.isOverride = isOverride
    return entry
  }

  private static func opening(_ cartridge: String) -> String {
    #"{"cartridge":"\#(cartridge)","lot":"L1","pins":12,"max_depth_mm":2.50,"device":"D1","#
      + #""seal_intact":true}"#
  }

  private func refusal(_ scratch: ScratchStore, _ entries: Entry...) -> StoreError? {
    do throws(StoreError) {
      try scratch.store.record(entries)
      return nil
    } catch {
      return error
    }
  }

  @Test func `a cartridge of another session is found by its index, until its opening is struck`()
    throws
  {
    let scratch = try Self.clinic()
    let opened = try scratch.record("session/S1", "cartridge-opened", Self.opening("X1"))
    let again = try Self.now("session/S2", "cartridge-opened", Self.opening("X1"))
    let refused = try #require(refusal(scratch, again))
    #expect(refused.kind == .refused)
    #expect(
      refused.message
        == "cartridge X1 was opened in session S1 on 2026-01-05; not recorded")
    #expect(refused.hint == "a new cartridge, or --override --reason …")
    // An id that merely begins the same is another.
    #expect(
      refusal(scratch, try Self.now("session/S2", "cartridge-opened", Self.opening("X"))) == nil)
    try scratch.store.record([
      scratch.store.strikeOut(
        of: opened.envelope.position, reason: "never_happened", recordedBy: "U1")
    ])
    #expect(refusal(scratch, again) == nil)
  }

  @Test func `what is overridden with a reason stands with its deviation`() throws {
    let scratch = try Self.clinic()
    try scratch.record("session/S1", "cartridge-opened", Self.opening("X1"))
    let bare = try Self.now(
      "session/S2", "cartridge-opened", Self.opening("X1"), isOverride: true)
    #expect(refusal(scratch, bare)?.kind == .refused)
    let receipt = try scratch.store.record([
      Self.now(
        "session/S2", "cartridge-opened", Self.opening("X1"), reason: "opened by mistake",
        isOverride: true)
    ])[0]
    let deviation = try #require(receipt.envelope.deviations.first)
    #expect(deviation.rule == 8)
    #expect(deviation.limit == "a cartridge never opened before")
    #expect(deviation.observed == "cartridge X1 was opened in session S1 on 2026-01-05")
    #expect(deviation.reason == "opened by mistake")
    #expect(deviation.authorisedBy == "U2")
    let stored = try #require(try scratch.store.event(at: receipt.envelope.position))
    #expect(stored.envelope.deviations == receipt.envelope.deviations)
    #expect(try scratch.rows(of: DeviationFact.self).map(\.rule) == [8])
    try GeneratedHistoryTests.expectTablesOfLog(scratch.store)
  }

  @Test func `bookings that overlap are found by their start`() throws {
    let scratch = try Self.clinic()
    func slot(_ from: String, _ to: String, practitioner: String = "U2") -> String {
      #"{"client":"C1","service":"s","practitioner":"\#(practitioner)","room":"R1","#
        + #""starts_at":"\#(from)","ends_at":"\#(to)","channel":"phone"}"#
    }
    try scratch.record(
      "booking/B1", "booking-made", slot("2099-03-10T10:00:00Z", "2099-03-10T11:00:00Z"))
    func book(_ from: String, _ to: String) throws -> StoreError? {
      refusal(scratch, try Self.now("booking/B2", "booking-made", slot(from, to)))
    }
    for (from, to) in [
      ("2099-03-10T10:30:00Z", "2099-03-10T11:30:00Z"),
      ("2099-03-10T09:30:00Z", "2099-03-10T10:30:00Z"),
      ("2099-03-09T10:30:00Z", "2099-03-10T10:00:00.000001Z"),
      ("2099-03-10T10:59:59.999999Z", "2099-03-10T12:00:00Z"),
    ] { #expect(try book(from, to)?.kind == .refused, "\(from)") }
    #expect(try book("2099-03-10T11:00:00Z", "2099-03-10T12:00:00Z") == nil)
  }

  @Test func `a booking moved a moment ago, in the same transaction, holds its new time`() throws {
    let scratch = try Self.clinic()
    func slot(_ from: Int, _ to: Int) -> String {
      #""starts_at":"2099-03-10T\#(from):00:00Z","ends_at":"2099-03-10T\#(to):00:00Z""#
    }
    func booking(_ id: String, _ from: Int, _ to: Int) throws -> Entry {
      try Self.now(
        "booking/\(id)", "booking-made",
        #"{"client":"C1","service":"s","practitioner":"U2","room":"R1",\#(slot(from, to)),"#
          + #""channel":"phone"}"#)
    }
    func moved(_ id: String, _ from: Int, _ to: Int) throws -> Entry {
      try Self.now("booking/\(id)", "booking-rescheduled", #"{\#(slot(from, to)),"by":"client"}"#)
    }
    // Longer, later, and away.
    let made = try booking("B1", 10, 12)
    #expect(
      refusal(scratch, made, try moved("B1", 10, 14), try booking("B2", 13, 15))?.kind == .refused)
    #expect(
      refusal(scratch, made, try moved("B1", 14, 16), try booking("B2", 15, 17))?.kind == .refused)
    #expect(refusal(scratch, made, try moved("B1", 14, 16), try booking("B2", 11, 14)) == nil)
    #expect(refusal(scratch, try moved("B2", 11, 15))?.kind == .refused)
    #expect(refusal(scratch, try moved("B2", 16, 18)) == nil)
  }

  @Test func `a recall of one delivery meets the others of its number, by the index`() throws {
    let scratch = try Self.clinic()
    try scratch.record(
      "lot/L3", "lot-received",
      #"{"product":"P1","lot_no":" l1 ","expires_on":"2027-01-01","quantity":5,"unit":"vial"}"#)
    try scratch.record("lot/L3", "lot-recalled", #"{"issuer":"maker","notice":"N-1"}"#)
    let opening = try Self.now("session/S1", "cartridge-opened", Self.opening("X1"))
    #expect(
      refusal(scratch, opening)?.message
        == "lot L1 was recalled on 2026-01-05 as lot L3; not recorded")
  }

  @Test func `a duplicate chart's contraindication is found by its index`() throws {
    let scratch = try Self.clinic()
    for client in ["C1", "C2"] {
      try scratch.record(
        "client/\(client)", "medical-history-taken",
        #"{"form":"h","conditions":[],"medications":[],"allergies":[],"pregnancy":"no","#
          + #""cold_sores":false,"keloid":false}"#)
      try scratch.record(
        "client/\(client)", "consent-given",
        #"{"kind":"treatment","document":"d","risks":[],"method":"spoken"}"#)
    }
    let serum = try Self.now(
      "session/S1", "serum-applied",
      #"{"product":"P1","lot":"L1","kind":"peptide","purpose":"treatment","timing":"during","#
        + #""zones":["cheek"],"volume_ml":1.00,"sterile":true,"labelled_for_needling":"yes"}"#)
    #expect(refusal(scratch, serum) == nil)
    try scratch.record(
      "client/C2", "contraindication-found", #"{"code":"keloid_tendency","severity":"absolute"}"#)
    #expect(refusal(scratch, serum) == nil)
    try scratch.record("client/C2", "client-merged-into", #"{"client":"C1"}"#)
    #expect(refusal(scratch, serum)?.kind == .refused)
  }

  @Test func `days are the clinic's own`() throws {
    let folder = FileManager.default.temporaryDirectory
      .appendingPathComponent("store-\(UUID().uuidString)")
    defer { try? FileManager.default.removeItem(at: folder) }
    let zone = try #require(ClinicZone("Pacific/Auckland"))
    let store = try ClinicStore.create(
      at: folder.path, clinic: "Far Street", zone: zone, recordedBy: "U1")
    func record(_ stream: String, _ type: String, _ data: String, at: String) throws -> Receipt {
      try store.record([ScratchStore.entry(stream, type, data, at: at)])[0]
    }
    let begin = "2026-01-01T00:00:00Z"
    for (stream, type, data) in [
      ("staff/U1", "staff-enrolled", #"{"name":"A","role":"owner"}"#),
      (
        "product/P1", "product-defined",
        #"{"name":"Serum","category":"serum","ingredients":[],"source":"leaflet"}"#
      ),
      (
        "lot/L1", "lot-received",
        #"{"product":"P1","lot_no":"L1","expires_on":"2026-03-01","quantity":5,"unit":"vial"}"#
      ),
      ("client/C1", "client-registered", #"{"name":"X","born_on":"1980-01-01"}"#),
    ] { _ = try record(stream, type, data, at: begin) }
    let patch = #"{"lot":"L1","site":"neck"}"#
    // Midnight in Auckland is 11:00 at Greenwich the day before.
    let last = try record("client/C1", "patch-test-applied", patch, at: "2026-03-01T10:59:00Z")
    #expect(last.envelope.deviations.isEmpty)
    let next = try record("client/C1", "patch-test-applied", patch, at: "2026-03-01T11:00:00Z")
    #expect(next.envelope.deviations.map(\.observed) == ["lot L1 expired on 2026-03-01"])
  }

  @Test func `an entry made two days later is late, with a reason or not at all`() throws {
    let scratch = try Self.clinic()
    try scratch.record(
      "protocol/R1", "protocol-published",
      #"{"label":"1","approved_by":"U1","minimum_age":18,"#
        + #""zone_depths":[{"zone":"chin","min_depth_mm":0.25,"max_depth_mm":1.00,"source":"POL"}],"#
        + #""wash_outs":[],"#
        + #""intervals":[],"call_from_hours":24,"call_to_hours":72,"late_after_hours":24,"#
        + #""retention_years":8,"future_tolerance_minutes":5}"#)
    func score(_ reason: String?) throws -> Entry {
      var entry = try Self.now(
        "session/S1", "pain-scored", #"{"phase":"needling","score":3}"#, reason: reason)
      entry.occurredAt = try scratch.store.occurredAt("2d-ago")
      entry.eventID = "E1"
      return entry
    }
    let refused = try #require(refusal(scratch, try score(nil)))
    #expect(refused.message == "recorded more than 24 h after it happened; not recorded")
    #expect(refused.hint == "--reason … makes it a late entry")
    let receipt = try scratch.store.record([score("on paper")])[0]
    #expect(receipt.envelope.entryMode == .late)
    #expect(receipt.envelope.lateReason == "on paper")
    #expect(receipt.envelope.deviations.map(\.rule) == [19])
    // Said again, it is the same entry: that it was late is the log's finding, not the caller's.
    var again = try score("on paper")
    again.occurredAt = OccurredAt(
      OffsetInstant(
        instant: receipt.envelope.occurredAt, offsetMinutes: receipt.envelope.offsetMinutes),
      receipt.envelope.precision)
    #expect(try scratch.store.record([again])[0].isRepeat)
  }

  @Test func `an import takes what was done without its reason`() throws {
    let scratch = try Self.clinic()
    let decided = try scratch.record(
      "session/S1", "numbing-decided",
      #"{"decision":"accepted","reason":"time","pain_tolerance":"low","allergy_checked":true,"#
        + #""decided_by":"U2"}"#)
    #expect(decided.envelope.deviations.isEmpty)
    let applied = try scratch.record(
      "session/S1", "numbing-applied",
      #"{"product":"P1","lot":"L1","ingredients":[{"name":"a","class":"amide"}],"grams":1.00,"area_cm2":10.0,"#
        + #""zones":["cheek"],"occluded":false,"barrier_intact":true,"applied_by":"staff"}"#)
    #expect(applied.envelope.deviations.map(\.rule) == [10, 10, 14])
    #expect(applied.envelope.deviations.allSatisfy { $0.reason == "imported" })
  }

  @Test func `a correction carries what it makes of its session`() throws {
    let scratch = try Self.clinic()
    try scratch.record("session/S1", "cartridge-opened", Self.opening("X1"))
    let other = try scratch.record("session/S2", "cartridge-opened", Self.opening("X2"))
    let receipt = try scratch.store.record([
      scratch.store.correction(
        of: other.envelope.position, change: "cartridge=X1", reason: "transcription", note: nil,
        recordedBy: "U1")
    ])[0]
    #expect(receipt.envelope.deviations.map(\.rule) == [8])
    #expect(receipt.envelope.deviations.map(\.reason) == ["transcription"])
    #expect(receipt.envelope.deviations.map(\.authorisedBy) == ["U1"])
  }
}
