import Clinic
import EventLog
import Records

extension ScaledDecimal {
  /// Tenths, as areas are kept.
  static func tenths(_ units: Int64) -> ScaledDecimal { ScaledDecimal(units: units, scale: 1) }
}

extension Chronicle {
  /// A protocol with a limit of every kind.
  static let limits = ClinicEvent.protocol(
    .protocolPublished(
      ProtocolPublished(
        label: "2026-1", approvedBy: "U1", minimumAge: 18,
        zoneDepths: [
          ZoneDepth(
            zone: .forehead, minDepthMm: .hundredths(25), maxDepthMm: .hundredths(100),
            source: "POL")
        ],
        washOuts: [
          WashOut(what: .sun, days: 7, source: "POL"),
          WashOut(what: .isotretinoin, days: 180, source: "POL"),
        ],
        intervals: [
          ProtocolInterval(between: .sessionToSession, minDays: 21, source: "POL"),
          ProtocolInterval(between: .consentToSession, maxDays: 365, source: "POL"),
        ],
        callFromHours: 24, callToHours: 72, lateAfterHours: 24, retentionYears: 8,
        futureToleranceMinutes: 5)))

  static let cream = ClinicEvent.product(
    .productDefined(
      ProductDefined(
        name: "Cream", category: .anaesthetic,
        ingredients: [Ingredient(name: "lidocaine", percent: .hundredths(400), class: .amide)],
        label: ProductLabel(
          maxGrams: .hundredths(6000), maxAreaCm2: .tenths(6000), gramsPer10cm2: .hundredths(150),
          minMinutes: 30, maxMinutes: 60),
        source: "leaflet")))

  static func history(
    allergies: [SubstanceClass] = [], medications: [MedicationClass] = [],
    sunLastOn: String? = nil
  ) -> ClinicEvent {
    .client(
      .medicalHistoryTaken(
        MedicalHistoryTaken(
          form: "history-3", conditions: [],
          medications: medications.map { Medication(name: "x", class: $0) },
          allergies: allergies.map { Allergy(substance: "x", class: $0) }, pregnancy: .no,
          coldSores: false, keloid: false, sunLastOn: sunLastOn.map(day))))
  }

  static func consent(_ kind: ConsentKind, guardian: String? = nil) -> ClinicEvent {
    .client(
      .consentGiven(
        ConsentGiven(
          kind: kind, document: "consent-5", risks: [], method: .paperSigned, guardian: guardian)))
  }

  static func withdrawn(_ kind: ConsentKind) -> ClinicEvent {
    .client(.consentWithdrawn(ConsentWithdrawn(kind: kind)))
  }

  static func found(
    _ code: ContraindicationCode, _ severity: ContraindicationSeverity, until: String? = nil
  ) -> ClinicEvent {
    .client(
      .contraindicationFound(
        ContraindicationFound(code: code, severity: severity, until: until.map(day))))
  }

  static func cleared(_ code: ContraindicationCode) -> ClinicEvent {
    .client(.contraindicationCleared(ContraindicationCleared(code: code, reason: "over")))
  }

  static func credential(
    _ kind: CredentialKind = .microneedling, depth: Int64? = 150, to: String = "2027-08-31"
  ) -> ClinicEvent {
    .staff(
      .credentialGranted(
        CredentialGranted(
          kind: kind, jurisdiction: "GB", number: "MN-1", maxDepthMm: depth.map { .hundredths($0) },
          validFrom: day("2025-09-01"), validTo: day(to))))
  }

  static func visit(
    _ client: String = "C1", course: String? = "K1", booking: String? = nil
  ) -> ClinicEvent {
    .session(
      .sessionOpened(
        SessionOpened(client: client, booking: booking, course: course, practitioner: "U2")))
  }

  static func slot(
    _ from: String, _ to: String, client: String = "C1", practitioner: String = "U2",
    room: String? = "R1"
  ) -> ClinicEvent {
    .booking(
      .bookingMade(
        BookingMade(
          client: client, service: "microneedling", practitioner: practitioner, room: room,
          startsAt: at(from), endsAt: at(to), channel: .phone)))
  }

