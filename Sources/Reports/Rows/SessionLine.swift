import ClinicSQL
import Records

/// A session in a line: when, by whom, where, how deep, numbing, pain, serum lots, and what followed.
struct SessionLine {
  /// The session's id.
  let id: String
  /// The chart that its client's record goes on in, merged charts followed.
  let chart: String
  /// When it was opened, by the clinic's clocks.
  let openedAt: String
  /// Its practitioner.
  let practitioner: String
  /// Whether a pass was made.
  let isNeedled: Bool
  /// Whether it was given up before the first pass, and so counts for no course or interval.
  var isGivenUp: Bool { row.text("abandoned_at") != nil && !isNeedled }

  private let row: Answer

  init(_ row: Answer) {
    self.row = row
    id = row.text("session") ?? ""
    chart = row.text("chart") ?? ReportFact.notRecorded
    openedAt = row.text("opened_at") ?? ReportFact.notRecorded
    practitioner = row.text("practitioner") ?? ReportFact.notRecorded
    isNeedled = row.isTrue("needled")
  }

  /// The day that it was opened on.
  var openedOn: String { String(openedAt.prefix(10)) }
  /// The same as a date.
  var day: CalendarDate? { CalendarDate(iso: openedOn) }
  /// When it was closed or given up; nil where it was neither.
  var endedAt: String? { row.text("ended_at") }
  /// How it stands, in a word.
  var status: String { row.word("status") ?? ReportFact.notRecorded }
  /// Its place in its course as it was written down.
  var ordinal: Int64? { row.number("ordinal") }
  /// How many deviations stand in its entries.
  var deviations: Int64 { row.count("deviations") }

  /// The zones that were needled.
  var zones: String {
    guard isNeedled else { return "no pass" }
    guard let zones = row.texts("zones"), !zones.isEmpty else { return ReportFact.notRecorded }
    return zones.compactMap { $0.map(Words.plain) }.joined(separator: ", ")
  }

  /// From when to when, the day being known: `09:33–10:09`.
  var time: String {
    guard let endedAt else { return "\(openedAt.suffix(5)), end not recorded" }
    let end = endedAt.prefix(10) == openedOn ? String(endedAt.suffix(5)) : endedAt
    return "\(openedAt.suffix(5))–\(end)"
  }

  /// The deepest pass; nil where none was made.
  var deepest: String? { row.millimetres("max_depth_mm") }

  /// What was decided on numbing.
  var numbing: String { row.word("numbing_decision") ?? ReportFact.notRecorded }

  /// The pain while needling, `4 of 10`; nil where nothing was needled.
  var pain: String? {
    guard isNeedled else { return nil }
    return row.number("pain_needling").map { "\($0) of 10" } ?? ReportFact.notRecorded
  }

  /// The lots of its serums.
  var serumLots: String {
    guard let lots = row.texts("serum_lots"), !lots.isEmpty else { return "no serum recorded" }
    return lots.map { $0 ?? "lot not recorded" }.joined(separator: ", ")
  }

  /// For how many days the skin was red; nil where nothing was needled.
  var redness: String? {
    guard isNeedled else { return nil }
    return row.number("downtime_days").map(Words.days) ?? ReportFact.notRecorded
  }

  /// What is to be noticed of it; nil where nothing is.
  var notes: String? {
    var notes: [String] = []
    if row.text("abandoned_at") != nil {
      notes.append("given up" + (row.word("abandoned_step").map { " at \($0)" } ?? ""))
    } else if endedAt == nil {
      notes.append(status)
    }
    let adverse = row.count("adverse_events")
    if adverse > 0 { notes.append(Words.count(adverse, "adverse event", "adverse events")) }
    if deviations > 0 { notes.append(Words.count(deviations, "deviation", "deviations")) }
    let amended = row.count("amended")
    if amended > 0 { notes.append("amended \(Words.count(amended, "time", "times"))") }
    return notes.isEmpty ? nil : notes.joined(separator: "; ")
  }

  /// How its row stands out.
  var mark: RowMark {
    var mark: RowMark = []
    if row.count("amended") > 0 { mark.insert(.amended) }
    if deviations > 0 { mark.insert(.deviation) }
    return mark
  }
}

extension Inquiry {
  /// The sessions that answer a condition on `s`, by when they were opened.
  func sessions(where condition: String, _ values: [String: SQLValue]) throws -> [SessionLine] {
    try rows(
      "sessions",
      """
      select
        s.id as session, coalesce(h.chart, s.client) as chart, s.course, s.ordinal,
        s.practitioner, s.status, substr(local(s.opened_at), 1, 16) as opened_at,
        substr(local(coalesce(s.closed_at, s.abandoned_at)), 1, 16) as ended_at,
        s.abandoned_at, s.abandoned_step, s.first_pass_at is not null as needled, s.zones,
        s.max_depth_mm, s.numbing_decision, s.numbing_reason, s.pain_needling, s.downtime_days,
        s.amended, s.adverse_events,
        (
          select json_group_array(lot)
          from (select distinct v.lot from serums v where v.session = s.id order by v.lot)
        ) as serum_lots,
        (
          select count(*) from deviations d where d.session = s.id and not d.struck
        ) as deviations
      from sessions s
      left join charts h on h.client = s.client
      where s.opened_at is not null and (\(condition))
      order by s.opened_at, s.id
      """, values
    ).map(SessionLine.init)
  }
}
