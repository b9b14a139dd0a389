/// Goes through a statement's words once, keeping what is open, and says what each is.
struct OutlineReader {
  typealias Clause = StatementOutline.Clause
  typealias Frame = StatementOutline.Frame
  typealias Role = StatementOutline.Role

  var outline: StatementOutline
  let lexemes: [SQLLexeme]
  let names: SQLNames
  private var frames: [Frame] = [
    Frame(opening: .statement, start: 0, query: 0, clause: .start, isQuery: true)
  ]

  /// A reader of an outline's lexemes, of which nothing is known yet.
  init(_ outline: StatementOutline, _ names: SQLNames) {
    self.outline = outline
    lexemes = outline.lexemes
    self.names = names
  }

  /// Reads to the end, where everything closes.
  mutating func read() {
    for place in lexemes.indices { read(place) }
    while frames.count > 1 { close(at: lexemes.count) }
    endItem(at: lexemes.count)
  }

  // MARK: Frames

  var top: Frame {
    get { frames[frames.count - 1] }
    set { frames[frames.count - 1] = newValue }
  }

  mutating func open(
    _ opening: StatementOutline.Opening, clause: Clause = .expression, at place: Int
  ) {
    frames.append(
      Frame(opening: opening, start: place + 1, query: top.query, clause: clause, isQuery: false))
  }

  mutating func close(at place: Int) {
    endItem(at: place)
    let closed = frames.removeLast()
    switch (closed.opening, top.clause) {
    case (.commonBody, .withAs): top.clause = .withBody
    case (.usingColumns, .using): top.clause = .tableNamed
    default: break
    }
  }

  /// Closes what is open within the nearest query, or within the nearest tables in parentheses.
  mutating func closeToQuery(orTables: Bool = false, at place: Int) {
    while frames.count > 1, !top.isQuery {
      if orTables, case .tables = top.opening { return }
      close(at: place)
    }
  }

  mutating func endItem(at place: Int) {
    guard let start = top.item else { return }
    if start < place { outline.queries[top.query].items.append(start..<place) }
    top.item = nil
  }

  /// Makes the frame a query of its own.
  mutating func becomeQuery() {
    guard !top.isQuery else { return }
    var outer: Int? = top.query
    switch top.opening {
    case .tables:
      // A subquery of FROM sees none of the tables beside it.
      outer = outline.queries[top.query].outer
      if let around = outline.queries[top.query].sources.indices.last {
        outline.queries[top.query].sources[around].query = outline.queries.count
      }
    case .commonBody(let table):
      outer = outline.queries[top.query].outer
      outline.commonTables[table].query = outline.queries.count
    default: top.opening = .subquery
    }
    outline.queries.append(StatementOutline.Query(outer: outer))
    top.query = outline.queries.count - 1
    top.clause = .start
    top.isQuery = true
  }

  // MARK: Lexemes

  private mutating func read(_ place: Int) {
    let lexeme = lexemes[place]
    switch lexeme.kind {
    case .hole: readHole(place)
    case .symbol: readSymbol(lexeme.text, place)
    case .word:
      let isQualified = place > 0 && lexemes[place - 1].isSymbol(".")
      if !isQualified, names.keywords.contains(lexeme.text), readKeyword(lexeme.text, place) {
        outline.roles[place] = .keyword
      } else {
        outline.roles[place] = readName(place)
      }
    case .quotedName: outline.roles[place] = readName(place)
    case .string, .blob, .number, .parameter, .comment: readLiteral()
    }
    outline.queryOf[place] = top.query
  }

  /// What is being written stands for a name, but gives none.
  private mutating func readHole(_ place: Int) {
    outline.cursor = (place, frames)
    switch top.clause {
    case .tableExpected:
      outline.queries[top.query].sources.append(StatementOutline.Source())
      top.clause = .tableNamed
    case .tableAlias: top.clause = .tableNamed
    case .columnAlias: top.clause = .select
    default: break
    }
  }

