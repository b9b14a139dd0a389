public import Clinic
import ClinicStore
import Records

/// A lot that an audited session names, or named before it was corrected.
public struct AuditLot: Hashable, Sendable {
  /// The lot's id.
  public let id: String
  /// The lot's state now; nil where there is no such lot.
  public let lot: Lot?
  /// Its product's state now.
  public let product: Product?
  /// The entries that name it, in the order of the audit.
  public let uses: [LotUse]
  /// How it stood when it was first used: free, expired, quarantined, recalled, disposed.
  public let then: String
  /// How it stands at the moment of the report.
  public let now: String
  /// When the client was told of a recall of it, and how that went; the last time.
  public let notice: RecallNotice?

  /// `lot HA-7: serum @34; P1 Hyaluronic acid; expires 2027-06-30; free then, recalled now …`.
  func text(zone: ClinicZone) -> String {
    let roles = uses.map { use in
      let said = "\(Words.plain(use.fact.role)) @\(use.fact.position)"
      return use.standing == .named ? said : "\(said) (\(use.standingText))"
    }
    var parts = [roles.joined(separator: ", ")]
    if let product {
      parts.append([product.id, product.name].compactMap { $0 }.joined(separator: " "))
    }
    if let number = lot?.lotNo, number != id { parts.append("number \(number)") }
    if let expires = lot?.expiresOn { parts.append("expires \(expires.iso)") }
    parts.append(then == now ? "\(then) then and now" : "\(then) then, \(now) now")
    if let recalled = lot?.recalledAt, lot?.status == .recalled {
      let notice = lot?.recallNotice.map { ", notice \($0)" } ?? ""
      parts.append("recalled \(zone.display(recalled))\(notice)")
      parts.append(self.notice?.text(zone: zone) ?? "client not told")
    }
    return "lot \(id): " + parts.joined(separator: "; ")
  }
}
