import Clinic
public import ClinicStore
import EventLog
import Records

extension RecallReport {
  /// The recall of the lot with that id, or of every lot with that number, as a report.
  ///
  /// - Throws: ``StoreError`` where the moment knows of no such lot, or what is stored is damaged.
  public static func make(
    _ lot: String, in store: ClinicStore, at moment: Moment
  ) throws -> Report {
    let recall = try RecallReport(of: lot, in: store, at: moment)
    let certificate = try Certificate(
      of: "recall", [lot], in: store, at: moment,
      tables: [
        Client.table, Session.table, Lot.table, Product.table, LotUsageFact.table,
        AmendmentFact.table,
      ], digests: recall.digests)
    let ids = recall.lots.map(\.lot.id).joined(separator: ", ")
    return Report(
      name: "recall", title: "Recall of \(ids)", facts: recall.facts,
      sections: [recall.tellSection] + recall.lots.map { recall.section(of: $0) },
      certificate: certificate)
  }

  private var digests: [Certificate.Digest] {
    var lotDigest = RowDigest(Lot.table.name)
    var usage = RowDigest(LotUsageFact.table.name)
    for recalled in lots {
      lotDigest.add(Lot.table.record, recalled.lot.encoded().span.bytes)
      for use in recalled.uses {
        usage.add(LotUsageFact.table.record, use.use.fact.encoded().span.bytes)
      }
    }
    return [lotDigest.finished(), usage.finished()]
  }

  private var facts: [ReportFact] {
    var facts: [ReportFact] = []
    if lots.map(\.lot.id) != [asked] { facts.append(ReportFact("asked for", asked)) }
    let tell = charts(\.chartsToTell)
    let told = charts(\.chartsTold)
    facts.append(ReportFact("clients to tell", "\(tell.count)"))
    facts.append(ReportFact("told", "\(told.count) of \(tell.count)"))
    let left = charts(\.chartsNotTold)
    facts.append(
      ReportFact("not told", left.isEmpty ? "nobody left to tell" : left.joined(separator: ", ")))
    return facts
  }

  private func charts(_ charts: KeyPath<LotRecall, [String]>) -> [String] {
    var seen: Set<String> = []
    return lots.flatMap { $0[keyPath: charts] }.filter { seen.insert($0).inserted }
  }

  /// What the lot is, and every entry that names it or named it.
  private func section(of recall: LotRecall) -> ReportSection {
    let lot = recall.lot
    let product = [lot.product, recall.product?.name].compactMap { $0 }
    let facts = [
      ReportFact("number", recorded: lot.lotNo),
      ReportFact("product", recorded: product.isEmpty ? nil : product.joined(separator: ", ")),
      ReportFact("expires", recorded: lot.expiresOn?.iso),
      ReportFact("supplier", recorded: lot.supplier),
      ReportFact("history", recorded: LotHistory.text(of: lot, zone)),
      ReportFact("stands now", recall.now),
    ]
    var parts: [ReportPart] = [.facts(facts)]
    if recall.uses.isEmpty {
      parts.append(.paragraph("No entry names the lot."))
    } else {
      parts.append(.table(useTable(of: recall)))
    }
    if !recall.strayNotices.isEmpty { parts.append(.table(strayTable(of: recall))) }
    return ReportSection("Lot \(lot.id)", parts: parts)
  }

  private func useTable(of recall: LotRecall) -> ReportTable {
    var table = ReportTable(
      columns: [
        "entry", "when", "client", "session", "as", "by", "lot then", "told", "lot as written",
      ],
      rows: [], longColumns: 2)
    for use in recall.uses {
      let fact = use.use.fact
      var client = fact.client
      if let chart = use.chart, chart != fact.client {
        client = (client.map { "\($0), now " } ?? "") + chart
      }
      table.append(
        [
          "@\(fact.position)", zone.display(fact.occurredAt), client, fact.session,
          Words.plain(fact.role), fact.performedBy, use.then,
          use.asksForNotice ? told(use) : nil,
          use.use.standing == .named ? nil : use.use.standingText,
        ], mark: mark(of: use))
    }
    return table
  }

  private func told(_ use: LotRecall.Use) -> String {
    guard let last = use.notices.last(where: \.isTold) ?? use.notices.last else {
      return "not told, no attempt recorded"
    }
    let tries = use.notices.count
    let text = last.text(zone: zone)
    return last.isTold || tries == 1 ? text : "\(text), tried \(tries) times"
  }

  private func mark(of use: LotRecall.Use) -> RowMark {
    switch use.use.standing {
    case .struckOut: .struck
    case .corrected, .correctedAway: .amended
    case .named: []
    }
  }

  private func strayTable(of recall: LotRecall) -> ReportTable {
    ReportTable(
      columns: [
        "entry", "client told of it, though no entry names the lot", "session", "what came",
      ],
      rows: recall.strayNotices.map {
        ["@\($0.position)", $0.client, $0.session, $0.text(zone: zone)]
      }, longColumns: 1)
  }

  /// The clients to be told, each once, with what came of it.
  private var tellSection: ReportSection {
    var table = ReportTable(
      columns: ["client", "lots", "sessions", "what came of it"], rows: [], longColumns: 1)
    for chart in charts(\.chartsToTell) {
      let own = lots.flatMap { recall in
        recall.uses.filter { $0.chart == chart && $0.asksForNotice }.map { (recall.lot.id, $0) }
      }
      let notices = Set(own.flatMap(\.1.notices)).sorted {
        ($0.occurredAt, $0.position) < ($1.occurredAt, $1.position)
      }
      let isTold = lots.allSatisfy { !$0.chartsNotTold.contains(chart) }
      table.append(
        [
          chart, unique(own.map(\.0)), unique(own.compactMap(\.1.use.fact.session)),
          notices.isEmpty
            ? "no attempt recorded" : notices.map { $0.text(zone: zone) }.joined(separator: "; "),
        ], mark: isTold ? [] : .missing)
    }
    guard !table.rows.isEmpty else {
      return ReportSection("Clients to tell", parts: [.paragraph("There is nobody to tell.")])
    }
    return ReportSection("Clients to tell", parts: [.table(table)])
  }

  private func unique(_ texts: [String]) -> String {
    var seen: Set<String> = []
    return texts.filter { seen.insert($0).inserted }.joined(separator: ", ")
  }
}
