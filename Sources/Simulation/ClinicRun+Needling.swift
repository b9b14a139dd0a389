import Clinic
import EventLog
import Records

/// Needles and serum, and what ends a visit.
extension ClinicRun {
  mutating func needle(_ number: Int, _ scene: inout Scene) {
    let session = sessions[number]
    scene.wait(seconds: 60 + chance.below(60))
    let lot = draw(
      Formulary.cartridge, for: session.client, in: number, at: scene.time, &scene.pen)
    let cartridge = "\(stock.lots[lot].id)-\(stock.lots[lot].remaining + 1)"
    sessions[number].cartridge = cartridge
    enterSession(
      CartridgeOpened(
        cartridge: cartridge, lot: stock.lots[lot].id, pins: 12,
        maxDepthMm: ScaledDecimal(units: 200, scale: 2),
        device: instruments[instrument(of: session.practitioner)].id, sealIntact: true), number,
      at: scene.time, &scene.pen)
    scene.wait(seconds: 30 + chance.below(30))
    applySerum(number, &scene)
    let plans = ZonePlan.zones(of: charts[session.client].concern)
    sessions[number].zone = plans[plans.count - 1].zone
    let pausesAt = wish(\.pause, every: 70) ? 1 : -1
    for (place, plan) in plans.enumerated() {
      pass(plan, number, &scene)
      if place == pausesAt {
        scene.wait(seconds: 20)
        enterSession(
          TreatmentPaused(reason: "Felt faint; lay down with a glass of water."), number,
          at: scene.time, &scene.pen)
        scene.wait(seconds: 400)
        enterSession(
          TreatmentResumed(reason: "Well again, wished to go on."), number, at: scene.time,
          &scene.pen)
      }
    }
    score(number, &scene)
  }

  private mutating func applySerum(_ number: Int, _ scene: inout Scene) {
    let client = sessions[number].client
    var product = chance.weighted([
      (70, Formulary.hyaluronic), (13, Formulary.peptide), (7, Formulary.vitaminC),
      (10, Formulary.hydrogel),
    ])
    var breaches: [Breach] = []
    let lot: Int
    if !scene.isOnPaper, sessions.count >= wishes.expiredLot, let old = stock.expired(on: day) {
      _ = wish(\.expiredLot, every: 140)
      lot = old
      product = stock.lots[old].product
      take(old, for: client, in: number, at: scene.time, &scene.pen)
      breaches.append(
        Breach(
          rule: 9, limit: "a lot that is free and in date",
          observed: "lot \(stock.lots[old].id) expired on \(journal.date(stock.lots[old].expires))",
          reason: chance.pick(Phrases.deposed), needsOverride: true))
    } else {
      lot = draw(product, for: client, in: number, at: scene.time, &scene.pen)
    }
    sessions[number].serumLot = lot
    var written: String? = stock.lots[lot].id
    var label: Answer = .yes
    if breaches.isEmpty, wish(\.unlabelled, every: 70) {
      if chance.percent(50) {
        written = nil
        breaches.append(
          Breach(
            rule: 16, limit: "a serum whose lot is known", observed: "the serum has no lot",
            reason: ""))
      } else {
        label = .unknown
        breaches.append(
          Breach(
            rule: 16, limit: "a serum labelled for needling",
            observed: "it is not known whether the serum is labelled for needling", reason: ""))
      }
    }
    // Read from the wrong tray: the next lot of the same serum, put right the day after.
    var wrong: Int?
    if breaches.isEmpty, sessions.count >= wishes.correction {
      wrong = stock.neighbour(of: lot, on: day)
      if let wrong { written = stock.lots[wrong].id }
    }
    let target = enterSession(
      SerumApplied(
        product: Formulary.id(product), lot: written,
        kind: Formulary.all[product].serum ?? .other, purpose: .treatment, timing: .during,
        zones: ZonePlan.zones(of: charts[client].concern).map(\.zone),
        volumeMl: ScaledDecimal(units: Int64(chance.between(4...10)) * 25, scale: 2),
        sterile: true, labelledForNeedling: label), number, at: scene.time, &scene.pen,
      breaches: breaches)
    if let wrong, wish(\.correction, every: 24) {
      scene.amendment = (
        target,
        .correct(
          field: "lot", was: "\"\(stock.lots[wrong].id)\"", now: "\"\(stock.lots[lot].id)\"",
          .wrongLot, note: "Read from the label of the next tray.")
      )
    }
  }

