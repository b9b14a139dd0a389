import Clinic
public import ClinicStore
import EventLog
import Records

/// The report of one session: what an auditor takes away.
public enum SessionReport {
  /// The report of the session with that id as of a moment.
  ///
  /// - Throws: ``StoreError`` where there was no such session by then, or what is stored is damaged.
  public static func make(
    _ id: String, in store: ClinicStore, at moment: Moment
  ) throws -> Report {
    let file = try store.atOneMoment(moment) { try SessionFile(of: id, in: $0) }
    return Report(
      name: "session", title: "Session \(id)", facts: file.header,
      sections: [
        file.standing, file.course, file.needling, file.numbing, file.serumsAndOthers, file.lots,
        file.pain, file.aftercare, file.photos, file.deviations, file.amendments, file.record,
      ],
      certificate: try Certificate(
        of: "session", [id], in: store, at: moment, tables: SessionDigests.sources,
        digests: file.digests))
  }
}

extension SessionFile {
  /// Whose session it is, who treated, when, and how it stands.
  fileprivate var header: [ReportFact] {
    let name = client?.name.map { ", \($0)" } ?? ""
    let place = SessionPlace.text(of: session, audit.course).map { $0.dropFirst("course ".count) }
    func moment(_ instant: Instant?, by who: String?) -> String? {
      instant.map { zone.display($0) + (person(who).map { " by \($0)" } ?? "") }
    }
    return [
      ReportFact("client", recorded: session.client.map { $0 + name }),
      ReportFact("practitioner", recorded: person(session.practitioner)),
      ReportFact("supervisor", recorded: person(session.supervisor)),
      ReportFact("room", recorded: session.room),
      ReportFact("booking", recorded: session.booking),
      ReportFact("course", recorded: place.map(String.init)),
      ReportFact("status", session.isOpened ? Words.plain(session.status ?? .open) : "not opened"),
      ReportFact("opened", recorded: session.openedAt.map(zone.display)),
      ending(moment),
      ReportFact(
        "countersigned",
        recorded: moment(session.countersignedAt, by: session.countersignedBy)),
      ReportFact("skin at the close", recorded: session.condition.map { Words.plain($0) }),
      ReportFact("next due", recorded: session.nextDueOn?.iso),
    ]
  }

  private func ending(_ moment: (Instant?, String?) -> String?) -> ReportFact {
    guard let abandoned = session.abandonedAt else {
      return ReportFact("closed", recorded: moment(session.closedAt, session.closedBy))
    }
    let step = session.abandonedStep.map { " at \(Words.plain($0))" } ?? ""
    return ReportFact("abandoned", zone.display(abandoned) + step)
  }

  /// How much there is, and what the record does not hold.
  fileprivate var standing: ReportSection {
    var table = ReportTable(columns: ["step", "record"], rows: [], longColumns: 1)
    for step in audit.missing { table.append([step.named, step.standing]) }
    let missing: ReportPart =
      audit.missing.isEmpty
      ? .paragraph("Every step that the protocol expects is recorded.") : .table(table)
    return ReportSection(
      "What is recorded, and what is not",
      note: "Not recorded says that the record does not hold it: it may have been done or not.",
      parts: [.paragraph(audit.summary + "."), missing])
  }
}

extension MissingStep {
  /// The step by its name, without saying whether it was done.
  fileprivate var named: String {
    switch self {
    case .opening: "opening of the session"
    case .consent: "treatment consent in force at the opening"
    case .history: "medical history in force at the opening"
    case .check: "check on the day"
    case .cleansing: "cleansing of the skin"
    case .beforePhoto: "photo before treatment, or that photos were declined"
    case .numbingDecision: "numbing decision"
    case .numbing: "numbing cream put on, as was decided"
    case .numbingRemoval: "numbing cream taken off"
    case .pass: "needle passes"
    case .discard(let cartridge): "cartridge \(cartridge) discarded"
    case .aftercare: "aftercare advice"
    case .close: "close of the session"
    case .call(let from?, let to?, _): "aftercare call, \(from) to \(to) h after"
    case .call: "aftercare call"
    }
  }

  /// That it is not recorded, and what else is known of it.
  fileprivate var standing: String {
    guard case .call(_, _, let hours?) = self else { return ReportFact.notRecorded }
    let when = hours < 0 ? "before the session’s end" : "\(hours) h after"
    return "\(ReportFact.notRecorded) in that window; reached \(when)"
  }
}
