import Clinic
import Records

/// How people become clients.
extension ClinicRun {
  // MARK: By telephone

  mutating func register(at time: WallTime) {
    let number = charts.count
    charts.append(Chart(practitioner: chance.below(size.practitioners)))
    var pen = pen(atDesk(), at: time)
    enterRegistration(number, at: time, &pen)
    book(.consultation, for: number, notBefore: day + chance.between(1...6), .phone, at: time, &pen)
    if number % 70 == 45 { registerTwice(number, at: time) }
  }

  private mutating func enterRegistration(
    _ number: Int, at time: WallTime, _ pen: inout Pen
  ) {
    // Now and then somebody is 17, and comes with a guardian.
    let years = isMinor(number) ? 17 : chance.between(19...68)
    let days = isMinor(number) ? 40 : chance.below(300)
    let digits = "\(number + 1)"
    enterClient(
      ClientRegistered(
        clientNo: String(repeating: "0", count: max(0, 4 - digits.utf8.count)) + digits,
        name: Names.person(&chance), bornOn: journal.date(day - years * 365 - days - years / 4),
        phone: Names.phone(&chance),
        email: chance.percent(60) ? Names.email(number + 1) : nil), number, at: time, &pen)
  }

  func isMinor(_ number: Int) -> Bool { number % 90 == 29 }

  /// The same person under a second chart, which is found out two days later.
  private mutating func registerTwice(_ kept: Int, at time: WallTime) {
    let number = charts.count
    charts.append(charts[kept])
    charts[number].entries = 0
    let later = time.adding(minutes: 3)
    var pen = pen(atDesk(), at: later)
    enterRegistration(number, at: later, &pen)
    charts[number].isBooked = true
    agenda.add(
      .merge(client: number, into: kept), day: Diary.workday(day + 2), minute: 11 * 60 + 7)
  }

  mutating func merge(_ number: Int, into kept: Int, at time: WallTime) {
    var pen = pen(Crew.owner, at: time)
    enterClient(ClientMergedInto(client: "C\(kept + 1)"), number, at: time, &pen)
  }

  // MARK: The consultation

  /// History, skin, contraindications, consents, patch test, plan.
  mutating func consult(_ visit: Int, at start: WallTime) {
    let number = visits[visit].client
    let practitioner = visits[visit].slot.practitioner
    charts[number].practitioner = practitioner
    var time = start
    var pen = pen(crew.practitioners[practitioner], at: time, visit: visit)
    decideNature(of: number)
    takeHistory(number, at: time, &pen)
    time = jitter(time.adding(minutes: 6))
    enterClient(
      SkinAssessed(
        fitzpatrick: chance.weighted([
          (8, Fitzpatrick.i), (26, .ii), (28, .iii), (20, .iv), (12, .v), (6, .vi),
        ]), concerns: [charts[number].concern]), number, at: time, &pen)
    time = jitter(time.adding(minutes: 4))
    if let code = findContraindication(number, at: time, &pen) {
      charts[number].isBlocked = true
      let back = Diary.workday(day + chance.between(14...35))
      if chance.percent(75) {
        agenda.add(.clear(client: number, code), day: back, minute: chance.between(620...700))
      }
      return
    }
    consent(number, at: time, &pen)
    time = jitter(time.adding(minutes: 5))
    if let lot = stock.lot(of: Formulary.hyaluronic, on: day) {
      take(lot, for: number, in: -1, at: time, &pen)
      enterClient(
        PatchTestApplied(lot: stock.lots[lot].id, site: chance.pick([.behindEar, .innerForearm])),
        number, at: time, &pen)
      agenda.add(
        .readPatch(client: number), day: Diary.workday(day + 2), minute: chance.between(615...700))
    }
    time = jitter(time.adding(minutes: 3))
    plan(number, at: time, &pen)
    var desk = self.pen(atDesk(), at: time.adding(minutes: 4))
    bookFirst(number, .inPerson, at: time.adding(minutes: 4), &desk)
  }

