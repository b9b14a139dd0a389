import Clinic
import Records

/// The depths and the sides of a zone, as the house protocol has them.
struct ZonePlan {
  let zone: Zone
  /// Hundredths of a millimetre.
  let depths: ClosedRange<Int>
  let isPaired: Bool
  /// Square centimetres that cream covers.
  let area: Int

  init(_ zone: Zone, _ depths: ClosedRange<Int>, isPaired: Bool = false, area: Int) {
    self.zone = zone
    self.depths = depths
    self.isPaired = isPaired
    self.area = area
  }

  static let forehead = ZonePlan(.forehead, 25...100, area: 60)
  static let temple = ZonePlan(.temple, 25...75, isPaired: true, area: 20)
  static let nose = ZonePlan(.nose, 25...75, area: 20)
  static let cheekbone = ZonePlan(.cheekbone, 25...100, isPaired: true, area: 30)
  static let cheek = ZonePlan(.cheek, 50...150, isPaired: true, area: 80)
  static let upperLip = ZonePlan(.upperLip, 25...75, area: 10)
  static let chin = ZonePlan(.chin, 25...125, area: 20)
  static let jawline = ZonePlan(.jawline, 50...150, isPaired: true, area: 40)
  static let neck = ZonePlan(.neck, 25...75, area: 80)
  static let decolletage = ZonePlan(.decolletage, 25...75, area: 150)
  static let hand = ZonePlan(.hand, 25...75, isPaired: true, area: 90)
  static let scar = ZonePlan(.scar, 50...150, area: 15)

  static let all = [
    forehead, temple, nose, cheekbone, cheek, upperLip, chin, jawline, neck, decolletage, hand,
    scar,
  ]

  /// The zones that a concern is treated in.
  static func zones(of concern: Concern) -> [ZonePlan] {
    switch concern {
    case .ageing: [forehead, cheek, upperLip]
    case .scars: [cheek, chin, scar]
    case .pores: [nose, cheek, chin]
    case .texture: [forehead, cheek, chin]
    case .firmness: [cheek, jawline, neck]
    case .sunDamage: [forehead, cheekbone, decolletage]
    case .other: [temple, hand]
    }
  }
}

/// The limits that the clinic publishes before everything that they govern.
enum HouseProtocol {
  static let minimumIntervalDays = 28
  static let callFrom = 24
  static let callTo = 72
  static let lateAfter = 24

  static func published(approvedBy: String, edition: String) -> ProtocolPublished {
    ProtocolPublished(
      label: edition, approvedBy: approvedBy, minimumAge: 18,
      zoneDepths: ZonePlan.all.map {
        ZoneDepth(
          zone: $0.zone,
          minDepthMm: ScaledDecimal(units: Int64($0.depths.lowerBound), scale: 2),
          maxDepthMm: ScaledDecimal(units: Int64($0.depths.upperBound), scale: 2), source: "POL")
      },
      washOuts: [
        WashOut(what: .isotretinoin, days: 180, source: "device manual, contraindications"),
        WashOut(what: .retinoid, days: 7, source: "POL"),
        WashOut(what: .sun, days: 14, source: "POL"),
        WashOut(what: .homeRoller, days: 14, source: "POL"),
        WashOut(what: .peel, days: 28, source: "POL"),
        WashOut(what: .laser, days: 28, source: "POL"),
        WashOut(what: .filler, days: 14, source: "POL"),
        WashOut(what: .botulinum, days: 14, source: "POL"),
      ],
      intervals: [
        ProtocolInterval(
          between: .sessionToSession, minDays: Int64(minimumIntervalDays), targetDays: 28,
          source: "device manual: about 4 weeks"),
        ProtocolInterval(
          between: .sessionToFollowUp, targetDays: 28, maxDays: 42, source: "POL"),
        ProtocolInterval(between: .patchTestToSession, minDays: 2, source: "POL"),
      ], callFromHours: Int64(callFrom), callToHours: Int64(callTo),
      lateAfterHours: Int64(lateAfter), retentionYears: 8, futureToleranceMinutes: 5,
      sources: [
        "zone depths: POL, within the device label", "call window 24 to 72 h: POL",
        "late after 24 h: POL", "clocks may differ by 5 min: POL",
        "retention 8 years: insurers' terms, to be checked against the law of the place",
        "POL: the clinic's own default, without outside authority",
      ])
  }
}
