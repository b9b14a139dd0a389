import ClinicSQL
import Records

/// A booking in a line: when, for whom, and what became of it.
struct BookingLine {
  /// The booking's id.
  let id: String
  /// When it is now to begin, by the clinic's clocks.
  let startsAt: String
  /// The chart that its client's record goes on in, merged charts followed.
  let chart: String

  private let row: Answer

  init(_ row: Answer) {
    self.row = row
    id = row.text("booking") ?? ""
    startsAt = row.text("starts_at") ?? ReportFact.notRecorded
    chart = row.text("chart") ?? ReportFact.notRecorded
  }

  /// The client's name.
  ///
  /// Personal.
  var name: String? { row.text("name") }
  /// Where it stands, as a word of the schema.
  var status: String? { row.text("status") }
  /// When it is to end, the time alone.
  var endsAt: String? { row.text("ends_at") }
  /// What it is for.
  var service: String? { row.text("service") }
  /// With whom it is.
  var practitioner: String? { row.text("practitioner") }
  /// Where it is.
  var room: String? { row.text("room") }
  /// The sessions that were held of it.
  var sessions: [String] { (row.texts("sessions") ?? []).compactMap { $0 } }

  /// What became of it, in words: `came 09:25`; the day is named where it is another.
  var outcome: String {
    let at =
      row.text("status_at").map { time in
        " " + (time.prefix(10) == startsAt.prefix(10) ? String(time.suffix(5)) : time)
      } ?? ""
    switch row.text("status") {
    case "booked":
      return row.isTrue("to_come") ? "to come" : "its time is past, and nothing is recorded"
    case "arrived": return "came\(at)"
    case "no_show":
      return "did not come" + (row.number("grace_minutes").map { ", waited \($0) min" } ?? "")
    case "cancelled":
      return "cancelled" + (row.word("cancelled_by").map { " by the \($0)" } ?? "") + at
    case "turned_away": return "turned away\(at)"
    default: return row.word("status") ?? ReportFact.notRecorded
    }
  }

  /// How many reminders were sent.
  var reminders: Int64 { row.count("reminders") }

  /// What is to be added of how often it was moved; empty where it never was.
  var moves: String {
    let moves = row.count("reschedules")
    return moves == 0 ? "" : "; moved \(Words.count(moves, "time", "times"))"
  }

  /// Whether it stood when its time came: the client came, was turned away, or did not come.
  var hasComeToItsTime: Bool {
    ["arrived", "no_show", "turned_away"].contains(status)
  }
}

extension Inquiry {
  /// The bookings that answer a condition on `b`, by when they are to begin.
  func bookings(where condition: String, _ values: [String: SQLValue]) throws -> [BookingLine] {
    try rows(
      "bookings",
      """
      select
        b.id as booking, coalesce(h.chart, b.client) as chart, c.name as "name†", b.service,
        b.practitioner, b.room, b.status, b.cancelled_by, b.grace_minutes, b.reminders,
        b.reschedules, b.starts_at > :at as to_come,
        substr(local(b.starts_at), 1, 16) as starts_at,
        substr(local(b.ends_at), 12, 5) as ends_at,
        substr(local(b.status_at), 1, 16) as status_at,
        (
          select json_group_array(id)
          from (
            select s.id from sessions s
            where s.booking = b.id and s.opened_at is not null
            order by s.opened_at, s.id
          )
        ) as sessions
      from bookings b
      left join charts h on h.client = b.client
      left join clients c on c.id = h.chart
      where b.made_at is not null and (\(condition))
      order by b.starts_at, b.id
      """, values
    ).map(BookingLine.init)
  }
}
