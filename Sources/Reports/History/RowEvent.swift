public import Clinic
import ClinicStore
public import EventLog
import Records

/// An event that made a row what it was from then on: what it says, who, when, and what it amends.
public struct RowEvent: Hashable, Sendable {
  /// What an amendment says of itself.
  public struct Amendment: Hashable, Sendable {
    /// What it amends; nil where there is no such entry.
    public let target: AmendmentTarget?
    /// The field that it corrects; nil where it strikes the entry out.
    public let field: String?
    /// Why, as a word of the schema.
    public let reason: String
    /// More about why.
    ///
    /// Personal: free text.
    public let note: String?
  }

  /// The event as it was recorded.
  public let effective: EffectiveEvent
  /// What it says, in words.
  public let detail: EventDetail
  /// What it amends and why, if it is an amendment.
  public let amendment: Amendment?

  init(_ effective: EffectiveEvent, zone: ClinicZone) {
    self.effective = effective
    detail = EventDetail(effective, zone: zone)
    amendment =
      switch effective.event {
      case .any(.entryCorrected(let it)):
        Amendment(
          target: effective.target, field: it.field, reason: it.reason.name, note: it.note)
      case .any(.entryStruckOut(let it)):
        Amendment(target: effective.target, field: nil, reason: it.reason.name, note: it.note)
      default: nil
      }
  }

  /// The event's envelope.
  public var envelope: Envelope { effective.envelope }
  /// Where it stands in the log.
  public var position: UInt64 { effective.envelope.position }
  /// Its type.
  public var type: EventType { effective.event.type }

  /// Why it was recorded as it was, as far as that was said:
  /// `@33 serum-applied amended @50: transcription`.
  public var note: String? {
    var notes = asides
    if let amendment {
      let target = amendment.target.map { "@\($0.position) \($0.type.name) " } ?? ""
      let act = amendment.field == nil ? "struck out" : "amended"
      notes.insert("\(target)\(act) @\(position): \(amendment.why)", at: 0)
    }
    return notes.isEmpty ? nil : notes.joined(separator: "; ")
  }

  /// What is to be noted beside what it says; of an amendment, that says all else.
  private var asides: [String] {
    var asides: [String] = []
    if let reason = envelope.lateReason { asides.append("reason given: \(reason)") }
    if envelope.recordedBy != envelope.performedBy {
      asides.append("recorded by \(envelope.recordedBy)")
    }
    return asides
  }

  /// Who did it and why, in short: `@50 entry-corrected by U2: transcription`.
  public var credit: String {
    var credit = "@\(position) \(type.name) by \(envelope.performedBy)"
    if envelope.recordedBy != envelope.performedBy {
      credit += ", recorded by \(envelope.recordedBy)"
    }
    let why = amendment?.why ?? envelope.lateReason
    return why.map { "\(credit): \($0)" } ?? credit
  }

  /// What it says, and what is to be noted beside that.
  var account: String {
    ([detail.text] + asides).filter { !$0.isEmpty }.joined(separator: "; ")
  }
}

extension RowEvent.Amendment {
  /// `transcription, read from the wrong line`.
  fileprivate var why: String { Words.plain(reason) + (note.map { ", \($0)" } ?? "") }
}

extension RowEvent {
  /// The event as one object.
  var json: JSONValue {
    let occurred = OffsetInstant(
      instant: envelope.occurredAt, offsetMinutes: envelope.offsetMinutes)
    return .members([
      "event": .integer(position),
      "version": .integer(envelope.version),
      "type": .string(type.name),
      "occurred_at": .string(occurred.rfc3339),
      "recorded_at": .instant(envelope.recordedAt),
      "recorded_by": .string(envelope.recordedBy),
      "performed_by": .string(envelope.performedBy),
      "late_reason": .text(envelope.lateReason),
      "detail": .string(detail.text),
      "amends": amendment.map { amendment in
        .members([
          "event": amendment.target.map { .integer($0.position) } ?? .null,
          "type": .text(amendment.target?.type.name),
          "field": .text(amendment.field),
          "reason": .string(amendment.reason),
          "note": .text(amendment.note),
        ])
      } ?? .null,
    ])
  }
}
