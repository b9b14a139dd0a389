import Clinic
import ClinicSQL
public import ClinicStore
import Records

/// A month of the clinic in figures: sessions, bookings, numbing and pain, redness, deviations, lots.
public enum MonthReport {
  /// The report of a month, `2026-03`, by the clinic's calendar.
  ///
  /// - Throws: ``StoreError`` of kind `badInput` where the text is no month.
  public static func make(
    _ month: String, in store: ClinicStore, at moment: Moment
  ) throws -> Report {
    let span = try CalendarSpan(month: month, store.zone)
    let inquiry = try Inquiry(store, at: moment)
    let sessions = try MonthSessions(of: span, inquiry)
    let bookings = try MonthBookings(of: span, inquiry)
    let numbing = try inquiry.numbing(of: span)
    let redness = try inquiry.redness(of: span)
    let register = try inquiry.adverseEvents(
      where: "r.reported_at >= :from and r.reported_at < :to", span.values)
    let log = try inquiry.row(
      "month in the log",
      """
      select
        (
          select count(*) from late_entries l
          where l.recorded_at >= :from and l.recorded_at < :to
        ) as late,
        (
          select count(*) from amendments a
          where a.recorded_at >= :from and a.recorded_at < :to
        ) as amendments
      """, span.values)
    let facts =
      period(span, moment, store.zone) + sessions.facts + bookings.facts + [
        ReportFact("late entries", "\(log.count("late"))"),
        ReportFact("amendments made", "\(log.count("amendments"))"),
      ]
    let sections = [
      sessions.section(bookings), bookings.section, numbing, redness, register,
      try inquiry.deviationsByRule(of: span), try inquiry.lotsUsed(in: span),
      try inquiry.practitioners(in: month),
    ]
    let certificate = try Certificate(
      of: "month", [month], in: store, at: moment,
      tables: [
        Client.table, Session.table, Booking.table, Product.table, Lot.table, StaffMember.table,
        SerumFact.table, AdverseEventFact.table, DeviationFact.table, AmendmentFact.table,
        LotUsageFact.table, ClinicProtocol.table,
      ], digests: inquiry.digests)
    return Report(
      name: "month", title: "Month \(month)", facts: facts, sections: sections,
      certificate: certificate)
  }

  private static func period(
    _ span: CalendarSpan, _ moment: Moment, _ zone: ClinicZone
  ) -> [ReportFact] {
    var facts = [ReportFact("days", "\(span.first.iso) to \(span.last.iso)")]
    if moment.at < span.from {
      facts.append(ReportFact("so far", "the month is still to come"))
    } else if moment.at < span.to {
      facts.append(ReportFact("so far", "the month is told up to \(zone.display(moment.at))"))
    }
    return facts
  }
}
