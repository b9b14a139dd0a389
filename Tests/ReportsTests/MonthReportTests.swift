import ClinicStore
import Reports
import Testing

/// The report of a month, with figures worked out by hand.
@Suite struct MonthReportTests {
  private func report(_ month: String, at position: Int? = nil) throws -> Report {
    let fixture = try FixtureStore.questions()
    return try MonthReport.make(month, in: fixture.store, at: fixture.moment(position))
  }

  @Test func `a month's report counts sessions, bookings and who did not come`() throws {
    let report = try report("2026-06")
    // S5 of C2 on the 2nd, S4 of C3 on the 12th. B3 came and B5 did not; B4 is to come on the 29th,
    // and B6, for the 30th, was cancelled by the client.
    #expect(report.title == "Month 2026-06")
    #expect(report.fact("so far") == "the month is told up to 2026-06-15 10:01")
    #expect(report.fact("sessions") == "2, of 2 clients")
    #expect(report.fact("new clients") == "1")
    #expect(report.fact("bookings") == "4")
    #expect(report.fact("did not come") == "1 of 2 (50.0 %)")
    #expect(report.fact("cancelled") == "1 of 4 (25.0 %)")
    #expect(report.fact("late entries") == "2")
    #expect(report.fact("amendments made") == "2")
    #expect(
      try report.rows("Sessions") == [
        "1 to 7 | 1 | 1 | 0 | 0 | 0 | 0 | 0 | 0 | 0 | 0",
        "8 to 14 | 1 | 1 | 2 | 1 | 1 | 0 | 0 | 0 | 0 | 0",
        "15 to 21 | 0 | 0 | 0 | 0 | 0 | 0 | 0 | 0 | 0 | 0",
        "22 to 28 | 0 | 0 | 0 | 0 | 0 | 0 | 0 | 0 | 0 | 0",
        "29 to 30 | 0 | 0 | 2 | 0 | 0 | 0 | 1 | 0 | 0 | 1",
      ])
    let days = try report.charts("Sessions")[0]
    #expect(days.groups[1].values == [1] && days.groups[2].values == [0])
    // Of the days after the moment's, the 15th, nothing is known.
    #expect(days.groups.map(\.label) == (1...15).map(String.init))
    let weeks = try report.charts("No-shows")
    #expect(weeks[0].lines[1] == "8 to 14: 1.0 1.0 0.0")
    #expect(weeks[1].lines == ["1 to 7: -", "8 to 14: 50.0", "15 to 21: -"])
  }

  @Test func `numbing, pain and redness say of how many they are`() throws {
    let report = try report("2026-03")
    #expect(
      try report.rows("Numbing and pain") == [
        "not offered | 1 | 1 of 1 | 4.0 | 4 | not recorded",
        "accepted | 1 | 1 of 1 | 2.0 | 2 | not recorded",
      ])
    let redness = try report.section("Redness")
    #expect(
      redness.paragraphs == [
        "How long the skin was red is told at the follow-up: 1 of 2 not recorded. Mean of those "
          + "recorded: 2.0 days."
      ])
    #expect(
      try report.charts("Redness").map(\.lines) == [
        [
          "0 days: 0.0", "1 day: 0.0", "2 days: 1.0", "3 days: 0.0", "4 days: 0.0",
          "5 or more: 0.0", "not recorded: 1.0",
        ]
      ])
    #expect(
      try report.rows("Deviations") == [
        "14 | more cream, or longer, than its label allows | 2 | 1 | 1 person",
        "15 | a relative contraindication, a wash-out, or too soon after the last | 1 | 1 | 1 person",
      ])
    // HA-1 was recalled on 1 June.
    #expect(
      try report.rows("Lots used") == [
        "HA-1 | Hyaluronic acid 1.5 % | serum | 2026-04-30 | recalled | 2 | 0 | 2 | 1",
        "NC-1 | Lidocaine 4 % cream | numbing | 2027-06-30 | free | 1 | 0 | 1 | 1",
        "NE-1 | Pen cartridge, 12 pins | cartridge | 2028-01-31 | free | 2 | 0 | 2 | 1",
      ])
    // S3 had HA-1 four days after it expired.
    let may = try self.report("2026-05").section("Lots used").tables[0]
    #expect(
      may.lines[0] == "HA-1 | Hyaluronic acid 1.5 % | serum | 2026-04-30 | recalled | 1 | 1 | 1 | 1"
    )
    #expect(may.marks == [0: .deviation])
    #expect(
      try report.rows("Practitioners") == [
        "U2 | 1 | 1 | 1.00 mm | 0 | 0 | 4.0 | 0 | 0 | 0",
        "U3 | 1 | 1 | 1.50 mm | 1 | 0 | 2.0 | 0 | 0 | 3",
      ])
  }

  @Test func `a decision that nobody recorded stands as such, last`() throws {
    let rows = try report("2026-06").rows("Numbing and pain")
    #expect(
      rows == [
        "not offered | 1 | 1 of 1 | 5.0 | 5 | not recorded",
        "not recorded | 1 | 1 of 1 | 3.0 | 3 | not recorded",
      ])
    let chart = try report("2026-06", at: 104).charts("Numbing and pain")[1]
    // Its pain came in two days late.
    #expect(chart.lines == ["not offered: 5.0", "not recorded: -"])
  }

  @Test func `at an earlier moment the month is as it was known then`() throws {
    let report = try report("2026-03", at: 37)
    #expect(report.fact("sessions") == "1, of 1 client")
    #expect(try report.rows("Lots used").map { $0.split(separator: " | ")[4] } == ["free", "free"])
    #expect(
      try report.section("Redness").paragraphs == [
        "How long the skin was red is told at the follow-up: 1 of 1 not recorded."
      ])
  }

  @Test func `a month to come has its bookings, and no share of anything`() throws {
    // B1 is made by @21, in February.
    let report = try report("2026-03", at: 21)
    #expect(report.fact("so far") == "the month is still to come")
    #expect(report.fact("bookings") == "1")
    #expect(report.fact("did not come") == "0 of 0")
    #expect(try report.section("No-shows").paragraphs == ["The month is still to come."])
    #expect(try report.rows("Sessions")[1].hasSuffix("| 1"))
  }

  @Test(arguments: ["2026-01", "2025-02", "2026-12"])
  func `a month without sessions has no charts, and no figure that seems one`(
    _ month: String
  ) throws {
    let report = try report(month)
    #expect(report.fact("sessions") == "0")
    #expect(report.fact("did not come") == "0 of 0")
    for section in report.sections {
      for case .figure(let figure) in section.parts { Issue.record("\(section.title): \(figure)") }
    }
    #expect(try report.section("Sessions").paragraphs == ["No session was opened in this month."])
    #expect(report.certificate.digests.count == 11)
  }

  @Test(arguments: ["2026-13", "2026-3", "March", "2026-00", "", "2026-03-01"])
  func `what is no month is refused`(_ text: String) throws {
    let fixture = try FixtureStore.questions()
    let moment = try fixture.moment()
    let error = #expect(throws: StoreError.self) {
      try MonthReport.make(text, in: fixture.store, at: moment)
    }
    #expect(error?.kind == .badInput)
    #expect(error?.message == "cannot read '\(text)' as a month")
    #expect(error?.hint == "2026-03")
  }
}
