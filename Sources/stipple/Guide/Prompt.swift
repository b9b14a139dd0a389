import Clinic
import Records

/// A line that asks for one thing, and how its answer is read.
struct Prompt {
  /// What is asked.
  var label: String
  /// What an answer looks like: its words or its range.
  var takes: String?
  /// What an empty line takes; nil if there is nothing to take.
  var preset: JSONValue?
  /// Whether the preset is personal, and so not shown again.
  var hidesPreset = false
  /// Whether it may be left empty.
  var isOptional = false
  /// Whether any text is an answer, so that only whole words are commands.
  var isFreeText = false
  /// Whether a file may be named in place of its SHA-256.
  var takesFile = false
  /// Reads an answer.
  var read: (String) throws(AnswerProblem) -> JSONValue
  /// What may be answered, a line each.
  var listing: () -> [String]

  /// The line, in at most so many columns if it can be.
  func text(width: Int) -> String {
    let room = max(width - displayWidth(label) - 24, 8)
    let end = presetText.map { " [\(fitted($0, into: room).text)]> " } ?? "> "
    let whole = takes.map { "  \(label) (\($0))\(end)" } ?? "  \(label)\(end)"
    // Room is left for what is typed.
    if displayWidth(whole) <= width - 12 { return whole }
    return takes == nil ? whole : "  \(label) (?)\(end)"
  }

  private var presetText: String? {
    guard let preset else { return isOptional ? "-" : nil }
    return hidesPreset ? "as it is" : preset.typed
  }

  /// A field's name as words: `depth` for `depth_mm`.
  static func label(of field: Field) -> String {
    var name = field.name
    if field.unit != nil, let end = name.lastIndex(of: "_"),
      ["mm", "ml", "cm2"].contains(String(name[name.index(after: end)...]))
    {
      name = String(name[..<end])
    }
    return name.replacing("_", with: " ")
  }

  /// What a number may be: `over 0.00 to 3.00 mm`.
  static func range(of field: Field) -> String? {
    let scale =
      switch field.kind {
      case .integer: 0
      case .decimal(let scale): scale
      default: -1
      }
    guard scale >= 0 else { return nil }
    func number(_ units: Int64) -> String { ScaledDecimal(units: units, scale: scale).description }
    let low = field.limits.minimum.map {
      (field.limits.exclusiveMinimum ? "over " : "") + number($0)
    }
    let high = field.limits.maximum.map { "to \(number($0))" }
    return [low, high, field.unit].compactMap(\.self).joined(separator: " ")
  }

  /// What an answer to a field looks like.
  static func takes(_ field: Field) -> String? {
    switch field.kind {
    case .boolean: "yes, no"
    case .integer, .decimal: range(of: field)
    case .date: "a day, or 4w, 28d from now"
    case .enumeration(let type): type.words.joined(separator: ", ")
    case .list(.enumeration(let type)): "some of " + type.words.joined(separator: ", ")
    case .instant: "now, 10:05, 2h-ago"
    case .list(.structure): "ids, or none"
    case .text where field.limits.form == .hex64: "a file’s path, or 64 hex digits"
    default: nil
    }
  }

  /// The words of a field with what they mean, a line each; what it is, where it has none.
  static func listing(of field: Field) -> [String] {
    switch field.kind {
    case .enumeration(let type), .list(.enumeration(let type)):
      let width = type.words.map(\.count).max() ?? 0
      return [field.summary]
        + type.words.enumerated().map { index, word in
          let number = String(index + 1)
          let space = String(repeating: " ", count: max(0, 3 - number.count))
          let pad = String(repeating: " ", count: width - word.count)
          let meaning = Glossary.meaning(of: word, in: type.name).map { "\(pad)  \($0)" } ?? ""
          return "\(space)\(number)  \(word)\(meaning)"
        }
    default:
      return [field.summary] + (takes(field).map { ["takes \($0)"] } ?? [])
    }
  }

  /// Ids with what they are, a line each: those that are fit first.
  static func listing(of candidates: [Candidate], summary: String) -> [String] {
    let listed = candidates.filter(\.isListed)
    if listed.isEmpty { return [summary, "there is none to choose from"] }
    let ordered = listed.filter { $0.fault == nil } + listed.filter { $0.fault != nil }
    let width = ordered.map(\.id.count).max() ?? 0
    return [summary]
      + ordered.map { candidate in
        let pad = String(repeating: " ", count: width - candidate.id.count)
        let state = candidate.fault.map { "not to be used: \($0)" }
        let about = [state, candidate.about].compactMap(\.self).filter { !$0.isEmpty }
        return "  \(candidate.id)\(pad)  " + about.joined(separator: " · ")
      }
  }
}
