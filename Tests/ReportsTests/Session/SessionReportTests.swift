import ClinicStore
import EventLog
import Foundation
import Records
import Testing

@testable import Reports

/// The report of a session: what an auditor takes away.
@Suite struct SessionReportTests {
  private func report(
    _ store: ClinicStore, _ session: String = "S1", at moment: String? = nil
  ) throws -> Report {
    let moment = try moment.map { (text) throws(StoreError) in try store.moment(text) }
    return try SessionReport.make(session, in: store, at: moment ?? store.lastMoment())
  }

  private func section(_ report: Report, _ title: String) throws -> ReportSection {
    try #require(report.sections.first { $0.title == title }, "\(title)")
  }

  private func tables(_ section: ReportSection) -> [ReportTable] {
    section.parts.compactMap { if case .table(let table) = $0 { table } else { nil } }
  }

  private func facts(_ section: ReportSection) -> [String: String] {
    let facts = section.parts.flatMap { part -> [ReportFact] in
      if case .facts(let facts) = part { facts } else { [] }
    }
    return Dictionary(facts.map { ($0.label, $0.value) }) { first, _ in first }
  }

  private func entries(_ report: Report) throws -> [ReportEntry] {
    let record = try section(report, "Every entry")
    return record.parts.flatMap { part -> [ReportEntry] in
      if case .entries(let entries) = part { entries } else { [] }
    }
  }

  // MARK: What it tells