  /// What a client is like, once and for all.
  private mutating func decideNature(of number: Int) {
    charts[number].concern = chance.weighted([
      (24, Concern.ageing), (22, .scars), (14, .pores), (18, .texture), (12, .firmness),
      (8, .sunDamage), (2, .other),
    ])
    charts[number].tolerance = chance.weighted([
      (25, PainTolerance.low), (50, .usual), (15, .high), (10, .notAsked),
    ])
    charts[number].wantsPhotos = chance.percent(88)
    if number % 17 == 5 {
      charts[number].allergy = .amide
      charts[number].habit = .contraindicated
    } else {
      if chance.percent(4) {
        charts[number].allergy = chance.pick([.ester, .paba, .latex, .other])
      }
      charts[number].habit = habit(of: charts[number].allergy)
    }
  }

  private mutating func habit(of allergy: SubstanceClass?) -> NumbingHabit {
    let mayHaveEsters = allergy != .ester && allergy != .paba
    let share = chance.below(100)
    if share < 32 { return .notOffered }
    if share < 52 { return .declines }
    return .accepts(
      product: chance.weighted([
        (62, Formulary.lidocaine), (18, Formulary.lidocainePrilocaine),
        (mayHaveEsters ? 20 : 0, Formulary.lidocaineTetracaine),
      ]))
  }

  private mutating func takeHistory(_ number: Int, at time: WallTime, _ pen: inout Pen) {
    let hasRoller = chance.percent(18)
    let tookIsotretinoin = charts[number].concern == .scars && chance.percent(25)
    var allergies: [Allergy] = []
    if let allergy = charts[number].allergy {
      allergies = [
        Allergy(
          substance: "\(allergy.name) test substance", class: allergy, reaction: "rash, as a child")
      ]
    }
    let takesHormones = chance.percent(12)
    charts[number].hasHistory = true
    enterClient(
      MedicalHistoryTaken(
        form: "history-3", conditions: chance.percent(35) ? [chance.pick(Phrases.conditions)] : [],
        medications: takesHormones ? [Medication(name: "made-up pill", class: .hormone)] : [],
        allergies: allergies, pregnancy: chance.percent(55) ? .no : .notApplicable,
        coldSores: chance.percent(8), keloid: false,
        isotretinoinStoppedOn: tookIsotretinoin
          ? journal.date(day - chance.between(220...900)) : nil,
        retinoidLastOn: chance.percent(15) ? journal.date(day - chance.between(10...60)) : nil,
        sunLastOn: chance.percent(25) ? journal.date(day - chance.between(16...60)) : nil,
        homeRollerMm: hasRoller ? ScaledDecimal(units: 50, scale: 2) : nil,
        homeRollerLastOn: hasRoller ? journal.date(day - chance.between(15...60)) : nil,
        weightKg: chance.percent(40)
          ? ScaledDecimal(units: Int64(chance.between(480...980)), scale: 1) : nil), number,
      at: time, &pen)
  }

  private mutating func findContraindication(
    _ number: Int, at time: WallTime, _ pen: inout Pen
  ) -> ContraindicationCode? {
    guard chance.percent(9) || number % 40 == 7 else { return nil }
    let (code, severity) = chance.pick([
      (ContraindicationCode.activeAcne, ContraindicationSeverity.absolute),
      (.coldSoreActive, .absolute), (.sunburn, .relative), (.eczema, .absolute),
      (.recentPeel, .relative),
    ])
    enterClient(
      ContraindicationFound(code: code, severity: severity), number, at: time, &pen)
    return code
  }

  mutating func clear(_ number: Int, _ code: ContraindicationCode, at time: WallTime) {
    var pen = pen(crew.practitioners[charts[number].practitioner], at: time)
    charts[number].isBlocked = false
    enterClient(
      ContraindicationCleared(code: code, reason: "Looked at again; the skin is sound."), number,
      at: time, &pen)
    consent(number, at: time.adding(minutes: 2), &pen)
    plan(number, at: time.adding(minutes: 8), &pen)
    bookFirst(number, .inPerson, at: time.adding(minutes: 10), &pen)
  }

