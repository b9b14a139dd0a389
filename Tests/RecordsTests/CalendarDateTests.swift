import Records
import Testing

@Suite struct CalendarDateTests {
  @Test(
    arguments: [
      ("1970-01-01", 0), ("1969-12-31", -1), ("2000-02-29", 11_016), ("2026-03-01", 20_513),
      ("0001-01-01", -719_162), ("9999-12-31", 2_932_896), ("1900-03-01", -25_508),
    ] as [(String, Int64)])
  func `a date is a count of days both ways`(text: String, days: Int64) throws {
    let date = try #require(CalendarDate(iso: text))
    #expect(date.days == days)
    #expect(CalendarDate(days: days).iso == text)
  }

  @Test(arguments: [
    "2026-02-30", "2026-02-29", "1900-02-29", "2100-02-29", "2026-00-10", "2026-13-01",
    "2026-04-31", "2026-01-00", "0000-01-01", "2026-1-01", "2026-01-1", "2026/01/01", "20260101",
    "", "2026-01-01 ", " 2026-01-01", "+026-01-01", "2026-01-01T", "２026-01-01",
  ])
  func `a date that does not exist is none`(text: String) {
    #expect(CalendarDate(iso: text) == nil)
  }

  @Test(arguments: ["2024-02-29", "2000-02-29", "2400-02-29", "0004-02-29"])
  func `a leap day is a date`(text: String) {
    #expect(CalendarDate(iso: text)?.iso == text)
  }

  @Test func `four centuries of days count on without a gap`() {
    var date = CalendarDate(year: 1900, month: 1, day: 1)!
    for year in 1900..<2300 {
      for month in 1...12 {
        for day in 1...CalendarDate.length(ofMonth: month, year: year) {
          let parts = date.components
          guard parts.year == year, parts.month == month, parts.day == day,
            CalendarDate(year: year, month: month, day: day) == date
          else {
            Issue.record("\(year)-\(month)-\(day) is not day \(date.days)")
            return
          }
          date.days += 1
        }
      }
    }
    #expect(date.iso == "2300-01-01")
  }

  @Test(arguments: [Int64.min, Int64.min + 1, -1 << 40, 1 << 40, Int64.max])
  func `any stored number prints without a trap`(days: Int64) {
    #expect(!CalendarDate(days: days).iso.isEmpty)
  }
}
