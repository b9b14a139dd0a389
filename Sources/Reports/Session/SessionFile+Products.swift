import Clinic
import ClinicStore
import EventLog
import Records

extension SessionFile {
  /// What was put on and into the skin besides numbing cream.
  var serumsAndOthers: ReportSection {
    ReportSection(
      "Serums and other products",
      parts: Self.parts("Serums", serums) + Self.parts("Cleanser, mask and post-care", others))
  }

  private var serums: ReportTable {
    var table = ReportTable(
      columns: ["event", "when", "serum", "product", "lot", "ml", "how"], rows: [],
      longColumns: 1)
    for (entry, it) in standing({ event -> SerumApplied? in
      if case .serumApplied(let it) = event { it } else { nil }
    }) {
      let label =
        switch it.labelledForNeedling {
        case .yes: "labelled for needling"
        case .no: "not labelled for needling"
        case .unknown: "whether labelled for needling: unknown"
        }
      let how = [
        it.zones.isEmpty ? "zones \(ReportFact.notRecorded)" : Words.commas(it.zones),
        Words.plain(it.purpose), "\(Words.plain(it.timing)) needling",
        it.sterile ? "sterile" : "not sterile", label,
      ]
      table.append(
        [
          entry.at, time(entry), Words.plain(it.kind), product(it.product),
          it.lot ?? ReportFact.notRecorded, "\(it.volumeMl)", how.joined(separator: ", "),
        ], mark: entry.mark)
    }
    return table
  }

  private var others: ReportTable {
    var table = ReportTable(
      columns: ["event", "when", "what", "product", "lot", "how"], rows: [], longColumns: 1)
    for (entry, row) in standing({ event -> (String, String?, String?, String)? in
      switch event {
      case .skinCleansed(let it):
        ("cleanser", it.product, it.lot, it.antiseptic ? "antiseptic" : "not antiseptic")
      case .maskApplied(let it):
        (
          "mask", it.product, it.lot,
          "\(it.minutes) min" + (it.purpose.map { ", to \(Words.plain($0))" } ?? "")
        )
      case .postCareApplied(let it):
        ("post-care", it.product, it.lot, it.spf.map { "SPF \($0)" } ?? "")
      default: nil
      }
    }) {
      table.append(
        [
          entry.at, time(entry), row.0, product(row.1), row.2 ?? ReportFact.notRecorded, row.3,
        ], mark: entry.mark)
    }
    return table
  }

  /// Every lot that the session names or named, with expiry and recall.
  var lots: ReportSection {
    var table = ReportTable(
      columns: ["lot", "product", "expires", "when used", "now", "entries", "recall"], rows: [],
      longColumns: 2)
    for lot in audit.lots {
      let isOff = lot.uses.allSatisfy { !$0.isNow }
      let isBad = lot.uses.contains(where: \.isNow) && lot.then != Words.plain(LotStatus.free)
      let number = lot.lot?.lotNo.flatMap { $0 == lot.id ? nil : ", number \($0)" } ?? ""
      table.append(
        [
          lot.id + number, product(of: lot),
          lot.lot?.expiresOn?.iso ?? ReportFact.notRecorded, lot.then, lot.now,
          lot.uses.map(entry).joined(separator: ", "), recall(of: lot),
        ], mark: isOff ? .amended : isBad ? .deviation : [])
    }
    return ReportSection(
      "Lots",
      note: "A lot that an entry named before it was corrected stays in the list.",
      parts: [Self.part(table, orNotRecorded: "Lots")])
  }

  private func product(of lot: AuditLot) -> String {
    let product = [lot.product?.id, lot.product?.name].compactMap { $0 }.joined(separator: ", ")
    return product.isEmpty ? ReportFact.notRecorded : product
  }

  private func entry(_ use: LotUse) -> String {
    let said = "\(Words.plain(use.fact.role)) @\(use.fact.position)"
    return use.standing == .named ? said : "\(said) (\(use.standingText))"
  }

  private func recall(of lot: AuditLot) -> String? {
    guard let recalled = lot.lot?.recalledAt, lot.lot?.status == .recalled else { return nil }
    let issuer = lot.lot?.recallIssuer.map { " by \($0)" } ?? ""
    let notice = lot.lot?.recallNotice.map { ", notice \($0)" } ?? ""
    let told = lot.notice?.text(zone: zone) ?? "that the client was told: \(ReportFact.notRecorded)"
    return "recalled \(zone.display(recalled))\(issuer)\(notice); \(told)"
  }
}
