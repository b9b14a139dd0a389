import EventLog
import Records

/// How corrections are made, which the catalogue states beside its numbered rules.
///
/// The entry amended stands earlier in the same stream and is not struck out; the field may be
/// corrected; `was` is the value in force; `now` is one that the field can hold; and the entry as
/// corrected keeps rules 2 and 3.
func checkAmendment(_ proposal: Proposal, in view: some ClinicView) -> [Finding] {
  guard case .any(let event) = proposal.event else { return [] }
  let target: Int64
  switch event {
  case .noteAdded: return []
  case .entryCorrected(let correction): target = correction.target
  case .entryStruckOut(let strike): target = strike.target
  }
  // Entries that do not read were damaged after they were taken: `verify` says so.
  guard let events = try? effectiveEvents(view.events(of: proposal.envelope.stream)) else {
    return []
  }
  guard target > 0, let place = Int(exactly: target - 1), events.indices.contains(place) else {
    return [noTarget(target, of: events.count, proposal)]
  }
  let amended = events[place]
  if amended.isStruck {
    return [
      Finding(
        rule: 0, message: "@\(amended.envelope.position) is struck out already",
        hint: amended.amendments.last.map { "strike @\($0) to bring it back" },
        field: "data.target", limit: "an entry that stands")
    ]
  }
  guard case .entryCorrected(let correction) = event else {
    return checkStruckOpening(amended, of: events, in: view)
  }
  let findings = check(correction, of: amended)
  return findings.isEmpty ? checkCorrected(proposal, events, in: view) : findings
}

private func noTarget(_ target: Int64, of count: Int, _ proposal: Proposal) -> Finding {
  Finding(
    rule: 3, message: "\(proposal.envelope.stream.text) has no entry \(target) to amend",
    hint: "1 to \(count) are there", field: "data.target",
    limit: "an earlier entry of the same stream")
}

/// The field, and the value before.
private func check(_ correction: EntryCorrected, of amended: EffectiveEvent) -> [Finding] {
  let type = amended.event.type
  let names = CorrectableField.names(of: type)
  guard let field = CorrectableField(correction.field, of: type) else {
    return [
      Finding(
        rule: 0, message: "\(type.name) has no such field to correct",
        hint: Suggestion.hint(for: correction.field, among: names), field: "data.field",
        limit: "a field of the entry")
    ]
  }
  if amended.holds(correction.was, in: field) { return [] }
  return [
    Finding(
      rule: 0,
      message: "was is not the value in force of \(correction.field)"
        + " at @\(amended.envelope.position)",
      hint: "look at it again: it may have been corrected since", field: "data.was",
      limit: "the value in force")
  ]
}

/// The value now: that the field can hold it, and what rules 2 and 3 say of the corrected entry.
private func checkCorrected(
  _ proposal: Proposal, _ before: [EffectiveEvent], in view: some ClinicView
) -> [Finding] {
  let root = correctedRoot(proposal.event, in: before)
  guard let root else { return [] }
  let problems = problems(of: root.now, for: root.field, in: before[root.place])
  if !problems.isEmpty { return problems }
  guard
    let after = try? effectiveEvents(before.map(\.recorded) + [proposal.stored])[root.place]
  else { return [] }
  return checkField(root.field, of: after, in: view, recordedAt: proposal.envelope.recordedAt)
}

/// The entry that a correction, or a chain of corrections of corrections, comes down to.
private func correctedRoot(
  _ event: ClinicEvent, in events: [EffectiveEvent]
) -> (place: Int, field: String, now: String)? {
  guard case .any(.entryCorrected(let correction)) = event else { return nil }
  var place = Int(correction.target - 1)
  var field = correction.field
  while case .any(.entryCorrected(let corrected)) = events[place].event, field == "now" {
    // Each target is earlier than what amends it, so this ends.
    guard corrected.target > 0, corrected.target - 1 < place else { return nil }
    field = corrected.field
    place = Int(corrected.target - 1)
  }
  return (place, field, correction.now)
}

/// Why a field cannot hold a value: rule 4, of a correction.
private func problems(of now: String, for name: String, in event: EffectiveEvent) -> [Finding] {
  guard let field = CorrectableField(name, of: event.event.type) else { return [] }
  switch field {
  case .occurredAt:
    if OffsetInstant(json: now) != nil { return [] }
    return [
      Finding(
        rule: 4, message: "now is not a moment", hint: "2026-03-01T10:05:00+00:00",
        field: "data.now", limit: "a moment with its offset")
    ]
  case .performedBy:
    if String(idJSON: now) != nil { return [] }
    return [
      Finding(
        rule: 4, message: "now is not an id", hint: "the id of somebody enrolled",
        field: "data.now", limit: "an id")
    ]
  case .data(let field):
    let problems: [InputError.Problem]
    do {
      let type = event.event.type.record
      let corrected = try type.setting(
        field, toJSON: now, in: event.payload.rawBytes, path: "data.now")
      problems = type.blankTexts(in: corrected.rawBytes).filter {
        $0.path.prefix { $0 != "." && $0 != "[" } == name
      }
    } catch {
      problems = error.problems
    }
    return problems.map {
      Finding(
        rule: 4, message: "\(name): \($0.message)", hint: $0.hint, field: "data.now",
        limit: "a value that \(name) can hold")
    }
  }
}

/// Rules 2 and 3, of the one field that was corrected, so that several fields can be put right
/// one after the other.
private func checkField(
  _ name: String, of event: EffectiveEvent, in view: some ClinicView, recordedAt: Instant
) -> [Finding] {
  switch name {
  case "occurred_at":
    return checkTime(
      event.envelope.occurredAt, recordedAt: recordedAt, field: "data.now", in: view)
  case "performed_by":
    let id = event.envelope.performedBy
    return view.isOpened(.staff, id) ? [] : [missing(.staff, id, "data.now")]
  default:
    guard
      var entry = try? Proposal(
        StoredEvent(envelope: event.envelope, payload: event.payload))
    else { return [] }
    entry.event = event.event
    return references(in: event.event.type, payload: event.payload)
      .filter { $0.isOf(name) }
      .flatMap { checkReference($0, of: entry, in: view) }
  }
}

extension EffectiveEvent {
  /// Whether `json` says the value in force of a field, be it spelled otherwise.
  func holds(_ json: String, in field: CorrectableField) -> Bool {
    switch field {
    case .occurredAt: return OffsetInstant(json: json)?.instant == envelope.occurredAt
    case .performedBy: return String(idJSON: json) == envelope.performedBy
    case .data(let data):
      let value = value(of: field)
      if json == value { return true }
      guard json != "null",
        let canonical = try? event.type.record.canonical(data, json: json)
      else { return false }
      return canonical == value
    }
  }
}
