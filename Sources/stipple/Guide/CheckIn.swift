import Clinic
import ClinicStore
import Records

/// What is to be known of a client before anything is asked, as lines of text.
enum CheckIn {
  static func lines(of visit: Visit, width: Int) -> [String] {
    let client = visit.client
    let name = client.name.map { " · \($0)" } ?? ""
    let born = client.bornOn.map { ", born \($0.iso)" } ?? ""
    return ["\(client.id)\(name)\(born)"]
      + facts(of: visit).flatMap { wrapped($0.0, $0.1, width: width) }
  }

  private static func facts(of visit: Visit) -> [(String, String)] {
    var facts = [
      ("contraindications", contraindications(visit)), ("allergies", allergies(visit)),
      ("consents", consents(visit)), ("last visit", lastVisit(visit)),
    ]
    if let history = history(visit) { facts.insert(("history", history), at: 2) }
    facts.insert(contentsOf: barriers(visit), at: 0)
    let adverse = visit.earlier.filter { $0.adverseEventsOpen > 0 }.map(\.id)
    if !adverse.isEmpty {
      facts.append(("adverse events", "open, of session " + adverse.joined(separator: ", ")))
    }
    if let course = course(visit) { facts.append(("course", course)) }
    for (name, category) in [
      ("cleansers", ProductCategory.cleanser), ("creams", .anaesthetic),
      ("cartridges", .cartridge), ("serums", .serum), ("masks", .mask),
    ] {
      let lots = visit.stock.fitting(category, at: visit.now, on: visit.day).map(short)
      if !lots.isEmpty || category != .anaesthetic {
        facts.append((name, lots.isEmpty ? "no lot that fits" : brief(lots)))
      }
    }
    let unfit = visit.stock.candidates(nil, at: visit.now, on: visit.day)
      .filter { $0.isListed && $0.fault != nil }.map { "\($0.id) \($0.fault ?? "")" }
    // What was recalled may lie in a drawer that nobody looked into: it is named before what is old.
    let expired = unfit.filter { $0.contains("expired") }
    let others = unfit.filter { !$0.contains("expired") }
    if !unfit.isEmpty { facts.append(("not to be used", brief(others + expired))) }
    return facts
  }

  /// The first few, and how many more: a clinic has more lots than a screen has lines.
  private static func brief(_ items: [String], most: Int = 5) -> String {
    guard items.count > most + 1 else { return items.joined(separator: " · ") }
    return items.prefix(most).joined(separator: " · ") + " · and \(items.count - most) more"
  }

  /// What keeps the client from being treated, a line each.
  private static func barriers(_ visit: Visit) -> [(String, String)] {
    visit.barriers.enumerated().map { index, barrier in
      let hint = barrier.hint.flatMap(Refusal.plainHint).map { ": \($0)" } ?? ""
      return (index == 0 ? "to settle first" : "", barrier.message + hint)
    }
  }

  private static func contraindications(_ visit: Visit) -> String {
    let open = visit.contraindications.map { found in
      let until = found.until.map { " until \($0.iso)" } ?? ""
      return "\(found.code.name), \(found.severity?.name ?? "unknown")\(until)"
    }
    return open.isEmpty ? "none open" : open.joined(separator: " · ")
  }

  private static func allergies(_ visit: Visit) -> String {
    let taken = visit.charts.compactMap(\.historyAt).max()
    guard let taken else { return "no medical history was taken" }
    let allergies = visit.charts.flatMap { $0.allergies ?? [] }.map { allergy in
      "\(allergy.substance) (\(allergy.class.name))"
    }
    let day = visit.zone.date(taken).iso
    return (allergies.isEmpty ? "none" : allergies.joined(separator: " · ")) + ", asked \(day)"
  }

  /// What of the history bears on the day; nil if nothing does.
  private static func history(_ visit: Visit) -> String? {
    var parts: [String] = []
    for client in visit.charts {
      if let pregnancy = client.pregnancy, pregnancy == .pregnant || pregnancy == .nursing {
        parts.append(pregnancy.name)
      }
      if client.coldSores == true { parts.append("cold sores") }
      if client.keloid == true { parts.append("keloid") }
      for medication in client.medications ?? [] where medication.stoppedOn == nil {
        parts.append("\(medication.name) (\(medication.class.name))")
      }
    }
    return parts.isEmpty ? nil : parts.joined(separator: " · ")
  }

  private static func consents(_ visit: Visit) -> String {
    let given = ConsentKind.allCases.filter(visit.hasConsent).map(\.name)
    return given.isEmpty ? "none in force" : given.joined(separator: " · ")
  }

  private static func lastVisit(_ visit: Visit) -> String {
    guard let last = visit.earlier.last, let openedAt = last.openedAt else { return "none" }
    var parts = ["\(last.id) on \(visit.zone.date(openedAt).iso)"]
    if let zones = last.zones, !zones.isEmpty {
      let depth = last.maxDepthMm.map { " to \($0) mm" } ?? ""
      parts.append(zones.map(\.name).joined(separator: ", ") + depth)
    }
    if let kinds = last.serumKinds, !kinds.isEmpty {
      let volume = last.serumVolumeMl.map { " \($0) ml" } ?? ""
      parts.append(kinds.map(\.name).joined(separator: ", ") + volume)
    }
    if let decision = last.numbingDecision { parts.append("numbing \(decision.name)") }
    if let pain = last.painNeedling { parts.append("pain \(pain)") }
    if let condition = last.condition { parts.append("left with \(condition.name)") }
    return parts.joined(separator: " · ")
  }

  private static func course(_ visit: Visit) -> String? {
    let course = visit.course ?? visit.courses.last { $0.status == .active }
    guard let course else { return nil }
    let done = visit.earlier.filter { $0.course == course.id }.count
    let planned = course.sessionsPlanned.map { " of \($0)" } ?? ""
    let concern = course.concern.map { ", \($0.name)" } ?? ""
    let due = visit.earlier.last { $0.course == course.id }?.nextDueOn
    return "\(course.id)\(concern), \(done)\(planned) sessions"
      + (due.map { ", next due \($0.iso)" } ?? "")
  }

  private static func short(_ lot: Candidate) -> String {
    let expiry = lot.about.split(separator: " ").last.map { " to \($0)" } ?? ""
    return lot.id + expiry
  }

  /// A label and its text, broken so that each line fits: between items where it can be.
  static func wrapped(_ label: String, _ text: String, width: Int) -> [String] {
    let indent = 21
    let room = max(width - indent, 20)
    var lines: [String] = []
    var line = ""
    func add(_ piece: some StringProtocol) {
      if !line.isEmpty, displayWidth(line) + displayWidth(piece) + 1 > room {
        lines.append(line)
        line = ""
      }
      line += line.isEmpty ? String(piece) : " \(piece)"
    }
    let items = text.split(separator: " · ")
    for (index, item) in items.enumerated() {
      let piece = index + 1 < items.count ? "\(item) ·" : String(item)
      if displayWidth(piece) <= room {
        add(piece)
      } else {
        piece.split(separator: " ").forEach(add)
      }
    }
    lines.append(line)
    return lines.enumerated().map { index, line in
      let start = index == 0 ? label : ""
      return "  " + start + String(repeating: " ", count: max(1, indent - 2 - start.count)) + line
    }
  }
}
