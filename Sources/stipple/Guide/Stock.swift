import Clinic
import Records

/// What the clinic has to treat with, as it stands now.
struct Stock: Sendable {
  var lots: [Lot] = []
  var products: [Product] = []
  var devices: [Device] = []

  /// The product of that id.
  func product(_ id: String?) -> Product? { products.first { $0.id == id } }

  /// The product that a lot is of.
  func product(ofLot id: String?) -> Product? {
    product(lots.first { $0.id == id }?.product)
  }

  /// Why a lot is not to be used now; nil if it is fit.
  ///
  /// A recall counts for every delivery of the same product and lot number.
  func fault(of lot: Lot, at now: Instant, on day: CalendarDate) -> String? {
    guard lot.isOpened else { return "was never received" }
    let deliveries = lots.filter {
      $0.id == lot.id || ($0.product == lot.product && $0.lotNoKey == lot.lotNoKey)
    }
    if deliveries.contains(where: { $0.status(at: now) == .recalled }) { return "was recalled" }
    switch lot.status(at: now) {
    case .quarantined: return "is in quarantine"
    case .disposed: return "was disposed of"
    case .free, .recalled, nil: break
    }
    if let expiresOn = lot.expiresOn, expiresOn < day { return "expired on \(expiresOn.iso)" }
    return nil
  }

  /// The lots that a question may name: those of its category are listed, the first to expire first.
  func candidates(
    _ category: ProductCategory?, at now: Instant, on day: CalendarDate
  ) -> [Candidate] {
    lots.sorted { ($0.expiresOn?.days ?? .max, $0.id) < ($1.expiresOn?.days ?? .max, $1.id) }
      .map { lot in
        let product = product(lot.product)
        let isOfCategory = category == nil || product?.category == category
        let expiry = lot.expiresOn.map { "to \($0.iso)" }
        let about = [product?.name, expiry].compactMap(\.self).joined(separator: ", ")
        var candidate = Candidate(id: lot.id, about: about, fault: fault(of: lot, at: now, on: day))
        candidate.aliases = [lot.lotNo, lot.lotNoKey, lot.udi].compactMap(\.self)
        candidate.isListed = isOfCategory && lot.isOpened && lot.status(at: now) != .disposed
        if candidate.fault == nil, !isOfCategory, let category {
          let kind = product?.category?.name ?? "something else"
          candidate.fault = "is of kind \(kind), not \(category.name)"
        }
        return candidate
      }
  }

  /// The fit lots of a category, the first to expire first.
  func fitting(
    _ category: ProductCategory, at now: Instant, on day: CalendarDate
  ) -> [Candidate] {
    candidates(category, at: now, on: day).filter { $0.isListed && $0.fault == nil }
  }
}
