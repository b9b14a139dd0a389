import Records

/// A command of the REPL that is not SQL; what `.help` says of it and what it does.
struct DotCommand: Sendable {
  /// Without its dot.
  let name: String

  /// Its arguments as one writes them.
  let usage: String

  /// What it does, in one line.
  let summary: String

  /// What it looks like in use.
  let example: String

  /// How many arguments it takes.
  let arguments: ClosedRange<Int>

  let perform: @Sendable (Repl, [String]) throws(ReplStop) -> Void

  /// All there are, in the order of `.help`.
  static let all: [DotCommand] = [
    help, tables, schema, asof, now,
    audit, show, history, diff, blame, events, prove, recall, report,
    mode, last, once, output, param, explain, watch, timer, save, run, read, quit,
  ]

  /// The one of this name, or the only one that begins so.
  static func named(_ name: String) throws(Message) -> DotCommand {
    if let exact = all.first(where: { $0.name == name }) { return exact }
    let beginning = name.isEmpty ? [] : all.filter { $0.name.hasPrefix(name) }
    if beginning.count == 1 { return beginning[0] }
    if beginning.count > 1 {
      let names = beginning.map { "." + $0.name }.joined(separator: ", ")
      throw Message(".\(name) begins more than one command", hint: names, status: .usage)
    }
    let near = Suggestion.nearest(to: name, among: all.map(\.name))
    throw Message(
      "no such command: .\(name)",
      hint: near.map { "did you mean .\($0)?" } ?? ".help lists them", status: .usage)
  }

  /// Does it, if it has the arguments that it needs.
  func callAsFunction(_ repl: Repl, _ given: [String]) throws(ReplStop) {
    guard arguments.contains(given.count) else {
      throw .message(
        Message(
          given.count < arguments.lowerBound ? ".\(name) needs more" : ".\(name) takes less",
          hint: signature, status: .usage))
    }
    try perform(repl, given)
  }

  /// The command with its arguments.
  var signature: String { usage.isEmpty ? ".\(name)" : ".\(name) \(usage)" }
}
