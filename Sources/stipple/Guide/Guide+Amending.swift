import Clinic
import ClinicStore
import EventLog
import Records

/// What may be done at any prompt beside answering it.
extension Guide {
  /// Records a correction of the entry recorded last, or of the one named by its position.
  ///
  /// The prompt that it was typed at is asked again afterwards, whatever came of it.
  func fix(_ words: String) throws {
    var words = words
    var target = visit.entries.last { $0.event.type.stream == .session }
    if words.hasPrefix("@") {
      let name = words.prefix { $0 != " " }
      words = String(words.dropFirst(name.count)).trimmingSpaces
      let position = UInt64(name.dropFirst())
      target = visit.entries.first { $0.envelope.position == position }
    }
    guard let target else {
      try talk.complain(
        Message(
          "there is no such entry of this session", hint: "fix, or fix @N field=value",
          status: .badInput))
      return
    }
    let parts = words.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
    let name = parts.first.map { String($0).trimmingSpaces } ?? ""
    guard let field = try fixable(name, of: target) else { return }
    let prompt = fixing(field, of: target)
    let value: JSONValue
    var note: String?
    if parts.count == 2 {
      let typed = String(parts[1]).trimmingSpaces
      do throws(AnswerProblem) {
        value = typed == "-" && !field.isRequired ? .null : try prompt.read(typed)
      } catch {
        guard let excused = error.value else {
          try talk.complain(error.message)
          return
        }
        guard let why = try askWhy(error.message) else { return }
        value = excused
        note = why
      }
    } else {
      switch try ask(prompt) {
      case .value(let given): value = given ?? .null
      case .excused(let given, let why):
        value = given
        note = why
      case .back, .skip: return
      }
    }
    let reason = field.refers == "lot" ? CorrectionReason.wrongLot : .transcription
    let entry: Entry
    do throws(StoreError) {
      entry = try store.correction(
        of: target.envelope.position, change: "\(field.name):=\(value.text)", reason: reason.name,
        note: note, recordedBy: visit.actor)
    } catch {
      try talk.complain(Refusal(error).message)
      return
    }
    guard try record(entry, after: visit.version) == nil, !field.isPersonal else { return }
    let was = recordedValue(of: field, in: target)?.typed ?? "-"
    try talk.remark(
      "  @\(target.envelope.position) \(field.name) was \(was), is \(value.typed) now")
  }

  private func recordedValue(of field: Field, in target: EffectiveEvent) -> JSONValue? {
    let json = target.event.type.record.json(ofField: field, in: target.payload.span.bytes)
    let value = try? JSONValue(parsing: json)
    return value == .null ? nil : value
  }

  /// The field to be corrected: by its name or its beginning, else asked for; nil if there is none.
  private func fixable(_ name: String, of target: EffectiveEvent) throws -> Field? {
    let type = target.event.type
    if name.isEmpty {
      try talk.say(
        ["  @\(target.envelope.position) \(type.name)"]
          + type.record.fields.map { field in
            let value = recordedValue(of: field, in: target)?.typed ?? "-"
            return "    \(field.name) \(field.isPersonal && value != "-" ? "…" : value)"
          })
      let words = EnumType(name: "field", words: type.record.fields.map(\.name))
      let forms = words.words.map { Form($0, "", nil) }
      guard !forms.isEmpty,
        case .value(.string(let word)) = try ask(.choice("field", among: forms, usual: nil))
      else { return nil }
      return type.record.field(named: word)
    }
    let begun = type.record.fields.filter { $0.name.hasPrefix(name) }
    if let field = type.record.field(named: name) ?? (begun.count == 1 ? begun[0] : nil) {
      return field
    }
    try talk.complain(
      Message(
        "\(type.name) has no such field",
        hint: "one of " + type.record.fields.map(\.name).joined(separator: ", "),
        status: .badInput))
    return nil
  }

  /// The prompt for a field's right value; what it is now is what an empty line leaves.
  private func fixing(_ field: Field, of target: EffectiveEvent) -> Prompt {
    let type = target.event.type
    let question =
      VisitPlan.reachable.flatMap(\.forms).filter { $0.type == type }.flatMap(\.questions)
      .first { $0.field == field.name } ?? .ask(field.name)
    return prompt(
      question, field, type, Answers(), usual: recordedValue(of: field, in: target))
  }

  /// Goes through a step out of its order.
  func go(to name: String) throws {
    guard visit.session != nil else {
      try talk.complain(Message("the session is not opened yet", status: .badInput))
      return
    }
    guard let step = VisitPlan.step(name) else {
      try talk.complain(
        Message(
          "there is no such step",
          hint: VisitPlan.reachable.map(\.name).joined(separator: ", "), status: .badInput))
      return
    }
    _ = try take(step)
  }

  /// Adds a note to the session.
  func note(_ text: String) throws {
    guard visit.session != nil else {
      try talk.complain(Message("the session is not opened yet", status: .badInput))
      return
    }
    let data = JSONValue.object([.init(key: "note", value: .string(text))])
    let payload: [UInt8]
    do throws(InputError) {
      payload = try NoteAdded.recordType.record(fromJSON: data.text, path: "")
    } catch {
      try talk.complain(Refusal(StoreError(error)).message)
      return
    }
    _ = try record(entry(NoteAdded.eventType, payload), after: nil)
  }
}