  private mutating func readLiteral() {
    switch top.clause {
    case .start, .explain: top.clause = .foreign
    case .columnAlias: top.clause = .select
    case .tableAlias: top.clause = .tableNamed
    default: break
    }
  }

  private mutating func readSymbol(_ symbol: String, _ place: Int) {
    switch symbol {
    case "(": openParenthesis(place)
    case ")": if frames.count > 1 { close(at: place) }
    case ",":
      switch top.clause {
      case .select, .columnAlias:
        endItem(at: place)
        top.clause = .select
        top.item = place + 1
      case .tableNamed, .tableAlias, .joinWords, .using: top.clause = .tableExpected
      case .on where top.isQuery: top.clause = .tableExpected
      case .on: if case .tables = top.opening { top.clause = .tableExpected }
      case .withBody, .withNamed, .withAs: top.clause = .withName
      default: break
      }
    default: if top.clause == .start { top.clause = .foreign }
    }
  }

  private mutating func openParenthesis(_ place: Int) {
    let before = outline.lexeme(before: place)
    let role = place > 0 ? outline.roles[place - 1] : .other
    switch top.clause {
    case .tableExpected:
      outline.queries[top.query].sources.append(StatementOutline.Source())
      top.clause = .tableNamed
      return open(.tables, clause: .tableExpected, at: place)
    case .tableNamed where role == .table || before?.kind == .hole:
      return open(.arguments, at: place)
    case .withNamed: return open(.commonColumns(outline.commonTables.count - 1), at: place)
    case .withAs:
      return open(.commonBody(outline.commonTables.count - 1), clause: .start, at: place)
    case .using: return open(.usingColumns, at: place)
    case .windows where before?.isWord("as") == true: return open(.window, at: place)
    default: break
    }
    switch before?.text {
    case "in" where role == .keyword: open(.list(after: place - 1), at: place)
    case "over" where role == .keyword: open(.window, at: place)
    case "filter" where role == .keyword: open(.filter, at: place)
    case "cast" where role == .keyword: open(.cast, at: place)
    default: open(role == .function ? .function : .group, at: place)
    }
  }

  private mutating func readName(_ place: Int) -> Role {
    let lexeme = lexemes[place]
    let isQualifier = place + 1 < lexemes.count && lexemes[place + 1].isSymbol(".")
    switch top.clause {
    case .tableExpected:
      if isQualifier { return .qualifier }
      outline.queries[top.query].sources.append(
        StatementOutline.Source(name: lexeme.text.lowercased()))
      top.clause = .tableNamed
      return .table
    case .tableNamed, .tableAlias:
      guard let last = outline.queries[top.query].sources.indices.last else { return .other }
      outline.queries[top.query].sources[last].alias = lexeme.text.lowercased()
      top.clause = .tableNamed
      return .alias
    case .columnAlias:
      top.clause = .select
      return .alias
    case .withName:
      outline.commonTables.append(
        StatementOutline.CommonTable(name: lexeme.text.lowercased()))
      top.clause = .withNamed
      return .alias
    case .start, .explain: top.clause = .foreign
    case .foreign, .type, .windows: return .other
    default: break
    }
    if case .commonColumns(let table) = top.opening {
      outline.commonTables[table].columns.append(lexeme.text.lowercased())
      return .alias
    }
    if isQualifier { return .qualifier }
    let isQualified = place > 0 && lexemes[place - 1].isSymbol(".")
    if !isQualified {
      if isBeforeParenthesis(place) { return .function }
      if let before = outline.lexeme(before: place),
        before.isWord("collate") || before.isWord("over")
      {
        return .other
      }
      if top.clause == .select, place != top.item, outline.isOperand(before: place) {
        return .alias
      }
    }
    return top.clause == .foreign ? .other : .name
  }

  func isBeforeParenthesis(_ place: Int) -> Bool {
    place + 1 < lexemes.count && lexemes[place + 1].isSymbol("(")
  }
}
