import Clinic
import EventLog
import Records

/// What a stream's entries read as, written as plainly as can be: by asking back, entry by entry,
/// with a dictionary of JSON texts for each, and no order of resolving.
///
/// Slow on purpose; the reference that ``effectiveEvents(_:)`` is compared with.
struct PlainAmendments {
  let stream: [StoredEvent]

  init(_ stream: [StoredEvent]) { self.stream = stream }

  private func original(_ place: Int) -> [String: String] {
    let entry = stream[place]
    guard let type = EventType.numbered(entry.envelope.type) else { return [:] }
    var values: [String: String] = [:]
    for field in type.record.fields {
      values[field.name] = type.record.json(ofField: field, in: entry.payload.span.bytes)
    }
    let at = OffsetInstant(
      instant: entry.envelope.occurredAt, offsetMinutes: entry.envelope.offsetMinutes)
    values["occurred_at"] = "\"\(at.rfc3339)\""
    values["performed_by"] = "\"\(entry.envelope.performedBy)\""
    return values
  }

  private func isType(_ place: Int, _ name: String) -> Bool {
    EventType.numbered(stream[place].envelope.type)?.name == name
  }

  private func target(_ place: Int) -> Int? {
    guard let text = original(place)["target"], let version = Int(text), version >= 1,
      version <= place
    else { return nil }
    return version - 1
  }

  /// Struck, if some later entry strikes it and is not struck itself.
  func isStruck(_ place: Int) -> Bool {
    for later in stream.indices where later > place && isType(later, "entry-struck-out") {
      if target(later) == place && !isStruck(later) { return true }
    }
    return false
  }

  /// Each field's text: the last that a standing correction gives and the field can hold.
  func values(_ place: Int) -> [String: String] {
    var values = original(place)
    if isStruck(place) { return values }
    for later in stream.indices where later > place && isType(later, "entry-corrected") {
      guard target(later) == place, !isStruck(later) else { continue }
      let said = self.values(later)
      guard let name = said["field"], let now = said["now"] else { continue }
      let field = String(name.dropFirst().dropLast())
      guard let held = held(now, by: field, at: place) else { continue }
      values[field] = held
    }
    return values
  }

  /// How a field would hold a text, if it is one of those that the generator corrects.
  private func held(_ now: String, by field: String, at place: Int) -> String? {
    let isAmendment = isType(place, "entry-corrected") || isType(place, "entry-struck-out")
    if isAmendment {
      if field == "now" && isType(place, "entry-corrected") { return now }
      if field == "note" { return now == "null" || now.hasPrefix("\"") ? now : nil }
      return nil
    }
    let isText = now.hasPrefix("\"")
    switch field {
    case "lot":
      guard isType(place, "serum-applied") else { return nil }
      return isText && !now.contains(" ") || now == "null" ? now : nil
    case "volume_ml":
      guard isType(place, "serum-applied"), let value = Double(now), value > 0, value <= 100 else {
        return nil
      }
      let hundredths = Int(value * 100 + 0.5)
      let digits = String(hundredths % 100)
      return "\(hundredths / 100)." + (digits.count == 1 ? "0" : "") + digits
    case "score":
      guard isType(place, "pain-scored"), let value = whole(now), value >= 0, value <= 10 else {
        return nil
      }
      return String(value)
    case "passes":
      guard isType(place, "needle-pass-made"), let value = whole(now), value >= 1, value <= 20
      else {
        return nil
      }
      return String(value)
    case "note": return isType(place, "pain-scored") && (isText || now == "null") ? now : nil
    case "performed_by": return isText && !now.contains(" ") ? now : nil
    case "occurred_at": return now.hasPrefix("\"2026") ? now : nil
    default: return nil
    }
  }

  /// A whole number, which JSON Schema lets be written 4.00.
  private func whole(_ text: String) -> Int? {
    Double(text).flatMap { Int(exactly: $0) }
  }

  /// What the session comes to, summed from the texts.
  func totals() -> Totals {
    var totals = Totals()
    for place in stream.indices where !isStruck(place) {
      let values = values(place)
      if isType(place, "serum-applied") {
        totals.serums += 1
        totals.hundredths += Int((Double(values["volume_ml"] ?? "") ?? 0) * 100 + 0.5)
      }
      if isType(place, "needle-pass-made") { totals.passes += Int(values["passes"] ?? "") ?? 0 }
      if isType(place, "pain-scored"), let score = Int(values["score"] ?? "") {
        totals.worst = max(totals.worst ?? 0, score)
      }
    }
    return totals
  }

  struct Totals: Equatable {
    var serums = 0
    var hundredths = 0
    var passes = 0
    var worst: Int?
  }
}
