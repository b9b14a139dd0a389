import Clinic
import ClinicStore
import EventLog
import Records
import Reports
import Testing

/// How each kind of stream stands, in words.
@Suite struct StreamSummaryTests {
  private func summary(_ ledger: Ledger, _ stream: String) throws -> StreamSummary {
    try StreamSummary(of: StreamID.required(stream), in: ledger.store())
  }

  private func lines(_ ledger: Ledger, _ stream: String) throws -> [String] {
    try summary(ledger, stream).lines.map { "\($0.what): \($0.value)" }
  }

  @Test func `a client`() throws {
    let ledger = try Ledger.withClinic()
    ledger.add(
      "client/C1", "contraindication-found",
      #"{"code":"recent_sun","severity":"relative","until":"2026-04-15"}"#, at: "02-20 09:00")
    ledger.add("client/C1", "consent-declined", #"{"kind":"photo_marketing"}"#, at: "02-20 09:00")
    ledger.add(
      "client/C1", "patch-test-applied", #"{"lot":"HA-7","site":"behind_ear"}"#, at: "02-20 09:05")
    ledger.add(
      "course/K1", "course-planned",
      #"{"client":"C1","concern":"texture","zones":["cheek"],"sessions_planned":3,"#
        + #""min_interval_days":28,"target_interval_days":28}"#, at: "02-20 09:10")
    ledger.visit()
    ledger.add(
      "booking/B1", "booking-made",
      #"{"client":"C1","service":"needling","practitioner":"U2","channel":"phone","#
        + #""starts_at":"2026-04-02T09:00:00Z","ends_at":"2026-04-02T10:00:00Z"}"#,
      at: "03-03 11:00")
    #expect(
      try lines(ledger, "client/C1") == [
        "name: Client C1, born 1984-07-19", "registered: 2026-02-16",
        "history: taken 2026-02-16, form history-3", "allergies: amide (lidocaine: rash)",
        "medication: none", "conditions: none", "also told: not pregnant",
        "consents in force: treatment 2026-02-16",
        "consents refused: photo marketing 2026-02-20 declined",
        "contraindications: recent sun, relative, since 2026-02-20, until 2026-04-15",
        "patch test: lot HA-7, behind ear, 2026-02-20, not read",
        "course: K1, texture, 0 of 3 sessions, active",
        "last session: S1 2026-03-01 09:00, closed, practitioner U2",
        "next booking: B1 2026-04-02 09:00, practitioner U2",
      ])
  }

  @Test func `a client of whom nothing is known says so`() throws {
    let ledger = try Ledger.withClinic()
    ledger.client("C2", without: [.history, .consent])
    #expect(
      try lines(ledger, "client/C2") == [
        "name: Client C2, born 1984-07-19", "registered: 2026-02-16", "history: none taken",
        "consents in force: none", "contraindications: none open", "last session: none",
        "next booking: none",
      ])
  }

  @Test func `a course`() throws {
    let ledger = try Ledger.withClinic()
    ledger.add(
      "course/K1", "course-planned",
      #"{"client":"C1","concern":"texture","zones":["cheek","chin"],"sessions_planned":3,"#
        + #""min_interval_days":28,"target_interval_days":30}"#, at: "02-20 09:10")
    ledger.add(
      "session/S1", "session-opened",
      #"{"client":"C1","practitioner":"U2","course":"K1","ordinal":1}"#, at: "09:00")
    ledger.add(
      "session/S1", "session-closed", #"{"condition":"calm","next_due_on":"2026-03-31"}"#,
      at: "10:00")
    // 1 March and 28 days is 29 March.
    #expect(
      try lines(ledger, "course/K1") == [
        "client: C1", "status: active", "for: texture, cheek, chin",
        "plan: 3 sessions, at least 28 days apart, aim 30, planned 2026-02-20",
        "progress: 1 of 3 sessions",
        "session 1: S1 2026-03-01 09:00, closed, practitioner U2", "not before: 2026-03-29",
        "next due: 2026-03-31", "next booking: none",
      ])
    ledger.later("03-31 23:59")
    #expect(try lines(ledger, "course/K1").contains("next due: 2026-03-31"))
    ledger.later("04-01 00:00")
    #expect(try lines(ledger, "course/K1").contains("next due: 2026-03-31, past"))
  }

  @Test func `a booking`() throws {
    let ledger = try Ledger.withClinic()
    ledger.add(
      "booking/B1", "booking-made",
      #"{"client":"C1","service":"needling","practitioner":"U2","room":"R1","channel":"phone","#
        + #""starts_at":"2026-03-02T09:00:00Z","ends_at":"2026-03-02T10:00:00Z"}"#,
      at: "02-20 11:00")
    ledger.add(
      "booking/B1", "reminder-sent", #"{"channel":"sms","delivered":true}"#, at: "02-28 09:00")
    #expect(
      try lines(ledger, "booking/B1") == [
        "client: C1", "status: booked", "time: 2026-03-02 09:00 to 10:00", "service: needling",
        "practitioner: U2", "room: R1", "made: 2026-02-20 11:00, phone",
        "reminded: 2026-02-28 09:00, delivered",
      ])
    ledger.later("03-02 10:01")
    #expect(try lines(ledger, "booking/B1")[1] == "status: booked, and its time is past")
    ledger.add("booking/B1", "client-did-not-attend", #"{"grace_minutes":15}"#, at: "03-02 10:02")
    #expect(
      try lines(ledger, "booking/B1")[1] == "status: no show 2026-03-02 10:02, waited 15 min")
  }

  @Test func `a session, with what is open, missing and amended`() throws {
    let ledger = try Ledger.withClinic()
    let visit = ledger.visit(without: [.discard, .close, .call, .aftercare])
    let correction = try ledger.correct(visit.serum, "volume_ml", "2.00", to: "1.50")
    #expect(
      try lines(ledger, "session/S1") == [
        "client: C1", "status: open", "practitioner: U2, room R1", "opened: 2026-03-01 09:00",
        "check: fit", "photos: 1 before",
        "numbing: declined (low pain expected), pain tolerance high",
        "cartridge: S1-01, lot N-1, device D1, to 2.00 mm, open",
        "needling: 3 passes, cheek, to 1.00 mm", "serum: hyaluronic acid, 1.50 ml in all",
        "missing: cartridge S1-01 not discarded", "missing: no aftercare", "missing: not closed",
        "amended: @\(visit.serum) volume ml 1.50 ml ← 2.00 ml (transcription), @\(correction) by U2",
      ])
  }

  @Test func `a product`() throws {
    #expect(
      try lines(Ledger.withClinic(), "product/P1") == [
        "name: HA serum", "category: serum", "ingredients: none entered",
        "label: no limits entered", "source: leaflet", "defined: 2026-01-05",
        "lot: HA-1, free, expires 2026-02-28", "lot: HA-7, free, expires 2027-06-30",
        "lot: HA-9, free, expires 2027-06-30", "lot: N-1, free, expires 2028-01-31",
      ])
  }

  @Test func `a lot`() throws {
    let ledger = try Ledger.withClinic()
    ledger.visit()
    ledger.add("lot/HA-7", "lot-quarantined", #"{"reason":"leak"}"#, at: "03-05 09:00")
    ledger.add("lot/HA-7", "lot-released", #"{"reason":"no leak"}"#, at: "03-06 09:00")
    ledger.add(
      "lot/HA-7", "lot-recalled", #"{"issuer":"maker","notice":"N-9"}"#, at: "04-01 09:00")
    #expect(
      try lines(ledger, "lot/HA-7") == [
        "status: recalled", "product: P1 HA serum", "number: HA-7", "expires: 2027-06-30",
        "history: received 2026-01-05, quarantined 2026-03-05, released 2026-03-06, "
          + "recalled 2026-04-01 by maker, notice N-9",
        "received: 20 vials", "used: 1 entry, 1 session, 1 client", "told: nobody", "not told: C1",
      ])
    #expect(try lines(ledger, "lot/HA-1").prefix(1) == ["status: expired"])
    #expect(try lines(ledger, "lot/HA-9").suffix(1) == ["used: nowhere"])
  }

  @Test func `a device, with its service overdue`() throws {
    let ledger = try Ledger.withClinic()
    ledger.add("device/D1", "device-serviced", #"{"next_due_on":"2026-03-01"}"#, at: "02-01 09:00")
    ledger.add("staff/U2", "training-recorded", #"{"device_model":"Pen"}"#, at: "03-01 09:00")
    #expect(
      try lines(ledger, "device/D1") == [
        "device: Make Pen, pen", "serial: S-1", "status: in service since 2026-01-05",
        "deepest setting: 2.50 mm", "commissioned: 2026-01-05",
        "service: due 2026-03-01, last 2026-02-01", "cleaned: not recorded", "trained on it: U2",
      ])
    ledger.later("03-02 00:00")
    #expect(
      try lines(ledger, "device/D1")[5] == "service: due 2026-03-01, overdue, last 2026-02-01")
  }

  @Test func `staff, with credentials valid, expired, to come and revoked`() throws {
    let ledger = try Ledger.withClinic()
    for (number, from, to) in [
      ("A", "2025-01-01", "2026-12-31"), ("B", "2024-01-01", "2025-12-31"),
      ("C", "2027-01-01", "2027-12-31"), ("D", "2025-01-01", "2026-12-31"),
    ] {
      ledger.add(
        "staff/U2", "credential-granted",
        #"{"kind":"microneedling","jurisdiction":"GB","number":"\#(number)","max_depth_mm":1.50,"#
          + #""valid_from":"\#(from)","valid_to":"\#(to)"}"#, at: "02-01 09:00")
    }
    ledger.add(
      "staff/U2", "credential-revoked", #"{"number":"D","reason":"lapsed"}"#, at: "02-02 09:00")
    #expect(
      try lines(ledger, "staff/U2") == [
        "name: Bo", "role: practitioner", "enrolled: 2026-01-05",
        "credential: microneedling B (GB), to 1.50 mm, 2024-01-01 to 2025-12-31, expired",
        "credential: microneedling A (GB), to 1.50 mm, 2025-01-01 to 2026-12-31, valid",
        "credential: microneedling D (GB), to 1.50 mm, 2025-01-01 to 2026-12-31, "
          + "revoked 2026-02-02",
        "credential: microneedling C (GB), to 1.50 mm, 2027-01-01 to 2027-12-31, not yet valid",
      ])
    #expect(try lines(ledger, "staff/U1").suffix(1) == ["credential: none"])
  }

  @Test func `a protocol, each limit with where it comes from`() throws {
    #expect(
      try lines(Ledger.withClinic(), "protocol/R1") == [
        "edition: First", "published: 2026-01-06, approved by U1",
        "minimum age: 18 years, without a guardian", "cheek: 0.50 to 1.50 mm · POL",
        "after isotretinoin: 180 days · device label",
        "session to session: at least 28 days, aim 28 days · POL",
        "aftercare call: 24 to 72 h after", "an entry is late: after 24 h",
        "records are kept: 8 years", "clocks may differ: 5 min", "source: hours and years: POL",
      ])
  }

  @Test func `the footing names the events behind it and the moment`() throws {
    let ledger = try Ledger.withClinic()
    ledger.later("03-02 10:00")
    let summary = try summary(ledger, "staff/U2")
    #expect(summary.footing == "staff/U2 · 1 event, the last @3 · as of @14, 2026-03-02 10:00")
  }

  @Test func `the row is the table's, without hidden columns`() throws {
    let row = try summary(Ledger.withClinic(), "lot/HA-7").row
    guard case .object(let members) = row else {
      Issue.record("no object")
      return
    }
    let shown = Lot.recordType.fields.filter { !$0.isHidden }.map(\.name)
    #expect(members.map(\.key) == shown)
    #expect(row["id"] == .string("HA-7"))
    #expect(row["expires_on"] == .string("2027-06-30"))
    #expect(row["recalled_at"] == .null)
  }

  @Test func `the store has no row, and an unknown stream none either`() throws {
    let store = try Ledger.withClinic().store()
    for stream in ["store/main", "lot/ZZ"] {
      let error = #expect(throws: StoreError.self) {
        try StreamSummary(of: StreamID.required(stream), in: store)
      }
      #expect(error?.kind == .refused)
    }
  }
}
