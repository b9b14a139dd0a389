import Clinic
import ClinicSQL
import ClinicStore
import Records

extension Inquiry {
  /// A section with the deviations of a month's entries by rule.
  func deviationsByRule(of span: CalendarSpan) throws -> ReportSection {
    let rows = try rows(
      "deviations by rule",
      """
      select
        d.rule, count(*) as deviations, count(distinct d.session) as sessions,
        count(distinct d.authorised_by) as people
      from deviations d
      where not d.struck and d.occurred_at >= :from and d.occurred_at < :to
      group by d.rule
      order by d.rule
      """, span.values)
    guard !rows.isEmpty else {
      return ReportSection("Deviations", parts: [.paragraph("No deviation is recorded.")])
    }
    var table = ReportTable(
      columns: ["rule", "what it is", "deviations", "sessions", "authorised by"], rows: [],
      longColumns: 0)
    for row in rows {
      let rule = row.count("rule")
      table.append([
        "\(rule)", RuleWords.title(rule), "\(row.count("deviations"))",
        "\(row.count("sessions"))",
        Words.count(row.count("people"), "person", "people"),
      ])
    }
    let all = rows.reduce(0) { $0 + $1.count("deviations") }
    return ReportSection(
      "Deviations", note: "\(all) in all, of entries that stand.", parts: [.table(table)])
  }

  /// A section with the lots that a month's entries name.
  func lotsUsed(in span: CalendarSpan) throws -> ReportSection {
    let rows = try rows(
      "lot_usage",
      """
      select
        u.lot, u.role, l.product, l.expires_on, p.name, count(*) as uses,
        count(distinct u.session) as sessions,
        count(distinct coalesce(h.chart, u.client)) as clients,
        json_group_array(u.occurred_at) as times
      from lot_usage u
      left join lots l on l.id = u.lot
      left join products p on p.id = l.product
      left join charts h on h.client = u.client
      where u.lot is not null and not u.struck and u.role not in ('suspect', 'recall')
        and u.occurred_at >= :from and u.occurred_at < :to
      group by u.lot, u.role
      order by u.lot, u.role
      """, span.values)
    let nameless = try row(
      "serums without lot",
      """
      select count(*) as serums from serums v
      where v.lot is null and v.occurred_at >= :from and v.occurred_at < :to
      """, span.values
    ).count("serums")
    var parts: [ReportPart] = []
    if nameless > 0 {
      let serums = Words.count(nameless, "serum was", "serums were")
      parts.append(.paragraph("\(serums) put on without a lot being recorded."))
    }
    guard !rows.isEmpty else {
      return ReportSection(
        "Lots used", parts: parts + [.paragraph("No entry of this month names a lot.")])
    }
    var table = ReportTable(
      columns: [
        "lot", "product", "as", "expires", "now", "uses", "when not free", "sessions", "clients",
      ], rows: [], longColumns: 0)
    let lots = try states(of: rows.compactMap { $0.text("lot") })
    for row in rows {
      let id = row.text("lot") ?? ""
      let lot = lots[id]
      let wrong = (row.texts("times") ?? []).filter { time in
        guard let lot, let used = time.flatMap(Instant.init(sql:)) else { return false }
        return lot.standing(at: used, zone: zone) != "free"
      }.count
      table.append(
        [
          id, row.text("name") ?? row.text("product") ?? ReportFact.notRecorded,
          row.word("role"), row.text("expires_on") ?? ReportFact.notRecorded,
          lot?.standing(at: moment.at, zone: zone) ?? ReportFact.notRecorded,
          "\(row.count("uses"))", "\(wrong)", "\(row.count("sessions"))",
          "\(row.count("clients"))",
        ], mark: wrong > 0 ? .deviation : [])
    }
    return ReportSection(
      "Lots used",
      note: "Not free: expired, quarantined, recalled, disposed of or not yet received when used.",
      parts: parts + [.table(table)])
  }

  private func states(of lots: [String]) throws -> [String: Lot] {
    try store.atOneMoment(moment) { snapshot in
      var states: [String: Lot] = [:]
      for id in lots { states[id] = try snapshot.state(Lot.self, id) }
      return states
    }
  }

  /// A section with what each practitioner did in a month.
  func practitioners(in month: String) throws -> ReportSection {
    let rows = try rows(
      "practitioner_activity",
      """
      select
        a.practitioner, a.role, a.sessions, a.clients, a.max_depth_mm, a.numbing_accepted,
        a.numbing_undecided, a.mean_pain, a.abandoned, a.adverse_events, a.deviations
      from practitioner_activity a
      where a.month = :month
      order by a.practitioner
      """, ["month": .text(month)])
    guard !rows.isEmpty else {
      return ReportSection("Practitioners", parts: [.paragraph("No session was opened.")])
    }
    var table = ReportTable(
      columns: [
        "practitioner", "sessions", "clients", "deepest", "numbed", "no decision", "mean pain",
        "given up", "adverse events", "deviations",
      ], rows: [], longColumns: 0)
    for row in rows {
      table.append([
        row.text("practitioner"), "\(row.count("sessions"))", "\(row.count("clients"))",
        row.millimetres("max_depth_mm") ?? "no pass", "\(row.count("numbing_accepted"))",
        "\(row.count("numbing_undecided"))",
        row.real("mean_pain").map { Words.decimal($0) } ?? ReportFact.notRecorded,
        "\(row.count("abandoned"))", "\(row.count("adverse_events"))",
        "\(row.count("deviations"))",
      ])
    }
    return ReportSection("Practitioners", parts: [.table(table)])
  }
}

extension Instant {
  /// Reads UTC as SQL shows it: `2026-03-01 10:05:00`.
  fileprivate init?(sql text: String) {
    self.init(rfc3339: String(text.map { $0 == " " ? "T" : $0 }) + "Z")
  }
}
