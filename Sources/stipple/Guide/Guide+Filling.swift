import Clinic
import ClinicStore
import EventLog
import Records

/// A step: its form is chosen, filled in and recorded.
extension Guide {
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

  var firstQuestion: Message {
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
    // What was typed before a refusal, or before going back, is what an empty line takes.
    var given: [String: JSONValue?] = [:]
    var reason: String?
    var asked: [Int] = []
    var place = 0
    let wasWanted = step.isWanted(visit)
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
        let isUsual = answers[field.name] == preset
        given[field.name] = isUsual ? nil : .some(answers[field.name])
        asked.append(place)
        place += 1
      }
      // Somebody else may have opened it meanwhile: it is taken up.
      if type.opens, try look() { return .recorded }
      let refused = try record(type, answers, of: step, reason: reason)
      guard let refused, visit.session == nil || !type.opens else { return .recorded }
      // Somebody else may have done it meanwhile.
      if wasWanted, !step.isWanted(visit) { return .recorded }
      guard !asked.isEmpty else { return step.forms.count > 1 ? .back : .skipped }
      // Asked again from the field that it is about, with what was typed as what is usual.
      place = asked.first { form.questions[$0].field == refused.field } ?? 0
      asked.removeAll { $0 >= place }
      reason = nil
      for later in form.questions[place...] { answers[later.field] = nil }
    }
  }
}
