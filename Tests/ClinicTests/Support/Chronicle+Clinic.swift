import Clinic
import EventLog
import Records

extension ScaledDecimal {
  /// Hundredths, as millimetres, grams and millilitres are kept.
  static func hundredths(_ units: Int64) -> ScaledDecimal { ScaledDecimal(units: units, scale: 2) }
}

extension Chronicle {
  static let storeOpened = ClinicEvent.store(
    .storeOpened(StoreOpened(clinic: "Example Clinic", zone: "Europe/London")))

  static func enrolled(_ role: StaffRole = .practitioner) -> ClinicEvent {
    .staff(.staffEnrolled(StaffEnrolled(name: "Somebody", role: role)))
  }

  static let registered = ClinicEvent.client(
    .clientRegistered(ClientRegistered(name: "Example Client", bornOn: day("1988-04-12"))))

  static func product(_ category: ProductCategory = .serum) -> ClinicEvent {
    .product(
      .productDefined(
        ProductDefined(name: "Something", category: category, ingredients: [], source: "label")))
  }

  static func received(_ lotNo: String = "HA-7", of product: String = "P1") -> ClinicEvent {
    .lot(
      .lotReceived(
        LotReceived(
          product: product, lotNo: lotNo, expiresOn: day("2027-06-30"),
          quantity: .hundredths(2000), unit: .vial)))
  }

  static func planned(for client: String = "C1") -> ClinicEvent {
    .course(
      .coursePlanned(
        CoursePlanned(
          client: client, concern: .texture, zones: [.fullFace], sessionsPlanned: 3,
          minIntervalDays: 28, targetIntervalDays: 28)))
  }

  static func booked(for client: String = "C1", course: String? = nil) -> ClinicEvent {
    .booking(
      .bookingMade(
        BookingMade(
          client: client, course: course, service: "microneedling", practitioner: "U1",
          startsAt: at("10:00"), endsAt: at("11:00"), channel: .phone)))
  }

  static func opened(
    for client: String = "C1", booking: String? = nil, course: String? = nil
  ) -> ClinicEvent {
    .session(
      .sessionOpened(
        SessionOpened(
          client: client, booking: booking, course: course, ordinal: 1, practitioner: "U1")))
  }

  static func serum(
    lot: String? = "L1", product: String = "P1", millilitres: Int64 = 200
  ) -> ClinicEvent {
    .session(
      .serumApplied(
        SerumApplied(
          product: product, lot: lot, kind: .hyaluronicAcid, purpose: .glide, timing: .during,
          zones: [.fullFace], volumeMl: .hundredths(millilitres), sterile: true,
          labelledForNeedling: .yes)))
  }

  static func cartridge(_ id: String = "X1", lot: String = "L2") -> ClinicEvent {
    .session(
      .cartridgeOpened(
        CartridgeOpened(
          cartridge: id, lot: lot, pins: 12, maxDepthMm: .hundredths(250), device: "D1",
          sealIntact: true)))
  }

  static func pass(
    _ zone: Zone = .cheek, cartridge: String = "X1", depth: Int64 = 75, passes: Int64 = 3
  ) -> ClinicEvent {
    .session(
      .needlePassMade(
        NeedlePassMade(
          cartridge: cartridge, zone: zone, side: .left, depthMm: .hundredths(depth),
          passes: passes, directions: [.horizontal, .vertical], technique: .glide)))
  }

  static func pain(_ score: Int64, _ phase: PainPhase = .needling, tolerable: Bool? = nil)
    -> ClinicEvent
  {
    .session(.painScored(PainScored(phase: phase, score: score, tolerable: tolerable)))
  }

  static func decided(_ decision: NumbingDecision = .declined, checked: Bool = true) -> ClinicEvent
  {
    .session(
      .numbingDecided(
        NumbingDecided(
          decision: decision, reason: .lowPainExpected, painTolerance: .low,
          allergyChecked: checked, decidedBy: "U1")))
  }

  static let numbed = ClinicEvent.session(
    .numbingApplied(
      NumbingApplied(
        product: "P2", lot: "L3",
        ingredients: [Ingredient(name: "lidocaine", percent: .hundredths(400), class: .amide)],
        grams: .hundredths(500), areaCm2: ScaledDecimal(units: 2500, scale: 1), zones: [.fullFace],
        occluded: false, barrierIntact: true, appliedBy: .staff)))

  static func reported(_ id: String = "AE1", suspects: [Suspect] = []) -> ClinicEvent {
    .session(
      .adverseEventReported(
        AdverseEventReported(
          adverseEvent: id, kind: .prolongedErythema, onsetAt: at("2026-03-03T09:00"),
          severity: .mild, serious: false, suspects: suspects)))
  }

  static let quarantined = ClinicEvent.lot(.lotQuarantined(LotQuarantined(reason: "cracked box")))
  static let released = ClinicEvent.lot(.lotReleased(LotReleased(reason: "only the box")))
  static let recalled = ClinicEvent.lot(.lotRecalled(LotRecalled(issuer: "maker", notice: "N-1")))

  static func published(_ label: String = "2026-1", tolerance: Int64 = 5) -> ClinicEvent {
    .protocol(
      .protocolPublished(
        ProtocolPublished(
          label: label, approvedBy: "U1", minimumAge: 18, zoneDepths: [], washOuts: [],
          intervals: [], callFromHours: 24, callToHours: 72, lateAfterHours: 24, retentionYears: 8,
          futureToleranceMinutes: tolerance)))
  }

  static let commissioned = ClinicEvent.device(
    .deviceCommissioned(
      DeviceCommissioned(
        make: "Example", model: "Pen 2", serial: "EX-1", maxDepthMm: .hundredths(250), kind: .pen)))

  /// A clinic with staff, stock, a client, a course, a booking and an open session.
  static func clinic() -> Chronicle {
    var clinic = Chronicle()
    clinic.record(storeOpened, on: "store/main", at: "2026-02-01T08:00")
    clinic.record(enrolled(.owner), on: "staff/U1", at: "2026-02-01T08:01")
    clinic.record(product(), on: "product/P1", at: "2026-02-01T08:02")
    clinic.record(product(.anaesthetic), on: "product/P2", at: "2026-02-01T08:03")
    clinic.record(received("HA-1"), on: "lot/L1", at: "2026-02-01T08:04")
    clinic.record(received("NC-2"), on: "lot/L2", at: "2026-02-01T08:05")
    clinic.record(received("AN-3", of: "P2"), on: "lot/L3", at: "2026-02-01T08:06")
    clinic.record(commissioned, on: "device/D1", at: "2026-02-01T08:07")
    clinic.record(registered, on: "client/C1", at: "2026-02-01T08:08")
    clinic.record(planned(), on: "course/K1", at: "2026-02-01T08:09")
    clinic.record(booked(course: "K1"), on: "booking/B1", at: "2026-02-01T08:10")
    clinic.record(opened(booking: "B1", course: "K1"), on: "session/S1", at: "09:00")
    return clinic
  }
}

extension Chronicle {
  func session(_ id: String = "S1") -> Session { state(Session.self, id) ?? Session(id: id) }
  func client(_ id: String = "C1") -> Client { state(Client.self, id) ?? Client(id: id) }
  func lot(_ id: String = "L1") -> Lot { state(Lot.self, id) ?? Lot(id: id) }
}
