import Clinic
import ClinicStore
import EventLog
import Records

/// Leads somebody through a visit, step by step; each answer is recorded when it is given.
final class Guide {
  /// The visit is left: what was given so far stands.
  struct Left: Error {}

  /// The session was closed out of the visit's order.
  struct Over: Error {}

  /// What came of going through a step.
  enum Outcome {
    case done, skipped
    /// Something was answered that is no event: no mask today.
    case declined
  }

  /// What a prompt was answered with.
  enum Reply {
    case value(JSONValue?)
    /// A value that a rule forbids, and why it is recorded all the same.
    case excused(JSONValue, reason: String)
    case back
    case skip
  }

  let store: ClinicStore
  let talk: Conversation
  let client: String
  private let confirmsClock: Bool
  /// What the store tells, read anew after each entry.
  private(set) var visit: Visit
  /// The session's id, once it is known.
  private(set) var sessionID: String?
  /// What was recorded, in order.
  private(set) var receipts: [Receipt] = []
  /// The steps that were passed over.
  private(set) var skipped: Set<String> = []
  /// The steps under way: the last one is asked, the others wait for it.
  private(set) var underWay: [Step] = []

  /// - Parameter session: the session to take up, or the id of the one to open.
  init(
    _ store: ClinicStore, client: String, session: String?, actor: String, confirmsClock: Bool,
    _ talk: Conversation
  ) throws(StoreError) {
    self.store = store
    self.talk = talk
    self.client = client
    self.confirmsClock = confirmsClock
    sessionID = session
    visit = try Visit(
      store, client: client, session: session, actor: actor, habits: store.recentSessionData())
    sessionID = visit.session?.id ?? session
  }

  /// Goes through the visit until it is closed or left.
  func run() throws {
    do {
      try talk.say(CheckIn.lines(of: visit, width: talk.width))
      try begin()
      for part in VisitPlan.parts where !visit.isOver { _ = try go(through: part, resuming: true) }
      try talk.say(["", summary])
    } catch is Over {
      try talk.say(["", summary])
    } catch is Left {
      try talk.say(["", "left · \(summary)", "stipple session \(client) goes on with it"])
    } catch var message as Message {
      message.note = stands
      throw message
    }
  }

  /// Opens a session, or says which one is taken up.
  private func begin() throws {
    guard let session = visit.session else {
      while try take(VisitPlan.opening) == .skipped {
        try talk.complain(
          Message("there is no visit without a session", hint: "leave", status: .badInput))
      }
      return
    }
    guard !visit.isOver else {
      throw Message(
        "session \(session.id) is \(session.closedAt == nil ? "abandoned" : "closed") already",
        hint: "stipple session \(client) opens the next one", status: .refused)
    }
    let opened = session.openedAt.map { visit.zone.display($0) } ?? "before"
    try talk.say(["", "session \(session.id), opened \(opened), is taken up where it was left"])
    if let openedAt = session.openedAt, visit.zone.date(openedAt) != visit.day {
      try talk.remark("it was opened on another day: leave, if that visit is over")
    }
    let missing = self.missing(through: furthest)
    if !missing.isEmpty {
      try talk.say(CheckIn.wrapped("missing so far", missing, width: talk.width))
    }
  }

  // MARK: The way

  /// Goes through a part; false if somebody had enough of it.
  private func go(through part: Part, resuming: Bool) throws -> Bool {
    guard !visit.isOver else { return false }
    switch part {
    case .step(let step):
      // What was passed over before the visit was left is named as missing, not asked again.
      let isBehind = resuming && furthest.contains(step.name)
      guard step.isDue(visit), !step.isDone(visit), !isBehind else { return true }
      return try take(step) == .done
    case .rounds(let rounds):
      guard rounds.isDue(visit) else { return true }
      if resuming, rounds.parts.allSatisfy({ $0.steps.allSatisfy { furthest.contains($0.name) } }),
        rounds.prompt != nil
      {
        return true
      }
      let isBegun = resuming && rounds.isBegun(visit)
      if isBegun, !rounds.isOpen(visit) {
        guard try wantsAnother(rounds) else { return true }
      }
      var isResuming = isBegun
      var rounded = isBegun ? 1 : 0
      repeat {
        for (index, part) in rounds.parts.enumerated() {
          let isTaken = try go(through: part, resuming: isResuming)
          if visit.isOver { return false }
          if !isTaken, index == 0 { return rounded > 0 }
        }
        rounded += 1
        isResuming = false
      } while try wantsAnother(rounds)
      return true
    }
  }

