import Clinic
import ClinicStore
import Records

extension ClientCharts {
  /// What is to be known before the client is treated, as it was in force at the moment.
  ///
  /// - Parameter consentDays: for how many days a consent to treatment is taken.
  func inForce(at moment: Moment, _ zone: ClinicZone, _ consentDays: Int64?) -> ReportSection {
    let today = zone.date(moment.at)
    var facts = contraindications(at: moment.at, on: today, zone)
    let told = clients.filter { $0.historyAt != nil }
    for client in told { facts += history(of: client, isOnlyOne: told.count == 1, zone) }
    if told.isEmpty {
      facts.append(ReportFact("medical history", recorded: nil))
      facts.append(ReportFact("allergies", recorded: nil))
    }
    facts.append(ReportFact("patch test", recorded: patchTest(at: moment.at, zone)))
    facts.append(ReportFact("skin", recorded: skin))
    return ReportSection(
      "In force on \(today.iso)",
      parts: [.facts(facts), .table(consents(at: moment.at, on: today, zone, consentDays))])
  }

  private func contraindications(
    at moment: Instant, on today: CalendarDate, _ zone: ClinicZone
  ) -> [ReportFact] {
    var last: [ContraindicationPeriod] = []
    for code in ContraindicationCode.allCases {
      let periods = clients.flatMap { $0.contraindicationPeriods ?? [] }
        .filter { $0.code == code && $0.from <= moment }
      if let period = periods.max(by: { ($0.from, $0.position) < ($1.from, $1.position) }) {
        last.append(period)
      }
    }
    // One with an end date holds through that day.
    let open = last.filter { $0.state == .found && ($0.until.map { today <= $0 } ?? true) }
    guard !open.isEmpty else {
      let wasAsked = clients.contains { $0.historyAt != nil } || !last.isEmpty
      return [ReportFact("contraindications", recorded: wasAsked ? "none open" : nil)]
    }
    return open.map { period in
      var text = Words.plain(period.code)
      if let severity = period.severity { text += ", \(Words.plain(severity))" }
      text += ", found \(zone.date(period.from).iso)"
      if let until = period.until { text += ", until \(until.iso)" }
      return ReportFact("contraindication", text)
    }
  }

  /// The history in one chart, under the chart's name where there are several.
  private func history(
    of client: Client, isOnlyOne: Bool, _ zone: ClinicZone
  ) -> [ReportFact] {
    func label(_ text: String) -> String {
      isOnlyOne ? text : "\(text), chart \(client.id)"
    }
    var taken = client.historyAt.map { "taken \(zone.date($0).iso)" } ?? ReportFact.notRecorded
    if let form = client.historyForm { taken += ", form \(form)" }
    if let confirmed = client.historyConfirmedAt {
      taken += ", confirmed \(zone.date(confirmed).iso)"
    }
    if isOnlyOne, client.id != chart { taken += ", in chart \(client.id)" }
    let conditions = client.conditions ?? []
    var facts = [
      ReportFact(label("medical history"), taken),
      ReportFact(label("allergies"), (client.allergies ?? []).inWords),
      ReportFact(label("medication"), (client.medications ?? []).inWords),
      ReportFact(
        label("conditions"), conditions.isEmpty ? "none" : conditions.joined(separator: ", ")),
      ReportFact(label("pregnancy"), recorded: client.pregnancy.map(Words.pregnancy)),
      ReportFact(label("cold sores"), recorded: client.coldSores.map { $0 ? "yes" : "no" }),
      ReportFact(label("keloid"), recorded: client.keloid.map { $0 ? "yes" : "no" }),
    ]
    func add(_ name: String, _ text: String?) {
      if let text { facts.append(ReportFact(label(name), text)) }
    }
    add("isotretinoin", client.isotretinoinStoppedOn.map { "stopped \($0.iso)" })
    add("retinoid", client.retinoidLastOn.map { "last \($0.iso)" })
    add("strong sun", client.sunLastOn.map { "last \($0.iso)" })
    add(
      "home roller",
      client.homeRollerMm.map { needle in
        "\(needle) mm" + (client.homeRollerLastOn.map { ", last \($0.iso)" } ?? "")
      })
    return facts
  }

  private func patchTest(at moment: Instant, _ zone: ClinicZone) -> String? {
    patchTest(at: moment).map { test in
      let result = test.result.map(Words.plain) ?? "not read"
      return
        "lot \(test.lot), \(Words.plain(test.site)), \(zone.date(test.appliedAt).iso), \(result)"
    }
  }

  private var skin: String? {
    let last = clients.filter { $0.skinAssessedAt != nil }
      .max { ($0.skinAssessedAt ?? .distantPast) < ($1.skinAssessedAt ?? .distantPast) }
    return last?.fitzpatrick.map { type in
      let concerns = last?.concerns ?? []
      let wanted = concerns.isEmpty ? "" : ", wants \(Words.commas(concerns))"
      return "Fitzpatrick \(Words.plain(type))\(wanted)"
    }
  }

  /// Every kind of consent with the last that was said of it; of one never asked for, that.
  private func consents(
    at moment: Instant, on today: CalendarDate, _ zone: ClinicZone, _ days: Int64?
  ) -> ReportTable {
    var table = ReportTable(columns: ["consent", "state", "since"], rows: [], longColumns: 0)
    for kind in ConsentKind.allCases {
      let last = clients.compactMap { $0.consent(kind, at: moment) }
        .max { ($0.from, $0.position) < ($1.from, $1.position) }
      guard let last else {
        // Nobody needs to be asked for the others.
        table.append(
          [Words.plain(kind), ReportFact.notRecorded, nil],
          mark: kind == .treatment ? .missing : [])
        continue
      }
      let since = zone.date(last.from)
      var state = last.decision == .given ? "in force" : Words.plain(last.decision)
      if last.byGuardian == true { state += ", by a guardian" }
      let isOld =
        last.decision == .given && kind == .treatment
        && days.map { today.days - since.days > $0 } ?? false
      if isOld { state = "given, and out of date: over \(Words.days(days ?? 0))" }
      table.append([Words.plain(kind), state, since.iso], mark: isOld ? .missing : [])
    }
    return table
  }
}

extension Instant {
  fileprivate static let distantPast = Instant(microseconds: .min)
}