  @Test func `a whole visit is told part by part`() throws {
    let ledger = try Ledger.withClinic()
    let visit = ledger.visit()
    ledger.later("03-10 09:00")
    let report = try report(ledger.store())
    #expect(report.title == "Session S1")
    let head = Dictionary(report.facts.map { ($0.label, $0.value) }) { first, _ in first }
    #expect(head["client"] == "C1, Client C1")
    #expect(head["practitioner"] == "U2, Bo")
    #expect(head["closed"] == "2026-03-01 10:30 by U2, Bo")
    #expect(head["supervisor"] == "not recorded")
    #expect(head["countersigned"] == "not recorded")
    let needling = try section(report, "Needling")
    #expect(
      tables(needling)[0].rows == [
        [
          "@\(visit.pass ?? 0)", "09:45", "cheek", "left", "1.00", "3", "S1-01", "U2",
          "glide, horizontal, vertical, level 3",
        ]
      ])
    let areas = needling.parts.compactMap { part -> FaceMap? in
      if case .figure(.face(let map)) = part { map } else { nil }
    }
    #expect(areas.first?.lines(width: 60).last == "  cheek, left  1.00 mm, 3 passes")
    let numbing = facts(try section(report, "Numbing"))
    #expect(numbing["decision"] == "declined")
    #expect(numbing["reason"] == "low pain expected")
    #expect(numbing["numbing cream put on"] == "not recorded")
    let lots = try tables(section(report, "Lots"))[0]
    #expect(lots.rows.map { $0[0] } == ["N-1", "HA-7"])
    #expect(lots.rows[1].prefix(5) == ["HA-7", "P1, HA serum", "2027-06-30", "free", "free"])
    let photos = try tables(section(report, "Photos"))[0]
    #expect(photos.rows[0].last == String(repeating: "a", count: 64))
    #expect(try entries(report).count == 12)
  }

  @Test func `what the record does not hold is not recorded, never none`() throws {
    let ledger = try Ledger.withClinic()
    ledger.visit(without: Set(Step.allCases))
    ledger.later("03-10 09:00")
    let report = try report(ledger.store())
    let missing = try tables(section(report, "What is recorded, and what is not"))[0]
    #expect(missing.rows.allSatisfy { $0[1]?.hasPrefix("not recorded") == true })
    #expect(missing.rows.map { $0[0] }.contains("numbing decision"))
    #expect(missing.rows.map { $0[0] }.contains("cartridge S1-01 discarded"))
    #expect(facts(try section(report, "Numbing"))["numbing decision"] == "not recorded")
    let check = HTMLCheck(report.html)
    #expect(check.problems == [])
    for said in [
      "Needle passes: not recorded.", "Endpoints: not recorded.", "Pain scores: not recorded.",
      "Aftercare advice: not recorded.", "Aftercare calls: not recorded.",
      "Photos: not recorded.",
    ] {
      #expect(check.texts["p"]?.contains(said) == true, "\(said)")
    }
    #expect(!check.text.split(whereSeparator: \.isWhitespace).contains("none"))
  }

  @Test func `a call outside its window is told with when it was`() throws {
    let ledger = try Ledger.withClinic()
    ledger.visit(without: [.call])
    ledger.add(
      "session/S1", "aftercare-call-made",
      #"{"channel":"phone","redness":1,"swelling":0,"pain":0,"flags":[],"sun_avoided":true,"#
        + #""escalate":"none"}"#, at: "03-06 10:30", by: "U2")
    let missing = try tables(
      section(report(ledger.store()), "What is recorded, and what is not"))[0]
    #expect(
      missing.rows == [
        ["aftercare call, 24 to 72 h after", "not recorded in that window; reached 120 h after"]
      ])
  }

  @Test func `what was corrected is struck through, with who, when and why`() throws {
    let ledger = try Ledger.withClinic()
    let visit = ledger.visit(lot: "HA-1")
    let correction = try ledger.correct(
      visit.serum, "lot", #""HA-1""#, to: #""HA-7""#, reason: "wrong_lot")
    let report = try report(ledger.store())
    let entry = try #require(entries(report).first { $0.event == "@\(visit.serum)" })
    #expect(entry.mark == .amended)
    #expect(entry.detail.contains(.changed(from: "HA-1", to: "HA-7")))
    #expect(entry.detailText.hasPrefix("hyaluronic acid, 2.00 ml, lot HA-7 ← HA-1, cheek"))
    #expect(
      entry.notes == [
        "lot corrected by U2 @\(correction): wrong lot; happened 2026-03-04 18:00, "
          + "recorded 2026-03-04 18:00"
      ])
    let check = HTMLCheck(report.html)
    // In the record, and in the list of corrections.
    #expect(check.texts["del"] == ["HA-1", "HA-1", "HA-1"])
    #expect(check.texts["ins"] == ["HA-7", "HA-7", "HA-7"])
    let lots = try tables(section(report, "Lots"))[0]
    #expect(lots.rows.map { $0[0] } == ["N-1", "HA-7", "HA-1"])
  }

  @Test func `what was struck out stays, struck, and no longer counts`() throws {
    let ledger = try Ledger.withClinic()
    let visit = ledger.visit()
    let pass = try #require(visit.pass)
    let strike = try ledger.strike(pass)
    let report = try report(ledger.store())
    let entry = try #require(entries(report).first { $0.event == "@\(pass)" })
    #expect(entry.mark == .struck)
    #expect(
      entry.notes == [
        "struck out by U2 @\(strike): never happened; happened 2026-03-04 19:00, "
          + "recorded 2026-03-04 19:00"
      ])
    #expect(tables(try section(report, "Needling")).count == 1)
    let check = HTMLCheck(report.html)
    #expect(check.texts["del"]?.first?.contains("needle pass made") == true)
    #expect(check.texts["p"]?.contains("Needle passes: not recorded.") == true)
  }

  @Test func `numbing cream is held against its label`() throws {
    let ledger = try Ledger.withClinic()
    ledger.add(
      "product/P2", "product-defined",
      #"{"name":"Cream","category":"anaesthetic","ingredients":[{"name":"lidocaine","percent":4.00,"class":"amide"}],"label":{"max_grams":10.00,"#
        + #""grams_per_10cm2":1.50,"min_minutes":20,"max_minutes":60},"source":"leaflet"}"#,
      at: "02-20 09:00")
    ledger.visit(without: [.close, .call])
    let cream = ledger.add(
      "session/S1", "numbing-applied",
      #"{"product":"P2","lot":"HA-9","ingredients":[{"name":"lidocaine","class":"amide"}],"grams":9.00,"area_cm2":60.0,"#
        + #""zones":["cheek"],"occluded":true,"barrier_intact":true,"applied_by":"staff"}"#,
      at: "10:40", by: "U2",
      deviations: #"[{"rule":14,"limit":"by the label","observed":"covered","reason":"asked","#
        + #""authorised_by":"U1"}]"#)
    ledger.add(
      "session/S1", "numbing-removed",
      #"{"residue_cleared":true,"reaction":"mild","adequate":false}"#, at: "11:50", by: "U2")
    let report = try report(ledger.store())
    let table = try tables(section(report, "Numbing"))[0]
    #expect(
      table.rows == [
        ["grams in the session", "9.00 g", "at most 10.00 g", "within the label"],
        ["area", "60.0 cm²", "not recorded", "cannot be judged"],
        ["grams on 10 cm²", "1.50 g", "at most 1.50 g", "within the label"],
        ["minutes on the skin", "70 min", "at least 20, at most 60 min", "over the label"],
        ["covering", "covered", "not recorded", "cannot be judged"],
        ["skin barrier", "intact", "intact", "within the label"],
      ])
    #expect(table.marks == [3: .deviation])
    let facts = facts(try section(report, "Numbing"))
    #expect(facts["taken off"]?.hasPrefix("11:50") == true)
    #expect(facts["numb enough"] == "no")
    #expect(facts["prescriber"] == "not recorded")
    let deviations = try tables(section(report, "Deviations"))[0]
    #expect(
      deviations.rows == [
        ["@\(cream)", "numbing applied", "14", "covered", "by the label", "U1, Ada", "asked"]
      ])
  }

  @Test func `cream that was corrected says so, beside the rule that it breaks`() throws {
    let ledger = try Ledger.withClinic()
    ledger.visit(without: [.numbing, .close, .call])
    let decision = ledger.add(
      "session/S1", "numbing-decided",
      #"{"decision":"accepted","reason":"client_preference","pain_tolerance":"low","#
        + #""allergy_checked":true,"decided_by":"U2"}"#, at: "10:35", by: "U2")
    let cream = ledger.add(
      "session/S1", "numbing-applied",
      #"{"product":"P1","lot":"HA-9","ingredients":[{"name":"lidocaine","class":"amide"}],"grams":30.00,"area_cm2":60.0,"#
        + #""zones":["cheek"],"occluded":true,"barrier_intact":true,"applied_by":"staff"}"#,
      at: "10:40", by: "U2",
      deviations: #"[{"rule":14,"limit":"by the label","observed":"covered","reason":"asked","#
        + #""authorised_by":"U1"}]"#)
    let removal = ledger.add(
      "session/S1", "numbing-removed",
      #"{"residue_cleared":true,"reaction":"mild","adequate":true}"#, at: "11:10", by: "U2")
    try ledger.correct(cream, "grams", "30.00", to: "3.00")
    try ledger.correct(removal, "reaction", #""mild""#, to: #""none""#)
    let report = try report(ledger.store())
    let numbing = try section(report, "Numbing")
    let headings = numbing.parts.compactMap {
      if case .heading(let text) = $0 { text } else { nil }
    }
    #expect(headings == ["Decision @\(decision)", "Cream @\(cream), corrected, deviation"])
    #expect(facts(numbing)["grams"] == "3.00 g on 60.0 cm²")
    #expect(facts(numbing)["taken off"] == "11:10 @\(removal), corrected")
    let entry = try #require(entries(report).first { $0.event == "@\(cream)" })
    #expect(entry.mark == [.amended, .deviation])
    let check = HTMLCheck(report.html)
    #expect(check.problems == [])
    #expect(check.texts["h3"]?.contains("Cream @\(cream), corrected, deviation") == true)
    #expect(
      check.elements.contains {
        $0.name == "tr" && $0.attributes["class"] == "amended deviation"
      })
  }

  @Test func `there is no report of a session that there is not, or was not yet`() throws {
    let ledger = try Ledger.withClinic()
    ledger.visit()
    let store = try ledger.store()
    #expect(throws: StoreError.self) { try report(store, "S9") }
    let error = #expect(throws: StoreError.self) { try report(store, at: "@5") }
    #expect(error?.message == "there is no session/S1")
  }

  // MARK: The same again

  @Test func `at the same moment it is the same, whatever was recorded since`() throws {
    let ledger = try Ledger.withClinic()
    let visit = ledger.visit(lot: "HA-1")
    ledger.later("03-04 08:00")
    let then = try ledger.store()
    let moment = try then.lastMoment()
    let first = try report(then)
    try ledger.correct(visit.serum, "lot", #""HA-1""#, to: #""HA-7""#, reason: "wrong_lot")
    try ledger.strike(try #require(visit.pass))
    ledger.add(
      "client/C1", "client-details-changed", #"{"name":"Another Name"}"#, at: "03-05 09:00")
    ledger.add(
      "lot/HA-1", "lot-recalled", #"{"issuer":"maker","notice":"N-9"}"#, at: "04-01 09:00")
    ledger.add("staff/U3", "staff-enrolled", #"{"name":"Cy","role":"owner"}"#, at: "04-02 09:00")
    let now = try ledger.store()
    let again = try report(now, at: moment.token)
    #expect(again == first)
    #expect(again.html == first.html)
    #expect(again.json.text == first.json.text)
    let latest = try report(now)
    #expect(latest.html != first.html)
    #expect(latest.html.contains("Another Name"))
    #expect(first.certificate.command == "stipple report session S1 --as-of @\(moment.position)")
    try now.rebuild()
    #expect(try report(now, at: moment.token).html == first.html)
    #expect(try report(now).html == latest.html)
  }

  @Test func `a moment by its time is the same too, and says that time`() throws {
    let ledger = try Ledger.withClinic()
    ledger.visit()
    let then = try report(ledger.store(), at: "2026-03-06")
    ledger.later("03-10 09:00")
    let again = try report(ledger.store(), at: "2026-03-06")
    #expect(again.html == then.html)
    #expect(again.certificate.command.hasSuffix("--as-of 2026-03-06T23:59:59.999999Z"))
  }

  @Test func `exported and imported as recorded, it is the same`() throws {
    let ledger = try Ledger.withClinic()
    let visit = ledger.visit(lot: "HA-1")
    try ledger.correct(visit.serum, "lot", #""HA-1""#, to: #""HA-7""#, reason: "wrong_lot")
    let store = try ledger.store()
    var lines: [String] = []
    try store.forEachEvent(EventRange()) { event in
      lines.append(String(decoding: EventLine.json(of: event), as: UTF8.self))
      return true
    }
    let folder = FileManager.default.temporaryDirectory
      .appendingPathComponent("report-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let file = folder.appendingPathComponent("export.ndjson")
    try Data((lines.joined(separator: "\n") + "\n").utf8).write(to: file)
    let path = folder.appendingPathComponent("copy").path
    do {
      let empty = try ClinicStore.openOrCreateEmpty(at: path)
      _ = try empty.importAsRecorded(try LineSource(path: file.path), isDryRun: false)
    }
    #expect(try report(ClinicStore.open(at: path)).html == report(store).html)
  }

  @Test func `digests change with the rows, and not with what is personal`() throws {
    func digests(
      name: String = "Jo", note: String = "fine", depth: String = "1.00"
    ) throws -> [String: String] {
      let ledger = try Ledger.withClinic()
      ledger.add(
        "client/C2", "client-registered", #"{"name":"\#(name)","born_on":"1984-07-19"}"#,
        at: "02-17 14:00")
      ledger.visit(client: "C2", without: [.pass])
      ledger.add(
        "session/S1", "needle-pass-made",
        #"{"cartridge":"S1-01","zone":"chin","side":"mid","depth_mm":\#(depth),"passes":1,"#
          + #""directions":[],"technique":"stamp"}"#, at: "03-04 09:50", by: "U2",
        mode: "late", reason: note)
      ledger.add(
        "session/S1", "note-added", #"{"note":"\#(note)"}"#, at: "03-04 10:00", by: "U2")
      let report = try report(ledger.store())
      return Dictionary(
        report.certificate.digests.map { ($0.name, $0.sha256) }, uniquingKeysWith: { $1 })
    }
    let first = try digests()
    #expect(try digests() == first)
    #expect(try digests(name: "<b>Someone</b>", note: "bad") == first)
    let deeper = try digests(depth: "1.25")
    let changed = first.keys.filter { first[$0] != deeper[$0] }.sorted()
    #expect(changed == ["events", "passes", "sessions"])
  }

  // MARK: Hostile texts

  @Test func `names and notes are shown as they are, and never act`() throws {
    let name =
      #"<script>alert('x')</script> & \"q\" \u202egnp.exe "# + String(repeating: "W", count: 120)
    let ledger = try Ledger.withClinic()
    ledger.add(
      "client/C2", "client-registered", #"{"name":"\#(name)","born_on":"1984-07-19"}"#,
      at: "02-17 14:00")
    ledger.add(
      "staff/U4", "staff-enrolled", #"{"name":"\#(name)","role":"practitioner"}"#,
      at: "02-17 15:00")
    ledger.visit(client: "C2", without: [.call])
    ledger.add(
      "session/S1", "note-added", #"{"note":"\#(name) 👩‍👩‍👧‍👦 日本語"}"#, at: "12:00", by: "U4",
      deviations: #"[{"rule":13,"limit":"\#(name)","observed":"\#(name)","reason":"\#(name)","#
        + #""authorised_by":"U4"}]"#)
    let report = try report(ledger.store())
    let check = HTMLCheck(report.html)
    #expect(check.problems == [])
    #expect(!report.html.lowercased().contains("<script"))
    #expect(!report.html.unicodeScalars.contains("\u{202E}"))
    let shown = #"<script>alert('x')</script> & "q" \u{202E}gnp.exe WWW"#
    #expect(check.text.components(separatedBy: shown).count > 5)
    #expect(check.text.contains("👩‍👩‍👧‍👦 日本語"))
  }
}
