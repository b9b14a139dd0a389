import Clinic
import ClinicStore
import Records

/// Why a typed line is no answer.
struct AnswerProblem: Error, Equatable {
  /// What to say of it; what was typed is not in it.
  var message: Message
  /// What it would be, where somebody may give a reason to take it all the same.
  var value: JSONValue?
}

/// Reads a typed line as the value of one field.
struct AnswerReader {
  /// The event's description.
  let type: RecordType
  /// The field that is asked.
  let field: Field
  /// What an id may name; nil if it may be any.
  var candidates: [Candidate]?
  /// The clinic's day, from which `4w` counts.
  var today: CalendarDate
  /// Reads a moment as it is said in the clinic: `10:05`, `2h-ago`.
  var moment: (String) -> OccurredAt? = { _ in nil }

  /// The value of a line that is neither empty nor a command.
  func read(_ line: String) throws(AnswerProblem) -> JSONValue {
    let line = line.trimmingSpaces
    switch field.kind {
    case .enumeration(let words): return .string(try word(line, of: words))
    case .list(.enumeration(let words)): return try checked(try list(line, of: words))
    case .boolean: return try boolean(line)
    case .integer, .decimal: return try checked(try number(line))
    case .date: return try checked(.string(date(line)?.iso ?? line))
    case .instant: return try instant(line)
    case .text where candidates != nil: return try named(line)
    case .text where field.limits.form == .hex64:
      return try checked(.string(try picture(line)))
    case .text: return try checked(.string(line))
    case .list(.text): return try checked(.array(line.items.map { .string($0) }))
    case .list(.structure) where candidates != nil: return try several(line)
    case .json, .structure, .list: throw problem("it is not asked here")
    }
  }

  /// A word by its number in the list, by itself, or by a beginning that only it has.
  private func word(_ typed: String, of type: EnumType) throws(AnswerProblem) -> String {
    if let number = Int(typed), type.words.indices.contains(number - 1) {
      return type.words[number - 1]
    }
    let word = typed.lowercased().replacing(" ", with: "_").replacing("-", with: "_")
    if type.words.contains(word) { return word }
    // A roman numeral is written in capitals.
    if let same = type.words.first(where: { $0.lowercased() == word }) { return same }
    // Who answers yes or no takes it for another question: no word is begun by that.
    guard word != "yes", word != "no" else {
      throw problem("that is not one of the words", hint: "? lists them, skip passes it over")
    }
    let begun = type.words.filter { $0.lowercased().hasPrefix(word) }
    switch begun.count {
    case 1 where !word.isEmpty: return begun[0]
    case 2... where !word.isEmpty:
      throw problem("more than one word begins so", hint: begun.joined(separator: ", "))
    default:
      let near = Suggestion.nearest(to: word, among: type.words)
      throw problem(
        "that is not one of the words", hint: near.map { "did you mean \($0)?" } ?? "? lists them")
    }
  }

  private func list(_ typed: String, of type: EnumType) throws(AnswerProblem) -> JSONValue {
    if typed.lowercased() == "none" { return .array([]) }
    var words: [JSONValue] = []
    for item in typed.items {
      let word = JSONValue.string(try word(item, of: type))
      if !words.contains(word) { words.append(word) }
    }
    return .array(words)
  }

  private func boolean(_ typed: String) throws(AnswerProblem) -> JSONValue {
    let word = typed.lowercased()
    if ["yes", "true"].contains(where: { $0.hasPrefix(word) }) { return .boolean(true) }
    if ["no", "false"].contains(where: { $0.hasPrefix(word) }) { return .boolean(false) }
    throw problem("yes or no")
  }

  private func number(_ typed: String) throws(AnswerProblem) -> JSONValue {
    var digits = typed
    if let unit = field.unit, digits.hasSuffix(unit) {
      digits = String(digits.dropLast(unit.count)).trimmingSpaces
    }
    guard let value = try? JSONValue(parsing: digits), case .number = value else {
      throw problem("that is no number", hint: Prompt.range(of: field))
    }
    return value
  }

  /// A date as it is written, or so many days or weeks from today: `28d`, `4w`.
  private func date(_ typed: String) -> CalendarDate? {
    if let date = CalendarDate(iso: typed) { return date }
    guard let count = Int64(typed.dropLast()), (1...3_660).contains(count) else { return nil }
    switch typed.last {
    case "d": return CalendarDate(days: today.days + count)
    case "w": return CalendarDate(days: today.days + count * 7)
    default: return nil
    }
  }

  private func instant(_ typed: String) throws(AnswerProblem) -> JSONValue {
    guard let at = moment(typed) else {
      throw problem("that is no time", hint: "now, 10:05, 2h-ago or 2026-03-01T10:05")
    }
    return try checked(.string(at.instant.rfc3339))
  }

  /// The value held to the field's limits.
  func checked(_ value: JSONValue) throws(AnswerProblem) -> JSONValue {
    do {
      return try JSONValue(parsing: try type.canonical(field, json: value.text))
    } catch let error as InputError {
      let first = error.problems.first
      throw problem(first?.message ?? "it cannot be read", hint: first?.hint)
    } catch {
      throw problem("it cannot be read")
    }
  }

  func problem(_ error: String, hint: String? = nil) -> AnswerProblem {
    AnswerProblem(
      message: Message("\(Prompt.label(of: field)): \(error)", hint: hint, status: .badInput))
  }
}

extension String {
  /// The text without blanks around it.
  var trimmingSpaces: String {
    var text = self[...]
    while let first = text.first, first == " " || first == "\t" { text.removeFirst() }
    while let last = text.last, last == " " || last == "\t" { text.removeLast() }
    return String(text)
  }

  /// The items of a list that is written with commas.
  var items: [String] {
    split(separator: ",").map { String($0).trimmingSpaces }.filter { !$0.isEmpty }
  }
}
