import Glibc

// What is done with statements and their results.
extension DotCommand {
  static let last: DotCommand = .init(
    name: "last", usage: "[MODE]", summary: "the last result again, perhaps in another mode",
    example: ".last csv", arguments: 0...1
  ) { repl, given throws(ReplStop) in
    try repl.showLast(
      in: try given.first.map { (name) throws(ReplStop) in
        try ReplStop.converting { () throws(Message) in try OutputMode.required(name) }
      })
  }

  static let once: DotCommand = .init(
    name: "once", usage: "FILE", summary: "write the next result to a file",
    example: ".once lots.csv", arguments: 1...1
  ) { repl, given throws(ReplStop) in try repl.redirect(to: given[0], once: true) }

  static let param: DotCommand = .init(
    name: "param", usage: "[NAME [VALUE]]",
    summary: "give :NAME a value, or take it away; alone, what there is",
    example: ".param lot HA-7", arguments: 0...2
  ) { repl, given throws(ReplStop) in
    guard let name = given.first else {
      return try repl.show { () throws(Message) in
        Listing(
          columns: ["parameter", "value"],
          rows: repl.engine.parameters().map { [.text(":\($0.name)"), .text($0.value)] })
      }
    }
    let plain = name.first == ":" ? String(name.dropFirst()) : name
    repl.engine.bind(plain, given.count > 1 ? given[1] : nil)
  }

  static let explain: DotCommand = .init(
    name: "explain", usage: "SQL", summary: "how a statement is answered, in words",
    example: ".explain select * from sessions where client = 'C1'", arguments: 1...10_000
  ) { repl, _ throws(ReplStop) in
    let sql = repl.rest
    let text = try ReplStop.converting { () throws(Message) in try repl.engine.explain(sql) }
    try repl.say(text.isEmpty || text.hasSuffix("\n") ? text : text + "\n")
  }

  static let watch: DotCommand = .init(
    name: "watch", usage: "[SECONDS] SQL", summary: "run a statement again and again, until Ctrl-C",
    example: ".watch 5 select count(*) from sessions", arguments: 1...10_000
  ) { repl, given throws(ReplStop) in
    let seconds = given.count > 1 ? Int(given[0]) : nil
    if let seconds, !(1...86_400).contains(seconds) {
      throw .message(
        Message("a statement is watched every 1 to 86400 seconds", hint: ".watch 5 select …"))
    }
    let sql = seconds == nil ? repl.rest : DotLine.rest(of: repl.rest)
    try repl.watch(sql, every: seconds ?? 2)
  }

  static let save: DotCommand = .init(
    name: "save", usage: "NAME", summary: "keep the last statement under a name",
    example: ".save due", arguments: 1...1
  ) { repl, given throws(ReplStop) in
    guard let sql = repl.lastStatement else {
      throw .message(Message("there is no statement to keep yet", hint: "run one, then .save NAME"))
    }
    try ReplStop.converting { () throws(Message) in
      try SavedQueries.standard.save(sql, as: given[0])
    }
    try repl.say("saved; .run \(given[0]) runs it\n")
  }

  static let run: DotCommand = .init(
    name: "run", usage: "[NAME]", summary: "run a saved query; alone, which there are",
    example: ".run due", arguments: 0...1
  ) { repl, given throws(ReplStop) in
    guard let name = given.first else {
      return try repl.show { () throws(Message) in
        Listing(columns: ["query"], rows: SavedQueries.standard.names.map { [.text($0)] })
      }
    }
    try repl.runFile(
      try ReplStop.converting { () throws(Message) in try SavedQueries.standard.existing(name) })
  }
}
