import Clinic
import ClinicStore
import EventLog
import Records

extension SessionFile {
  /// The rules that entries broke, and who authorised each.
  var deviations: ReportSection {
    var table = ReportTable(
      columns: ["event", "entry", "rule", "found", "allowed", "authorised by", "why"], rows: [],
      longColumns: 1)
    for entry in audit.entries {
      for deviation in entry.envelope.deviations {
        table.append(
          [
            entry.at, Words.kind(entry.type), "\(deviation.rule)", deviation.observed,
            deviation.limit, person(deviation.authorisedBy),
            deviation.reason.isEmpty ? ReportFact.notRecorded : deviation.reason,
          ], mark: entry.effective.isStruck ? .struck : [])
      }
    }
    return ReportSection(
      "Deviations",
      parts: [table.rows.isEmpty ? .paragraph("No deviation is recorded.") : .table(table)])
  }

  /// The corrections and strikes themselves.
  var amendments: ReportSection {
    let amendments = audit.entries.filter { $0.effective.isAmendment }
    return ReportSection(
      "Corrections",
      note: "Nothing is ever changed in the log: a correction is an entry of its own.",
      parts: [
        amendments.isEmpty
          ? .paragraph("No correction is recorded.") : .entries(amendments.map(line))
      ])
  }

  /// Every entry, by when it happened.
  var record: ReportSection {
    ReportSection(
      "Every entry",
      note:
        "By when it happened; below it, when the log took it. What was corrected is struck "
        + "through before what took its place.",
      parts: [.entries(audit.entries.map(line))])
  }

  private func line(_ entry: AuditEntry) -> ReportEntry {
    let envelope = entry.envelope
    var who = envelope.performedBy
    if envelope.recordedBy != who { who += ", recorded by \(envelope.recordedBy)" }
    return ReportEntry(
      event: entry.at, occurred: zone.display(envelope),
      recorded: zone.display(envelope.recordedAt), who: who, what: Words.kind(entry.type),
      detail: entry.detail.pieces, notes: notes(on: entry), mark: entry.mark)
  }

  private func notes(on entry: AuditEntry) -> [String] {
    var notes = entry.amendments.map(note)
    if let target = entry.effective.target, !target.isInForce {
      notes.append(
        entry.effective.isStruck ? "so of no effect" : "of no effect: overtaken later")
    }
    let reason = entry.effective.recorded.envelope.lateReason.map { ": \($0)" } ?? ""
    switch entry.timing {
    case .inTime: if !reason.isEmpty { notes.append("reason given\(reason)") }
    case .late(let hours): notes.append("late, \(hours) h after\(reason)")
    case .imported: notes.append("imported\(reason)")
    }
    if entry.envelope.isClockConfirmed { notes.append("clock behind the log, confirmed") }
    notes += entry.envelope.deviations.map { deviation in
      let why = deviation.reason.isEmpty ? ReportFact.notRecorded : deviation.reason
      return "deviation from rule \(deviation.rule): \(deviation.observed) against "
        + "\(deviation.limit); authorised by \(deviation.authorisedBy): \(why)"
    }
    return notes
  }

  /// `lot corrected by U2 @50: wrong lot; happened 2026-04-01 10:00, recorded 2026-04-01 10:01`.
  private func note(_ amendment: AuditEntry.Amendment) -> String {
    let act = amendment.field.map { "\(Words.spaced($0)) corrected" } ?? "struck out"
    var text = "\(act) by \(amendment.performedBy) @\(amendment.position): "
    text += Words.plain(amendment.reason)
    if let note = amendment.note { text += ", \(note)" }
    let entry = audit.entries.first { $0.envelope.position == amendment.position }
    if let envelope = entry?.envelope {
      text += "; happened \(zone.display(envelope)), "
      text += "recorded \(zone.display(envelope.recordedAt))"
    }
    return text
  }
}

extension Words {
  /// An event's type as it is said: `needle pass made`.
  static func kind(_ type: EventType) -> String {
    String(type.name.map { $0 == "-" ? " " : $0 })
  }
}
