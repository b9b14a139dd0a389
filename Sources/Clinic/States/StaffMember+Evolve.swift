import Records

extension StaffMember: StateRow {
  /// The kind of stream.
  public static let streamKind = StreamKind.staff

  /// Whether the person is enrolled.
  public var isOpened: Bool { enrolledAt != nil }

  /// The event, if it is a staff member's.
  public static func event(of event: ClinicEvent) -> StaffEvent? {
    if case .staff(let event) = event { event } else { nil }
  }

  /// Takes one event of a staff member in.
  public mutating func evolve(_ event: StaffEvent, _ entry: FoldedEntry) {
    let moment = entry.occurredAt
    let position = entry.rowPosition
    switch event {
    case .staffEnrolled(let it):
      enrolledAt = moment
      name = it.name
      role = it.role
    case .credentialGranted(let it):
      credentialPeriods.enter(
        CredentialPeriod(
          kind: it.kind, jurisdiction: it.jurisdiction, number: it.number,
          maxDepthMm: it.maxDepthMm, validFrom: it.validFrom, validTo: it.validTo,
          position: position))
      credentials = credentialsStanding
    case .credentialRevoked(let it):
      revoke(it.number, at: moment)
      credentials = credentialsStanding
    case .trainingRecorded(let it):
      trainingPeriods.enter(
        TrainingPeriod(
          deviceModel: it.deviceModel, from: moment, validTo: it.validTo, position: position))
      trainedOn = Set((trainingPeriods ?? []).map(\.deviceModel)).sorted()
    }
  }

  /// Revokes the credential of that number, or every one when none is named.
  private mutating func revoke(_ number: String?, at moment: Instant) {
    for index in (credentialPeriods ?? []).indices {
      guard number == nil || credentialPeriods?[index].number == number else { continue }
      credentialPeriods?[index].revokedAt.lower(to: moment)
    }
  }

  private var credentialsStanding: [CredentialKind] {
    CredentialKind.allCases.filter { kind in
      credentialPeriods?.contains { $0.kind == kind && $0.revokedAt == nil } ?? false
    }
  }
}