  /// A zone, one pass after the other, and how the skin looked.
  private mutating func pass(_ plan: ZonePlan, _ number: Int, _ scene: inout Scene) {
    let session = sessions[number]
    let steps = (plan.depths.upperBound - plan.depths.lowerBound) / 25
    // Deeper as the course goes on, and for scars.
    let bold =
      charts[session.client].concern == .scars || courses[session.course].done > 0 ? 1 : 0
    let step = min(steps, max(0, (steps + bold) / 2 + chance.between(-1...1)))
    var depth = plan.depths.lowerBound + step * 25
    var breaches: [Breach] = []
    let performer = crew.practitioners[session.practitioner]
    if plan.depths.upperBound == 150, crew.staff[performer].maxDepth == 200,
      wish(\.deep, every: 45)
    {
      depth = 175
      breaches.append(
        Breach(
          rule: 13, limit: "at most 1.50 mm, by the protocol’s range for \(plan.zone.name)",
          observed: "1.75 mm", reason: chance.pick(Phrases.deep)))
    }
    let directions: [PassDirection] =
      depth > 75 ? [.horizontal, .vertical, .diagonalLeft] : [.horizontal, .vertical]
    for side in plan.isPaired ? [Side.left, .right] : [.mid] {
      scene.wait(seconds: 20 + chance.below(20))
      let minutes = chance.between(1...3)
      let target = enterSession(
        NeedlePassMade(
          cartridge: session.cartridge, zone: plan.zone, side: side,
          depthMm: ScaledDecimal(units: Int64(depth), scale: 2),
          passes: Int64(chance.between(2...4)), directions: directions, technique: .glide,
          speed: Int64(chance.between(2...4)), speedUnit: .level, minutes: Int64(minutes)),
        number, at: scene.time, &scene.pen, breaches: breaches)
      if breaches.isEmpty, depth > plan.depths.lowerBound, scene.amendment == nil,
        wish(\.correction, every: 24)
      {
        let right = ScaledDecimal(units: Int64(depth) - 25, scale: 2)
        scene.amendment = (
          target,
          .correct(
            field: "depth_mm", was: "\(ScaledDecimal(units: Int64(depth), scale: 2))",
            now: "\(right)", .transcription, note: "The dial was read one step too high.")
        )
      }
      scene.wait(seconds: minutes * 60)
      breaches = []
      if depth == 175 { depth = 150 }
    }
    enterSession(
      EndpointReached(
        zone: plan.zone,
        endpoint: chance.weighted([
          (20, EndpointSeen.mildErythema), (60, .uniformErythema), (20, .pinpointBleeding),
        ])), number, at: scene.time, &scene.pen)
  }

  private mutating func score(_ number: Int, _ scene: inout Scene) {
    let client = sessions[number].client
    scene.wait(seconds: 20)
    let range: ClosedRange<Int>
    if sessions[number].isNumbed {
      range = 0...4
    } else {
      switch charts[client].tolerance {
      case .low: range = 4...8
      case .usual, .notAsked: range = 3...7
      case .high: range = 2...5
      }
    }
    let score = chance.between(range)
    let scored = PainScored(
      phase: .needling, score: Int64(score), tolerable: score < 8,
      note: chance.percent(12) ? chance.pick(Phrases.pain) : nil)
    let target = enterSession(scored, number, at: scene.time, &scene.pen)
    if scene.amendment == nil, wish(\.strike, every: 60) {
      // Entered twice, by two hands.
      let twin = enterSession(scored, number, at: scene.time, &scene.pen)
      scene.amendment = (twin, .strike(.neverHappened, note: "Entered twice."))
    } else if scene.amendment == nil, wish(\.correction, every: 24) {
      scene.amendment = (
        target,
        .correct(
          field: "score", was: "\(score)", now: "\(score == 10 ? 9 : score + 1)",
          .transcription, note: "The client put it one higher.")
      )
    }
  }

  // MARK: The end of a visit

