import ClinicSQL
import ClinicStore
import Records

extension Inquiry {
  /// A section with the aftercare calls that were still to be made at the end of the day, or are at
  /// the moment if that is earlier: the client was neither reached nor seen again by then.
  func callsDue(by span: CalendarSpan) throws -> ReportSection {
    var values = span.values
    values["day"] = .text(span.first.iso)
    values["end"] = .text(min(span.to, moment.at).sql)
    let rows = try rows("calls due", Self.callsDue, values)
    let open = rows.filter { !$0.isTrue("was_over") }
    let over = rows.filter { $0.isTrue("was_over") }.compactMap { $0.text("session") }
    var parts: [ReportPart] = []
    if open.isEmpty {
      parts.append(.paragraph("No call in its time was left to be made."))
    } else {
      var table = ReportTable(
        columns: ["session", "client", "name", "by", "from", "until", "attempts"], rows: [],
        longColumns: 0)
      for row in open {
        table.append([
          row.text("session"), row.text("chart"), row.text("name") ?? ReportFact.notRecorded,
          row.text("practitioner"), row.text("due_from") ?? "no window in force",
          row.text("due_to"), row.text("attempts"),
        ])
      }
      parts.append(.table(table))
    }
    if !over.isEmpty {
      let calls = Words.count(over.count, "more call was", "more calls were")
      parts.append(
        .paragraph("\(calls) never made in time: \(over.joined(separator: ", "))."))
    }
    return ReportSection("Calls left to be made", parts: parts)
  }

  /// As the view `due_calls` has it, at the end of a day instead of at the moment.
  private static let callsDue = """
    with edition as materialized (
      select since, until, call_from_hours, call_to_hours from protocol_editions
    )
    select
      t.session, t.chart, t.name as "name†", t.practitioner, t.attempts,
      substr(local(t.due_from), 1, 16) as due_from, substr(local(t.due_to), 1, 16) as due_to,
      t.due_to is not null and t.due_to < :from as was_over
    from (
      select
        s.id as session, s.client, coalesce(h.chart, s.client) as chart, c.name, s.practitioner,
        coalesce(s.closed_at, s.last_pass_at) as ended_at,
        datetime(coalesce(s.closed_at, s.last_pass_at), '+' || e.call_from_hours || ' hours')
          as due_from,
        datetime(coalesce(s.closed_at, s.last_pass_at), '+' || e.call_to_hours || ' hours')
          as due_to,
        (
          select count(*) from calls a where a.session = s.id and a.occurred_at < :end
        ) as attempts
      from sessions s
      left join charts h on h.client = s.client
      left join clients c on c.id = h.chart
      left join edition e on e.since <= :end and (e.until is null or :end < e.until)
      where s.first_pass_at is not null
        and (s.call_reached_at is null or s.call_reached_at >= :end)
        and (s.follow_up_at is null or s.follow_up_at >= :end)
    ) t
    where t.ended_at < :end and (t.due_from is null or date(local(t.due_from)) <= :day)
      and not exists (
        with recursive own(id) as (
          select t.chart
          union
          select m.id from own join clients m on m.merged_into = own.id
        )
        select 1 from sessions n
        where n.client in (select id from own) and n.opened_at > t.ended_at
          and n.opened_at < :end
      )
    order by t.due_to, t.session
    """
}
