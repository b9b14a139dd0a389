import Clinic
import ClinicStore
import EventLog
import Records

/// What is named by an id.
extension AnswerReader {
  /// Things by their ids, each in the field that it is named by.
  func several(_ typed: String) throws(AnswerProblem) -> JSONValue {
    if typed.lowercased() == "none" { return .array([]) }
    var things: [JSONValue] = []
    for item in typed.items {
      let id = try named(item)
      let field = (candidates ?? []).first { .string($0.id) == id }?.field ?? ""
      let thing = JSONValue.object([.init(key: field, value: id)])
      if !things.contains(thing) { things.append(thing) }
    }
    return try checked(.array(things))
  }

  func named(_ typed: String) throws(AnswerProblem) -> JSONValue {
    let kind = field.refers ?? "id"
    switch Completed(typed, among: candidates ?? []) {
    case .found(let candidate):
      guard let fault = candidate.fault else { return .string(candidate.id) }
      throw AnswerProblem(
        message: Message("\(kind) \(candidate.id) \(fault)", hint: "another \(kind); ? lists them"),
        value: .string(candidate.id))
    case .ambiguous(let several):
      throw problem(
        "that may be any of \(several.count)",
        hint: several.prefix(8).map(\.id).joined(separator: ", "))
    case .none:
      let near = Suggestion.nearest(
        to: typed, among: (candidates ?? []).filter(\.isListed).map(\.id))
      throw problem(
        "there is no such \(kind)", hint: near.map { "did you mean \($0)?" } ?? "? lists them")
    }
  }
}
