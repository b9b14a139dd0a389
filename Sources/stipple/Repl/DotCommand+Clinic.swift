// What an auditor asks all day, without leaving the REPL: each as the command of its name, as of the
// moment that the prompt shows.
extension DotCommand {
  static let audit: DotCommand = .init(
    name: "audit", usage: "SESSION", summary: "all that was done in a session",
    example: ".audit S1", arguments: 1...1
  ) { repl, given throws(ReplStop) in try repl.ask(.audit(session: given[0])) }

  static let show: DotCommand = .init(
    name: "show", usage: "STREAM", summary: "how a client, session, lot … stands, in words",
    example: ".show client/C1", arguments: 1...1
  ) { repl, given throws(ReplStop) in try repl.ask(.show(stream: given[0])) }

  static let history: DotCommand = .init(
    name: "history", usage: "STREAM [FIELD]", summary: "each state of a row, and what made it",
    example: ".history session/S1 status", arguments: 1...2
  ) { repl, given throws(ReplStop) in
    try repl.ask(.history(stream: given[0], field: given.count > 1 ? given[1] : nil))
  }

  static let diff: DotCommand = .init(
    name: "diff", usage: "TABLE|STREAM FROM [TO]", summary: "what changed between two moments",
    example: ".diff session/S1 @40 now", arguments: 2...3
  ) { repl, given throws(ReplStop) in
    try repl.ask(
      .diff(subject: given[0], from: given[1], to: given.count > 2 ? given[2] : "now"))
  }

  static let blame: DotCommand = .init(
    name: "blame", usage: "STREAM", summary: "which event set each field of a row",
    example: ".blame session/S1", arguments: 1...1
  ) { repl, given throws(ReplStop) in try repl.ask(.blame(stream: given[0])) }

  static let events: DotCommand = .init(
    name: "events", usage: "[STREAM]", summary: "the events of a stream; alone, the last 20",
    example: ".events session/S1", arguments: 0...1
  ) { repl, given throws(ReplStop) in try repl.ask(.events(stream: given.first)) }

  static let prove: DotCommand = .init(
    name: "prove", usage: "[FOLDER]",
    summary: "the events behind the last result, with proofs; FOLDER gets a file for each",
    example: ".prove", arguments: 0...1
  ) { repl, given throws(ReplStop) in try repl.prove(to: given.first) }

  static let recall: DotCommand = .init(
    name: "recall", usage: "LOT", summary: "who got a lot, and who is told",
    example: ".recall HA-7", arguments: 1...1
  ) { repl, given throws(ReplStop) in try repl.ask(.recall(lot: given[0])) }

  static let report: DotCommand = .init(
    name: "report", usage: "session|client|course|day|month|recall|outcomes [SUBJECT]",
    summary: "a report as text", example: ".report session S1", arguments: 1...2
  ) { repl, given throws(ReplStop) in
    try repl.ask(.report(name: given[0], subject: given.count > 1 ? given[1] : nil))
  }
}
