import Clinic
import EventLog
import Records

/// The clinic as its days go by: what happens, to whom, and who writes it down.
struct ClinicRun {
  let settings: Simulation
  let size: ClinicSize
  var chance: Chance
  private var hashes: Chance
  /// The day that is lived, or the number of days that were.
  private(set) var day = 0
  var journal: Journal
  var agenda = Agenda()
  var diary: Diary
  var stock = Stock()
  var crew = Crew()
  var instruments: [Instrument] = []
  var charts: [Chart] = []
  var courses: [CourseRun] = []
  var visits: [Visit] = []
  var sessions: [SessionRun] = []
  var adverseEvents = 0
  /// When the last session was written up, in microseconds of its day: the end of the log.
  var end: Int64?
  /// What is still to be shown once, and from how many sessions on.
  var wishes = Wishes()

  init(_ settings: Simulation, opening: CalendarDate, isRehearsal: Bool) {
    self.settings = settings
    size = ClinicSize(sessions: settings.sessions)
    chance = Chance(settings.seed)
    hashes = Chance(settings.seed ^ 0x0DD5_0F9A_9E12_4C3D)
    journal = Journal(settings, opening: opening, isRehearsal: isRehearsal)
    diary = Diary(practitioners: size.practitioners)
  }

  /// Whether the sessions asked for are all there.
  var isOver: Bool { day > 0 && sessions.count >= settings.sessions }

  /// Lives one day, whose events are then in the journal.
  mutating func liveDay() {
    if day == 0 {
      openClinic()
    } else if !Diary.isClosed(day) {
      keepShelves()
      planArrivals()
      planUpkeep()
    }
    for (minute, task) in agenda.take(day) { perform(task, at: WallTime(day: day, minute: minute)) }
    journal.close(after: end)
    diary.turnPage()
    day += 1
  }

  private mutating func perform(_ task: Task, at time: WallTime) {
    switch task {
    case .register: register(at: time)
    case .come(let visit): come(visit, at: time)
    case .remind(let visit): remind(visit, at: time)
    case .cancel(let visit): cancel(visit, at: time)
    case .reschedule(let visit): reschedule(visit, at: time)
    case .rebook(let client, let ahead): rebook(client, daysAhead: ahead, at: time)
    case .readPatch(let client): readPatch(client, at: time)
    case .clear(let client, let code): clear(client, code, at: time)
    case .countersign(let session): countersign(session, at: time)
    case .call(let session, let plan): call(session, plan, at: time)
    case .attempt(let session): attempt(session, at: time)
    case .amend(let amendment): amend(amendment, at: time)
    case .enterLate(let entry): enterLate(entry, at: time)
    case .followAdverseEvent(let session, let event): follow(event, of: session, at: time)
    case .resolveAdverseEvent(let session, let event): resolve(event, of: session, at: time)
    case .assess(let course): assess(course, at: time)
    case .abandon(let course): abandon(course, at: time)
    case .recall(let lot): recall(lot, at: time)
    case .tell(let lot, let client, let session): tell(lot, client, session, at: time)
    case .release(let lot): release(lot, at: time)
    case .breakDown(let device): breakDown(device, at: time)
    case .repair(let device): repair(device, at: time)
    case .service(let device): service(device, at: time)
    case .renew(let colleague): renew(colleague, at: time)
    case .merge(let client, let kept): merge(client, into: kept, at: time)
    case .strikeNote(let client, let target): strikeNote(client, target: target, at: time)
    }
  }

  /// People who ring up for a first appointment, in the morning or the afternoon.
  private mutating func planArrivals() {
    let count = size.arrivals / 1_000 + (chance.below(1_000) < size.arrivals % 1_000 ? 1 : 0)
    for _ in 0..<count { agenda.add(.register, day: day, minute: chance.between(545...1_060)) }
  }

  // MARK: Pens, streams and hashes

  func pen(_ colleague: Int, at time: WallTime, visit: Int? = nil) -> Pen {
    Pen(
      by: crew.staff[colleague].id, visit: visit.map { "B\($0 + 1)" },
      cursor: Int64(time.second) * 1_000_000)
  }

  func client(_ number: Int) -> Stream {
    Stream(kind: .client, number: number, id: "C\(number + 1)")
  }

  func course(_ number: Int) -> Stream {
    Stream(kind: .course, number: number, id: "K\(number + 1)")
  }

  func booking(_ number: Int) -> Stream {
    Stream(kind: .booking, number: number, id: "B\(number + 1)")
  }

  func session(_ number: Int) -> Stream {
    Stream(kind: .session, number: number, id: "S\(number + 1)")
  }

  func lot(_ number: Int) -> Stream {
    Stream(kind: .lot, number: number, id: stock.lots[number].id)
  }

  func device(_ number: Int) -> Stream {
    Stream(kind: .device, number: number, id: instruments[number].id)
  }

  func colleague(_ number: Int) -> Stream {
    Stream(kind: .staff, number: number, id: crew.staff[number].id)
  }

  var store: Stream { Stream(kind: .store, number: 0, id: "main") }

  /// The hash of a file that nobody has.
  mutating func paper() -> String { journal.isRehearsal ? "" : hashes.hash() }

  /// Enters something of a client, and counts it.
  mutating func enterClient<Event: RecordCodable>(
    _ event: Event, _ number: Int, at time: WallTime, _ pen: inout Pen
  ) {
    charts[number].entries += 1
    journal.enter(event, client(number), at: time, &pen)
  }

  /// Enters something of a session; its version there is the answer.
  @discardableResult
  mutating func enterSession<Event: RecordCodable>(
    _ event: Event, _ number: Int, at time: WallTime, _ pen: inout Pen,
    precision: Precision = .exact, breaches: [Breach] = []
  ) -> Int {
    sessions[number].entries += 1
    journal.enter(
      event, session(number), at: time, &pen, precision: precision, breaches: breaches)
    return sessions[number].entries
  }

  /// A time of day some seconds after a full minute, as clocks have it.
  mutating func jitter(_ time: WallTime) -> WallTime {
    WallTime(day: time.day, second: time.second + chance.below(50))
  }
}

/// From how many sessions on each rare thing is due again.
struct Wishes {
  var recall = 60
  var expiredLot = 40
  var deep = 15
  var early = 10
  var unlabelled = 20
  var noPhoto = 25
  var noNumbingDecision = 35
  var paperDay = 30
  var lateEntry = 8
  var overdose = 45
  var extra = 30
  var correction = 6
  var strike = 18
  var wrongChart = 33
  var adverseEvent = 12
  var exposure = 70
  var pause = 27
  var deferral = 50

  /// Whether one is due, given the sessions so far; the next is then due about `every` later.
  mutating func take(
    _ wish: WritableKeyPath<Wishes, Int>, every: Int, sessions: Int, _ chance: inout Chance
  ) -> Bool {
    guard sessions >= self[keyPath: wish] else { return false }
    self[keyPath: wish] = sessions + every / 2 + chance.below(every)
    return true
  }
}
