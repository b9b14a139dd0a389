import Clinic
import Records

/// One moment of a visit, as data: what is asked, when, and which event the answers become.
struct Step: Sendable {
  /// A word to go to it by.
  let name: String
  /// What stands above its questions.
  let title: String
  /// What may come of it: the answers of one form become one event.
  let forms: [Form]
  /// What is asked where there are several forms.
  var prompt = ""
  /// The form that an empty line takes.
  var usual: @Sendable (Visit) -> Int? = { _ in 0 }
  /// What stands beside the title.
  var detail: @Sendable (Visit) -> String? = { _ in nil }
  /// Whether the visit so far calls for it.
  var isDue: @Sendable (Visit) -> Bool = { _ in true }
  /// Whether it has been recorded.
  var isDone: @Sendable (Visit) -> Bool = { _ in false }
  /// What is missing of it, in words, where the title does not say it.
  var lack: (@Sendable (Visit) -> String?)?
  /// Whether a visit may do without it.
  var isOptional = false
  /// Whether it is the session's practitioner who does it, whoever types.
  var isPractitioners = false
  /// Whether what is missing is shown before it.
  var showsMissing = false

  /// Whether the visit so far calls for it, and it has not been recorded.
  func isWanted(_ visit: Visit) -> Bool { isDue(visit) && !isDone(visit) }

  /// What is missing of it in this visit; nil if nothing is, or it may be.
  func missing(in visit: Visit, isSkipped: Bool) -> String? {
    guard isDue(visit), !isOptional || isSkipped else { return nil }
    if let lack { return lack(visit) }
    return isDone(visit) ? nil : title.lowercased()
  }
}

/// One thing that may come of a step.
struct Form: Sendable {
  /// The word that chooses it.
  let word: String
  /// What the word means.
  let meaning: String
  /// The event that the answers become; nil if nothing is to be recorded.
  let type: EventType?
  /// What is asked, in order.
  let questions: [Question]

  init(_ word: String, _ meaning: String, _ type: EventType?, _ questions: [Question] = []) {
    self.word = word
    self.meaning = meaning
    self.type = type
    self.questions = questions
  }
}

/// One field of an event: what it is unless something else is typed, and whether it is asked at all.
struct Question: Sendable {
  /// A value by what is known of the visit and what was answered so far in the step.
  typealias Preset = @Sendable (Visit, Answers) -> JSONValue?
  /// Whether something is so, by the same.
  typealias Condition = @Sendable (Visit, Answers) -> Bool

  /// The field's name.
  let field: String
  /// What an empty line takes; what is taken if it is not asked.
  let preset: Preset
  /// Whether it is asked.
  let isAsked: Condition
  /// The category of the lots or products that it is about.
  let category: ProductCategory?

  private init(
    _ field: String, _ category: ProductCategory?, _ preset: @escaping Preset,
    _ isAsked: @escaping Condition
  ) {
    self.field = field
    self.category = category
    self.preset = preset
    self.isAsked = isAsked
  }

  /// A field that is asked, at least when `condition` holds; by default it is as it last was.
  static func ask(
    _ field: String, _ category: ProductCategory? = nil,
    if condition: @escaping Condition = { _, _ in true },
    else preset: @escaping Preset = { _, _ in nil }
  ) -> Question {
    Question(field, category, preset, condition)
  }

  /// A field that follows from what is known.
  static func given(_ field: String, _ preset: @escaping Preset) -> Question {
    Question(field, nil, preset) { _, _ in false }
  }
}

/// A part of a visit: a step, or several that are gone through in rounds.
indirect enum Part: Sendable {
  case step(Step)
  case rounds(Rounds)

  /// Its steps, in order.
  var steps: [Step] {
    switch self {
    case .step(let step): [step]
    case .rounds(let rounds): rounds.parts.flatMap(\.steps)
    }
  }
}

/// Parts that are gone through again until somebody says that it is enough.
struct Rounds: Sendable {
  /// What is asked before another round; nil if what is known decides it.
  let prompt: (@Sendable (Visit) -> String)?
  /// Whether another round is usual.
  let expectsMore: @Sendable (Visit) -> Bool
  /// Whether it is due at all.
  var isDue: @Sendable (Visit) -> Bool = { _ in true }
  /// Whether a round was gone through before the visit was left.
  var isBegun: @Sendable (Visit) -> Bool = { _ in false }
  /// Whether the visit was left in the midst of a round.
  var isOpen: @Sendable (Visit) -> Bool = { _ in false }
  /// What a round consists of.
  let parts: [Part]
}
