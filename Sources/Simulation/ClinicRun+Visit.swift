import Clinic
import EventLog
import Records

/// A visit for treatment, from the door to the close.
extension ClinicRun {
  mutating func treat(_ visit: Int, at start: WallTime) {
    let client = visits[visit].client
    // Only those who have a plan are booked for treatment.
    guard let course = charts[client].course else { return }
    let practitioner = visits[visit].slot.practitioner
    let number = sessions.count
    sessions.append(
      SessionRun(
        client: client, course: course, practitioner: practitioner, visit: visit, start: start,
        end: start))
    var scene = scene(number, at: start)
    holdFollowUp(of: client, beside: number, &scene)
    open(number, &scene)
    if wish(\.deferral, every: 90) {
      leave(number, &scene)
    } else {
      prepare(number, &scene)
      numb(number, &scene)
      needle(number, &scene)
      finish(number, &scene)
      planAftermath(of: number)
    }
    if sessions.count == settings.sessions { end = scene.pen.cursor }
  }

  /// Whether a rare thing is due in this session.
  mutating func wish(_ wish: WritableKeyPath<Wishes, Int>, every: Int) -> Bool {
    wishes.take(wish, every: every, sessions: sessions.count, &chance)
  }

  /// Who writes the session up, and how.
  private mutating func scene(_ number: Int, at start: WallTime) -> Scene {
    let practitioner = crew.practitioners[sessions[number].practitioner]
    let isAssisted = chance.percent(30)
    let writer = isAssisted ? crew.assistants[chance.below(crew.assistants.count)] : practitioner
    var pen = pen(writer, at: start, visit: sessions[number].visit)
    if isAssisted { pen.performer = crew.staff[practitioner].id }
    var scene = Scene(time: start, pen: pen)
    if sessions.count < settings.sessions, wish(\.paperDay, every: 90) {
      scene.isOnPaper = true
      scene.pen.lateReason = "The network was down; kept on paper and entered in the evening."
      scene.pen.cursor = (18 * 3_600 + 2_400) * 1_000_000
    }
    return scene
  }

  private mutating func open(_ number: Int, _ scene: inout Scene) {
    let session = sessions[number]
    scene.wait(seconds: 40 + chance.below(60))
    let done = courses[session.course].done + 1
    var breaches: [Breach] = []
    if let last = courses[session.course].last,
      day - sessions[last].start.day < HouseProtocol.minimumIntervalDays
    {
      breaches.append(
        Breach(
          rule: 15,
          limit:
            "at least \(HouseProtocol.minimumIntervalDays) days, by course K\(session.course + 1)",
          observed: "\(day - sessions[last].start.day) days", reason: chance.pick(Phrases.early)))
    }
    if done > courses[session.course].planned {
      breaches.append(
        Breach(
          rule: 22, limit: "\(courses[session.course].planned) sessions",
          observed: "session \(done)", reason: ""))
    }
    enterSession(
      SessionOpened(
        client: "C\(session.client + 1)", booking: "B\(session.visit + 1)",
        course: "K\(session.course + 1)", ordinal: Int64(done),
        practitioner: crew.staff[crew.practitioners[session.practitioner]].id,
        room: "R\(session.practitioner + 1)"), number, at: scene.time, &scene.pen,
      breaches: breaches)
  }

  /// Not fit today: checked, sent home, booked again.
  private mutating func leave(_ number: Int, _ scene: inout Scene) {
    let client = sessions[number].client
    scene.wait(seconds: 150)
    enterSession(
      PreTreatmentChecked(outcome: .defer, note: "A cold sore is coming."), number,
      at: scene.time, &scene.pen)
    scene.wait(seconds: 100)
    enterSession(
      SessionAbandoned(step: .check, reason: "Put off until the skin is calm."), number,
      at: scene.time, &scene.pen)
    sessions[number].end = scene.time
    returnOrLeave(client, .session, share: 100)
  }

  /// The check, the history, cleansing and the photos before.
  private mutating func prepare(_ number: Int, _ scene: inout Scene) {
    let client = sessions[number].client
    scene.wait(seconds: 60 + chance.below(60))
    enterSession(PreTreatmentChecked(outcome: .fit), number, at: scene.time, &scene.pen)
    scene.wait(seconds: 50 + chance.below(40))
    enterClient(MedicalHistoryConfirmed(unchanged: true), client, at: scene.time, &scene.pen)
    scene.wait(seconds: 60 + chance.below(60))
    let lot = draw(Formulary.cleanser, for: client, in: number, at: scene.time, &scene.pen)
    enterSession(
      SkinCleansed(
        product: Formulary.id(Formulary.cleanser), lot: stock.lots[lot].id, antiseptic: true),
      number, at: scene.time, &scene.pen)
    scene.wait(seconds: 60 + chance.below(60))
    guard charts[client].wantsPhotos else {
      enterSession(PhotoDeclined(), number, at: scene.time, &scene.pen)
      return
    }
    if wish(\.noPhoto, every: 80) {
      scene.hasNoPhoto = true
    } else {
      photograph(.before, number, &scene)
    }
  }

