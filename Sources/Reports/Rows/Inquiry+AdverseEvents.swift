import ClinicSQL
import Records

extension Inquiry {
  /// A section with the adverse events that answer a condition on `r`, a row of the register.
  func adverseEvents(
    where condition: String, _ values: [String: SQLValue]
  ) throws -> ReportSection {
    let rows = try rows(
      "adverse_event_register",
      """
      select
        r.adverse_event, r.session, r.client, r.kind, r.zone, r.severity, r.serious, r.state,
        substr(local(r.onset_at), 1, 10) as began_on,
        substr(local(r.reported_at), 1, 10) as reported_on, r.reported_by, r.suspects,
        substr(local(r.followed_up_at), 1, 10) as followed_up_on, r.progress, r.next_due_on,
        substr(local(r.resolved_at), 1, 10) as resolved_on, r.outcome, r.notified, r.position
      from adverse_event_register r
      where \(condition)
      order by r.reported_at, r.position
      """, values)
    guard !rows.isEmpty else {
      return ReportSection(
        "Adverse events", parts: [.paragraph("No adverse event is recorded.")])
    }
    var table = ReportTable(
      columns: [
        "adverse event", "session", "client", "began", "reported", "what", "how it went",
        "suspected",
      ], rows: [], longColumns: 3)
    for row in rows { table.append(cells(of: row)) }
    return ReportSection("Adverse events", parts: [.table(table)])
  }

  private func cells(of row: Answer) -> [String?] {
    let what = [
      row.word("kind"), row.word("zone"), row.word("severity"),
      row.isTrue("serious") ? "serious" : nil,
    ].compactMap { $0 }
    let reported = [row.text("reported_on"), row.text("reported_by")].compactMap { $0 }
    return [
      row.text("adverse_event"), row.text("session"), row.text("client"),
      row.text("began_on") ?? ReportFact.notRecorded, reported.joined(separator: ", "),
      what.joined(separator: ", "), course(of: row), suspects(of: row),
    ]
  }

  /// `open, improving 2026-03-05, next look 2026-03-09; device regulator told (F-1)`.
  private func course(of row: Answer) -> String {
    var said: String
    if let day = row.text("resolved_on") {
      said = "resolved \(day)" + (row.word("outcome").map { ", \($0)" } ?? "")
    } else if let day = row.text("followed_up_on") {
      said = "open, \(row.word("progress") ?? "followed up") \(day)"
      if let next = row.text("next_due_on") { said += ", next look \(next)" }
    } else {
      said = "open, no follow-up recorded"
    }
    for notice in row.items("notified") ?? [] {
      guard let scheme = notice["scheme"]?.plainText else { continue }
      let reference = notice["reference"]?.plainText.map { " (\($0))" } ?? ""
      said += "; \(Words.plain(scheme)) told\(reference)"
    }
    return said
  }

  private func suspects(of row: Answer) -> String {
    guard let items = row.items("suspects") else { return ReportFact.notRecorded }
    let said = items.map { item in
      (["product", "lot", "device", "cartridge"].map { key in
        item[key]?.plainText.map { "\(key) \($0)" }
      } + [item["other"]?.plainText]).compactMap { $0 }.joined(separator: " ")
    }
    return said.isEmpty ? "nothing" : said.joined(separator: ", ")
  }
}

extension JSONValue {
  /// The value of a member of an object.
  fileprivate subscript(_ key: String) -> JSONValue? {
    guard case .object(let members) = self else { return nil }
    return members.first { $0.key == key }?.value
  }

  /// The text of a string.
  fileprivate var plainText: String? { if case .string(let text) = self { text } else { nil } }
}
