import Clinic
import Records

/// What could stand in a statement's hole, by what is around it.
struct StatementCandidates {
  typealias Kind = CompletionOffer.Candidate.Kind

  /// The order of what fits an expression, the likeliest first.
  private enum Group {
    static let value = 0
    static let column = 1
    static let alias = 2
    static let outer = 3
    static let source = 4
    static let function = 5
    static let keyword = 6
  }

  let hole: StatementHole
  let outline: StatementOutline
  let place: Int
  let frames: [StatementOutline.Frame]
  let completer: Completer
  private var search: StatementOutline.ColumnSearch
  private var ranking: CandidateRanking
  private var range: Range<Int>

  init(
    _ hole: StatementHole, _ outline: StatementOutline, _ place: Int,
    _ frames: [StatementOutline.Frame], _ completer: Completer
  ) {
    self.hole = hole
    self.outline = outline
    self.place = place
    self.frames = frames
    self.completer = completer
    search = StatementOutline.ColumnSearch(outline, completer.names)
    ranking = CandidateRanking(prefix: hole.typed)
    range = hole.range
  }

  mutating func completion() -> CompletionOffer {
    switch hole.kind {
    case .parameter: addParameters()
    case .text: addTexts()
    case .word: addWords()
    }
    return CompletionOffer(range: range, candidates: ranking.ranked)
  }

  private var frame: StatementOutline.Frame { frames[frames.count - 1] }
  private var previous: SQLLexeme? { outline.lexeme(before: place) }

  // MARK: In quotes, and parameters

  private mutating func addParameters() {
    for name in completer.parameters() {
      ranking.add(name, .init(text: ":" + name, display: name, kind: .parameter), group: 0)
    }
  }

  private mutating func addTexts() {
    if case .arguments = frame.opening { return addMoments() }
    for values in valuesCompared() {
      if case .streams = values { addStreams() } else { add(values) }
    }
  }

  private mutating func addMoments() {
    for moment in completer.moments() { addQuoted(moment, .moment) }
  }

  private mutating func add(_ values: ColumnValues) {
    switch values {
    case .none, .streams: break
    case .moments: addMoments()
    case .words(let words): for word in words { addQuoted(word, .value) }
    case .ids(let kind):
      for id in completer.ids(kind, hole.typed, Completer.mostIDs) { addQuoted(id, .id) }
    }
  }

  private mutating func addQuoted(_ text: String, _ kind: Kind) {
    ranking.add(
      text, .init(text: "'" + text.doubling("'") + "'", display: text, kind: kind),
      group: Group.value)
  }

  /// `'session/` first, whose quote stays open, then the ids of sessions.
  private mutating func addStreams() {
    let parts = hole.typed.split(separator: "/", maxSplits: 1, omittingEmptySubsequences: false)
    if parts.count == 2, let kind = StreamKind(name: parts[0]) {
      for id in completer.ids(kind, String(parts[1]), Completer.mostIDs) {
        addQuoted("\(parts[0])/\(id)", .id)
      }
    } else {
      if hole.isClosed { range = range.lowerBound..<range.upperBound - 1 }
      for kind in StreamKind.names {
        ranking.add(
          kind, .init(text: "'\(kind)/", display: "\(kind)/", kind: .value), group: Group.value)
      }
    }
  }

  // MARK: Values

  /// What the columns hold that the hole is compared with.
  private mutating func valuesCompared() -> [ColumnValues] {
    guard let operand = outline.operandCompared(at: place, in: frame) else { return [] }
    let name = outline.lexemes[operand].text.lowercased()
    // The hidden column of every table that holds the moment asked about.
    if name == SQLNames.momentColumn { return [.moments] }
    if operand > 1, outline.lexemes[operand - 1].isSymbol(".") {
      let qualifier = outline.lexemes[operand - 2].text.lowercased()
      guard let source = search.source(qualifier, from: frame.query) else { return [] }
      return values(of: name, in: [source])
    }
    for query in search.queriesSeen(from: frame.query) {
      let values = values(of: name, in: outline.queries[query].sources)
      if !values.isEmpty { return values }
    }
    guard !hasSources else { return [] }
    return completer.names.columns.filter { $0.name == name }.map(\.values)
  }

  private mutating func values(
    of name: String, in sources: [StatementOutline.Source]
  ) -> [ColumnValues] {
    var found: [ColumnValues] = []
    for source in sources {
      found += (search.columns(of: source) ?? []).filter { $0.name == name }.map(\.values)
    }
    return found
  }

  private var hasSources: Bool {
    search.queriesSeen(from: frame.query).contains { query in
      outline.queries[query].sources.contains { $0.name != nil || $0.query != nil }
    }
  }

  // MARK: Words

  private mutating func addWords() {
    if previous?.isSymbol(".") == true { return addQualified() }
    switch frame.opening {
    case .arguments: return addMoments()
    case .usingColumns: return addSharedColumns()
    case .commonColumns: return
    default: break
    }
    switch frame.clause {
    case .tableExpected: addTables()
    case .select, .condition, .on, .group, .having, .order, .expression, .limit:
      if previous?.isWord("collate") == true {
        addKeywords(["nocase", "binary", "rtrim"])
      } else if outline.isOperand(before: place) {
        addKeywords(outline.wordsAfterOperand(at: place, in: frame))
      } else if frame.clause != .limit {
        addOperands()
      }
    default: addKeywords(outline.wordsBetween(at: place, in: frame))
    }
  }