  static func numbed(
    grams: Int64 = 500, area: Int64 = 2500, classes: [SubstanceClass] = [.amide],
    occluded: Bool = false, barrierIntact: Bool = true, product: String = "P2"
  ) -> ClinicEvent {
    .session(
      .numbingApplied(
        NumbingApplied(
          product: product, lot: "L3",
          ingredients: classes.map { Ingredient(name: $0.name, class: $0) },
          grams: .hundredths(grams), areaCm2: .tenths(area), zones: [.fullFace],
          occluded: occluded, barrierIntact: barrierIntact, appliedBy: .staff)))
  }

  static let wiped = ClinicEvent.session(
    .numbingRemoved(NumbingRemoved(residueCleared: true, reaction: .nothing, adequate: true)))
  static let discarded = ClinicEvent.session(
    .cartridgeDiscarded(CartridgeDiscarded(cartridge: "X1", sharpsBox: "SB-1")))
  static let advised = ClinicEvent.session(
    .aftercareGiven(
      AftercareGiven(
        document: "aftercare-4", channel: .inPerson, advice: [.sunAvoidance], acknowledged: true)))
  static let closed = ClinicEvent.session(.sessionClosed(SessionClosed(condition: .calm)))

  static func photo(_ phase: PhotoPhase = .before) -> ClinicEvent {
    .session(
      .photoTaken(
        PhotoTaken(phase: phase, view: .front, sha256: String(repeating: "ab", count: 32))))
  }

  static func call(_ escalate: Escalation = .nothing) -> ClinicEvent {
    .session(
      .aftercareCallMade(
        AftercareCallMade(
          channel: .phone, redness: 1, swelling: 0, pain: 0, flags: [], sunAvoided: true,
          escalate: escalate)))
  }

  /// A clinic that keeps every rule: U1 owns it, U2 treats C1 in session S1 from 9 on 1 March.
  static func treatment() -> Chronicle {
    var clinic = Chronicle()
    var minute = 0
    func given(_ event: ClinicEvent, on stream: String) {
      let time = "2026-01-05T09:\(minute < 10 ? "0" : "")\(minute)"
      clinic.record(event, on: stream, at: time)
      minute += 1
    }
    given(storeOpened, on: "store/main")
    given(enrolled(.owner), on: "staff/U1")
    given(enrolled(.practitioner), on: "staff/U2")
    given(credential(), on: "staff/U2")
    given(limits, on: "protocol/R1")
    given(product(), on: "product/P1")
    given(cream, on: "product/P2")
    given(received("HA-1"), on: "lot/L1")
    given(received("NC-2"), on: "lot/L2")
    given(received("AN-3", of: "P2"), on: "lot/L3")
    given(commissioned, on: "device/D1")
    given(registered, on: "client/C1")
    given(history(), on: "client/C1")
    given(consent(.treatment), on: "client/C1")
    given(consent(.photoRecord), on: "client/C1")
    given(planned(), on: "course/K1")
    clinic.record(visit(), on: "session/S1", at: "09:00", by: "U2")
    return clinic
  }

  /// What stands at a few minutes past nine: cream accepted, and on from ten past.
  mutating func numb() {
    record(Self.decided(.accepted), on: "session/S1", at: "09:05", by: "U2")
    record(Self.numbed(), on: "session/S1", at: "09:10", by: "U2")
  }

  /// A cartridge opened at half past nine.
  mutating func open() {
    record(Self.cartridge(), on: "session/S1", at: "09:30", by: "U2")
  }

  /// A session done and closed at half past ten.
  mutating func treatAndClose() {
    let steps: [(ClinicEvent, String)] = [
      (Self.photo(), "09:03"), (Self.decided(), "09:05"), (Self.cartridge(), "09:30"),
      (Self.serum(), "09:35"), (Self.pass(), "09:40"), (Self.advised, "10:16"),
      (Self.discarded, "10:20"), (Self.closed, "10:30"),
    ]
    for (event, time) in steps { record(event, on: "session/S1", at: time, by: "U2") }
  }
}
