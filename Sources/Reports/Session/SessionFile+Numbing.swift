import Clinic
import ClinicStore
import EventLog
import Records

extension SessionFile {
  /// What was decided of numbing, what was put on, and how that stands to the product's label.
  var numbing: ReportSection {
    let decisions = standing { event -> NumbingDecided? in
      if case .numbingDecided(let it) = event { it } else { nil }
    }
    let applications = standing { event -> NumbingApplied? in
      if case .numbingApplied(let it) = event { it } else { nil }
    }
    var parts: [ReportPart] =
      decisions.isEmpty ? [.facts([ReportFact("numbing decision", recorded: nil)])] : []
    for (entry, it) in decisions {
      parts.append(.heading("Decision \(entry.marked)"))
      parts.append(.facts(facts(of: it, entry)))
    }
    if applications.isEmpty {
      parts.append(.facts([ReportFact("numbing cream put on", recorded: nil)]))
    }
    var before: [NumbingApplied] = []
    for (entry, it) in applications {
      let position = Int64(clamping: entry.envelope.position)
      let period = session.numbingPeriods?.first { $0.position == position }
      parts.append(.heading("Cream \(entry.marked)"))
      parts.append(.facts(facts(of: it, entry, period)))
      parts.append(.table(limits(of: it, after: before, period)))
      before.append(it)
    }
    return ReportSection("Numbing", parts: parts)
  }

  private func facts(of it: NumbingDecided, _ entry: AuditEntry) -> [ReportFact] {
    [
      ReportFact("decision", Words.plain(it.decision)),
      ReportFact("when", time(entry)),
      ReportFact("reason", Words.plain(it.reason)),
      ReportFact("pain tolerance", Words.plain(it.painTolerance)),
      ReportFact("allergies", it.allergyChecked ? "checked" : "not checked"),
      ReportFact("product", recorded: product(it.product)),
      ReportFact("decided by", person(it.decidedBy) ?? it.decidedBy),
    ] + (it.note.map { [ReportFact("note", $0)] } ?? [])
  }

  private func facts(
    of it: NumbingApplied, _ entry: AuditEntry, _ period: NumbingPeriod?
  ) -> [ReportFact] {
    let removal = removal(ending: period)
    return [
      ReportFact("put on", time(entry)),
      ReportFact(
        "taken off", recorded: removal.map { "\(time($0.entry)) \($0.entry.marked)" }),
      ReportFact("product", product(it.product) ?? it.product),
      ReportFact("lot", it.lot),
      ReportFact(
        "ingredients", recorded: it.ingredients.isEmpty ? nil : it.ingredients.inWords),
      ReportFact("grams", "\(it.grams) g on \(it.areaCm2) cm²"),
      ReportFact("zones", recorded: it.zones.isEmpty ? nil : Words.commas(it.zones)),
      ReportFact("covered", it.occluded ? "yes" : "no"),
      ReportFact("skin barrier", it.barrierIntact ? "intact" : "broken"),
      ReportFact("put on by", Words.plain(it.appliedBy)),
      ReportFact("prescriber", recorded: person(it.prescriber)),
      ReportFact(
        "residue", recorded: removal.map { $0.it.residueCleared ? "cleared" : "left" }),
      ReportFact("reaction", recorded: removal.map { Words.plain($0.it.reaction) }),
      ReportFact("numb enough", recorded: removal.map { $0.it.adequate ? "yes" : "no" }),
    ]
  }

  private func removal(
    ending period: NumbingPeriod?
  ) -> (entry: AuditEntry, it: NumbingRemoved)? {
    guard let until = period?.until else { return nil }
    return standing { event -> NumbingRemoved? in
      if case .numbingRemoved(let it) = event { it } else { nil }
    }.first { $0.entry.envelope.occurredAt == until }
  }

  /// What was used of a product against what its label allows; grams and area over the session.
  private func limits(
    of it: NumbingApplied, after before: [NumbingApplied], _ period: NumbingPeriod?
  ) -> ReportTable {
    let label = label(of: it.product)
    var table = ReportTable(
      columns: ["limit of the label", "used", "label", "standing"], rows: [], longColumns: 1)
    func add(_ what: String, _ used: String?, _ limit: String?, isOver: Bool?) {
      let standing =
        used == nil
        ? ReportFact.notRecorded : isOver.map { $0 ? "over the label" : "within the label" }
      table.append(
        [
          what, used ?? ReportFact.notRecorded, limit ?? ReportFact.notRecorded,
          standing ?? "cannot be judged",
        ],
        mark: isOver == true ? .deviation : [])
    }
    let same = before.filter { $0.product == it.product } + [it]
    let grams = ScaledDecimal(units: same.reduce(0) { $0 + $1.grams.units }, scale: it.grams.scale)
    let area = ScaledDecimal(
      units: same.reduce(0) { $0 + $1.areaCm2.units }, scale: it.areaCm2.scale)
    add(
      "grams in the session", "\(grams) g", label?.maxGrams.map { "at most \($0) g" },
      isOver: label?.maxGrams.map { grams > $0 })
    add(
      "area", "\(area) cm²", label?.maxAreaCm2.map { "at most \($0) cm²" },
      isOver: label?.maxAreaCm2.map { area > $0 })
    let dose = it.areaCm2.units > 0 ? it.grams.doubleValue * 10 / it.areaCm2.doubleValue : nil
    add(
      "grams on 10 cm²", dose.map { "\($0.fixed(2)) g" },
      label?.gramsPer10cm2.map { "at most \($0) g" },
      isOver: label?.gramsPer10cm2.map { it.isThicker(than: $0) })
    let on = period.flatMap { period in
      period.until.map { ($0.microseconds - period.from.microseconds + 59_999_999) / 60_000_000 }
    }
    let least = label?.minMinutes.map { "at least \($0)" }
    let most = label?.maxMinutes.map { "at most \($0)" }
    let minutes = [least, most].compactMap { $0 }.joined(separator: ", ")
    add(
      "minutes on the skin", on.map { "\($0) min" }, minutes.isEmpty ? nil : "\(minutes) min",
      isOver: label?.maxMinutes.flatMap { limit in on.map { $0 > limit } })
    if let on, let least = label?.minMinutes, on < least {
      table.rows[table.rows.count - 1][3] = "under the label"
    }
    let covering = label?.occlusionAllowed.map { $0 ? "allowed" : "not allowed" }
    add(
      "covering", it.occluded ? "covered" : "not covered", covering,
      isOver: it.occluded ? label?.occlusionAllowed.map { !$0 } : false)
    add("skin barrier", it.barrierIntact ? "intact" : "broken", "intact", isOver: !it.barrierIntact)
    return table
  }
}

extension NumbingApplied {
  /// Whether there is more than `limit` grams on ten square centimetres, exactly.
  fileprivate func isThicker(than limit: ScaledDecimal) -> Bool {
    // In the smallest units of both sides: grams × 10 > limit × area.
    func power(_ places: Int) -> Int128 {
      var result: Int128 = 1
      for _ in 0..<places { result *= 10 }
      return result
    }
    let left = Int128(grams.units) * 10 * power(limit.scale + areaCm2.scale)
    let right = Int128(limit.units) * Int128(areaCm2.units) * power(grams.scale)
    return left > right
  }
}
