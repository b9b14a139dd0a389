extension DotCommand {
  static let help: DotCommand = .init(
    name: "help", usage: "[COMMAND|tour]",
    summary: "this list, one command, or a tour of six steps",
    example: ".help mode", arguments: 0...1
  ) { repl, given throws(ReplStop) in
    guard let name = given.first else { return try repl.say(helpText(all)) }
    if name.lowercased() == "tour" { return try repl.say(Tour.text) }
    let word = name.hasPrefix(".") ? String(name.dropFirst()) : name
    let command = try ReplStop.converting { () throws(Message) in try named(word.lowercased()) }
    try repl.say("\(command.signature)\n  \(command.summary)\n  such as: \(command.example)\n")
  }

  static let tables: DotCommand = .init(
    name: "tables", usage: "", summary: "the tables, and what each holds",
    example: ".tables", arguments: 0...0
  ) { repl, _ throws(ReplStop) in try repl.show(repl.engine.tables) }

  static let schema: DotCommand = .init(
    name: "schema", usage: "[TABLE]", summary: "the columns of a table, or of all",
    example: ".schema sessions", arguments: 0...1
  ) { repl, given throws(ReplStop) in
    let declarations = try ReplStop.converting { () throws(Message) in
      try repl.engine.schema(given.first)
    }
    try repl.show(declarations, named: "schema")
  }

  static let asof: DotCommand = .init(
    name: "asof", usage: "[WHEN]", summary: "ask about a moment of the past; alone, which it is",
    example: ".asof 2026-01-31", arguments: 0...2
  ) { repl, given throws(ReplStop) in
    guard !given.isEmpty else { return try repl.say("as of \(repl.engine.moment() ?? "now")\n") }
    try ReplStop.converting { () throws(Message) in
      try repl.engine.travel(given.joined(separator: " "))
    }
  }

  static let now: DotCommand = .init(
    name: "now", usage: "", summary: "ask about now again",
    example: ".now", arguments: 0...0
  ) { repl, _ throws(ReplStop) in
    try ReplStop.converting { () throws(Message) in try repl.engine.travel(nil) }
  }

  static let mode: DotCommand = .init(
    name: "mode", usage: "[MODE [ROWS|all]]", summary: "how results are written; alone, how now",
    example: ".mode table all", arguments: 0...2
  ) { repl, given throws(ReplStop) in
    guard let name = given.first else { return try repl.say(modeText(repl.settings)) }
    let mode = try ReplStop.converting { () throws(Message) in try OutputMode.required(name) }
    if given.count == 2 {
      let limit = Int(given[1])
      guard given[1] == "all" || (limit ?? 0) > 0 else {
        throw .message(
          Message(
            "\(given[1]) is not a number of rows", hint: ".mode \(name) 500, or all",
            status: .usage))
      }
      repl.settings.rowLimit = limit
    }
    repl.settings.mode = mode
  }

  static let timer: DotCommand = .init(
    name: "timer", usage: "[on|off]", summary: "say how long each statement took",
    example: ".timer off", arguments: 0...1
  ) { repl, given throws(ReplStop) in
    switch given.first {
    case nil: try repl.say("timer \(repl.settings.timer ? "on" : "off")\n")
    case "on": repl.settings.timer = true
    case "off": repl.settings.timer = false
    case let word?:
      throw .message(
        Message("\(word) is neither on nor off", hint: ".timer [on|off]", status: .usage))
    }
  }

  static let read: DotCommand = .init(
    name: "read", usage: "FILE", summary: "run a file, up to its first error",
    example: ".read recall.sql", arguments: 1...1
  ) { repl, given throws(ReplStop) in try repl.runFile(given[0]) }

  static let output: DotCommand = .init(
    name: "output", usage: "[FILE]", summary: "write results to a file; alone, to the screen again",
    example: ".output lots.csv", arguments: 0...1
  ) { repl, given throws(ReplStop) in try repl.redirect(to: given.first) }

  static let quit: DotCommand = .init(
    name: "quit", usage: "", summary: "leave (so does Ctrl-D)",
    example: ".quit", arguments: 0...0
  ) { repl, _ throws(ReplStop) in repl.isQuitting = true }

  private static func helpText(_ commands: [DotCommand]) -> String {
    // One that is longer than most pushes its own words aside, and not everybody's.
    let widest = commands.map(\.signature.count).filter { $0 <= 30 }.max() ?? 0
    var text = ""
    for command in commands {
      let pad = String(repeating: " ", count: max(widest - command.signature.count, 0) + 2)
      text += command.signature + pad + command.summary + "\n"
    }
    return text + """
      SQL may span lines and ends with a semicolon. Ctrl-C cancels a query or clears what is typed.

      """
  }

  private static func modeText(_ settings: Repl.Settings) -> String {
    let limit = settings.rowLimit.map { "at most \($0) rows" } ?? "all rows"
    var text = "mode \(settings.mode.rawValue); a table on the screen shows \(limit)\n"
    let widest = OutputMode.allCases.map(\.rawValue.count).max() ?? 0
    for mode in OutputMode.allCases {
      let pad = String(repeating: " ", count: widest - mode.rawValue.count + 2)
      text += "  \(mode.rawValue)\(pad)\(mode.summary)\n"
    }
    return text
  }
}
