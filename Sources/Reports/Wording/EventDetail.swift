public import Clinic
public import ClinicStore
import EventLog
import Records

/// What an event says, in a clinician's words: `cheek left, 1.00 mm, 3 passes horizontal+vertical`.
///
/// The audit, the log and the summaries all say it this way.
public struct EventDetail: Hashable, Sendable {
  /// What an amendment amends, where that is known.
  public struct Target: Hashable, Sendable {
    /// Its position.
    public var position: UInt64
    /// Its type.
    public var type: EventType

    /// An entry of that type at that position.
    public init(position: UInt64, type: EventType) {
      self.position = position
      self.type = type
    }
  }

  /// Its fields in words, free text last.
  public let phrases: [Phrase]

  /// An event as it was first written.
  ///
  /// - Parameter target: what it amends, if it is an amendment.
  public init(_ event: ClinicEvent, zone: ClinicZone, target: Target? = nil) {
    phrases = Wording(zone: zone, target: target).phrases(of: event)
  }

  /// An event as it reads now, with what it first said wherever that was corrected.
  public init(_ effective: EffectiveEvent, zone: ClinicZone) {
    let target = effective.target.map { Target(position: $0.position, type: $0.type) }
    let wording = Wording(zone: zone, target: target)
    let now = wording.phrases(of: effective.event)
    let first = wording.phrases(of: effective.original)
    phrases =
      zip(now, first).map { now, first in
        now.isChanged || now.value == first.value ? now : now.changed(from: first.value)
      } + Self.envelopeChanges(of: effective, zone: zone)
  }

  /// The time and the performer, where they were corrected.
  private static func envelopeChanges(
    of effective: EffectiveEvent, zone: ClinicZone
  ) -> [Phrase] {
    let (now, first) = (effective.envelope, effective.recorded.envelope)
    var phrases: [Phrase] = []
    if now.occurredAt != first.occurredAt {
      let shown = (zone.display(now.occurredAt), zone.display(first.occurredAt))
      let exact = (zone.local(now.occurredAt).rfc3339, zone.local(first.occurredAt).rfc3339)
      let (time, was) = shown.0 == shown.1 ? exact : shown
      phrases.append(Phrase("occurred_at", time, lead: "at").changed(from: was))
    }
    if now.performedBy != first.performedBy {
      let phrase = Phrase("performed_by", now.performedBy, lead: "by")
      phrases.append(phrase.changed(from: first.performedBy))
    }
    return phrases
  }

  /// All of it in one line; empty where the event's type says everything.
  public var text: String {
    var text = ""
    var afterChange = false
    for phrase in phrases {
      guard let said = phrase.text else { continue }
      switch phrase.joint {
      case _ where text.isEmpty: text = said
      case .colon: text += ": \(said)"
      case .brackets: text += " (\(said))"
      // After an arrow a space would not show where the old value ends.
      case .space where !afterChange: text += " \(said)"
      case .space, .comma: text += ", \(said)"
      }
      afterChange = phrase.isChanged
    }
    return text
  }
}

/// Events in words, for a clinic of some zone.
struct Wording {
  let zone: ClinicZone
  let target: EventDetail.Target?

  func phrases(of event: ClinicEvent) -> [Phrase] {
    switch event {
    case .client(let event): phrases(of: event)
    case .course(let event): phrases(of: event)
    case .booking(let event): phrases(of: event)
    case .session(let event): phrases(of: event)
    case .product(let event): phrases(of: event)
    case .lot(let event): phrases(of: event)
    case .device(let event): phrases(of: event)
    case .staff(let event): phrases(of: event)
    case .protocol(let event): phrases(of: event)
    case .store(let event): phrases(of: event)
    case .any(let event): phrases(of: event)
    }
  }
}
