/// The steps of a visit that a test may leave out.
enum Step: CaseIterable {
  case consent, history, check, cleansing, beforePhoto, numbing, pass, discard, aftercare, close
  case call
}

extension Ledger {
  /// A clinic in January and a client in February: staff, stock, a device, a protocol.
  static func withClinic(protocol isPublished: Bool = true) throws -> Ledger {
    let ledger = try Ledger()
    ledger.add("staff/U1", "staff-enrolled", #"{"name":"Ada","role":"owner"}"#, at: "01-05 09:00")
    ledger.add(
      "staff/U2", "staff-enrolled", #"{"name":"Bo","role":"practitioner"}"#, at: "01-05 09:00")
    ledger.add(
      "product/P1", "product-defined",
      #"{"name":"HA serum","category":"serum","ingredients":[],"source":"leaflet"}"#,
      at: "01-05 09:00")
    ledger.lot("HA-7", expires: "2027-06-30")
    ledger.lot("HA-1", expires: "2026-02-28")
    ledger.lot("HA-9", expires: "2027-06-30")
    ledger.lot("N-1", expires: "2028-01-31")
    ledger.add(
      "device/D1", "device-commissioned",
      #"{"make":"Make","model":"Pen","serial":"S-1","max_depth_mm":2.50,"kind":"pen"}"#,
      at: "01-05 09:00")
    if isPublished { ledger.publish() }
    ledger.client("C1")
    return ledger
  }

  func publish(lateAfter hours: Int = 24) {
    add(
      "protocol/R1", "protocol-published",
      #"{"label":"First","approved_by":"U1","minimum_age":18,"zone_depths":[{"zone":"cheek","#
        + #""min_depth_mm":0.50,"max_depth_mm":1.50,"source":"POL"}],"wash_outs":[{"#
        + #""what":"isotretinoin","days":180,"source":"device label"}],"intervals":[{"#
        + #""between":"session_to_session","min_days":28,"target_days":28,"source":"POL"}],"#
        + #""call_from_hours":24,"call_to_hours":72,"late_after_hours":\#(hours),"#
        + #""retention_years":8,"future_tolerance_minutes":5,"sources":["hours and years: POL"]}"#,
      at: "01-06 09:00")
  }

  func lot(_ id: String, number: String? = nil, expires: String) {
    add(
      "lot/\(id)", "lot-received",
      #"{"product":"P1","lot_no":"\#(number ?? id)","expires_on":"\#(expires)","quantity":20,"unit":"vial"}"#,
      at: "01-05 10:00")
  }

  func client(_ id: String, without: Set<Step> = []) {
    add(
      "client/\(id)", "client-registered", #"{"name":"Client \#(id)","born_on":"1984-07-19"}"#,
      at: "02-16 14:00")
    if !without.contains(.history) {
      add(
        "client/\(id)", "medical-history-taken",
        #"{"form":"history-3","conditions":[],"medications":[],"allergies":[{"substance":"lidocaine","#
          + #""class":"amide","reaction":"rash"}],"pregnancy":"no","cold_sores":false,"keloid":false}"#,
        at: "02-16 14:10")
    }
    if !without.contains(.consent) {
      add(
        "client/\(id)", "consent-given",
        #"{"kind":"treatment","document":"consent-5","risks":[],"method":"paper_signed"}"#,
        at: "02-16 14:20")
    }
  }

  /// The positions of the entries that tests amend.
  struct Visit {
    var aftercare: Int?
    var close: Int?
    var numbing: Int?
    var pass: Int?
    var serum = 0
  }

  /// A visit with every step but those left out, closed at 10:30 and called on two days after.
  @discardableResult
  func visit(
    _ session: String = "S1", client: String = "C1", lot: String = "HA-7",
    without: Set<Step> = []
  ) -> Visit {
    let stream = "session/\(session)"
    let cartridge = "\(session)-01"
    var visit = Visit()
    func step(_ step: Step, _ type: String, _ data: String = "{}", at: String) -> Int? {
      without.contains(step) ? nil : add(stream, type, data, at: at, by: "U2")
    }
    add(
      stream, "session-opened", #"{"client":"\#(client)","practitioner":"U2","room":"R1"}"#,
      at: "09:00", by: "U2")
    _ = step(.check, "pre-treatment-checked", #"{"outcome":"fit"}"#, at: "09:05")
    _ = step(.cleansing, "skin-cleansed", #"{"product":"P1","antiseptic":true}"#, at: "09:10")
    let photo =
      #"{"phase":"before","view":"front","sha256":"\#(String(repeating: "a", count: 64))"}"#
    _ = step(.beforePhoto, "photo-taken", photo, at: "09:15")
    visit.numbing = step(
      .numbing, "numbing-decided",
      #"{"decision":"declined","reason":"low_pain_expected","pain_tolerance":"high","#
        + #""allergy_checked":true,"decided_by":"U2"}"#, at: "09:20")
    add(
      stream, "cartridge-opened",
      #"{"cartridge":"\#(cartridge)","lot":"N-1","pins":12,"max_depth_mm":2.00,"device":"D1","#
        + #""seal_intact":true}"#, at: "09:30", by: "U2")
    visit.serum = add(
      stream, "serum-applied",
      #"{"product":"P1","lot":"\#(lot)","kind":"hyaluronic_acid","purpose":"treatment","#
        + #""timing":"during","zones":["cheek"],"volume_ml":2.00,"sterile":true,"#
        + #""labelled_for_needling":"yes"}"#, at: "09:40", by: "U2")
    visit.pass = step(
      .pass, "needle-pass-made",
      #"{"cartridge":"\#(cartridge)","zone":"cheek","side":"left","depth_mm":1.00,"passes":3,"#
        + #""directions":["horizontal","vertical"],"technique":"glide","speed":3,"#
        + #""speed_unit":"level"}"#, at: "09:45")
    let box = #"{"cartridge":"\#(cartridge)","sharps_box":"SB-1"}"#
    _ = step(.discard, "cartridge-discarded", box, at: "10:00")
    visit.aftercare = step(
      .aftercare, "aftercare-given",
      #"{"document":"aftercare-4","channel":"in_person","advice":["spf"],"acknowledged":true}"#,
      at: "10:10")
    visit.close = step(.close, "session-closed", #"{"condition":"mild_redness"}"#, at: "10:30")
    _ = step(
      .call, "aftercare-call-made",
      #"{"channel":"phone","redness":1,"swelling":0,"pain":0,"flags":[],"sun_avoided":true,"#
        + #""escalate":"none"}"#, at: "03-03 10:30")
    return visit
  }

  /// Something that happened later: the log's last entry is the moment that reports speak of.
  func later(_ time: String) {
    add("device/D1", "device-cleaned", #"{"agent":"alcohol"}"#, at: time)
  }
}
