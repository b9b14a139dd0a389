import Clinic
import Records

/// What is usual in a treatment, by what is known of the visit.
extension Visit {
  /// Whether an allergy to a class of anaesthetics is recorded.
  var hasAnaestheticAllergy: Bool {
    charts.contains { client in
      (client.allergies ?? []).contains { [.amide, .ester, .paba].contains($0.class) }
    }
  }

  /// Since when cream is on, and how long its label gives it.
  var creamOnSince: String? {
    guard let period = session?.numbing(at: now).last else { return nil }
    let minutes = (now.microseconds - period.from.microseconds) / 60_000_000
    let label = stock.product(period.product)?.label
    let least = label?.minMinutes.map { "from \($0)" }
    let most = label?.maxMinutes.map { "to \($0)" }
    let range = [least, most].compactMap(\.self).joined(separator: " ")
    return "on for \(minutes) min" + (range.isEmpty ? "" : ", label \(range) min")
  }

  /// An id for the next cartridge of a lot: the lot's own and the first number that is free here.
  func nextCartridge(_ lot: String?) -> JSONValue? {
    guard let lot, let stem = lot.utf8.count > 60 ? nil : lot else { return nil }
    return .string("\(stem)-\(session?.id ?? "")-\((session?.cartridges ?? 0) + 1)")
  }

  /// The side of a zone in a pair that is still to be done.
  var otherSide: Side? {
    guard let zone = zoneAtHand, zone.isPaired else { return nil }
    let done = Set(passes.filter { $0.zone == zone }.map(\.side))
    return [Side.left, .right].first { !done.contains($0) }
  }

  /// The zone at hand until it is done, then the next of the course.
  var nextZone: Zone? {
    if let zone = zoneAtHand, !isEnded(zone) { return zone }
    return zonesLeft.first
  }

  func usualSide(_ name: String?) -> JSONValue? {
    guard let zone = name.flatMap({ Zone(name: $0) }) else { return nil }
    guard zone.isPaired else { return .word(Side.mid) }
    return zone == zoneAtHand ? otherSide.map { .word($0) } : .word(Side.left)
  }

  /// A field of a pass as it was: on this zone, else in the last pass, else on this zone last visit.
  func usual(_ field: String, _ answers: Answers) -> JSONValue? {
    let zone = answers.text("zone").flatMap { Zone(name: $0) }
    func pass(of entries: [EffectiveEvent], on zone: Zone?) -> EffectiveEvent? {
      entries.last { entry in
        guard case .session(.needlePassMade(let pass)) = entry.event else { return false }
        return zone == nil || pass.zone == zone
      }
    }
    let known =
      pass(of: entries, on: zone) ?? pass(of: earlierEntries, on: zone)
      ?? pass(of: entries, on: nil)
    guard let known, let description = NeedlePassMade.recordType.field(named: field) else {
      return nil
    }
    let json = NeedlePassMade.recordType.json(ofField: description, in: known.payload.span.bytes)
    guard let value = try? JSONValue(parsing: json), value != .null else { return nil }
    return value
  }
}

extension Zone {
  /// Whether the body has it on both sides.
  fileprivate var isPaired: Bool {
    switch self {
    case .temple, .periorbital, .cheekbone, .cheek, .jawline, .hand: true
    case .forehead, .glabella, .nose, .upperLip, .perioral, .chin, .neck, .decolletage, .scalp,
      .abdomen, .fullFace, .scar, .other:
      false
    }
  }
}