  private mutating func consent(_ number: Int, at start: WallTime, _ pen: inout Pen) {
    func given(
      _ kind: ConsentKind, _ document: String, _ hash: String, _ risks: [Risk]
    ) -> ConsentGiven {
      ConsentGiven(
        kind: kind, document: document, sha256: hash, risks: risks, method: .screenSigned,
        guardian: isMinor(number) ? "a parent, named on paper" : nil)
    }
    var time = start
    enterClient(
      given(
        .treatment, "consent-treatment-5", paper(),
        [.redness, .swelling, .infection, .pigmentChange, .noResult]), number, at: time, &pen)
    time.second += 70
    if charts[number].wantsPhotos {
      enterClient(given(.photoRecord, "consent-photo-2", paper(), []), number, at: time, &pen)
    } else {
      enterClient(ConsentDeclined(kind: .photoRecord), number, at: time, &pen)
    }
    if case .accepts = charts[number].habit {
      time.second += 50
      enterClient(
        given(.anaesthetic, "consent-cream-3", paper(), [.allergicReaction]), number, at: time,
        &pen)
    }
    if chance.percent(15) {
      time.second += 40
      enterClient(given(.photoMarketing, "consent-photo-2", paper(), []), number, at: time, &pen)
      if chance.percent(20) {
        enterClient(
          ConsentWithdrawn(kind: .photoMarketing, reason: "Thought better of it."), number,
          at: time.adding(minutes: 3), &pen)
      }
    }
  }

  mutating func readPatch(_ number: Int, at time: WallTime) {
    var pen = pen(crew.practitioners[charts[number].practitioner], at: time)
    enterClient(
      PatchTestRead(result: chance.percent(97) ? .negative : .doubtful), number, at: time, &pen)
    if number % 55 == 20 {
      // A note for somebody else, which is struck out the day after.
      journal.enter(
        NoteAdded(note: "Prefers afternoons, and to be called by the second name."),
        client(number), at: time.adding(minutes: 2), &pen)
      charts[number].entries += 1
      agenda.add(
        .strikeNote(client: number, target: charts[number].entries),
        day: Diary.workday(day + 1), minute: 10 * 60 + 2)
    }
    if chance.percent(4) {
      enterClient(
        ClientDetailsChanged(phone: Names.phone(&chance)), number, at: time.adding(minutes: 4),
        &pen)
    }
  }

  mutating func strikeNote(_ number: Int, target: Int, at time: WallTime) {
    var pen = pen(crew.practitioners[charts[number].practitioner], at: time)
    enterClient(
      EntryStruckOut(
        target: Int64(target), reason: .wrongChart, note: "Meant for the client before."), number,
      at: time, &pen)
  }

  // MARK: Courses

  mutating func plan(_ number: Int, at time: WallTime, _ pen: inout Pen) {
    let planned = chance.weighted([(75, 3), (8, 1), (10, 4), (7, 6)])
    charts[number].course = courses.count
    courses.append(CourseRun(client: number, planned: planned))
    journal.enter(
      CoursePlanned(
        client: "C\(number + 1)", concern: charts[number].concern,
        zones: ZonePlan.zones(of: charts[number].concern).map(\.zone),
        sessionsPlanned: Int64(planned),
        minIntervalDays: Int64(HouseProtocol.minimumIntervalDays), targetIntervalDays: 28),
      course(courses.count - 1), at: time, &pen)
    if courses.count % 37 == 15 {
      journal.enter(
        CourseAmended(targetIntervalDays: 35, note: "Works away every other month."),
        course(courses.count - 1), at: time.adding(minutes: 1), &pen)
    }
  }

  mutating func abandon(_ number: Int, at time: WallTime) {
    let client = courses[number].client
    guard !courses[number].isEnded, !charts[client].isBooked else { return }
    courses[number].isEnded = true
    var pen = pen(atDesk(), at: time)
    journal.enter(
      CourseEnded(outcome: .abandoned, reason: "Does not answer; no further booking."),
      course(number), at: time, &pen)
  }
}
