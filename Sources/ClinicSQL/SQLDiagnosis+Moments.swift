extension SQLDiagnosis {
  /// Why no plan could have the moments that the statement asks for, see ``MomentArgument``.
  var noMoment: SQLError {
    if let (join, table) = rightJoin {
      return SQLError(
        .sql, "a right join cannot be answered against a table that is given a moment",
        hint: "swap the sides: put \(table) first, and join by left join", offset: join.offset)
    }
    if let column = tokens.first(where: {
      $0.isName && $0.text.lowercased() == MomentColumn.name
    }) {
      return SQLError(
        .sql, "\(MomentColumn.name) is known only of a table that is given one moment",
        hint: "give it as an argument: \(scope.first?.table.name ?? "sessions")('@3020')",
        offset: column.offset)
    }
    return SQLError(
      .sql, "the moment of a table can only come from what stands before it",
      hint: "name the tables in the order in which they need each other")
  }

  /// A RIGHT JOIN, and what stands on its right; a table that is given a moment, if there is one.
  private var rightJoin: (join: SQLToken, table: String)? {
    var found: (SQLToken, String)?
    for (place, token) in tokens.enumerated() where token.isKeyword("right") {
      var next = place + 1
      if next < tokens.count, tokens[next].isKeyword("outer") { next += 1 }
      guard next + 1 < tokens.count, tokens[next].isKeyword("join"), tokens[next + 1].isName else {
        continue
      }
      let isGiven = Self.end(ofArgumentsAfter: next + 1, in: tokens) > next + 2
      let name = tokens[next + 1].text.quotedName
      if isGiven { return (token, "\(name)(…)") }
      found = found ?? (token, name)
    }
    return found
  }

  /// The place after a name's arguments in parentheses; after the name, where it has none.
  static func end(ofArgumentsAfter name: Int, in tokens: [SQLToken]) -> Int {
    var place = name + 1
    guard place < tokens.count, tokens[place].isSymbol("(") else { return place }
    var depth = 0
    while place < tokens.count {
      if tokens[place].isSymbol("(") { depth += 1 }
      if tokens[place].isSymbol(")") { depth -= 1 }
      place += 1
      if depth == 0 { break }
    }
    return place
  }

  /// The refusal of a statement that gives a table more than a moment.
  ///
  /// SQLite would take a second argument for the value of another hidden column.
  static func tooManyArguments(of sql: String, _ names: Set<String>) -> SQLError? {
    guard sql.utf8.contains(UInt8(ascii: "(")) else { return nil }
    let tokens = Array(SQLToken.all(of: sql).prefix { !$0.isSymbol(";") })
    for place in tokens.indices.dropFirst() {
      let token = tokens[place]
      guard token.isName, names.contains(token.text.lowercased()) else { continue }
      let before = tokens[place - 1]
      guard before.isKeyword("from") || before.isKeyword("join") || before.isSymbol(",") else {
        continue
      }
      let end = end(ofArgumentsAfter: place, in: tokens)
      guard hasComma(tokens[place..<end]), !isCommonTable(tokens[end...]) else { continue }
      return tooManyArguments(token.text, in: tokens)
    }
    return nil
  }

  static func tooManyArguments(_ table: String, in tokens: [SQLToken]) -> SQLError {
    let token = tokens.first { $0.isName && $0.text.lowercased() == table.lowercased() }
    return SQLError(
      .sql, "\(table) takes one argument, a moment", hint: "\(table.quotedName)('@3020')",
      offset: token?.offset)
  }

  /// Whether a comma stands between a name's own parentheses.
  private static func hasComma(_ tokens: ArraySlice<SQLToken>) -> Bool {
    var depth = 0
    for token in tokens {
      if token.isSymbol("(") { depth += 1 }
      if token.isSymbol(")") { depth -= 1 }
      if token.isSymbol(","), depth == 1 { return true }
    }
    return false
  }

  /// Whether what follows a name and a list makes it a common table expression: AS and a SELECT.
  private static func isCommonTable(_ tokens: ArraySlice<SQLToken>) -> Bool {
    guard tokens.count > 1, tokens.first?.isKeyword("as") == true else { return false }
    let next = tokens[tokens.startIndex + 1]
    return next.isSymbol("(") || next.isKeyword("not") || next.isKeyword("materialized")
  }
}

extension SQLToken {
  /// Whether it is this sign.
  func isSymbol(_ sign: String) -> Bool { kind == .symbol && text == sign }
}