  /// The steps before the one that was recorded last when the visit was left.
  private lazy var furthest: Set<String> = {
    let names = VisitPlan.steps.map(\.name)
    let last = VisitPlan.steps.lastIndex { step in
      guard let entry = visit.entries.last(where: { $0.event.type.stream == .session }) else {
        return false
      }
      // A photo is told by its phase to be of the one step or the other.
      if case .session(.photoTaken(let photo)) = entry.event {
        return step.name == (photo.phase == .before ? "photo" : "after")
      }
      return step.forms.contains { $0.type == entry.event.type }
    }
    return last.map { Set(names[..<$0]) } ?? []
  }()

  private func wantsAnother(_ rounds: Rounds) throws -> Bool {
    guard rounds.isDue(visit) else { return false }
    let isUsual = rounds.expectsMore(visit)
    guard let prompt = rounds.prompt else { return isUsual }
    while true {
      switch try ask(.yesOrNo(prompt(visit), usual: isUsual)) {
      case .value(.boolean(let isWanted)): return isWanted
      case .skip: return false
      case .back:
        try talk.complain(firstQuestion)
      case .value, .excused: return isUsual
      }
    }
  }

  // MARK: A step

  /// Asks a step's questions and records what comes of them.
  func take(_ step: Step) throws -> Outcome {
    underWay.append(step)
    defer { underWay.removeLast() }
    try talk.head(step.title, step.detail(visit))
    if step.showsMissing { try showMissing() }
    while true {
      guard let form = try choose(step) else { return skip(step) }
      guard let type = form.type else { return .declined }
      switch try fill(form, type, of: step) {
      case .recorded: return .done
      case .skipped: return skip(step)
      case .back:
        if step.forms.count == 1 {
          try talk.complain(firstQuestion)
        }
      }
    }
  }

  private var firstQuestion: Message {
    Message(
      "there is no question before this one", hint: "fix corrects what is recorded",
      status: .badInput)
  }

  private func skip(_ step: Step) -> Outcome {
    skipped.insert(step.name)
    return .skipped
  }

  /// The form that is wanted; nil to pass the step over.
  private func choose(_ step: Step) throws -> Form? {
    guard step.forms.count > 1 else { return step.forms[0] }
    while true {
      switch try ask(.choice(step.prompt, among: step.forms, usual: step.usual(visit))) {
      case .value(.string(let word)): return step.forms.first { $0.word == word }
      case .back:
        try talk.complain(firstQuestion)
      case .skip, .value, .excused: return nil
      }
    }
  }

  private enum Filling {
    case recorded, skipped, back
  }

