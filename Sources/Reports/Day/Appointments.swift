import ClinicSQL
import ClinicStore
import Records

/// The bookings of a day, and those that were once for it and were moved to another.
struct Appointments {
  /// Those that are for the day, by their times.
  let onTheDay: [BookingLine]
  /// Those that were moved away.
  let moved: [BookingLine]

  /// `5: 3 came, 1 did not come, 1 cancelled`.
  var summary: String {
    guard !onTheDay.isEmpty else { return "none recorded" }
    var parts: [String] = []
    for (status, words) in [
      ("arrived", "came"), ("no_show", "did not come"), ("cancelled", "cancelled"),
      ("turned_away", "turned away"), ("booked", "nothing recorded yet"),
    ] {
      let count = onTheDay.count { $0.status == status }
      if count > 0 { parts.append("\(count) \(words)") }
    }
    return "\(onTheDay.count): " + parts.joined(separator: ", ")
  }

  /// A row a booking.
  var section: ReportSection {
    var table = ReportTable(
      columns: [
        "time", "booking", "client", "name", "service", "with", "room", "session",
        "what became of it",
      ], rows: [], longColumns: 1)
    for booking in onTheDay {
      let time = booking.startsAt.suffix(5) + (booking.endsAt.map { "–\($0)" } ?? "")
      table.append(cells(of: booking, at: String(time), booking.outcome))
    }
    for booking in moved {
      table.append(cells(of: booking, at: "moved", "now \(booking.startsAt), \(booking.outcome)"))
    }
    guard !table.rows.isEmpty else {
      return ReportSection("Appointments", parts: [.paragraph("No appointment is recorded.")])
    }
    return ReportSection("Appointments", parts: [.table(table)])
  }

  private func cells(
    of booking: BookingLine, at time: String, _ outcome: String
  ) -> [String?] {
    let sessions = booking.sessions
    return [
      time, booking.id, booking.chart, booking.name ?? ReportFact.notRecorded, booking.service,
      booking.practitioner, booking.room,
      sessions.isEmpty ? nil : sessions.joined(separator: ", "), outcome + booking.moves,
    ]
  }
}

extension Inquiry {
  func appointments(of span: CalendarSpan) throws -> Appointments {
    let onTheDay = try bookings(
      where: "b.starts_at >= :from and b.starts_at < :to", span.values)
    let moved = try bookings(
      where: """
        not (b.starts_at >= :from and b.starts_at < :to) and exists (
          select 1 from json_each(b.time_changes) t
          where datetime(t.value ->> 'starts_at') >= :from
            and datetime(t.value ->> 'starts_at') < :to)
        """, span.values)
    return Appointments(onTheDay: onTheDay, moved: moved)
  }
}
