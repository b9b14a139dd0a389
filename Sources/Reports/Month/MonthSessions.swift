import ClinicSQL
import Records

/// The sessions opened in a month, by its days and weeks.
struct MonthSessions {
  private struct Day {
    var sessions: Int64 = 0
    var needled: Int64 = 0
    var charts: Set<String> = []
  }

  private let span: CalendarSpan
  /// The clinic's day of the moment, after which nothing can be known.
  private let today: CalendarDate
  private var days: [CalendarDate: Day] = [:]
  private let newClients: Int64

  init(of span: CalendarSpan, _ inquiry: Inquiry) throws {
    self.span = span
    today = inquiry.today
    let rows = try inquiry.rows(
      "sessions",
      """
      select
        s.id as session, date(local(s.opened_at)) as day, coalesce(h.chart, s.client) as chart,
        s.first_pass_at is not null as needled
      from sessions s
      left join charts h on h.client = s.client
      where s.opened_at >= :from and s.opened_at < :to
      order by s.opened_at, s.id
      """, span.values)
    for row in rows {
      guard let day = row.text("day").flatMap({ CalendarDate(iso: $0) }) else { continue }
      days[day, default: Day()].sessions += 1
      if row.isTrue("needled") { days[day, default: Day()].needled += 1 }
      if let chart = row.text("chart") { days[day, default: Day()].charts.insert(chart) }
    }
    newClients = try inquiry.row(
      "clients registered",
      """
      select count(*) as clients from clients c
      where c.registered_at >= :from and c.registered_at < :to and c.merged_into is null
      """, span.values
    ).count("clients")
  }

  private func total(_ week: ClosedRange<CalendarDate>) -> Day {
    var total = Day()
    for number in week.lowerBound.days...week.upperBound.days {
      guard let day = days[CalendarDate(days: number)] else { continue }
      total.sessions += day.sessions
      total.needled += day.needled
      total.charts.formUnion(day.charts)
    }
    return total
  }

  /// The month in a few figures.
  var facts: [ReportFact] {
    let month = total(span.first...span.last)
    var sessions = "\(month.sessions)"
    if month.sessions > 0 {
      sessions += ", of \(Words.count(month.charts.count, "client", "clients"))"
    }
    if month.needled < month.sessions {
      sessions += ", \(month.sessions - month.needled) without a pass"
    }
    return [
      ReportFact("sessions", sessions), ReportFact("new clients", "\(newClients)"),
    ]
  }

  /// A chart by day, and a table by week with what became of the bookings.
  func section(_ bookings: MonthBookings) -> ReportSection {
    var table = ReportTable(
      columns: ["week", "sessions", "clients", "bookings"] + MonthBookings.columns, rows: [],
      longColumns: 0)
    for week in span.weeks {
      let total = total(week)
      table.append(
        [
          week.label, "\(total.sessions)", "\(total.charts.count)",
          "\(bookings.total(week).values.reduce(0, +))",
        ] + bookings.cells(week))
    }
    var parts: [ReportPart] = [.table(table)]
    if days.isEmpty {
      parts.insert(.paragraph("No session was opened in this month."), at: 0)
    } else {
      parts.insert(.figure(.bars(chart)), at: 0)
    }
    return ReportSection(
      "Sessions", note: "By the day on which they were opened; weeks begin on Monday.",
      parts: parts)
  }

  private var chart: BarChart {
    BarChart(
      title: "Sessions by day of the month", unit: "sessions", series: ["sessions"],
      // Of a day that is to come nothing is known, which is not the same as none.
      groups: span.days.filter { $0 <= today }.map { day in
        BarChart.Group(String(day.components.day), [Double(days[day]?.sessions ?? 0)])
      })
  }
}

extension ClosedRange<CalendarDate> {
  /// `2 to 8`, or `1`: the days of the month.
  var label: String {
    let (first, last) = (lowerBound.components.day, upperBound.components.day)
    return first == last ? "\(first)" : "\(first) to \(last)"
  }
}
