extension OutlineReader {
  /// Takes a word as a keyword; false if it is a name where it stands.
  mutating func readKeyword(_ word: String, _ place: Int) -> Bool {
    switch word {
    case "select", "values":
      if !top.isQuery, !isFirst(place) { closeToQuery(at: place) }
      becomeQuery()
      beginSelect(word == "select" ? .select : .values, place)
    case "with":
      if !top.isQuery { becomeQuery() }
      top.clause = .withName
    case "recursive" where top.clause == .withName: break
    case "explain" where top.clause == .start: top.clause = .explain
    case "query", "plan": return top.clause == .explain
    case "materialized": return top.clause == .withAs
    case "from":
      if place > 1, lexemes[place - 1].isWord("distinct"), Self.isNegation(lexemes[place - 2]) {
        break
      }
      begin(.tableExpected, place)
    case "where":
      if case .filter = top.opening, place == top.start { break }
      begin(.condition, place)
    case "group": begin(.group, place)
    case "having": begin(.having, place)
    case "window": begin(.windows, place)
    case "limit": begin(.limit, place)
    case "order":
      if case .window = top.opening { break }
      begin(.order, place)
    case "union", "intersect", "except": begin(.compound, place)
    case "join":
      closeToQuery(orTables: true, at: place)
      top.clause = .tableExpected
    case "left", "right", "full", "inner", "cross", "natural", "outer": return readJoinWord(place)
    case "on":
      closeToQuery(orTables: true, at: place)
      top.clause = .on
    case "using":
      closeToQuery(orTables: true, at: place)
      top.clause = .using
    case "as": readAs()
    case "like", "glob", "replace", "match", "regexp":
      // Functions as well.
      return !isBeforeParenthesis(place) || outline.isOperand(before: place)
    default: return isKeyword(word, place)
    }
    return true
  }

  /// Whether nothing but a hole stands before a lexeme in its parenthesis.
  private func isFirst(_ place: Int) -> Bool {
    place == top.start || place == top.start + 1 && lexemes[top.start].kind == .hole
  }

  private mutating func begin(_ clause: Clause, _ place: Int) {
    closeToQuery(at: place)
    endItem(at: place)
    top.clause = clause
  }

  private mutating func beginSelect(_ clause: Clause, _ place: Int) {
    endItem(at: place)
    if outline.queries[top.query].hasBegun {
      outline.queries.append(
        StatementOutline.Query(outer: outline.queries[top.query].outer))
      top.query = outline.queries.count - 1
    }
    outline.queries[top.query].hasBegun = true
    top.clause = clause
    if clause == .select { top.item = place + 1 }
  }

  private mutating func readJoinWord(_ place: Int) -> Bool {
    closeToQuery(orTables: true, at: place)
    switch top.clause {
    case .tableNamed, .tableAlias, .joinWords, .on, .using: top.clause = .joinWords
    default: break
    }
    return true
  }

  private mutating func readAs() {
    switch top.clause {
    case .select: top.clause = .columnAlias
    case .tableNamed: top.clause = .tableAlias
    case .withNamed: top.clause = .withAs
    case .expression: if case .cast = top.opening { top.clause = .type }
    default: break
    }
  }

  /// Whether a keyword without a clause of its own is one here, rather than a column called `view`.
  private mutating func isKeyword(_ word: String, _ place: Int) -> Bool {
    if Self.expressionWords.contains(word) { return true }
    if case .window = top.opening, Self.windowWords.contains(word) { return true }
    let previous = place > 0 ? lexemes[place - 1].text : ""
    switch word {
    case "offset": return top.clause == .limit
    case "first", "last": return previous == "nulls"
    case "nulls": return top.clause == .order
    case "over", "filter": return previous == ")"
    case "indexed": return top.clause == .tableNamed
    default: break
    }
    guard top.clause == .start else { return top.clause == .foreign }
    top.clause = .foreign
    return true
  }

  private static func isNegation(_ lexeme: SQLLexeme) -> Bool {
    lexeme.isWord("is") || lexeme.isWord("not")
  }

  /// Keywords that can be no name in an expression.
  private static let expressionWords: Set<String> = [
    "all", "and", "between", "by", "case", "cast", "collate", "current_date", "current_time",
    "current_timestamp", "distinct", "else", "end", "escape", "exists", "in", "is", "isnull", "not",
    "notnull", "null", "or", "then", "when", "asc", "desc",
  ]

  private static let windowWords: Set<String> = [
    "partition", "rows", "range", "groups", "unbounded", "preceding", "following", "current", "row",
    "exclude", "ties", "no", "others", "order",
  ]
}