  mutating func finish(_ number: Int, _ scene: inout Scene) {
    let session = sessions[number]
    if chance.percent(92) {
      scene.wait(seconds: 50 + chance.below(50))
      let lot = draw(Formulary.mask, for: session.client, in: number, at: scene.time, &scene.pen)
      let minutes = chance.between(8...12)
      enterSession(
        MaskApplied(
          product: Formulary.id(Formulary.mask), lot: stock.lots[lot].id,
          minutes: Int64(minutes), purpose: chance.percent(80) ? .seal : .soothe), number,
        at: scene.time, &scene.pen)
      scene.wait(seconds: minutes * 60)
    }
    let box = "SB-\(day / 14 + 1)"
    enterSession(
      CartridgeDiscarded(cartridge: session.cartridge, sharpsBox: box), number, at: scene.time,
      &scene.pen)
    if wish(\.exposure, every: 220) {
      scene.wait(seconds: 30)
      enterSession(
        BloodExposureRecorded(
          person: .staff, kind: .needlestick, firstAid: "Washed, let bleed, covered.",
          reportedTo: "the prescriber"), number, at: scene.time, &scene.pen)
    }
    scene.wait(seconds: 40)
    journal.enter(
      DeviceCleaned(agent: "alcohol wipe 70 %"), device(instrument(of: session.practitioner)),
      at: scene.time, &scene.pen)
    protect(number, &scene)
    if charts[session.client].wantsPhotos { photograph(.after, number, &scene) }
    scene.wait(seconds: 50 + chance.below(60))
    enterSession(
      AftercareGiven(
        document: "aftercare-4", sha256: paper(), channel: chance.percent(70) ? .paper : .email,
        advice: [.sunAvoidance, .spf, .noMakeup, .noActives, .noHomeRoller],
        acknowledged: true), number, at: scene.time, &scene.pen)
    if chance.percent(35) {
      scene.wait(seconds: 30)
      enterSession(
        PainScored(phase: .after, score: Int64(chance.below(3))), number, at: scene.time,
        &scene.pen)
    }
    scene.wait(seconds: 50 + chance.below(60))
    close(number, &scene)
  }

  /// Sunscreen; or forgotten in the entry, and entered days later.
  private mutating func protect(_ number: Int, _ scene: inout Scene) {
    guard chance.percent(78) else { return }
    let client = sessions[number].client
    scene.wait(seconds: 30)
    let lot = draw(Formulary.sunscreen, for: client, in: number, at: scene.time, &scene.pen)
    if !scene.isOnPaper, wish(\.lateEntry, every: 35) {
      let late: LateEntry =
        chance.percent(50)
        ? .postCare(session: number, at: scene.time, lot: lot)
        : .painAfter(session: number, at: scene.time, score: chance.below(3))
      agenda.add(
        .enterLate(late), day: Diary.workday(day + chance.between(2...5)), minute: 8 * 60 + 50)
      return
    }
    enterSession(
      PostCareApplied(
        product: Formulary.id(Formulary.sunscreen), lot: stock.lots[lot].id, spf: 50), number,
      at: scene.time, &scene.pen)
  }

  private mutating func close(_ number: Int, _ scene: inout Scene) {
    let session = sessions[number]
    courses[session.course].done += 1
    courses[session.course].last = number
    charts[session.client].lastDay = day
    charts[session.client].lastSession = number
    let isLast = courses[session.course].done >= courses[session.course].planned
    var breaches: [Breach] = []
    if let time = scene.undecided {
      breaches.append(
        Breach(
          rule: 17, limit: "numbing decision", observed: "the session has no numbing decision",
          reason: "Nobody entered it; the practitioner has gone home.", needsOverride: true))
      agenda.add(
        .enterLate(.numbing(session: number, at: time)), day: Diary.workday(day + 2),
        minute: 8 * 60 + 55)
    }
    if scene.hasNoPhoto {
      breaches.append(
        Breach(
          rule: 17, limit: "a photo before",
          observed: "the session has no photo before, nor photos declined", reason: ""))
    }
    enterSession(
      SessionClosed(
        condition: chance.percent(85) ? .mildRedness : .markedRedness,
        nextDueOn: isLast ? nil : journal.date(day + 28)), number, at: scene.time, &scene.pen,
      breaches: breaches)
    sessions[number].end = scene.time
    if let amendment = scene.amendment {
      agenda.add(
        .amend(
          Amendment(session: number, target: amendment.target, change: amendment.change)),
        day: Diary.workday(day + chance.between(1...3)), minute: 8 * 60 + 40)
    }
    scene.wait(seconds: 100)
    bookNext(after: number, isLast: isLast, &scene)
  }

  private mutating func bookNext(after number: Int, isLast: Bool, _ scene: inout Scene) {
    let client = sessions[number].client
    var desk = pen(atDesk(), at: scene.time)
    if isLast {
      if wish(\.extra, every: 130) {
        book(.session, for: client, notBefore: day + 28, .inPerson, at: scene.time, &desk)
      } else if chance.percent(90) {
        book(
          .followUp, for: client, notBefore: day + chance.between(26...32), .inPerson,
          at: scene.time, &desk)
      }
    } else if chance.percent(86) {
      let isEarly = wish(\.early, every: 60)
      let ahead = isEarly ? chance.between(19...24) : 28 + chance.below(6)
      book(.session, for: client, notBefore: day + ahead, .inPerson, at: scene.time, &desk)
    } else {
      returnOrLeave(client, .session, share: 55)
    }
    scene.pen.cursor = max(scene.pen.cursor, desk.cursor)
  }
}
