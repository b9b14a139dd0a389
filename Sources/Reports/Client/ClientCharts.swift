import Clinic
import ClinicSQL
import ClinicStore
import EventLog
import Records

/// A client's chart as a moment knew it, with every duplicate that was merged into it.
struct ClientCharts {
  /// The id of the chart that the record goes on in.
  let chart: String
  /// The state of each chart, the one that is kept first, the others by their ids.
  let clients: [Client]

  /// - Throws: ``StoreError`` where the moment knows of no such client.
  init(of client: String, in store: ClinicStore, at moment: Moment) throws {
    (chart, clients) = try store.atOneMoment(moment) { snapshot in
      _ = try snapshot.effective(StreamID(.client, client))
      let chart = try snapshot.chart(of: client)
      var ids = [chart]
      var place = 0
      while place < ids.count {
        let merged = try snapshot.states(Client.self, where: "merged_into", is: ids[place])
        ids += merged.map(\.id).filter { !ids.contains($0) }
        place += 1
      }
      let clients = try ids.compactMap { try snapshot.state(Client.self, $0) }
      return (chart, clients.prefix(1) + clients.dropFirst().sorted { $0.id < $1.id })
    }
  }

  /// What a SELECT calls `:chart` and `:charts`.
  var values: [String: SQLValue] {
    let ids = JSONValue.array(clients.map { .string($0.id) })
    return ["chart": .text(chart), "charts": .text(ids.text)]
  }

  /// For how many days the protocol in force takes a consent to treatment; nil where it does not say.
  func consentDays(in store: ClinicStore, at moment: Moment) throws -> Int64? {
    try store.atOneMoment(moment) { snapshot in
      try snapshot.edition(at: moment.at)?.intervals
        .first { $0.between == .consentToSession }?.maxDays
    }
  }

  /// Who it is.
  func facts(asked: String, _ zone: ClinicZone) -> [ReportFact] {
    guard let client = clients.first else { return [] }
    var facts: [ReportFact] = []
    if let erased = client.erasedAt {
      facts.append(ReportFact("erased", zone.date(erased).iso))
    }
    facts.append(ReportFact("name", recorded: client.name))
    facts.append(ReportFact("born", recorded: client.bornOn?.iso))
    facts.append(ReportFact("client number", recorded: client.clientNo))
    facts.append(
      ReportFact("registered", recorded: client.registeredAt.map { zone.date($0).iso }))
    if asked != chart { facts.append(ReportFact("asked for", "\(asked), merged into \(chart)")) }
    if clients.count > 1 {
      let others = clients.dropFirst().map(\.id).joined(separator: ", ")
      facts.append(ReportFact("holds the charts of", others))
    }
    return facts
  }

  /// The last patch test of any chart that was applied by a moment.
  func patchTest(at moment: Instant) -> PatchTest? {
    clients.flatMap { $0.patchTests ?? [] }.filter { $0.appliedAt <= moment }
      .max { ($0.appliedAt, $0.position) < ($1.appliedAt, $1.position) }
  }
}
