import ClinicSQL
import Records

/// The bookings that were for a month, by its days, and what became of them.
struct MonthBookings {
  /// What became of a booking.
  enum Outcome: Int, CaseIterable {
    case came, didNotCome, turnedAway, cancelledByClient, cancelledByClinic, nothing, toCome

    var words: String {
      switch self {
      case .came: "came"
      case .didNotCome: "did not come"
      case .turnedAway: "turned away"
      case .cancelledByClient: "cancelled by client"
      case .cancelledByClinic: "cancelled by clinic"
      case .nothing: "not recorded"
      case .toCome: "to come"
      }
    }
  }

  private let span: CalendarSpan
  /// The clinic's day of the moment, after which nothing can be known.
  private let today: CalendarDate
  private var days: [CalendarDate: [Outcome: Int64]] = [:]

  init(of span: CalendarSpan, _ inquiry: Inquiry) throws {
    self.span = span
    today = inquiry.today
    let rows = try inquiry.rows(
      "bookings",
      """
      select
        date(local(b.starts_at)) as day, b.status, b.cancelled_by, b.starts_at > :at as to_come,
        count(*) as bookings
      from bookings b
      where b.made_at is not null and b.starts_at >= :from and b.starts_at < :to
      group by 1, 2, 3, 4
      order by 1, 2, 3, 4
      """, span.values)
    for row in rows {
      guard let day = row.text("day").flatMap({ CalendarDate(iso: $0) }) else { continue }
      days[day, default: [:]][Self.outcome(row), default: 0] += row.count("bookings")
    }
  }

  private static func outcome(_ row: Answer) -> Outcome {
    switch row.text("status") {
    case "arrived": .came
    case "no_show": .didNotCome
    case "turned_away": .turnedAway
    case "cancelled": row.text("cancelled_by") == "clinic" ? .cancelledByClinic : .cancelledByClient
    default: row.isTrue("to_come") ? .toCome : .nothing
    }
  }

  /// What became of the bookings of those days.
  func total(_ week: ClosedRange<CalendarDate>) -> [Outcome: Int64] {
    var total: [Outcome: Int64] = [:]
    for number in week.lowerBound.days...week.upperBound.days {
      for (outcome, count) in days[CalendarDate(days: number)] ?? [:] {
        total[outcome, default: 0] += count
      }
    }
    return total
  }

  /// What each of ``cells(_:)`` counts.
  static var columns: [String] { Outcome.allCases.map(\.words) }

  func cells(_ week: ClosedRange<CalendarDate>) -> [String?] {
    let total = total(week)
    return Outcome.allCases.map { "\(total[$0] ?? 0)" }
  }

  /// The month in a few figures: of those that came to their time, how many did not come.
  var facts: [ReportFact] {
    let month = total(span.first...span.last)
    let all = month.values.reduce(0, +)
    let cancelled = (month[.cancelledByClient] ?? 0) + (month[.cancelledByClinic] ?? 0)
    return [
      ReportFact("bookings", "\(all)"),
      ReportFact(
        "did not come", Words.share(month[.didNotCome] ?? 0, of: cameToTheirTime(month))),
      ReportFact("cancelled", Words.share(cancelled, of: all)),
    ]
  }

  private func cameToTheirTime(_ total: [Outcome: Int64]) -> Int64 {
    (total[.came] ?? 0) + (total[.didNotCome] ?? 0) + (total[.turnedAway] ?? 0)
  }

  /// Charts of who did not come and of the share that it is, by week.
  var section: ReportSection {
    let month = total(span.first...span.last)
    guard !month.isEmpty else {
      return ReportSection("No-shows", parts: [.paragraph("No booking was for this month.")])
    }
    let weeks = span.weeks.filter { $0.lowerBound <= today }
    guard !weeks.isEmpty else {
      return ReportSection("No-shows", parts: [.paragraph("The month is still to come.")])
    }
    let counts = BarChart(
      title: "Bookings by week", unit: "bookings",
      series: ["came", "did not come", "cancelled"],
      groups: weeks.map { week in
        let total = total(week)
        let cancelled = (total[.cancelledByClient] ?? 0) + (total[.cancelledByClinic] ?? 0)
        return BarChart.Group(
          week.label,
          [
            Double((total[.came] ?? 0) + (total[.turnedAway] ?? 0)),
            Double(total[.didNotCome] ?? 0), Double(cancelled),
          ])
      })
    let shares = BarChart(
      title: "Share that did not come, by week", unit: "%", series: ["did not come"],
      groups: weeks.map { week in
        let total = total(week)
        let of = cameToTheirTime(total)
        let share = of == 0 ? nil : Double(total[.didNotCome] ?? 0) * 100 / Double(of)
        return BarChart.Group(week.label, [share])
      }, decimals: 1)
    return ReportSection(
      "No-shows",
      note: "A share is of the bookings that came to their time: the client came, was turned away, "
        + "or did not come.",
      parts: [.figure(.bars(counts)), .figure(.bars(shares))])
  }
}
