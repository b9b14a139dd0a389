import ClinicSQL
import ClinicStore
import EventLog
import Records

/// What the log took on a day, and where its head was at the end of it.
struct DayLog {
  /// The positions of the entries recorded on the day; nil where there are none.
  let recorded: ClosedRange<Int64>?
  /// The last position recorded by the end of the day, or by the moment if that is earlier.
  let head: Int64
  /// When that entry was recorded, by the clinic's clocks; nil before the first.
  let headRecordedAt: String?
  private let people: [(id: String, entries: Int64)]
  /// What the log held then: the line that is to be kept outside.
  private let checkpoint: Checkpoint
  /// The key that signed checkpoints then, as messages call it; nil where the log named none.
  private let key: String?

  init(of span: CalendarSpan, _ inquiry: Inquiry) throws {
    let own = try inquiry.row(
      "events of the day",
      """
      select count(*) as entries, min(e.position) as first, max(e.position) as last
      from events e
      where e.recorded_at >= :from and e.recorded_at < :to
      """, span.values)
    if let first = own.number("first"), let last = own.number("last") {
      recorded = first...last
    } else {
      recorded = nil
    }
    let end = try inquiry.row(
      "head of the log",
      """
      select
        coalesce(max(l.position), 0) as position,
        substr(local(max(l.recorded_at)), 1, 19) as recorded_at
      from (
        select e.position, e.recorded_at from events e
        where e.recorded_at < :to
        order by e.recorded_at desc
        limit 1) l
      """, ["to": .text(span.to.sql)])
    head = end.count("position")
    headRecordedAt = end.text("recorded_at")
    checkpoint = try inquiry.store.checkpoint(through: UInt64(head))
    let size = checkpoint.size
    key = try inquiry.store.checkpointKeys().entries.last { $0.position <= size }?.key.label
    people = try inquiry.rows(
      "events by person",
      """
      select e.recorded_by, count(*) as entries
      from events e
      where e.recorded_at >= :from and e.recorded_at < :to
      group by e.recorded_by
      order by e.recorded_by
      """, span.values
    ).map { ($0.text("recorded_by") ?? "", $0.count("entries")) }
  }

  /// How many entries were recorded; positions have no gaps.
  var entries: Int64 { recorded.map { $0.upperBound - $0.lowerBound + 1 } ?? 0 }

  /// `143 entries, the head @242`.
  var summary: String {
    "\(Words.count(entries, "entry", "entries")) recorded, the head @\(head)"
  }

  /// What is to be kept outside of the store: with it, a later head can be told to go on from here.
  var section: ReportSection {
    var facts = [ReportFact("recorded on this day", Words.count(entries, "entry", "entries"))]
    if let recorded {
      facts.append(ReportFact("from", "@\(recorded.lowerBound) to @\(recorded.upperBound)"))
      let by = people.map { "\($0.id) (\($0.entries))" }.joined(separator: ", ")
      facts.append(ReportFact("by", by))
    }
    facts.append(ReportFact("head at the end", "@\(head)"))
    facts.append(ReportFact("head recorded", recorded: headRecordedAt))
    if let key { facts.append(ReportFact("checkpoints signed by", key)) }
    facts.append(ReportFact("to be kept outside", KnownRoot(checkpoint).text))
    return ReportSection(
      "The log",
      note: "Whoever keeps the last line can later hold the store to it: "
        + "stipple verify --against '@… …'.",
      parts: [.facts(facts)])
  }
}
