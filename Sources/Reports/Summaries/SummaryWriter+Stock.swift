import Clinic
import ClinicStore
import Records

extension SummaryWriter {
  /// What the product is, what its label allows, and what is in stock.
  mutating func describe(_ product: Product, in store: Snapshot) throws {
    say("name", product.name)
    say("category", product.category.map(Words.plain))
    say("ingredients", product.ingredients?.inWords ?? "none entered")
    say("label", product.label?.inWords ?? "no limits entered")
    say("source", product.source)
    say("defined", product.definedAt.map(day))
    for lot in try store.states(Lot.self, where: "product", is: product.id) where lot.isOpened {
      let expires = lot.expiresOn.map { ", expires \($0.iso)" } ?? ""
      say("lot", "\(lot.id), \(lot.standing(at: moment, zone: zone))\(expires)")
    }
  }

  /// What the lot is, how it stands, and where it went.
  mutating func describe(_ lot: Lot, in store: Snapshot) throws {
    let recall = try LotRecall(lot, in: store, moment)
    say("status", lot.standing(at: moment, zone: zone))
    let name = recall.product?.name.map { " \($0)" } ?? ""
    say("product", lot.product.map { $0 + name })
    say("number", lot.lotNo)
    if let expires = lot.expiresOn {
      say("expires", expires.iso + (lot.isExpired(at: moment, zone: zone) ? ", past" : ""))
    }
    say("history", LotHistory.text(of: lot, zone))
    if let quantity = lot.quantity, let unit = lot.unit {
      var text = Words.quantity(quantity, unit)
      if let supplier = lot.supplier { text += " from \(supplier)" }
      if let disposed = lot.disposed { text += ", \(Words.short(disposed)) disposed of" }
      say("received", text)
    }
    say("first opened", lot.openedAt.map(day))
    if lot.excursions > 0 { say("storage excursions", String(lot.excursions)) }
    let now = recall.uses.filter(\.use.isNow)
    let sessions = Set(now.compactMap(\.use.fact.session))
    let charts = Set(now.compactMap(\.chart))
    say(
      "used",
      now.isEmpty
        ? "nowhere"
        : [
          Words.count(now.count, "entry", "entries"),
          Words.count(sessions.count, "session", "sessions"),
          Words.count(charts.count, "client", "clients"),
        ].joined(separator: ", "))
    let others = recall.uses.count - now.count
    if others > 0 {
      say(
        "named before", "\(Words.count(others, "entry", "entries")), since corrected or struck out")
    }
    if lot.status == .recalled {
      say("told", recall.chartsTold.isEmpty ? "nobody" : recall.chartsTold.joined(separator: ", "))
      say("not told", recall.chartsNotTold.joined(separator: ", "))
    }
  }

  /// What the device is, whether it may be used, and when its service is due.
  mutating func describe(_ device: Device, in store: Snapshot) throws {
    let name = [device.make, device.model].compactMap { $0 }.joined(separator: " ")
    say("device", name + (device.kind.map { ", \(Words.plain($0))" } ?? ""))
    say("serial", device.serial)
    say("UDI", device.udi)
    let since = device.periods?.last.map { " since \(day($0.from))" } ?? ""
    say("status", device.status.map { Words.plain($0) + since })
    say("deepest setting", device.maxDepthMm.map { "\($0) mm" })
    say("commissioned", device.commissionedAt.map(day))
    if let due = device.nextDueOn {
      let overdue = due < today ? ", overdue" : ""
      say(
        "service",
        "due \(due.iso)\(overdue)" + (device.servicedAt.map { ", last \(day($0))" } ?? ""))
    } else {
      say("service", "none recorded")
    }
    say("cleaned", device.cleanedAt.map(zone.display) ?? "not recorded")
    if device.faults > 0 {
      say("faults", "\(device.faults)" + (device.lastFaultAt.map { ", last \(day($0))" } ?? ""))
    }
    guard let model = device.model else { return }
    let trained = try store.all(StaffMember.self).filter { $0.trainedOn?.contains(model) ?? false }
    say("trained on it", trained.isEmpty ? "nobody" : trained.map(\.id).joined(separator: ", "))
  }
}
