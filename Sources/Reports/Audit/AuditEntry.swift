public import Clinic
import ClinicStore
public import EventLog
import Records

/// One event of an audited stream: what it says now and said first, when, who, and what is to be
/// said against it.
public struct AuditEntry: Hashable, Sendable {
  /// When it was entered, as against when it happened.
  public enum Timing: Hashable, Sendable {
    /// In time, or not judged.
    case inTime
    /// Entered as late, or later than the protocol in force then allows; hours by the raw clock.
    case late(hours: Int64)
    /// Taken over from another record, which no time limit holds for.
    case imported
  }

  /// An amendment of the entry that is in force.
  public struct Amendment: Hashable, Sendable {
    /// Its position.
    public let position: UInt64
    /// The field that it corrects; nil where it strikes the entry out.
    public let field: String?
    /// Why, as a word of the schema.
    public let reason: String
    /// More about why.
    ///
    /// Personal: free text.
    public let note: String?
    /// Who made it.
    public let performedBy: String
  }

  /// The event as it reads now, and as it was first written.
  public let effective: EffectiveEvent
  /// What it says, in words.
  public let detail: EventDetail
  /// When it was entered, as against when it happened.
  public let timing: Timing
  /// The amendments in force on it, oldest first.
  public let amendments: [Amendment]

  /// The event's envelope, with time and performer as corrected.
  public var envelope: Envelope { effective.envelope }
  /// The event's type.
  public var type: EventType { effective.event.type }
  /// Whether a correction or a strike of it is in force.
  public var isAmended: Bool { !amendments.isEmpty }
  /// Whether it was entered late.
  public var isLate: Bool { if case .late = timing { true } else { false } }
  /// Whether it was taken over from another record.
  public var isImported: Bool { timing == .imported }

  /// An entry among those of its stream.
  init(
    _ effective: EffectiveEvent, among stream: [EffectiveEvent], lateAfterHours: Int64?,
    zone: ClinicZone
  ) {
    self.effective = effective
    detail = EventDetail(effective, zone: zone)
    timing = Timing(effective.envelope, lateAfterHours: lateAfterHours)
    amendments = effective.amendments.compactMap { position in
      stream.first { $0.envelope.position == position }.flatMap(Amendment.init)
    }
  }
}

extension AuditEntry.Timing {
  fileprivate init(_ envelope: Envelope, lateAfterHours: Int64?) {
    let delay = envelope.clock.microseconds &- envelope.occurredAt.microseconds
    let hours = max(delay / 3_600_000_000, 0)
    let isOver = lateAfterHours.map { delay > $0 &* 3_600_000_000 } ?? false
    self =
      switch envelope.entryMode {
      case .import: .imported
      case .late: .late(hours: hours)
      case .live: isOver ? .late(hours: hours) : .inTime
      }
  }
}

extension AuditEntry.Amendment {
  fileprivate init?(_ effective: EffectiveEvent) {
    switch effective.event {
    case .any(.entryCorrected(let it)):
      self.init(
        position: effective.envelope.position, field: it.field, reason: it.reason.name,
        note: it.note, performedBy: effective.envelope.performedBy)
    case .any(.entryStruckOut(let it)):
      self.init(
        position: effective.envelope.position, field: nil, reason: it.reason.name, note: it.note,
        performedBy: effective.envelope.performedBy)
    default: return nil
    }
  }

  /// `amended @3050: wrong lot`.
  fileprivate var text: String {
    let act = field == nil ? "struck out" : "amended"
    return "\(act) @\(position): \(Words.plain(reason))" + (note.map { ", \($0)" } ?? "")
  }
}

extension AuditEntry {
  /// What an auditor has to notice, oldest first; nil where nothing is.
  public var note: String? {
    var notes: [String] = amendments.map(\.text)
    if let target = effective.target, !target.isInForce {
      notes.append(effective.isStruck ? "so of no effect" : "of no effect: overtaken later")
    }
    let reason = effective.recorded.envelope.lateReason.map { ": \($0)" } ?? ""
    switch timing {
    case .inTime: if !reason.isEmpty { notes.append("reason given\(reason)") }
    case .late(let hours): notes.append("late, \(hours) h after\(reason)")
    case .imported: notes.append("imported\(reason)")
    }
    let recorder = envelope.recordedBy
    if recorder != envelope.performedBy { notes.append("recorded by \(recorder)") }
    if envelope.isClockConfirmed { notes.append("clock behind the log, confirmed") }
    notes += envelope.deviations.map(\.inWords)
    return notes.isEmpty ? nil : notes.joined(separator: "; ")
  }
}

extension Deviation {
  /// `deviation rule 13: 2.00 mm against at most 1.50 mm, authorised by U1: …`.
  var inWords: String {
    let said = "deviation rule \(rule): \(observed) against \(limit), authorised by \(authorisedBy)"
    return reason.isEmpty ? said : "\(said): \(reason)"
  }
}
