import Clinic
import EventLog
import Records

/// What follows a visit: calls, follow-ups, outcomes, and what went wrong.
extension ClinicRun {
  mutating func planAftermath(of number: Int) {
    if chance.percent(25) {
      agenda.add(
        .countersign(session: number), day: Diary.workday(day + 1), minute: 8 * 60 + 45)
    }
    planRecall()
    sessions[number].hasAdverseEvent = wish(\.adverseEvent, every: 45)
    let share = sessions[number].hasAdverseEvent ? 0 : chance.below(100)
    let (ahead, minute) = callTime(after: number)
    switch share {
    case ..<79: agenda.add(.call(session: number, .reached), day: day + ahead, minute: minute)
    case ..<88:
      agenda.add(.attempt(session: number), day: day + ahead, minute: minute - 95)
      if chance.percent(40) {
        agenda.add(.attempt(session: number), day: day + ahead, minute: minute - 40)
      }
      agenda.add(.call(session: number, .afterAttempts), day: day + ahead, minute: minute)
    case ..<94:
      let late = Diary.workday(day + chance.between(4...6))
      agenda.add(.call(session: number, .late), day: late, minute: chance.between(600...1_020))
    case ..<97:
      for attempt in 0..<3 {
        agenda.add(.attempt(session: number), day: day + ahead, minute: minute + attempt * 35)
      }
    default: break
    }
  }

  /// Two days later at any hour; on Sundays nobody calls, so that a Friday's visit is called about
  /// on Saturday or early on Monday.
  private mutating func callTime(after number: Int) -> (ahead: Int, minute: Int) {
    let closed = sessions[number].end.second / 60
    guard Diary.isClosed(day + 2) else { return (2, chance.between(680...980)) }
    return closed < 13 * 60 ? (1, closed + 100) : (3, chance.between(640...650))
  }

  mutating func countersign(_ number: Int, at time: WallTime) {
    var pen = pen(
      chance.percent(50) ? Crew.owner : Crew.prescriber, at: time, visit: sessions[number].visit)
    enterSession(SessionCountersigned(), number, at: jitter(time), &pen)
  }

  // MARK: Calls

  mutating func attempt(_ number: Int, at time: WallTime) {
    var pen = pen(atDesk(), at: time, visit: sessions[number].visit)
    enterSession(
      AftercareCallAttempted(
        channel: .phone,
        outcome: chance.weighted([(60, AttemptOutcome.noAnswer), (38, .voicemail), (2, .refused)])),
      number, at: jitter(time), &pen)
  }

  mutating func call(_ number: Int, _ plan: CallPlan, at minute: WallTime) {
    let time = jitter(minute)
    var pen = pen(atDesk(), at: time, visit: sessions[number].visit)
    let microseconds =
      journal.instant(time).microseconds - journal.instant(sessions[number].end).microseconds
    let hours = microseconds / 3_600_000_000
    var redness = chance.weighted([(25, 0), (48, 1), (23, 2), (4, 3)])
    var flags: [CallFlag] = chance.percent(12) ? [.itching] : []
    var escalate = Escalation.nothing
    if sessions[number].hasAdverseEvent {
      redness = 3
      flags = [.heat, .spreadingRedness]
      let severity = report(number, at: time, &pen)
      escalate = severity == .severe ? .urgent : .review
    }
    var breaches: [Breach] = []
    if case .late = plan {
      redness = min(redness, 1)
      breaches.append(
        Breach(
          rule: 20,
          limit: "\(HouseProtocol.callFrom) to \(HouseProtocol.callTo) h after the session",
          observed: "\(hours) h after", reason: ""))
    }
    enterSession(
      AftercareCallMade(
        channel: chance.percent(90) ? .phone : .messaging, hoursAfter: hours,
        redness: Int64(redness), swelling: Int64(chance.weighted([(75, 0), (20, 1), (5, 2)])),
        pain: Int64(chance.below(3)), flags: flags, sunAvoided: chance.percent(90),
        advice: chance.percent(50) ? chance.pick(Phrases.calls) : nil, escalate: escalate),
      number, at: time, &pen, breaches: breaches)
  }

  // MARK: Adverse events

  private mutating func report(
    _ number: Int, at time: WallTime, _ pen: inout Pen
  ) -> AdverseSeverity {
    let session = sessions[number]
    adverseEvents += 1
    let severity: AdverseSeverity =
      adverseEvents % 6 == 4 ? .severe : chance.percent(60) ? .mild : .moderate
    let event = AdverseCase(
      id: "AE-\(adverseEvents)", severity: severity, serious: severity == .severe)
    let lot = session.serumLot.map { stock.lots[$0] }
    enterSession(
      AdverseEventReported(
        adverseEvent: event.id,
        kind: chance.weighted([
          (30, AdverseEventKind.prolongedErythema), (20, .bruising), (15, .contactDermatitis),
          (15, .acneFlare), (10, .hyperpigmentation), (10, .hsvReactivation),
        ]), zone: session.zone,
        onsetAt: journal.instant(WallTime(day: session.start.day + 1, minute: 7 * 60)),
        severity: severity, serious: event.serious,
        suspects: [
          Suspect(product: lot.map { Formulary.id($0.product) }, lot: lot?.id),
          Suspect(cartridge: session.cartridge),
        ], note: "Told on the telephone; a photo was sent."), number, at: time, &pen)
    let next = Diary.workday(day + chance.between(2...4))
    agenda.add(
      .followAdverseEvent(session: number, event), day: next, minute: chance.between(700...900))
    agenda.add(
      .resolveAdverseEvent(session: number, event),
      day: Diary.workday(next + chance.between(4...20)), minute: chance.between(700...900))
    return severity
  }

