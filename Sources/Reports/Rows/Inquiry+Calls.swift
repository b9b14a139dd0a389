import ClinicSQL
import Records

/// What a list of calls is of, which it then need not say in every row.
enum CallList {
  case client, day
}

extension Inquiry {
  /// A section with the calls and follow-ups that answer a condition on `c`.
  func calls(
    where condition: String, _ values: [String: SQLValue], of list: CallList
  ) throws -> ReportSection {
    let calls = try rows(
      "calls",
      """
      select
        c.position, c.session, coalesce(h.chart, c.client) as chart, c.channel, c.outcome,
        c.redness, c.swelling, c.pain, c.flags, c.sun_avoided, c.escalate, c.performed_by,
        c.occurred_at as sorted_at, substr(local(c.occurred_at), 1, 16) as occurred_at
      from calls c
      left join charts h on h.client = c.client
      where \(condition)
      order by c.occurred_at, c.position, c.ordinal
      """, values
    ).map { (row: $0, cells: callCells($0, list)) }
    let followUps = try rows(
      "follow_ups",
      """
      select
        c.position, c.session, coalesce(h.chart, c.client) as chart, c.weeks_after,
        c.downtime_days, c.findings as "findings†", c.performed_by, c.occurred_at as sorted_at,
        substr(local(c.occurred_at), 1, 16) as occurred_at
      from follow_ups c
      left join charts h on h.client = c.client
      where \(condition)
      order by c.occurred_at, c.position, c.ordinal
      """, values
    ).map { (row: $0, cells: followUpCells($0, list)) }
    let all = (calls + followUps).sorted {
      ($0.row.text("sorted_at") ?? "", $0.row.count("position"))
        < ($1.row.text("sorted_at") ?? "", $1.row.count("position"))
    }
    let title = "Calls and follow-ups"
    guard !all.isEmpty else {
      return ReportSection(
        title, parts: [.paragraph("No call and no follow-up is recorded.")])
    }
    let leading =
      switch list {
      case .client: ["when", "session"]
      case .day: ["time", "session", "client"]
      }
    let table = ReportTable(
      columns: ["entry"] + leading + ["by", "what", "what was told"], rows: all.map(\.cells),
      longColumns: 1)
    return ReportSection(title, parts: [.table(table)])
  }

  private func cells(
    _ row: Answer, _ what: String, _ told: String?, _ list: CallList
  ) -> [String?] {
    let when = row.text("occurred_at") ?? ReportFact.notRecorded
    let leading: [String?] =
      switch list {
      case .client: [when, row.text("session")]
      case .day: [String(when.suffix(5)), row.text("session"), row.text("chart")]
      }
    return ["@\(row.count("position"))"] + leading + [row.text("performed_by"), what, told]
  }

  private func callCells(_ row: Answer, _ list: CallList) -> [String?] {
    let what = "\(row.word("channel") ?? "call"), \(row.word("outcome") ?? "")"
    guard row.text("outcome") == "reached" else { return cells(row, what, nil, list) }
    func score(_ column: String, of most: Int) -> String {
      "\(column) " + (row.number(column).map { "\($0) of \(most)" } ?? ReportFact.notRecorded)
    }
    var told = [score("redness", of: 3), score("swelling", of: 3), score("pain", of: 10)]
    let flags = (row.texts("flags") ?? []).compactMap { $0.map(Words.plain) }
    if !flags.isEmpty { told.append("signs: \(flags.joined(separator: ", "))") }
    if let avoided = row.number("sun_avoided") {
      told.append(avoided == 0 ? "sun not avoided" : "sun avoided")
    }
    switch row.text("escalate") {
    case "review": told.append("for review")
    case "urgent": told.append("urgent")
    default: break
    }
    return cells(row, what, told.joined(separator: ", "), list)
  }

  private func followUpCells(_ row: Answer, _ list: CallList) -> [String?] {
    let weeks = row.number("weeks_after").map {
      ", \(Words.count($0, "week", "weeks")) after"
    }
    let red = row.number("downtime_days").map(Words.days) ?? ReportFact.notRecorded
    let findings = row.text("findings").map { "; \($0)" } ?? ""
    return cells(row, "follow-up" + (weeks ?? ""), "red for: \(red)\(findings)", list)
  }
}
