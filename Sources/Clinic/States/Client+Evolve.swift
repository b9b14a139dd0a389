import Records

extension Client: StateRow {
  /// The kind of stream.
  public static let streamKind = StreamKind.client

  /// Whether the client is registered.
  public var isOpened: Bool { registeredAt != nil }

  /// The event, if it is a client's.
  public static func event(of event: ClinicEvent) -> ClientEvent? {
    if case .client(let event) = event { event } else { nil }
  }

  /// Takes one event of a client in.
  public mutating func evolve(_ event: ClientEvent, _ entry: FoldedEntry) {
    let moment = entry.occurredAt
    let position = entry.rowPosition
    switch event {
    case .clientRegistered(let it):
      registeredAt = moment
      change(
        DetailsChange(
          from: moment, name: it.name, bornOn: it.bornOn, phone: it.phone, email: it.email,
          emergencyContact: it.emergencyContact, position: position, clientNo: it.clientNo))
    case .clientDetailsChanged(let it):
      change(
        DetailsChange(
          from: moment, name: it.name, bornOn: it.bornOn, phone: it.phone, email: it.email,
          emergencyContact: it.emergencyContact, position: position, clientNo: it.clientNo))
    case .medicalHistoryTaken(let it):
      take(it, entry)
    case .medicalHistoryConfirmed(let it):
      historyPeriods.enter(
        HistoryPeriod(
          from: moment, confirmed: true, unchanged: it.unchanged, position: position))
      historyConfirmedAt.raise(to: moment)
    case .skinAssessed(let it):
      guard entry.isNotBefore(skinAssessedAt) else { return }
      skinAssessedAt = moment
      fitzpatrick = it.fitzpatrick
      concerns = it.concerns
    case .contraindicationFound(let it):
      contraindicationPeriods.enter(
        ContraindicationPeriod(
          code: it.code, state: .found, severity: it.severity, from: moment, until: it.until,
          position: position))
      contraindications = openContraindications
    case .contraindicationCleared(let it):
      contraindicationPeriods.enter(
        ContraindicationPeriod(
          code: it.code, state: .cleared, from: moment, position: position))
      contraindications = openContraindications
    case .patchTestApplied(let it):
      patchTests.enter(
        PatchTest(lot: it.lot, site: it.site, appliedAt: moment, position: position))
      showLastPatchTest()
    case .patchTestRead(let it):
      read(it, at: moment)
    case .consentGiven(let it):
      consentPeriods.enter(
        ConsentPeriod(
          kind: it.kind, decision: .given, from: moment, position: position,
          byGuardian: it.guardian != nil))
      consents = consentsInForce
    case .consentDeclined(let it):
      consentPeriods.enter(
        ConsentPeriod(kind: it.kind, decision: .declined, from: moment, position: position))
      consents = consentsInForce
    case .consentWithdrawn(let it):
      consentPeriods.enter(
        ConsentPeriod(kind: it.kind, decision: .withdrawn, from: moment, position: position))
      consents = consentsInForce
    case .clientMergedInto(let it):
      mergedInto = it.client
    case .personalDataErased(let it):
      erasedAt.raise(to: moment)
      erasureBasis = it.basis
    }
  }

  private mutating func change(_ change: DetailsChange) {
    detailsChanges.enter(change)
    clientNo = detailsChanges.latest(\.clientNo)
    name = detailsChanges.latest(\.name)
    bornOn = detailsChanges.latest(\.bornOn)
    phone = detailsChanges.latest(\.phone)
    email = detailsChanges.latest(\.email)
    emergencyContact = detailsChanges.latest(\.emergencyContact)
  }

  private mutating func take(_ history: MedicalHistoryTaken, _ entry: FoldedEntry) {
    historyPeriods.enter(
      HistoryPeriod(
        from: entry.occurredAt, confirmed: false, position: entry.rowPosition,
        allergyClasses: history.allergies.map(\.class),
        medicationClasses: history.medications.map(\.class),
        pregnancy: history.pregnancy, coldSores: history.coldSores, keloid: history.keloid,
        isotretinoinStoppedOn: history.isotretinoinStoppedOn,
        retinoidLastOn: history.retinoidLastOn, sunLastOn: history.sunLastOn,
        homeRollerLastOn: history.homeRollerLastOn))
    guard entry.isNotBefore(historyAt) else { return }
    historyAt = entry.occurredAt
    historyForm = history.form
    conditions = history.conditions
    medications = history.medications
    allergies = history.allergies
    pregnancy = history.pregnancy
    coldSores = history.coldSores
    keloid = history.keloid
    isotretinoinStoppedOn = history.isotretinoinStoppedOn
    retinoidLastOn = history.retinoidLastOn
    sunLastOn = history.sunLastOn
    homeRollerMm = history.homeRollerMm
    homeRollerLastOn = history.homeRollerLastOn
    weightKg = history.weightKg
  }

  /// A reading belongs to the last test applied before it that was not read yet.
  private mutating func read(_ reading: PatchTestRead, at moment: Instant) {
    guard
      let index = patchTests?.lastIndex(where: { $0.appliedAt <= moment && $0.result == nil })
    else { return }
    patchTests?[index].result = reading.result
    patchTests?[index].readAt = moment
    showLastPatchTest()
  }

  private mutating func showLastPatchTest() {
    let test = patchTests?.last
    patchTestAt = test?.appliedAt
    patchTestLot = test?.lot
    patchTestResult = test?.result
  }

  private var openContraindications: [ContraindicationCode] {
    ContraindicationCode.allCases.filter { code in
      contraindicationPeriods?.last { $0.code == code }?.state == .found
    }
  }

  private var consentsInForce: [ConsentKind] {
    ConsentKind.allCases.filter { kind in
      consentPeriods?.last { $0.kind == kind }?.decision == .given
    }
  }
}
