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
  var skipped: Set<String> = []
  /// The steps under way: the last one is asked, the others wait for it.
  var underWay: [Step] = []

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

  /// The steps before the one that was recorded last when the visit was left.
  private(set) lazy var furthest: Set<String> = {
    let names = VisitPlan.steps.map(\.name)
    let types = Set(VisitPlan.steps.flatMap(\.forms).compactMap(\.type?.number))
    guard let entry = visit.entries.last(where: { types.contains($0.event.type.number) }) else {
      return []
    }
    let last = VisitPlan.steps.lastIndex { step in
      // A photo is told by its phase to be of the one step or the other.
      if case .session(.photoTaken(let photo)) = entry.event {
        return step.name == (photo.phase == .before ? "photo" : "after")
      }
      return step.forms.contains { $0.type == entry.event.type }
    }
    return last.map { Set(names[..<$0]) } ?? []
  }()

  /// Records an event of the session; what keeps it out, if something does.
  func record(
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
    return try record(entry, after: visit.version)
  }

  /// An entry of the session that happens now.
  func entry(_ type: EventType, _ payload: [UInt8]) -> Entry {
    let stream = sessionID.map { StreamName.stream(StreamID(.session, $0)) } ?? .new(.session)
    var entry = Entry(stream: stream, type: type, payload: payload, recordedBy: visit.actor)
    entry.correlation = visit.session?.booking
    return entry
  }

  /// Records an entry, with a reason where a rule asks for one; what keeps it out, if something does.
  ///
  /// - Parameter version: how many events the session had when it was answered, so that it is not
  ///   recorded over what somebody else recorded since; nil where that does not bear on it.
  func record(_ entry: Entry, after version: UInt64?) throws -> Refusal? {
    var entry = entry
    if case .stream = entry.stream { entry.expectedVersion = version }
    while true {
      let error: StoreError
      switch attempt(entry) {
      case .success(let receipts):
        try took(receipts)
        return nil
      case .failure(let failure): error = failure
      }
      if error.kind == .refused, version != nil, try look() {
        try talk.complain(overtaken)
        if visit.isOver { throw Over() }
        return Refusal(error)
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
    try look()
  }

  /// Reads the visit anew, and tells what others recorded of the session since it was last read.
  ///
  /// - Returns: whether there was something.
  @discardableResult
  func look() throws -> Bool {
    let seen = visit.version
    visit = try Visit(
      store, client: client, session: sessionID, actor: visit.actor, habits: visit.habits)
    sessionID = visit.session?.id ?? sessionID
    let own = Set(receipts.map(\.envelope.position))
    let others = visit.recorded.filter {
      $0.envelope.version > seen && !own.contains($0.envelope.position)
    }
    for other in others { try tellOf(other) }
    return !others.isEmpty
  }
}
