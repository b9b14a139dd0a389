import Clinic
import ClinicStore
import Records

extension SummaryWriter {
  /// Who the client is, what must be known before treating, and what is next.
  mutating func describe(_ client: Client, in store: Snapshot) throws {
    let born = client.bornOn.map { ", born \($0.iso)" } ?? ""
    say("name", client.name.map { "\($0)\(born)" })
    say(
      "reached at",
      [client.phone, client.email].compactMap { $0 }.joined(separator: ", "))
    say("in an emergency", client.emergencyContact)
    let number = client.clientNo.map { ", no \($0)" } ?? ""
    say("registered", client.registeredAt.map { day($0) + number })
    say("record goes on in", client.mergedInto.map { "client \($0)" })
    let duplicates = try store.states(Client.self, where: "merged_into", is: client.id).map(\.id)
    say("holds the chart of", duplicates.joined(separator: ", "))
    say("erased", client.erasedAt.map { erasure(client, at: $0) })
    sayHistory(of: client)
    sayConsents(of: client)
    say("contraindications", contraindications(of: client))
    say("patch test", patchTest(of: client))
    try sayVisits(of: client, in: store)
  }

  private func erasure(_ client: Client, at moment: Instant) -> String {
    day(moment) + (client.erasureBasis.map { ", \(Words.plain($0))" } ?? "")
  }

  private mutating func sayHistory(of client: Client) {
    guard let taken = client.historyAt else {
      say("history", "none taken")
      return
    }
    var text = "taken \(day(taken))"
    if let form = client.historyForm { text += ", form \(form)" }
    if let confirmed = client.historyConfirmedAt { text += ", confirmed \(day(confirmed))" }
    say("history", text)
    say("allergies", (client.allergies ?? []).inWords)
    say("medication", (client.medications ?? []).inWords)
    let conditions = client.conditions ?? []
    say("conditions", conditions.isEmpty ? "none" : conditions.joined(separator: ", "))
    var said = [client.pregnancy.map(Words.pregnancy)].compactMap { $0 }
    if client.coldSores == true { said.append("cold sores") }
    if client.keloid == true { said.append("keloid") }
    if let day = client.isotretinoinStoppedOn { said.append("isotretinoin to \(day.iso)") }
    if let day = client.retinoidLastOn { said.append("retinoid to \(day.iso)") }
    if let day = client.sunLastOn { said.append("strong sun \(day.iso)") }
    if let needle = client.homeRollerMm {
      said.append(
        "home roller \(needle) mm" + (client.homeRollerLastOn.map { ", last \($0.iso)" } ?? ""))
    }
    say("also told", said.joined(separator: "; "))
    let concerns = client.concerns.map { $0.isEmpty ? "" : ", wants \(Words.commas($0))" } ?? ""
    say("skin", client.fitzpatrick.map { "Fitzpatrick \(Words.plain($0))\(concerns)" })
  }

  private mutating func sayConsents(of client: Client) {
    var inForce: [String] = []
    var not: [String] = []
    for kind in ConsentKind.allCases {
      guard let last = client.consentPeriods?.last(where: { $0.kind == kind }) else { continue }
      let dated = "\(Words.plain(kind)) \(day(last.from))"
      switch last.decision {
      case .given:
        inForce.append(dated + (last.byGuardian == true ? " by a guardian" : ""))
      case .declined, .withdrawn: not.append("\(dated) \(Words.plain(last.decision))")
      }
    }
    say("consents in force", inForce.isEmpty ? "none" : inForce.joined(separator: ", "))
    say("consents refused", not.joined(separator: ", "))
  }

  private func contraindications(of client: Client) -> String {
    let open = client.contraindications(at: moment)
    if open.isEmpty { return "none open" }
    return open.map { period in
      var text = Words.plain(period.code)
      if let severity = period.severity { text += ", \(Words.plain(severity))" }
      text += ", since \(day(period.from))"
      if let until = period.until { text += ", until \(until.iso)" }
      return text
    }.joined(separator: "; ")
  }

  private func patchTest(of client: Client) -> String? {
    client.patchTests?.last.map { test in
      let result = test.result.map(Words.plain) ?? "not read"
      return "lot \(test.lot), \(Words.plain(test.site)), \(day(test.appliedAt)), \(result)"
    }
  }

  private mutating func sayVisits(of client: Client, in store: Snapshot) throws {
    let sessions = try store.states(Session.self, where: "client", is: client.id)
      .filter(\.isOpened).sorted { $0.openedAt ?? moment < $1.openedAt ?? moment }
    for course in try store.states(Course.self, where: "client", is: client.id)
    where course.isOpened {
      say("course", try courseInWords(course, in: store))
    }
    for session in sessions where session.closedAt == nil && session.abandonedAt == nil {
      say("open session", sessionInWords(session))
    }
    say("last session", sessions.last.map(sessionInWords) ?? "none")
    say("next due", sessions.last?.nextDueOn.map(due))
    say("next booking", try nextBooking(where: "client", is: client.id, in: store) ?? "none")
  }

  /// A day on which something is due, and whether it is past.
  func due(_ day: CalendarDate) -> String { day < today ? "\(day.iso), past" : day.iso }

  /// `S1 2026-03-01 09:31, closed, practitioner U2`.
  func sessionInWords(_ session: Session) -> String {
    var text = session.id
    if let opened = session.openedAt { text += " \(zone.display(opened))" }
    text += ", \(Words.plain(session.status ?? .open))"
    if let practitioner = session.practitioner { text += ", practitioner \(practitioner)" }
    return text
  }

  /// `K1, texture, 1 of 3 sessions, active`.
  private func courseInWords(_ course: Course, in store: Snapshot) throws -> String {
    let done = try store.states(Session.self, where: "course", is: course.id)
      .filter { $0.isOpened && $0.closedAt != nil }
    var parts = [course.id]
    if let concern = course.concern { parts.append(Words.plain(concern)) }
    let planned = course.sessionsPlanned.map { " of \($0)" } ?? ""
    parts.append("\(done.count)\(planned) sessions")
    if let status = course.status { parts.append(Words.plain(status)) }
    return parts.joined(separator: ", ")
  }

  /// The first booking after the moment that still stands: `B2 2026-03-29 09:30, practitioner U2`.
  func nextBooking(
    where column: String, is id: String, in store: Snapshot
  ) throws -> String? {
    let next = try store.states(Booking.self, where: column, is: id)
      .filter { $0.status == .booked && $0.startsAt.map { $0 > moment } ?? false }
      .min { $0.startsAt ?? moment < $1.startsAt ?? moment }
    return next.map { booking in
      let when = booking.startsAt.map { " \(zone.display($0))" } ?? ""
      return "\(booking.id)\(when)" + (booking.practitioner.map { ", practitioner \($0)" } ?? "")
    }
  }
}
