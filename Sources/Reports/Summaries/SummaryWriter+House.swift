import Clinic
import ClinicStore
import Records

extension SummaryWriter {
  /// Who it is, and what they may do today.
  mutating func describe(_ person: StaffMember) {
    say("name", person.name)
    say("role", person.role.map(Words.plain))
    say("enrolled", person.enrolledAt.map(day))
    for period in person.credentialPeriods ?? [] { say("credential", credential(period)) }
    if (person.credentialPeriods ?? []).isEmpty { say("credential", "none") }
    for period in person.trainingPeriods ?? [] {
      let end = period.validTo.map { $0 < today ? ", expired \($0.iso)" : ", to \($0.iso)" } ?? ""
      say("trained", "\(period.deviceModel), \(day(period.from))\(end)")
    }
  }

  private func credential(_ period: CredentialPeriod) -> String {
    var text = "\(Words.plain(period.kind)) \(period.number) (\(period.jurisdiction))"
    if let depth = period.maxDepthMm { text += ", to \(depth) mm" }
    text += ", \(period.validFrom.iso) to \(period.validTo.iso)"
    if let revoked = period.revokedAt { return "\(text), revoked \(day(revoked))" }
    if period.validTo < today { return "\(text), expired" }
    return period.validFrom > today ? "\(text), not yet valid" : "\(text), valid"
  }

  /// Every limit of the edition in force, each with where it comes from; POL is the clinic's own.
  mutating func describe(_ published: ClinicProtocol) {
    say("edition", published.label)
    let approver = published.approvedBy.map { ", approved by \($0)" } ?? ""
    say("published", published.publishedAt.map { day($0) + approver })
    say("minimum age", published.minimumAge.map { "\($0) years, without a guardian" })
    for depth in published.zoneDepths ?? [] {
      say(
        Words.plain(depth.zone),
        "\(depth.minDepthMm) to \(depth.maxDepthMm) mm · \(depth.source)")
    }
    for washOut in published.washOuts ?? [] {
      say(
        "after \(Words.plain(washOut.what))",
        "\(Words.count(washOut.days, "day", "days")) · \(washOut.source)")
    }
    for interval in published.intervals ?? [] {
      say(Words.plain(interval.between), "\(days(interval)) · \(interval.source)")
    }
    if let from = published.callFromHours, let to = published.callToHours {
      say("aftercare call", "\(from) to \(to) h after")
    }
    say("an entry is late", published.lateAfterHours.map { "after \($0) h" })
    say("records are kept", published.retentionYears.map { Words.count($0, "year", "years") })
    say("clocks may differ", published.futureToleranceMinutes.map { "\($0) min" })
    for source in published.sources ?? [] { say("source", source) }
    let editions = published.editions?.count ?? 0
    if editions > 1 { say("editions", "\(editions), the last shown") }
  }

  private func days(_ interval: ProtocolInterval) -> String {
    var parts: [String] = []
    if let days = interval.minDays { parts.append("at least \(Words.count(days, "day", "days"))") }
    if let days = interval.targetDays { parts.append("aim \(Words.count(days, "day", "days"))") }
    if let days = interval.maxDays { parts.append("at most \(Words.count(days, "day", "days"))") }
    return parts.isEmpty ? "no limit" : parts.joined(separator: ", ")
  }
}
