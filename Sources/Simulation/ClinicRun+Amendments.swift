import Clinic
import EventLog
import Records

/// What is put right, entered late, or called back by a maker.
extension ClinicRun {
  mutating func amend(_ amendment: Amendment, at minute: WallTime) {
    let time = jitter(minute)
    let number = amendment.session
    let practitioner = crew.practitioners[sessions[number].practitioner]
    var pen = pen(practitioner, at: time, visit: sessions[number].visit)
    let target = Int64(amendment.target)
    switch amendment.change {
    case .correct(let field, let was, let now, let reason, let note):
      enterSession(
        EntryCorrected(
          target: target, field: field, was: was, now: now, reason: reason, note: note), number,
        at: time, &pen)
    case .strike(let reason, let note):
      enterSession(
        EntryStruckOut(target: target, reason: reason, note: note), number, at: time, &pen)
    }
  }

  mutating func enterLate(_ entry: LateEntry, at now: WallTime) {
    let number: Int
    switch entry {
    case .painAfter(let session, _, _), .postCare(let session, _, _), .numbing(let session, _):
      number = session
    }
    let practitioner = crew.practitioners[sessions[number].practitioner]
    var pen = pen(practitioner, at: now, visit: sessions[number].visit)
    pen.lateReason = chance.pick(Phrases.late)
    let late = Breach(
      rule: 19, limit: "recorded within \(HouseProtocol.lateAfter) h",
      observed: "recorded more than \(HouseProtocol.lateAfter) h after it happened", reason: "")
    switch entry {
    case .painAfter(_, let time, let score):
      enterSession(
        PainScored(phase: .after, score: Int64(score)), number, at: time, &pen,
        precision: .minute, breaches: [late])
    case .postCare(_, let time, let lot):
      enterSession(
        PostCareApplied(
          product: Formulary.id(stock.lots[lot].product), lot: stock.lots[lot].id, spf: 50),
        number, at: time, &pen, precision: .minute, breaches: [late])
    case .numbing(_, let time):
      enterSession(
        NumbingDecided(
          decision: .notOffered, reason: .lowPainExpected, painTolerance: .notAsked,
          allergyChecked: true, decidedBy: crew.staff[practitioner].id), number, at: time, &pen,
        precision: .minute, breaches: [late])
    }
  }

  // MARK: Recalls

  /// Now and then the serum's maker calls a lot back: the one that most people had.
  mutating func planRecall() {
    guard sessions.count >= wishes.recall else { return }
    let found = stock.lots.indices
      .filter { stock.lots[$0].uses.count > 4 && !stock.lots[$0].isRecalled }
      .suffix(8).max { stock.lots[$0].uses.count < stock.lots[$1].uses.count }
    guard let found, wish(\.recall, every: 400) else { return }
    agenda.add(.recall(lot: found), day: Diary.workday(day + 1), minute: 8 * 60 + 5)
  }

  mutating func recall(_ number: Int, at time: WallTime) {
    var pen = pen(Crew.owner, at: time)
    stock.recall(number)
    journal.enter(
      LotRecalled(issuer: "Fictional Serums", notice: "FSN-\(100 + number): particles found"),
      lot(number), at: time, &pen)
    if stock.lots[number].remaining > 0 {
      dispose(number, "recalled", at: time.adding(minutes: 4), &pen)
    }
    var known: Set<Int> = []
    for use in stock.lots[number].uses where use.session >= 0 && known.insert(use.client).inserted {
      guard chance.percent(82) else { continue }
      agenda.add(
        .tell(lot: number, client: use.client, session: use.session),
        day: Diary.workday(day + chance.between(1...6)), minute: chance.between(560...1_040))
    }
  }

  mutating func tell(_ lot: Int, _ client: Int, _ session: Int, at minute: WallTime) {
    let time = jitter(minute)
    var pen = pen(atDesk(), at: time)
    let outcome = chance.weighted([
      (80, CallOutcome.reached), (12, .voicemail), (8, .noAnswer),
    ])
    journal.enter(
      RecallClientNotified(
        client: "C\(client + 1)", session: "S\(session + 1)", channel: .phone, outcome: outcome),
      self.lot(lot), at: time, &pen, causedBy: lot)
  }
}