  /// Asks the questions of a form until its event is recorded, passed over or gone back from.
  private func fill(_ form: Form, _ type: EventType, of step: Step) throws -> Filling {
    var answers = Answers()
    // What was answered before a refusal, or before going back, is what an empty line takes.
    var given: [String: JSONValue?] = [:]
    var reason: String?
    var asked: [Int] = []
    var place = 0
    while true {
      while place < form.questions.count {
        let question = form.questions[place]
        let preset = question.preset(visit, answers)
        guard let field = type.record.field(named: question.field) else { break }
        guard question.isAsked(visit, answers) else {
          answers[field.name] = preset
          place += 1
          continue
        }
        let usual = given[field.name] ?? preset
        let prompt = self.prompt(question, field, type, answers, usual: usual)
        switch try ask(prompt) {
        case .value(let value):
          answers[field.name] = value
        case .excused(let value, let why):
          answers[field.name] = value
          reason = why
        case .skip: return .skipped
        case .back:
          guard let last = asked.popLast() else { return .back }
          for later in form.questions[last...] { answers[later.field] = nil }
          place = last
          continue
        }
        given[field.name] = .some(answers[field.name])
        asked.append(place)
        place += 1
      }
      let refused = try record(type, answers, of: step, reason: reason)
      guard let refused else { return .recorded }
      guard !asked.isEmpty else { return .skipped }
      // Asked again from the field that it is about, with what was given as what is usual.
      let named = asked.first { form.questions[$0].field == refused.field }
      place = named ?? asked[0]
      asked.removeAll { $0 >= place }
      reason = nil
      for later in form.questions[place...] { answers[later.field] = nil }
    }
  }

  // MARK: Recording

  /// Records an event of the session; what keeps it out, if something does.
  private func record(
    _ type: EventType, _ answers: Answers, of step: Step, reason: String?
  ) throws -> Refusal? {
    let payload: [UInt8]
    do {
      payload = try answers.payload(of: type)
    } catch {
      let refusal = Refusal(StoreError(error))
      try talk.complain(refusal.message)
      return refusal
    }
    var entry = self.entry(type, payload)
    if step.isPractitioners, let practitioner = visit.session?.practitioner,
      practitioner != visit.actor
    {
      entry.performedBy = practitioner
    }
    entry.reason = reason
    entry.isOverride = reason != nil
    return try record(entry)
  }

  /// An entry of the session that happens now.
  func entry(_ type: EventType, _ payload: [UInt8]) -> Entry {
    let stream = sessionID.map { StreamName.stream(StreamID(.session, $0)) } ?? .new(.session)
    var entry = Entry(stream: stream, type: type, payload: payload, recordedBy: visit.actor)
    entry.correlation = visit.session?.booking
    return entry
  }

  /// Records an entry, with a reason where a rule asks for one; what keeps it out, if something does.
  func record(_ entry: Entry) throws -> Refusal? {
    var entry = entry
    while true {
      let error: StoreError
      switch attempt(entry) {
      case .success(let receipts):
        try took(receipts)
        return nil
      case .failure(let failure): error = failure
      }
      let refusal = Refusal(error)
      switch error.kind {
      case .refused, .badInput: break
      case .locked:
        try talk.complain(refusal.message)
        guard case .value = try ask(.again()) else { return refusal }
        continue
      case .noStore, .notAllowed, .io, .damaged, .interrupted: throw Message(error)
      }
      guard refusal.takesReason else {
        try talk.complain(refusal.message)
        return refusal
      }
      guard let reason = try askWhy(refusal.message) else { return refusal }
      entry.reason = reason
      if refusal.needsOverride { entry.isOverride = true }
    }
  }

  private func attempt(_ entry: Entry) -> Result<[Receipt], StoreError> {
    do throws(StoreError) {
      return .success(try store.record([entry], confirmClock: confirmsClock))
    } catch {
      return .failure(error)
    }
  }

  /// Takes in what the log answered, and tells it.
  private func took(_ receipts: [Receipt]) throws {
    self.receipts += receipts
    for receipt in receipts {
      let stream = receipt.envelope.stream
      if sessionID == nil, stream.streamKind == .session { sessionID = stream.id }
      let opened = receipt.type == SessionOpened.eventType ? " session \(stream.id)" : ""
      try talk.remark("  @\(receipt.envelope.position) \(receipt.type.name)\(opened)")
      for deviation in receipt.envelope.deviations {
        try talk.say(
          CheckIn.wrapped(
            "noted, rule \(deviation.rule)", "\(deviation.observed); limit: \(deviation.limit)",
            width: talk.width))
      }
    }
    visit = try Visit(
      store, client: client, session: sessionID, actor: visit.actor, habits: visit.habits)
  }
}