  private mutating func addKeywords(_ words: [String]) {
    let isUpper = wantsCapitals
    for word in words {
      var text = isUpper ? word.uppercased() : word
      if hole.isBeforeParenthesis, text.hasSuffix("(") {
        text.removeLast()
        if text.last == " " { text.removeLast() }
      }
      ranking.add(word, .init(text: text, display: text, kind: .keyword), group: Group.keyword)
    }
  }

  /// Whether keywords are wanted in capitals: as what was typed of this one, or else as the last is.
  private var wantsCapitals: Bool {
    let letters = hole.typed.utf8.filter { $0.folded != $0 || $0.isLetter }
    if !letters.isEmpty { return letters.allSatisfy { !$0.isLetter } }
    let last = outline.roles[..<place].lastIndex(of: .keyword)
    return last.map { outline.lexemes[$0].isCapital } ?? false
  }

  private mutating func addTables() {
    for table in outline.commonTables {
      let text = completer.names.quoted(table.name)
      ranking.add(table.name, .init(text: text, display: table.name, kind: .common), group: 0)
    }
    for table in completer.names.tables {
      let text = completer.names.quoted(table.name)
      ranking.add(
        table.name, .init(text: text, display: table.name, kind: Kind(table.kind)), group: 1)
    }
    if case .tables = frame.opening, place == frame.start { addKeywords(["select"]) }
  }

  private mutating func addQualified() {
    guard place > 1 else { return }
    let qualifier = outline.lexemes[place - 2]
    guard qualifier.isName else { return }
    if frame.clause == .tableNamed || frame.clause == .tableExpected {
      if ["main", "temp"].contains(qualifier.text.lowercased()) { addTables() }
      return
    }
    guard let source = search.source(qualifier.text.lowercased(), from: frame.query) else { return }
    for column in search.columns(of: source) ?? [] where !column.isHidden || !hole.typed.isEmpty {
      add(column, as: completer.names.quoted(column.name), group: column.isHidden ? 1 : 0)
    }
  }

  private mutating func add(
    _ column: StatementOutline.VisibleColumn, as text: String, group: Int
  ) {
    ranking.add(column.name, .init(text: text, display: text, kind: .column), group: group)
  }

  /// Columns that more than one of the tables has, for USING.
  private mutating func addSharedColumns() {
    var seen: Set<String> = []
    for source in outline.queries[frame.query].sources {
      for column in search.columns(of: source) ?? []
      where !column.isHidden && !seen.insert(column.name).inserted {
        add(column, as: completer.names.quoted(column.name), group: Group.column)
      }
    }
  }

  private mutating func addOperands() {
    for values in valuesCompared() { add(values) }
    var taken: Set<String> = []
    for (level, query) in search.queriesSeen(from: frame.query).enumerated() {
      addColumns(of: query, isOuter: level > 0, &taken)
    }
    if !hasSources, !hole.typed.isEmpty {
      for column in completer.names.columns where !column.isHidden {
        let text = completer.names.quoted(column.name)
        ranking.add(
          column.name, .init(text: text, display: text, kind: .column), group: Group.column)
      }
    }
    if [.group, .order, .having].contains(frame.clause) {
      for item in outline.queries[frame.query].items {
        let last = item.upperBound - 1
        guard outline.roles[last] == .alias else { continue }
        let name = outline.lexemes[last].text
        ranking.add(
          name, .init(text: completer.names.quoted(name), display: name, kind: .column),
          group: Group.alias)
      }
    }
    if !hole.typed.isEmpty || !hasSources { addFunctions() }
    addKeywords(outline.wordsBeforeOperand(at: place, in: frame))
  }

  /// The columns of a query's tables; where two have one of a name, each by its table.
  private mutating func addColumns(of query: Int, isOuter: Bool, _ taken: inout Set<String>) {
    let sources = outline.queries[query].sources
    let columns = sources.map { search.columns(of: $0) ?? [] }
    var counts: [String: Int] = [:]
    for column in columns.joined() { counts[column.name, default: 0] += 1 }
    for (source, columns) in zip(sources, columns) {
      let qualifier = source.qualifier.map { completer.names.quoted($0) + "." }
      for column in columns where !column.isHidden || !hole.typed.isEmpty {
        let isShared = counts[column.name, default: 0] > 1 || taken.contains(column.name)
        // Two subqueries without an alias cannot be told apart.
        guard !isShared || qualifier != nil else { continue }
        let name = completer.names.quoted(column.name)
        add(
          column, as: isShared ? (qualifier ?? "") + name : name,
          group: column.isHidden ? Group.source : isOuter ? Group.outer : Group.column)
      }
      if let name = source.qualifier, let qualifier, !hole.typed.isEmpty {
        ranking.add(
          name, .init(text: qualifier, display: qualifier, kind: .source), group: Group.source)
      }
    }
    taken.formUnion(counts.keys)
  }

  private mutating func addFunctions() {
    let isUpper = hole.typed.utf8.contains { $0.folded != $0 } && wantsCapitals
    for function in completer.names.functions {
      let name = isUpper ? function.uppercased() : function
      ranking.add(
        function,
        .init(
          text: hole.isBeforeParenthesis ? name : name + "(", display: name + "(", kind: .function),
        group: Group.function)
    }
  }
}

extension UInt8 {
  /// Whether it is a small letter of ASCII.
  fileprivate var isLetter: Bool { (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(self) }
}
