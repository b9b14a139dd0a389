import Clinic
import ClinicStore
import EventLog
import Records

extension SessionFile {
  /// What the client said of pain.
  var pain: ReportSection {
    var table = ReportTable(
      columns: ["event", "when", "phase", "zone", "score of 10", "tolerable", "note"], rows: [],
      longColumns: 1)
    for (entry, it) in standing({ event -> PainScored? in
      if case .painScored(let it) = event { it } else { nil }
    }) {
      table.append(
        [
          entry.at, time(entry), Words.plain(it.phase), it.zone.map { Words.plain($0) },
          "\(it.score)", it.tolerable.map { $0 ? "yes" : "no" } ?? ReportFact.notRecorded, it.note,
        ], mark: entry.mark)
    }
    return ReportSection("Pain", parts: [Self.part(table, orNotRecorded: "Pain scores")])
  }

  /// What was given along, the calls after it, and what went wrong.
  var aftercare: ReportSection {
    let advice = table { if case .aftercareGiven = $0 { true } else { false } }
    let calls = table { event in
      switch event {
      case .aftercareCallAttempted, .aftercareCallMade: true
      default: false
      }
    }
    let followUps = table { if case .followUpHeld = $0 { true } else { false } }
    var parts =
      Self.parts("Aftercare advice", advice) + Self.parts("Aftercare calls", calls)
      + Self.parts("Follow-ups", followUps)
    let adverse = table { event in
      switch event {
      case .adverseEventReported, .adverseEventFollowedUp, .adverseEventResolved,
        .authorityNotified, .bloodExposureRecorded:
        true
      default: false
      }
    }
    parts +=
      adverse.rows.isEmpty
      ? [.paragraph("No adverse event and no blood exposure is recorded.")]
      : [.heading("Adverse events and blood exposure"), .table(adverse)]
    let window = edition.map {
      "The protocol in force asks for a call \($0.callFromHours) to \($0.callToHours) h after."
    }
    return ReportSection("Aftercare, calls and follow-up", note: window, parts: parts)
  }

  /// The entries that stand and are of some kinds, each told in words.
  private func table(_ isWanted: (SessionEvent) -> Bool) -> ReportTable {
    var table = ReportTable(
      columns: ["event", "when", "who", "what", "detail"], rows: [], longColumns: 1)
    for (entry, _) in standing({ isWanted($0) ? $0 : nil }) {
      table.append(
        [
          entry.at, time(entry), entry.envelope.performedBy, Words.kind(entry.type),
          entry.detail.text,
        ], mark: entry.mark)
    }
    return table
  }

  /// The photos, which are files outside the store, named by their digests.
  var photos: ReportSection {
    var table = ReportTable(
      columns: ["event", "when", "phase", "view", "sha256 of the file"], rows: [], longColumns: 1)
    for (entry, it) in standing({ event -> PhotoTaken?? in
      switch event {
      case .photoTaken(let it): .some(it)
      case .photoDeclined: .some(nil)
      default: nil
      }
    }) {
      table.append(
        [
          entry.at, time(entry), it.map { Words.plain($0.phase) } ?? "declined",
          it.map { Words.plain($0.view) }, it.map { $0.sha256.lowercased() },
        ], mark: entry.mark)
    }
    return ReportSection("Photos", parts: [Self.part(table, orNotRecorded: "Photos")])
  }
}
