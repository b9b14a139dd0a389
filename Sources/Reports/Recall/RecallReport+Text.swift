import Clinic
import ClinicStore
import EventLog
import Records

extension RecallReport {
  /// What the lots are, and what became of them.
  public var heading: [String] { lots.map { $0.heading(zone) } }

  /// Each use: client, session, role, when, the lot as it stood, how it is named, who was told.
  public var table: ReportTable {
    ReportTable(
      columns: ["lot", "client", "session", "as", "event", "when", "then", "told", "entry"],
      rows: lots.flatMap { lot in lot.uses.map { row($0, of: lot.lot) } },
      longColumns: 2)
  }

  private func row(_ use: LotRecall.Use, of lot: Lot) -> [String?] {
    let fact = use.use.fact
    var client = fact.client
    if let chart = use.chart, chart != fact.client {
      client = (client.map { "\($0), now " } ?? "") + chart
    }
    return [
      lot.id, client, fact.session, Words.plain(fact.role), "@\(fact.position)",
      zone.display(fact.occurredAt), use.then, told(use),
      use.use.standing == .named ? nil : use.use.standingText,
    ]
  }

  private func told(_ use: LotRecall.Use) -> String? {
    guard use.asksForNotice else { return nil }
    guard let last = use.notices.last(where: \.isTold) ?? use.notices.last else {
      return "not told"
    }
    let text = last.text(zone: zone)
    let tries = use.notices.count
    return last.isTold || tries == 1 ? text : "\(text), tried \(tries) times"
  }

  /// Notices to clients of whom no entry names the lot, a line each.
  public var strayLines: [String] {
    lots.flatMap { lot in
      lot.strayNotices.map {
        "client \($0.client), of whom no entry names \(lot.lot.id): \($0.text(zone: zone))"
      }
    }
  }

  /// `3 uses · 2 clients to tell · 1 told · 1 not told: C2`.
  public var summary: String {
    let uses = lots.flatMap(\.uses)
    let tell = ordered(\.chartsToTell)
    let left = ordered(\.chartsNotTold)
    var parts = [
      Words.count(uses.count, "entry", "entries"),
      "\(Words.count(tell.count, "client", "clients")) to tell",
      "\(tell.count - left.count) told",
    ]
    parts.append(
      left.isEmpty
        ? "nobody left to tell" : "\(left.count) not told: \(left.joined(separator: ", "))")
    return parts.joined(separator: " · ")
  }

  private func ordered(_ charts: KeyPath<LotRecall, [String]>) -> [String] {
    var seen: Set<String> = []
    return lots.flatMap { $0[keyPath: charts] }.filter { seen.insert($0).inserted }
  }
}

extension LotRecall {
  fileprivate func heading(_ zone: ClinicZone) -> String {
    var parts = ["lot \(lot.id)"]
    if let number = lot.lotNo, number != lot.id { parts.append("number \(number)") }
    if let product {
      parts.append([product.id, product.name].compactMap { $0 }.joined(separator: " "))
    }
    if let expires = lot.expiresOn { parts.append("expires \(expires.iso)") }
    if let supplier = lot.supplier { parts.append("from \(supplier)") }
    parts.append(LotHistory.text(of: lot, zone) ?? "not received")
    parts.append("\(now) now")
    return parts.joined(separator: " · ")
  }
}

/// A lot's statuses with their dates.
enum LotHistory {
  /// `received 2026-01-12, recalled 2026-04-01 by the maker, notice N-1`; nil before it came.
  static func text(of lot: Lot, _ zone: ClinicZone) -> String? {
    guard let periods = lot.periods, !periods.isEmpty else { return nil }
    return periods.map { period in
      let day = String(zone.display(period.from).prefix(10))
      switch period.status {
      case .free where period.from == lot.receivedAt: return "received \(day)"
      case .free: return "released \(day)"
      case .recalled where period.from == lot.recalledAt:
        let issuer = lot.recallIssuer.map { " by \($0)" } ?? ""
        let notice = lot.recallNotice.map { ", notice \($0)" } ?? ""
        return "recalled \(day)\(issuer)\(notice)"
      case .quarantined, .recalled, .disposed: return "\(Words.plain(period.status)) \(day)"
      }
    }.joined(separator: ", ")
  }
}