  mutating func photograph(_ phase: PhotoPhase, _ number: Int, _ scene: inout Scene) {
    for view in chance.percent(45) ? [PhotoView.front, .left45, .right45] : [.front] {
      scene.wait(seconds: 12 + chance.below(20))
      enterSession(
        PhotoTaken(phase: phase, view: view, sha256: paper()), number, at: scene.time, &scene.pen)
    }
  }

  // MARK: Numbing

  private mutating func numb(_ number: Int, _ scene: inout Scene) {
    let client = sessions[number].client
    scene.wait(seconds: 60 + chance.below(60))
    var product: Int?
    let decision: NumbingDecision
    let reason: NumbingReason
    switch charts[client].habit {
    case .notOffered:
      decision = .notOffered
      reason = chance.weighted([(55, .lowPainExpected), (30, .protocol), (15, .time)])
      if wish(\.noNumbingDecision, every: 110) {
        scene.undecided = scene.time
        return
      }
    case .declines:
      decision = .declined
      reason = chance.weighted([(60, .clientPreference), (30, .lowPainExpected), (10, .time)])
    case .accepts(let cream):
      product = cream
      decision = .accepted
      reason = chance.weighted([(60, .protocol), (40, .clientPreference)])
    case .contraindicated:
      decision = .contraindicated
      reason = .allergy
    }
    enterSession(
      NumbingDecided(
        decision: decision, reason: reason, painTolerance: charts[client].tolerance,
        product: product.map(Formulary.id), allergyChecked: true,
        decidedBy: crew.staff[crew.practitioners[sessions[number].practitioner]].id), number,
      at: scene.time, &scene.pen)
    if let product { apply(product, number, &scene) }
  }

  /// Cream on, within its label or owned up to; cream off.
  private mutating func apply(_ product: Int, _ number: Int, _ scene: inout Scene) {
    let client = sessions[number].client
    let plans = ZonePlan.zones(of: charts[client].concern)
    let area = plans.reduce(0) { $0 + $1.area * ($1.isPaired ? 2 : 1) }
    let label = Formulary.all[product].definition.label
    var breaches: [Breach] = []
    let areaText = ScaledDecimal(units: Int64(area) * 10, scale: 1)
    // Grams on ten square centimetres, in hundredths: a little under the label's, or over it.
    var density = Int(label?.gramsPer10cm2?.units ?? 110) - chance.between(5...30)
    if product == Formulary.lidocaine, wish(\.overdose, every: 110) { density = 220 }
    let grams = ScaledDecimal(units: Int64(area * density / 10), scale: 2)
    if density == 220 {
      breaches.append(
        Breach(
          rule: 14, limit: "at most 2.00 g/10 cm², by the label",
          observed: "\(grams) g on \(areaText) cm²",
          reason: "The tube was emptied; the surplus was wiped off after ten minutes."))
    }
    scene.wait(seconds: 60 + chance.below(90))
    let lot = draw(product, for: client, in: number, at: scene.time, &scene.pen)
    enterSession(
      NumbingApplied(
        product: Formulary.id(product), lot: stock.lots[lot].id,
        ingredients: Formulary.all[product].definition.ingredients, grams: grams,
        areaCm2: areaText, zones: plans.map(\.zone), occluded: false, barrierIntact: true,
        appliedBy: .staff,
        prescriber: product == Formulary.lidocaineTetracaine
          ? crew.staff[Crew.prescriber].id : nil), number, at: scene.time, &scene.pen,
      breaches: breaches)
    let minutes =
      product == Formulary.lidocainePrilocaine
      ? chance.between(61...68)
      : product == Formulary.lidocaine ? chance.between(31...45) : chance.between(22...40)
    scene.wait(seconds: minutes * 60 + chance.below(50))
    sessions[number].isNumbed = true
    let isAdequate = chance.percent(92)
    enterSession(
      NumbingRemoved(
        residueCleared: true, reaction: chance.percent(94) ? .nothing : .mild,
        adequate: isAdequate), number, at: scene.time, &scene.pen)
  }
}

/// The room during a visit: the time, and who writes.
struct Scene {
  var time: WallTime
  var pen: Pen
  var isOnPaper = false
  var hasNoPhoto = false
  /// When numbing should have been decided on, if nobody entered that it was.
  var undecided: WallTime?
  /// What is corrected or struck out later.
  var amendment: (target: Int, change: Amendment.Change)?

  mutating func wait(seconds: Int) { time.second += seconds }
}
