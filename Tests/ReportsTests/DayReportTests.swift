import ClinicStore
import Records
import Reports
import Testing

/// The report of a day.
@Suite struct DayReportTests {
  private func report(_ day: String, at position: Int? = nil) throws -> Report {
    let fixture = try FixtureStore.questions()
    return try DayReport.make(day, in: fixture.store, at: fixture.moment(position))
  }

  @Test func `a day's report tells who came, what was done and what the log took`() throws {
    let report = try report("2026-03-02")
    #expect(report.title == "Day 2026-03-02")
    #expect(report.fact("day") == "Monday, 2026-03-02")
    #expect(report.fact("appointments") == "1: 1 came")
    #expect(
      try report.rows("Appointments") == [
        "09:30–10:30 | B1 | C1 | Marlowe Finch | microneedling | U2 | R1 | S1 | came 09:25"
      ])
    #expect(
      try report.rows("Sessions") == [
        "S1 | 09:30–10:15 | C1 | U2 | cheek, chin | 1.00 mm | not offered | 4 of 10 | HA-1 | -"
      ])
    // @25 to @36: the arrival by U1, the session by U2.
    let log = try report.section("The log")
    #expect(log.fact("recorded on this day") == "12 entries")
    #expect(log.fact("from") == "@25 to @36")
    #expect(log.fact("by") == "U1 (1), U2 (11)")
    #expect(log.fact("head at the end") == "@36")
    #expect(log.fact("head recorded") == "2026-03-02 10:16:00")
    #expect(report.fact("so far") == nil)
  }

  @Test func `calls are due from the day that their window begins, until one is made`() throws {
    // S1 closed at 10:15 on 2 March, and the window is 24 to 72 hours.
    #expect(try report("2026-03-02").rows("Calls left to be made").isEmpty)
    #expect(
      try report("2026-03-03").rows("Calls left to be made") == [
        "S1 | C1 | Marlowe Finch | U2 | 2026-03-03 10:15 | 2026-03-05 10:15 | 0"
      ])
    let made = try report("2026-03-04")
    #expect(
      made.sections.first { $0.title == "Calls left to be made" }?.paragraphs
        == ["No call in its time was left to be made."])
    #expect(
      try made.rows("Calls and follow-ups") == [
        "@37 | 10:15 | S1 | C1 | U1 | phone, reached "
          + "| redness 1 of 3, swelling 0 of 3, pain 0 of 10, sun avoided"
      ])
    // S2's three attempts did not reach the client, and its window ended on the 23rd.
    let tried = try report("2026-03-23")
    #expect(try tried.rows("Calls left to be made").map { $0.hasSuffix("| 3") } == [true])
    #expect(
      try report("2026-03-24").section("Calls left to be made").paragraphs == [
        "No call in its time was left to be made.", "1 more call was never made in time: S2.",
      ])
  }

  @Test(arguments: [38, 49, 53, 104, 109])
  func `at the end of a moment's day, the calls left are those of the view`(
    _ position: Int
  ) throws {
    let fixture = try FixtureStore.questions()
    let moment = try fixture.moment(position)
    let day = fixture.store.zone.date(moment.at).iso
    let report = try DayReport.make(day, in: fixture.store, at: moment)
    let section = try report.section("Calls left to be made")
    let shown = section.tables.flatMap(\.lines).map { String($0.prefix { $0 != " " }) }
    let counted = section.paragraphs.filter { $0.contains(": ") }
      .flatMap { $0.dropLast().split(separator: ": ")[1].split(separator: ", ").map(String.init) }
    let view = try answers("select session from due_calls", in: fixture.store, at: moment)
    #expect(Set(shown + counted) == Set(view))
  }

  @Test func `what was recorded late stands under the day that it was recorded on`() throws {
    let report = try report("2026-06-14")
    #expect(
      try report.rows("Recorded on this day about another") == [
        "@106 | 2026-06-12 13:15 | 2026-06-14 09:15 | U3 | session/S4 | pain-scored "
          + "| needling 3 of 10; entered late: left out",
        "@107 | 2026-06-12 13:18 | 2026-06-14 09:20 | U3 | session/S4 | pain-scored "
          + "| struck out: after 9 of 10; entered late: left out",
      ])
    #expect(
      try report.rows("Amendments made on this day") == [
        "@108 | 2026-06-14 09:31 | U3 | session/S4 | pain-scored "
          + "| struck out: @107 pain-scored (never happened)"
      ])
    #expect(try report.rows("Deviations").count == 2)
    #expect(try report.rows("Deviations")[1].hasSuffix("U3: left out; the entry is struck out"))
  }

  @Test func `what came in later about a day stands apart`() throws {
    let then = try report("2026-06-12", at: 104)
    #expect(!then.sections.contains { $0.title == "Recorded since about this day" })
    #expect(try then.rows("Sessions")[0].contains("| HA-1 |"))
    #expect(then.fact("so far") == "the day is told up to 13:31")
    let now = try report("2026-06-12")
    let later = try now.section("Recorded since about this day")
    #expect(later.tables.map { $0.rows.map { $0[0] } } == [["@106", "@107"], ["@105", "@108"]])
    #expect(try now.rows("Sessions")[0].contains("| 3 of 10 | HA-2 |"))
    #expect(try then.section("The log") == now.section("The log"))
  }

  @Test func `a lot's day is told`() throws {
    let received = try report("2026-01-06").rows("Lots")
    #expect(received.map { $0.prefix { $0 != " " } } == ["@11", "@12", "@13", "@14"])
    let recalled = try report("2026-06-01").rows("Lots")
    #expect(recalled.map { $0.prefix { $0 != " " } } == ["@75", "@76", "@77"])
  }

  @Test func `a moved booking stands on the day that it was for`() throws {
    let ledger = try Ledger.withClinic()
    ledger.add(
      "booking/B1", "booking-made",
      #"{"client":"C1","service":"review","practitioner":"U2","starts_at":"2026-03-10T09:00:00Z","#
        + #""ends_at":"2026-03-10T09:30:00Z","channel":"phone"}"#, at: "02-20 09:00")
    ledger.add(
      "booking/B1", "booking-rescheduled",
      #"{"starts_at":"2026-03-12T11:00:00Z","ends_at":"2026-03-12T11:30:00Z","by":"client"}"#,
      at: "02-25 09:00")
    let store = try ledger.store()
    let moment = try store.lastMoment()
    let first = try DayReport.make("2026-03-10", in: store, at: moment)
    #expect(first.fact("appointments") == "none recorded")
    #expect(
      try first.rows("Appointments") == [
        "moved | B1 | C1 | Client C1 | review | U2 | - | - "
          + "| now 2026-03-12 11:00, to come; moved 1 time"
      ])
    #expect(first.fact("so far") == "the day is still to come")
    let second = try DayReport.make("2026-03-12", in: store, at: moment)
    #expect(try second.rows("Appointments").map { $0.prefix(11) } == ["11:00–11:30"])
  }

  /// London's clocks go on at 01:00 on 29 March 2026 and back at 02:00 on 25 October.
  @Test(arguments: [
    ("2026-03-29", ["03-29 00:00", "03-29 22:59"], ["03-28 23:59", "03-29 23:00"]),
    ("2026-10-25", ["10-24 23:00", "10-25 23:59"], ["10-24 22:59", "10-26 00:00"]),
  ])
  func `a day with a change of clocks has 23 hours or 25`(
    _ day: String, _ within: [String], _ outside: [String]
  ) throws {
    let ledger = try Ledger(zone: "Europe/London")
    ledger.add("staff/U1", "staff-enrolled", #"{"name":"Ada","role":"owner"}"#, at: "01-05 09:00")
    var positions: [String: Int] = [:]
    for time in (within + outside).sorted() {
      positions[time] = ledger.add("staff/U1", "note-added", #"{"note":"n"}"#, at: time)
    }
    let fixture = try FixtureStore(ledger.lines)
    let report = try DayReport.make(day, in: fixture.store, at: fixture.moment())
    let first = try #require(within.compactMap { positions[$0] }.min())
    let last = try #require(within.compactMap { positions[$0] }.max())
    #expect(try report.section("The log").fact("from") == "@\(first) to @\(last)")
    #expect(try report.section("The log").fact("recorded on this day") == "2 entries")
  }

  @Test func `where midnight comes twice, the day begins with the first`() throws {
    // Havana's clocks go back at 01:00 on 1 November 2026, 05:00 UTC: 00:30 comes at 04:30 and 05:30.
    let ledger = try Ledger(zone: "America/Havana")
    ledger.add("staff/U1", "staff-enrolled", #"{"name":"Ada","role":"owner"}"#, at: "01-05 09:00")
    let before = ledger.add("staff/U1", "note-added", #"{"note":"n"}"#, at: "11-01 03:59")
    ledger.add("staff/U1", "note-added", #"{"note":"n"}"#, at: "11-01 04:30")
    let last = ledger.add("staff/U1", "note-added", #"{"note":"n"}"#, at: "11-01 05:30")
    let fixture = try FixtureStore(ledger.lines)
    let report = try DayReport.make("2026-11-01", in: fixture.store, at: fixture.moment())
    #expect(try report.section("The log").fact("from") == "@\(before + 1) to @\(last)")
  }

  @Test func `a day before the first event has nothing`() throws {
    let report = try report("2025-12-31")
    #expect(report.fact("log") == "0 entries recorded, the head @0")
    #expect(try report.section("The log").fact("head recorded") == "not recorded")
  }

  @Test(arguments: ["2026-13-01", "2026-3-1", "today", "2026-02-30", "", "2026-03"])
  func `what is no day is refused`(_ text: String) throws {
    let fixture = try FixtureStore.questions()
    let moment = try fixture.moment()
    let error = #expect(throws: StoreError.self) {
      try DayReport.make(text, in: fixture.store, at: moment)
    }
    #expect(error?.kind == .badInput)
    #expect(error?.message == "cannot read '\(text)' as a day")
    #expect(error?.hint == "2026-03-01")
  }
}
