import Reports
import Testing

/// The report of outcomes over everything that is recorded.
@Suite struct OutcomesReportTests {
  /// Question 8: S1 1.00 mm and 4, S2 1.50 and 2, S3 1.25 and 6, S4 0.50 and 3, S5 1.00 and 5.
  @Test func `pain stands by depth and numbing`() throws {
    let fixture = try FixtureStore.questions()
    let report = try OutcomesReport.make(in: fixture.store, at: fixture.moment())
    #expect(
      try report.rows("Pain by numbing and depth") == [
        "to 0.50 mm | not recorded | 1 | 1 of 1 | 3.0 | 3 | 0 of 1 | not recorded",
        "0.51 to 1.00 mm | not offered | 2 | 2 of 2 | 4.5 | 5 | 1 of 2 | 2.0",
        "1.01 to 1.50 mm | declined | 1 | 1 of 1 | 6.0 | 6 | 0 of 1 | not recorded",
        "1.01 to 1.50 mm | accepted | 1 | 1 of 1 | 2.0 | 2 | 0 of 1 | not recorded",
      ])
    let chart = try report.charts("Pain by numbing and depth")[0]
    #expect(chart.series == ["not offered", "declined", "accepted", "not recorded"])
    #expect(
      chart.lines == [
        "to 0.50 mm: - - - 3.0", "0.51 to 1.00 mm: 4.5 - - -", "1.01 to 1.50 mm: - 6.0 2.0 -",
      ])
    #expect(report.fact("courses") == "2: 0 completed, 0 abandoned, 2 going on")
    #expect(report.fact("courses with an outcome") == "0 of 2 (0.0 %)")
    #expect(
      try report.section("Satisfaction").paragraphs == ["No satisfaction is recorded."])
    #expect(
      try report.section("Redness").paragraphs == [
        "How long the skin was red is told at the follow-up: 4 of 5 not recorded. Mean of those "
          + "recorded: 2.0 days."
      ])
  }

  @Test func `a store with nothing in it has outcomes of nothing`() throws {
    let fixture = try FixtureStore.questions(first: 1)
    let report = try OutcomesReport.make(in: fixture.store, at: fixture.moment())
    #expect(report.fact("courses") == "0: 0 completed, 0 abandoned, 0 going on")
    #expect(report.fact("sessions") == "0, 0 of them needled")
    #expect(report.fact("completed courses with an outcome") == "no course is completed")
    for section in report.sections { #expect(section.paragraphs.count == 1, "\(section.title)") }
  }
}
