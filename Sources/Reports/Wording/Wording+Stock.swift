import Clinic
import Records

extension Wording {
  /// What a product is.
  func phrases(of event: ProductEvent) -> [Phrase] {
    switch event {
    case .productDefined(let it):
      [
        .text("name", it.name), .word("category", it.category),
        .text("ingredients", it.ingredients.inWords), .text("label", it.label?.inWords),
        .text("source", it.source, lead: "source:"),
      ]
    }
  }

  /// What became of a lot.
  func phrases(of event: LotEvent) -> [Phrase] {
    switch event {
    case .lotReceived(let it):
      [
        .text("lot_no", it.lotNo, lead: "number"), .id("product", it.product),
        .day("expires_on", it.expiresOn, lead: "expires"),
        .text("quantity", Words.quantity(it.quantity, it.unit)),
        .text("supplier", it.supplier, lead: "from"), .text("udi", it.udi, lead: "UDI"),
      ]
    case .lotOpened: []
    case .lotQuarantined(let it): [.said("reason", it.reason)]
    case .lotReleased(let it): [.said("reason", it.reason)]
    case .lotRecalled(let it):
      [.text("issuer", it.issuer, lead: "by"), .text("notice", it.notice, lead: "notice")]
    case .recallClientNotified(let it):
      [
        .id("client", it.client), .id("session", it.session), .word("channel", it.channel),
        .word("outcome", it.outcome),
      ]
    case .lotDisposed(let it):
      [.text("quantity", Words.short(it.quantity)), .said("reason", it.reason)]
    case .storageExcursionRecorded(let it):
      [.amount("celsius", it.celsius, "°C"), .count("minutes", it.minutes, "min", lead: "for")]
    }
  }

  /// What became of a device.
  func phrases(of event: DeviceEvent) -> [Phrase] {
    switch event {
    case .deviceCommissioned(let it):
      [
        .text("make", it.make), .text("model", it.model, joint: .space), .word("kind", it.kind),
        .text("serial", it.serial, lead: "serial"),
        .amount("max_depth_mm", it.maxDepthMm, "mm", lead: "to"), .text("udi", it.udi, lead: "UDI"),
      ]
    case .deviceCleaned(let it): [.text("agent", it.agent, lead: "with")]
    case .deviceServiced(let it): [.day("next_due_on", it.nextDueOn, lead: "next due")]
    case .deviceFaultReported(let it): [.said("fault", it.fault)]
    case .deviceWithdrawn(let it): [.said("reason", it.reason)]
    case .deviceReturned(let it): [.said("reason", it.reason)]
    }
  }
}

extension ProductLabel {
  /// `to 60.00 g, 1.50 g/10 cm², 60–300 min`; nil where the label says nothing.
  var inWords: String? {
    var parts: [String] = []
    if let maxGrams { parts.append("to \(maxGrams) g") }
    if let maxAreaCm2 { parts.append("to \(maxAreaCm2) cm²") }
    if let gramsPer10cm2 { parts.append("\(gramsPer10cm2) g/10 cm²") }
    switch (minMinutes, maxMinutes) {
    case (let low?, let high?): parts.append("\(low)–\(high) min")
    case (let low?, nil): parts.append("from \(low) min")
    case (nil, let high?): parts.append("to \(high) min")
    case (nil, nil): break
    }
    if let occlusionAllowed {
      parts.append(occlusionAllowed ? "may be occluded" : "not to be occluded")
    }
    return parts.isEmpty ? nil : parts.joined(separator: ", ")
  }
}

extension Words {
  /// A decimal without zeros that say nothing: 20.00 is 20.
  static func short(_ amount: ScaledDecimal) -> String {
    amount.rescaled(to: 0)?.description ?? amount.description
  }

  /// `20 vials`, `1 vial`, `30 boxes`.
  static func quantity(_ amount: ScaledDecimal, _ unit: StockUnit) -> String {
    let number = short(amount)
    let one = plain(unit)
    let many = unit == .box ? "boxes" : one + "s"
    return "\(number) \(number == "1" ? one : many)"
  }
}
