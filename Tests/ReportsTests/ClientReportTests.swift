import ClinicStore
import Records
import Reports
import Testing

/// The report of a client, on the clinic of the twenty questions and on one written for the test.
@Suite struct ClientReportTests {
  @Test func `a client's report tells who, what is in force, what was done and what is due`() throws
  {
    let fixture = try FixtureStore.questions()
    let report = try ClientReport.make("C1", in: fixture.store, at: fixture.moment())
    #expect(report.name == "client")
    #expect(report.title == "Client C1")
    #expect(report.fact("name") == "Marlowe Finch")
    #expect(report.fact("born") == "1984-07-19")
    #expect(report.fact("client number") == "not recorded")
    #expect(report.fact("sessions") == "2, from 2026-03-02 to 2026-03-20")
    // B1 came, B5 did not, and B4 is to come.
    #expect(report.fact("did not come") == "1 of 2 (50.0 %)")
    let inForce = try report.section("In force on 2026-06-15")
    #expect(inForce.fact("contraindications") == "none open")
    #expect(inForce.fact("allergies") == "none")
    #expect(inForce.fact("patch test") == "not recorded")
    #expect(
      inForce.tables[0].lines == [
        "treatment | in force | 2026-02-02", "photo record | not recorded | -",
        "photo marketing | not recorded | -", "anaesthetic | not recorded | -",
      ])
    // S2 has no day of its own: 28 days after 20 March are 17 April.
    #expect(
      try report.rows("Courses") == [
        "K1 | texture | active | 2 of 3 | S2, 2026-03-20 | 2026-04-17 | B4, 2026-06-29 10:00"
      ])
    #expect(
      try report.rows("Sessions") == [
        "S1 | 2026-03-02 | U2 | cheek, chin | 1.00 mm | not offered | 4 of 10 | HA-1 | 2 days | -",
        "S2 | 2026-03-20 | U3 | cheek | 1.50 mm | accepted | 2 of 10 | HA-1 | not recorded | 3 deviations",
      ])
    #expect(
      try report.rows("Bookings") == [
        "B1 | 2026-03-02 09:30 | microneedling | U2 | S1 | 1 | came 09:25",
        "B5 | 2026-06-12 09:00 | review | U2 | - | 1 | did not come, waited 15 min",
        "B4 | 2026-06-29 10:00 | microneedling | U2 | - | 0 | to come",
      ])
    #expect(
      try report.rows("Due") == [
        "call about S2 | 2026-03-21 10:55 to 2026-03-23 10:55 | overdue; 3 attempts, last voicemail",
        "follow-up of S2 | 2026-05-01 | overdue by 45 days",
        "session of K1 | 2026-04-17 | past; booked, B4",
        "booking B4 | 2026-06-29 10:00 | microneedling with U2",
      ])
    #expect(try report.rows("Deviations").count == 3)
    #expect(try report.section("Amendments").paragraphs == ["No amendment is recorded."])
  }

  @Test func `a merged chart is told with the one that it went into`() throws {
    let fixture = try FixtureStore.questions()
    let moment = try fixture.moment()
    let report = try ClientReport.make("C4", in: fixture.store, at: moment)
    #expect(report.title == "Client C2")
    #expect(report.fact("asked for") == "C4, merged into C2")
    #expect(report.fact("holds the charts of") == "C4")
    #expect(try report.rows("Sessions").map { $0.prefix(2) } == ["S3", "S5"])
    // Its history and consent stand in C4.
    let inForce = try report.section("In force on 2026-06-15")
    #expect(inForce.fact("allergies") == "none")
    #expect(
      inForce.fact("medical history") == "taken 2026-04-20, form history-3, in chart C4")
    #expect(inForce.tables[0].lines[0] == "treatment | in force | 2026-04-20")
    #expect(
      try report.rows("Adverse events") == [
        "A1 | S3 | C2 | 2026-05-05 | 2026-05-06, U2 | prolonged erythema, cheek, mild "
          + "| resolved 2026-05-15, recovered | product P2 lot HA-1"
      ])
    let kept = try ClientReport.make("C2", in: fixture.store, at: moment)
    #expect(kept.sections == report.sections)
  }

  @Test func `what nobody asked is not recorded, and never none`() throws {
    let fixture = try FixtureStore.questions()
    let report = try ClientReport.make("C5", in: fixture.store, at: fixture.moment())
    let inForce = try report.section("In force on 2026-06-15")
    #expect(inForce.fact("contraindications") == "not recorded")
    #expect(inForce.fact("allergies") == "not recorded")
    #expect(inForce.fact("medical history") == "not recorded")
    #expect(inForce.tables[0].lines.allSatisfy { $0.contains("not recorded") })
    #expect(!report.texts.contains("none"))
    #expect(report.fact("sessions") == "no session is recorded")
    #expect(report.fact("did not come") == "no booking has come to its time")
    #expect(
      try report.section("Due").paragraphs == ["Nothing is due, and nothing is booked."])
  }

  @Test func `a contraindication holds through its last day`() throws {
    let fixture = try FixtureStore.questions()
    let now = try ClientReport.make("C3", in: fixture.store, at: fixture.moment())
    #expect(
      try now.section("In force on 2026-06-15").fact("contraindication")
        == "recent sun, relative, found 2026-06-05, until 2026-06-20")
    let after = Moment(
      position: 109, at: try #require(.init(rfc3339: "2026-06-21T09:00:00Z")), isOfEvent: false)
    let later = try ClientReport.make("C3", in: fixture.store, at: after)
    #expect(try later.section("In force on 2026-06-21").fact("contraindications") == "none open")
    // What was amended: the lot, and a pain score that never was.
    #expect(
      try now.rows("Amendments") == [
        "@105 | 2026-06-13 09:01 | U3 | session/S4 | serum-applied | @100 lot HA-2 ← HA-1 (wrong lot)",
        "@108 | 2026-06-14 09:31 | U3 | session/S4 | pain-scored | struck out: @107 pain-scored (never happened)",
      ])
    #expect(
      try now.rows("Sessions") == [
        "S4 | 2026-06-12 | U3 | cheek | 0.50 mm | not recorded | 3 of 10 | HA-2 | not recorded "
          + "| 8 deviations; amended 2 times"
      ])
  }

  @Test func `a consent out of date is told as such`() throws {
    let fixture = try FixtureStore.questions()
    let late = Moment(
      position: 109, at: try #require(.init(rfc3339: "2026-08-02T09:00:00Z")), isOfEvent: false)
    let report = try ClientReport.make("C1", in: fixture.store, at: late)
    #expect(
      try report.section("In force on 2026-08-02").tables[0].lines[0]
        == "treatment | given, and out of date: over 180 days | 2026-02-02")
  }

  @Test func `what was noted on a client's charts is told, without what was struck out`() throws {
    let ledger = try Ledger.withClinic()
    let none = try ledger.store()
    let report = try ClientReport.make("C1", in: none, at: none.lastMoment())
    #expect(try report.section("Notes").paragraphs == ["No note is recorded."])
    ledger.client("C2")
    func note(_ client: String, _ text: String, at time: String) -> Int {
      ledger.add("client/\(client)", "note-added", #"{"note":"\#(text)"}"#, at: time, by: "U2")
    }
    let first = note("C1", "Prefers mornings", at: "02-17 09:00")
    let other = note("C2", "Rings the bell twice", at: "02-18 09:00")
    let wrong = note("C1", "Brings her dog", at: "02-19 09:00")
    ledger.add("session/S1", "note-added", #"{"note":"Of the visit"}"#, at: "02-20 09:00")
    try ledger.correct(first, "note", #""Prefers mornings""#, to: #""Prefers evenings""#)
    try ledger.strike(wrong)
    ledger.add("client/C2", "client-merged-into", #"{"client":"C1"}"#, at: "03-05 09:00")
    let store = try ledger.store()
    let notes = try ClientReport.make("C1", in: store, at: store.lastMoment()).section("Notes")
    #expect(
      notes.tables[0].lines == [
        "@\(first) | 2026-02-17 09:00 | U2 | Prefers evenings ← Prefers mornings",
        "@\(other) | 2026-02-18 09:00 | U2 | Rings the bell twice",
      ])
    #expect(notes.tables[0].marks == [0: .amended])
  }

  @Test func `an unknown client is an error that says what there is`() throws {
    let fixture = try FixtureStore.questions()
    let moment = try fixture.moment()
    let error = #expect(throws: StoreError.self) {
      try ClientReport.make("C9", in: fixture.store, at: moment)
    }
    #expect(error?.message == "there is no client/C9")
    #expect(error?.hint == #"stipple query -c "select id from clients""#)
    let early = try fixture.moment(16)
    // C1 came by @17.
    #expect(throws: StoreError.self) { try ClientReport.make("C1", in: fixture.store, at: early) }
  }
}
