import Clinic
import ClinicStore
import EventLog
import Records

extension SessionAudit {
  /// Whose session it is, who treated, and where it stands.
  public var heading: [String] {
    var whose = ["session \(session.id)"]
    whose.append(session.client.map { "client \($0)" } ?? "no client")
    if let practitioner = session.practitioner { whose.append("practitioner \(practitioner)") }
    if let supervisor = session.supervisor { whose.append("supervisor \(supervisor)") }
    if let room = session.room { whose.append("room \(room)") }
    if let place = SessionPlace.text(of: session, course) { whose.append(place) }
    if let booking = session.booking { whose.append("booking \(booking)") }
    var state = [SessionPlace.status(of: session, zone)]
    if let opened = session.openedAt { state.append("opened \(zone.display(opened))") }
    if let countersigned = session.countersignedAt {
      let who = session.countersignedBy.map { " by \($0)" } ?? ""
      state.append("countersigned \(zone.display(countersigned))\(who)")
    }
    if let due = session.nextDueOn { state.append("next due \(due.iso)") }
    return [whose.joined(separator: " · "), state.joined(separator: " · ")]
  }

  /// The entries: position, when it happened and was recorded, who, what, detail, note.
  public var table: ReportTable {
    ReportTable(
      columns: ["event", "when", "recorded", "who", "what", "detail", "note"],
      rows: entries.map { entry in
        [
          "@\(entry.envelope.position)", zone.display(entry.envelope),
          zone.display(entry.envelope.recordedAt), entry.envelope.performedBy, entry.type.name,
          entry.detail.text, entry.note,
        ]
      },
      longColumns: 2)
  }

  /// The lots, a line each.
  public var lotLines: [String] { lots.map { $0.text(zone: zone) } }

  /// The steps that are missing, a line each.
  public var missingLines: [String] { missing.map { "missing: \($0.text)" } }

  /// `14 events · 1 amended · 0 late · 0 deviations · 1 missing`.
  public var summary: String {
    var parts = [
      Words.count(entries.count, "event", "events"), "\(amended.count) amended",
      "\(late.count) late", Words.count(deviations.count, "deviation", "deviations"),
      "\(missing.count) missing",
    ]
    if !imported.isEmpty { parts.append("\(imported.count) imported") }
    return parts.joined(separator: " · ")
  }
}

extension ClinicZone {
  /// When an event happened, no finer than it is known.
  func display(_ envelope: Envelope) -> String {
    let text = display(envelope.occurredAt)
    return switch envelope.precision {
    case .exact, .minute: text
    case .hour: "\(text.prefix(13)) h"
    case .day: String(text.prefix(10))
    case .unknown: "unknown"
    }
  }
}

/// A session's place in its course, and how it stands, as audit and show say it.
enum SessionPlace {
  /// `course K1, session 1 of 3`.
  static func text(of session: Session, _ course: Course?) -> String? {
    guard let id = session.course else { return nil }
    guard let ordinal = session.ordinal else { return "course \(id)" }
    let planned = course?.sessionsPlanned.map { " of \($0)" } ?? ""
    return "course \(id), session \(ordinal)\(planned)"
  }

  /// `closed 2026-03-01 10:19 by U2`.
  static func status(of session: Session, _ zone: ClinicZone) -> String {
    var text = session.isOpened ? Words.plain(session.status ?? .open) : "not opened"
    if let at = session.statusAt { text += " \(zone.display(at))" }
    if session.status == .closed, let who = session.closedBy { text += " by \(who)" }
    if session.status == .abandoned, let step = session.abandonedStep {
      text += " at \(Words.plain(step))"
    }
    return text
  }
}
