import Clinic
import ClinicStore
import EventLog
import Records

extension Guide {
  /// Asks until there is an answer, a step back or past, or the visit is left.
  ///
  /// - Parameter isWanted: whether the visit calls for the answer; unless given, whether it calls for
  ///   the step under way. Once what is done beside the answer has put an end to that, it is past.
  func ask(_ prompt: Prompt, while isWanted: ((Visit) -> Bool)? = nil) throws -> Reply {
    let isWanted = isWanted ?? { [step = underWay.last] in step?.isWanted($0) ?? true }
    let wasWanted = isWanted(visit)
    while true {
      guard let line = try talk.ask(prompt.text(width: talk.width)) else { throw Left() }
      switch SpokenCommand(line, isFreeText: prompt.isFreeText) {
      case .back:
        try talk.echo("back")
        return .back
      case .skip:
        try talk.echo("skip")
        return .skip
      case .leave:
        try talk.echo("leave")
        throw Left()
      case .list:
        try talk.echo("?")
        try talk.say(prompt.listing().map { "  " + $0 })
      case .help:
        try talk.echo("help")
        try talk.say(SpokenCommand.helpLines)
      case .fix(let words):
        try talk.echo("fix")
        try fix(words)
      case .go(let name):
        try talk.echo("go \(name)")
        try go(to: name)
      case .note(let text):
        try talk.echo("note")
        try note(text)
      case nil:
        if let reply = try read(line, prompt) { return reply }
      }
      if visit.isOver { throw Over() }
      if wasWanted, !isWanted(visit) { return .skip }
    }
  }

  /// The answer in a line; nil if it is none and was complained of.
  private func read(_ line: String, _ prompt: Prompt) throws -> Reply? {
    let typed = line.trimmingSpaces
    if typed.isEmpty {
      if let preset = prompt.preset {
        try talk.echo(prompt.hidesPreset ? "…" : preset.typed)
        return .value(preset)
      }
      if prompt.isOptional {
        try talk.echo("-")
        return .value(nil)
      }
      try talk.complain(
        Message("\(prompt.label): an answer is needed", hint: "? or skip", status: .badInput))
      return nil
    }
    if typed == "-" {
      if prompt.isOptional {
        try talk.echo("-")
        return .value(nil)
      }
      try talk.complain(
        Message("\(prompt.label) cannot be left empty", hint: "? or skip", status: .badInput))
      return nil
    }
    let reply: Reply
    do throws(AnswerProblem) {
      let value = try prompt.read(typed)
      reply = .value(value)
    } catch {
      guard let value = error.value else {
        try talk.complain(error.message)
        return nil
      }
      return try askWhy(error.message).map { .excused(value, reason: $0) }
    }
    if case .value(let value?) = reply {
      try talk.echo(prompt.isFreeText ? "…" : value.typed)
      if prompt.takesFile, case .string(let hex) = value, hex.lowercased() != typed.lowercased() {
        try talk.remark("  the SHA-256 of that file begins \(hex.prefix(16))")
      }
    }
    return reply
  }

  /// Tells what a rule finds and asks why it is recorded all the same; nil if it is not.
  ///
  /// Where nobody types, only a line that begins with `because` is a reason: a script that did not
  /// see the finding coming must not excuse it with its next answer.
  func askWhy(_ finding: Message) throws -> String? {
    try talk.tell(finding)
    let prompt = talk.isTyped ? "  why all the same (Enter: no)> " : "  because> "
    guard let line = try talk.ask(prompt) else {
      if talk.isTyped { throw Left() }
      throw finding.at("line \(talk.lineNumber)")
    }
    var reason = line.trimmingSpaces
    let isMarked = reason.hasPrefix("because ")
    if isMarked { reason = String(reason.dropFirst(8)).trimmingSpaces }
    guard isMarked || talk.isTyped else {
      throw finding.at("line \(talk.lineNumber - 1)")
    }
    try talk.echo("…")
    return ["", "no", "-", "back", "skip"].contains(reason) ? nil : reason
  }

  /// The prompt of a question.
  func prompt(
    _ question: Question, _ field: Field, _ type: EventType, _ answers: Answers,
    usual: JSONValue?
  ) -> Prompt {
    let candidates = visit.candidates(for: field, question.category, type)
    var reader = AnswerReader(
      type: type.record, field: field, candidates: candidates, today: visit.day)
    reader.moment = { [zone = visit.zone] in OccurredAt($0, zone: zone, now: .now) }
    return Prompt(
      label: Prompt.label(of: field), takes: Prompt.takes(field), preset: usual,
      hidesPreset: field.isPersonal, isOptional: !field.isRequired, isFreeText: field.isPersonal,
      takesFile: field.limits.form == .hex64,
      read: { line throws(AnswerProblem) in try reader.read(line) },
      listing: {
        candidates.map { Prompt.listing(of: $0, summary: field.summary) }
          ?? Prompt.listing(of: field)
      })
  }
}

extension Prompt {
  /// A question that is answered with yes or no.
  static func yesOrNo(_ label: String, usual: Bool) -> Prompt {
    Prompt(
      label: label, takes: "yes, no", preset: .boolean(usual),
      read: { line throws(AnswerProblem) in
        let word = line.lowercased()
        if "yes".hasPrefix(word) { return .boolean(true) }
        if "no".hasPrefix(word) { return .boolean(false) }
        throw AnswerProblem(message: Message("\(label): yes or no", status: .badInput))
      }, listing: { ["yes or no"] })
  }

  /// A question that is answered with the word of a form.
  static func choice(_ label: String, among forms: [Form], usual: Int?) -> Prompt {
    let words = EnumType(name: label, words: forms.map(\.word))
    let field = Field("choice", slot: 0, kind: .enumeration(words), summary: label)
    let type = RecordType(id: 0, version: 0, name: label, summary: "", fields: [field])
    let reader = AnswerReader(type: type, field: field, today: CalendarDate(days: 0))
    return Prompt(
      label: label, takes: words.words.joined(separator: ", "),
      preset: usual.map { .string(forms[$0].word) },
      read: { line throws(AnswerProblem) in try reader.read(line) },
      listing: {
        forms.enumerated().map { "\($0 + 1)  \($1.word)  \($1.meaning)" }
      })
  }

  /// A wait until somebody wants to try again.
  static func again() -> Prompt {
    Prompt(
      label: "Enter: try again", preset: .boolean(true), hidesPreset: true,
      read: { _ throws(AnswerProblem) in .boolean(true) }, listing: { [] })
  }
}