  mutating func follow(_ event: AdverseCase, of number: Int, at time: WallTime) {
    let practitioner = crew.practitioners[sessions[number].practitioner]
    var pen = pen(practitioner, at: time, visit: sessions[number].visit)
    enterSession(
      AdverseEventFollowedUp(
        adverseEvent: event.id, channel: .phone, severity: event.severity,
        progress: chance.percent(80) ? .improving : .unchanged,
        findings: "Cooling and plain cream; seen on video."), number, at: time, &pen)
    guard event.serious else { return }
    var prescriber = self.pen(
      Crew.prescriber, at: time.adding(minutes: 30), visit: sessions[number].visit)
    enterSession(
      AuthorityNotified(
        adverseEvent: event.id, scheme: .deviceRegulator, reference: "FICTION-\(event.id)"),
      number, at: time.adding(minutes: 30), &prescriber)
  }

  mutating func resolve(_ event: AdverseCase, of number: Int, at time: WallTime) {
    let practitioner = crew.practitioners[sessions[number].practitioner]
    var pen = pen(practitioner, at: time, visit: sessions[number].visit)
    enterSession(
      AdverseEventResolved(
        adverseEvent: event.id,
        outcome: chance.percent(90) ? .recovered : .recoveredWithSequelae,
        sequelae: nil), number, at: time, &pen)
  }

  // MARK: Follow-ups

  /// The follow-up of the session before, held as the next one begins.
  mutating func holdFollowUp(of client: Int, beside number: Int?, _ scene: inout Scene) {
    guard let last = charts[client].lastSession else { return }
    charts[client].lastSession = nil
    let redDays = chance.weighted([(5, 0), (25, 1), (48, 2), (17, 3), (5, 4)])
    enterSession(
      FollowUpHeld(
        weeksAfter: Int64((day - sessions[last].start.day) / 7), downtimeDays: Int64(redDays),
        findings: chance.percent(70) ? chance.pick(Phrases.findings) : nil), last,
      at: scene.time, &scene.pen)
    scene.wait(seconds: 40)
    guard charts[client].wantsPhotos, number == nil || chance.percent(30) else { return }
    photograph(.followUp, last, &scene)
  }

  /// A visit for nothing but the follow-up, after which the course is over.
  mutating func followUp(_ visit: Int, at start: WallTime) {
    let client = visits[visit].client
    let practitioner = crew.practitioners[visits[visit].slot.practitioner]
    var scene = Scene(time: start, pen: pen(practitioner, at: start, visit: visit))
    holdFollowUp(of: client, beside: nil, &scene)
    guard let course = charts[client].course, !courses[course].isEnded else { return }
    courses[course].isEnded = true
    scene.wait(seconds: 200)
    let weeks = (day - charts[client].lastDay) / 7
    let isScarred = charts[client].concern == .scars
    journal.enter(
      OutcomeAssessed(
        instrument: isScarred ? .goodmanBaron : .gais,
        score: Int64(isScarred ? chance.between(1...3) : chance.between(1...3)),
        assessor: .practitioner, weeksAfter: Int64(weeks)), self.course(course), at: scene.time,
      &scene.pen)
    scene.wait(seconds: 60)
    journal.enter(
      CourseEnded(outcome: .completed), self.course(course), at: scene.time, &scene.pen)
    if chance.percent(60) {
      agenda.add(
        .assess(course: course), day: Diary.workday(day + chance.between(20...50)),
        minute: chance.between(600...1_000))
    }
    guard chance.percent(25) else { return }
    scene.wait(seconds: 120)
    plan(client, at: scene.time, &scene.pen)
    scene.wait(seconds: 60)
    var desk = pen(atDesk(), at: scene.time)
    desk.cursor = max(desk.cursor, scene.pen.cursor)
    bookFirst(client, .inPerson, at: scene.time, &desk)
  }

  /// The client's own word, weeks later, by a form online.
  mutating func assess(_ number: Int, at time: WallTime) {
    var pen = pen(atDesk(), at: time)
    let weeks = (day - charts[courses[number].client].lastDay) / 7
    journal.enter(
      OutcomeAssessed(
        instrument: .satisfaction, score: Int64(chance.weighted([(5, 2), (20, 3), (75, 4)])),
        assessor: .client, weeksAfter: Int64(weeks)), course(number), at: time, &pen)
  }
}
