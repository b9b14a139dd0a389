import Clinic
import EventLog
import Records
import Testing

/// How an entry comes in: the six ways in which every rule is tried.
enum Way: CaseIterable, Hashable, Sendable {
  /// What the rule allows, as it happens.
  case allowed
  /// What the rule is about, as it happens, with nothing said for it.
  case asItHappens
  /// The same, past, with an override and a reason.
  case past
  /// The same, two days late, with a reason.
  case late
  /// The same, imported two days later.
  case imported
  /// What the rule allows, corrected afterwards into what it is about.
  case corrected
}

/// What becomes of an entry, as far as one rule goes.
enum Outcome: Hashable, Sendable {
  case taken
  case refused
  /// Taken, with a deviation that says why and who authorised it.
  case noted
}

/// Something done in the clinic.
struct Act: Sendable {
  var event: ClinicEvent
  var stream = "session/S1"
  var time: String
  var performedBy: String?
  var recordedAt: String?

  init(
    _ event: ClinicEvent, on stream: String = "session/S1", at time: String,
    performedBy: String? = nil, recordedAt: String? = nil
  ) {
    self.event = event
    self.stream = stream
    self.time = time
    self.performedBy = performedBy
    self.recordedAt = recordedAt
  }
}

/// A rule broken on purpose: given, when, then.
struct RuleCase: Sendable, CustomTestStringConvertible {
  /// The amendment that is made of what was allowed, at the position given.
  typealias Amendment = @Sendable (Chronicle, UInt64) throws -> (event: ClinicEvent, stream: String)

  let rule: Int
  /// What is tried, in the clinic's words.
  let what: String
  let given: @Sendable () -> Chronicle
  let allowed: Act
  let broken: Act
  let amendment: Amendment
  let then: [Way: Outcome]

  init(
    _ rule: Int, _ what: String, then: [Way: Outcome],
    given: @escaping @Sendable (inout Chronicle) -> Void,
    allowed: Act, broken: Act, amendment: @escaping Amendment
  ) {
    self.rule = rule
    self.what = what
    self.then = then
    self.given = {
      var clinic = Chronicle.treatment()
      given(&clinic)
      return clinic
    }
    self.allowed = allowed
    self.broken = broken
    self.amendment = amendment
  }

  var testDescription: String { "rule \(rule): \(what)" }

  /// Data that makes no sense: refused, however it comes in.
  static let refuse: [Way: Outcome] = [
    .allowed: .taken, .asItHappens: .refused, .past: .refused, .late: .refused,
    .imported: .refused, .corrected: .refused,
  ]
  /// Refused as it happens; a deviation of what is past.
  static let refuseUnlessPast: [Way: Outcome] = [
    .allowed: .taken, .asItHappens: .refused, .past: .noted, .late: .noted, .imported: .noted,
    .corrected: .noted,
  ]
  /// A deviation, always.
  static let note: [Way: Outcome] = [
    .allowed: .taken, .asItHappens: .noted, .past: .noted, .late: .noted, .imported: .noted,
    .corrected: .noted,
  ]
  /// A deviation with a reason; without one, refused.
  static let noteWithReason: [Way: Outcome] = refuseUnlessPast

  /// Corrects a field, of the last entry of a type if one is named.
  static func correcting(
    _ field: String, to now: String, of type: String? = nil
  ) -> Amendment {
    { clinic, position in
      let place = type.flatMap { type in
        clinic.log.last { EventType.numbered($0.envelope.type)?.name == type }
      }?.envelope.position
      return try clinic.correcting(place ?? position, field, to: now)
    }
  }
}

extension RuleCase {
  /// The verdict on it, come in one way.
  func verdict(_ way: Way) throws -> Verdict {
    var clinic = given()
    switch way {
    case .allowed: return try clinic.verdict(on: allowed)
    case .asItHappens: return try clinic.verdict(on: broken)
    case .past: return try clinic.verdict(on: broken, reason: "it was done", isOverride: true)
    case .late:
      return try clinic.verdict(on: broken, mode: .live, reason: "paper notes", daysLater: 2)
    case .imported: return try clinic.verdict(on: broken, mode: .import, daysLater: 2)
    case .corrected:
      let position = clinic.record(
        allowed.event, on: allowed.stream, at: allowed.time, by: "U2",
        performedBy: allowed.performedBy, recordedAt: allowed.recordedAt)
      let (event, stream) = try amendment(clinic, position)
      let later = Instant(microseconds: clinic.now.microseconds + 3_600_000_000)
      let now = String(later.rfc3339.prefix(16))
      return try clinic.verdict(on: Act(event, on: stream, at: now))
    }
  }

  /// What becomes of it by this rule, come in one way.
  func outcome(_ way: Way) throws -> Outcome {
    let verdict = try verdict(way)
    if verdict.refusals.contains(where: { $0.rule == rule }) { return .refused }
    return verdict.deviations.contains { $0.rule == rule } ? .noted : .taken
  }
}

extension Chronicle {
  /// When the last entry was recorded.
  var now: Instant { log.last?.envelope.recordedAt ?? Self.at("00:00") }

  /// The verdict on an act that U2 records.
  func verdict(
    on act: Act, mode: EntryMode = .live, reason: String? = nil, isOverride: Bool = false,
    daysLater: Int64 = 0
  ) throws -> Verdict {
    var entry = proposal(
      act.event, on: act.stream, at: act.time, by: "U2", performedBy: act.performedBy,
      recordedAt: act.recordedAt)
    if daysLater > 0 {
      let later = Instant(
        microseconds: Self.at(act.time).microseconds + daysLater * 86_400_000_000)
      entry.envelope.recordedAt = max(later, now)
      entry.envelope.clock = entry.envelope.recordedAt
    }
    entry.envelope.entryMode = mode
    var proposal = try Proposal(entry)
    proposal.enter(reason: reason, in: self)
    return Verdict(
      check(proposal, in: self), of: proposal, reason: reason, isOverride: isOverride)
  }

  /// What one rule says of an act, done as it happens.
  func says(_ rule: Int, of event: ClinicEvent, on stream: String = "session/S1", at time: String)
    throws -> [String]
  {
    let verdict = try verdict(on: Act(event, on: stream, at: time))
    return verdict.refusals.filter { $0.rule == rule }.map(\.message)
      + verdict.deviations.filter { $0.rule == rule }.map(\.observed)
  }

  /// The correction of a field from whatever is in force.
  func correcting(
    _ position: UInt64, _ field: String, to now: String
  ) throws -> (event: ClinicEvent, stream: String) {
    let target = log[Int(position) - 1].envelope
    let effective = try effectiveEvents(events(of: target.stream))[Int(target.version) - 1]
    let named = try #require(CorrectableField(field, of: effective.event.type))
    return correction(position, field, was: effective.value(of: named), now: now)
  }
}
