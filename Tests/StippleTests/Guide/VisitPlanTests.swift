import Clinic
import Records
import Testing

@testable import stipple

/// That the plan of a visit, which is data, hangs together.
@Suite struct VisitPlanTests {
  static let steps = [VisitPlan.opening] + VisitPlan.reachable
  static let forms = steps.flatMap(\.forms)

  @Test func `every question is a field of its event`() {
    for form in Self.forms {
      for question in form.questions {
        #expect(
          form.type?.record.field(named: question.field) != nil, "\(form.word) \(question.field)")
      }
    }
  }

  @Test func `nothing that an event needs is left out`() {
    for form in Self.forms {
      let asked = Set(form.questions.map(\.field))
      for field in form.type?.record.fields ?? [] where field.isRequired {
        #expect(asked.contains(field.name), "\(form.type?.name ?? "") \(field.name)")
      }
    }
  }

  @Test func `no question is there twice`() {
    for form in Self.forms {
      #expect(Set(form.questions.map(\.field)).count == form.questions.count, "\(form.word)")
    }
  }

  @Test func `every step has a name of its own`() {
    let names = Self.steps.map(\.name)
    #expect(Set(names).count == names.count)
    #expect(Self.steps.allSatisfy { !$0.forms.isEmpty })
    #expect(Self.steps.allSatisfy { $0.forms.count == 1 || !$0.prompt.isEmpty })
  }

  @Test func `the visit has its steps in the order of the room`() {
    #expect(
      VisitPlan.steps.map(\.name) == [
        "check", "abandon", "cleanse", "photo", "numbing", "cream", "cream_off", "cartridge",
        "pass", "serum", "endpoint", "pain", "mask", "after", "discard", "aftercare", "close",
      ])
  }

  @Test(
    arguments: [
      ("pause", "pause"), ("adverse-event", "adverse_event"), ("blood_exp", "blood_exposure"),
      ("cream-off", "cream_off"), ("cream", "cream"), ("never", nil),
    ] as [(String, String?)])
  func `a step is gone to by its name or its beginning`(name: String, step: String?) {
    #expect(VisitPlan.step(name)?.name == step)
  }

  @Test func `a meaning is of a word that there is`() {
    for field in Self.forms.compactMap(\.type).flatMap(\.record.fields) {
      let line = Prompt.listing(of: field)
      #expect(line.first == field.summary)
      guard case .enumeration(let type) = field.kind else { continue }
      #expect(line.count == type.words.count + 1)
    }
  }

  @Test func `a prompt leaves room on a screen of 80 columns`() {
    for form in Self.forms {
      for question in form.questions {
        guard let field = form.type?.record.field(named: question.field) else { continue }
        let prompt = Prompt(
          label: Prompt.label(of: field), takes: Prompt.takes(field), isOptional: true,
          read: { _ throws(AnswerProblem) in .null }, listing: { [] })
        #expect(displayWidth(prompt.text(width: 80)) <= 68, "\(question.field)")
      }
    }
  }

  // MARK: Lots

  static let now = Instant(rfc3339: "2026-03-01T10:00:00Z")!
  static let day = now.date

  static func lot(
    _ id: String, number: String? = nil, expires: String = "2027-01-31",
    _ periods: [(LotStatus, String)] = []
  ) -> Lot {
    var lot = Lot(id: id)
    lot.product = "P1"
    lot.lotNo = number ?? id
    lot.lotNoKey = Lot.key(of: lot.lotNo ?? "")
    lot.expiresOn = CalendarDate(iso: expires)
    lot.receivedAt = Instant(rfc3339: "2026-01-01T10:00:00Z")
    lot.periods = ([(.free, "2026-01-01T10:00:00Z")] + periods).enumerated().map { index, period in
      LotPeriod(
        status: period.0, from: Instant(rfc3339: period.1)!, position: Int64(index + 1))
    }
    return lot
  }

  static func fault(_ lot: Lot, beside others: [Lot] = []) -> String? {
    Stock(lots: [lot] + others).fault(of: lot, at: now, on: day)
  }

  @Test func `a lot that is free and in date fits, through the day on which it expires`() {
    #expect(Self.fault(Self.lot("HA-1")) == nil)
    #expect(Self.fault(Self.lot("HA-1", expires: "2026-03-01")) == nil)
    #expect(Self.fault(Self.lot("HA-1", expires: "2026-02-28")) == "expired on 2026-02-28")
  }

  @Test func `a lot in quarantine or recalled does not fit`() {
    let quarantined = [(LotStatus.quarantined, "2026-02-01T10:00:00Z")]
    #expect(Self.fault(Self.lot("HA-1", quarantined)) == "is in quarantine")
    #expect(
      Self.fault(Self.lot("HA-1", quarantined + [(.free, "2026-02-02T10:00:00Z")])) == nil)
    let recalled = [(LotStatus.recalled, "2026-02-01T10:00:00Z")]
    #expect(Self.fault(Self.lot("HA-1", recalled)) == "was recalled")
    #expect(
      Self.fault(Self.lot("HA-1", [(.recalled, "2026-04-01T10:00:00Z")])) == nil, "not yet")
  }

  @Test func `a recall counts for every delivery of the number`() {
    let other = Self.lot("HA-2", number: "n1", [(.recalled, "2026-02-01T10:00:00Z")])
    #expect(Self.fault(Self.lot("HA-1", number: "N1 "), beside: [other]) == "was recalled")
    #expect(Self.fault(Self.lot("HA-1", number: "N2"), beside: [other]) == nil)
  }

  @Test func `a lot that was never received is told`() {
    #expect(Self.fault(Lot(id: "HA-1")) == "was never received")
  }
}
