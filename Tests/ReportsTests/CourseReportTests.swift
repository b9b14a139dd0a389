import ClinicStore
import Reports
import Testing

/// The report of a course.
@Suite struct CourseReportTests {
  @Test func `a course's report tells the plan, the sessions and the days between them`() throws {
    let fixture = try FixtureStore.questions()
    let report = try CourseReport.make("K1", in: fixture.store, at: fixture.moment())
    #expect(report.fact("client") == "C1")
    #expect(report.fact("name") == "Marlowe Finch")
    #expect(report.fact("sessions") == "2 of 3")
    #expect(report.fact("next due") == "2026-04-17, past")
    #expect(report.fact("booked") == "B4, 2026-06-29 10:00")
    #expect(
      try report.rows("Plan") == [
        "2026-02-02 10:30 | @20 | texture | cheek, chin | 3 | 28 days | 28 days"
      ])
    #expect(
      try report.rows("Sessions") == [
        "1: S1 | 2026-03-02 | - | U2 | cheek, chin | 1.00 mm | not offered | 4 of 10 | HA-1 "
          + "| 2 days | -",
        "2: S2 | 2026-03-20 | 18 | U3 | cheek | 1.50 mm | accepted | 2 of 10 | HA-1 "
          + "| not recorded | 3 deviations",
      ])
    #expect(
      try report.rows("Held too soon") == [
        "S2, 2026-03-20 | S1, 2026-03-02 | 18 | 28 | U1 | client goes abroad"
      ])
    #expect(try report.section("Outcomes").paragraphs == ["No outcome is recorded."])
  }

  @Test func `a course of a merged chart names both`() throws {
    let fixture = try FixtureStore.questions()
    let report = try CourseReport.make("K2", in: fixture.store, at: fixture.moment())
    #expect(report.fact("client") == "C2, planned for C4, since merged")
    #expect(report.fact("booked") == "no booking to come is recorded")
    #expect(report.fact("sessions") == "1 of 3")
  }

  @Test func `outcomes are told by the session that they came after`() throws {
    let ledger = try Ledger.withClinic()
    ledger.add(
      "course/K1", "course-planned",
      #"{"client":"C1","concern":"scars","zones":["cheek"],"sessions_planned":2,"#
        + #""min_interval_days":28,"target_interval_days":35}"#, at: "02-20 09:00")
    func session(_ id: String, at: String, needled: Bool = true) {
      ledger.add(
        "session/\(id)", "session-opened", #"{"client":"C1","course":"K1","practitioner":"U2"}"#,
        at: "\(at) 09:00")
      guard needled else {
        ledger.add(
          "session/\(id)", "session-abandoned", #"{"step":"check","reason":"unwell"}"#,
          at: "\(at) 09:10")
        return
      }
      ledger.add(
        "session/\(id)", "cartridge-opened",
        #"{"cartridge":"\#(id)-1","lot":"N-1","pins":12,"max_depth_mm":2.00,"device":"D1","#
          + #""seal_intact":true}"#, at: "\(at) 09:30")
      ledger.add(
        "session/\(id)", "needle-pass-made",
        #"{"cartridge":"\#(id)-1","zone":"cheek","side":"left","depth_mm":1.00,"passes":3,"#
          + #""directions":["horizontal"],"technique":"glide"}"#, at: "\(at) 09:45")
      ledger.add("session/\(id)", "session-closed", #"{"condition":"calm"}"#, at: "\(at) 10:30")
    }
    func outcome(_ score: Int, weeks: String, at: String) {
      ledger.add(
        "course/K1", "outcome-assessed",
        #"{"instrument":"gais","score":\#(score),"assessor":"practitioner"\#(weeks)}"#,
        at: "\(at) 11:00")
    }
    session("S1", at: "03-01")
    outcome(2, weeks: #","weeks_after":4"#, at: "03-29")
    // Given up before its first pass: no number, and no interval begins there.
    session("S2", at: "03-30", needled: false)
    session("S3", at: "04-10")
    session("S4", at: "05-20")
    outcome(4, weeks: #","weeks_after":5"#, at: "06-24")
    let store = try ledger.store()
    let report = try CourseReport.make("K1", in: store, at: store.lastMoment())
    let firsts = try report.rows("Sessions")
      .map { $0.split(separator: " | ").prefix(3).joined(separator: " ") }
    #expect(
      firsts == [
        "1: S1 2026-03-01 -", "S2 2026-03-30 29", "2: S3 2026-04-10 40", "3: S4 2026-05-20 40",
      ])
    #expect(
      try report.section("Sessions").note
        == "3 of 2 planned, 1 more than planned. Days are counted from the session before.")
    #expect(
      try report.rows("Sessions")[1].hasSuffix(
        "no pass | - | not recorded | - "
          + "| no serum recorded | - | given up at check"))
    #expect(
      try report.rows("Outcomes").map { $0.drop { $0 != " " }.dropFirst(3) } == [
        "2026-03-29 | 1 | GAIS | 2 | practitioner | 4",
        "2026-06-24 | 3 | GAIS | 4 | practitioner | 5",
      ])
    #expect(
      try report.charts("Outcomes").map(\.lines) == [
        ["after session 1, 2026-03-29: 2.0", "after session 3, 2026-06-24: 4.0"]
      ])
    let outcomes = try OutcomesReport.make(in: store, at: store.lastMoment())
    #expect(
      try outcomes.rows("Scores by session of the course") == [
        "GAIS | 1 | 1 | 2.0 | 2 | 2 | 4", "GAIS | 3 | 1 | 4.0 | 4 | 4 | 5",
      ])
    #expect(
      try outcomes.charts("Scores by session of the course").map(\.lines) == [
        ["session 1 (1): 2.0", "session 3 (1): 4.0"]
      ])
  }

  @Test func `an unknown course is an error that says what there is`() throws {
    let fixture = try FixtureStore.questions()
    let moment = try fixture.moment()
    let error = #expect(throws: StoreError.self) {
      try CourseReport.make("K9", in: fixture.store, at: moment)
    }
    #expect(error?.message == "there is no course/K9")
    #expect(error?.hint == #"stipple query -c "select id from courses""#)
  }
}
