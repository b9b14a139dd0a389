extension StatementOutline {
  /// A column of what a FROM names.
  struct VisibleColumn {
    var name: String
    var values = ColumnValues.none
    var isHidden = false
  }

  /// Finds columns, within a budget: tables of WITH that join each other could name millions.
  struct ColumnSearch {
    let outline: StatementOutline
    let names: SQLNames
    private var budget = 20_000
    private var depth = 0
    /// Subqueries within each other are followed no deeper: the stack has an end.
    private static let deepest = 50
    private var isOpen: Set<String> = []
    private var ofTables: [String: [VisibleColumn]?] = [:]
    private var ofQueries: [Int: [VisibleColumn]?] = [:]

    init(_ outline: StatementOutline, _ names: SQLNames) {
      self.outline = outline
      self.names = names
    }

    /// The columns of one of the tables of a FROM; nil where it is not known what they are.
    mutating func columns(of source: Source) -> [VisibleColumn]? {
      if let query = source.query { return results(of: query) }
      guard let name = source.name else { return [] }
      if let known = ofTables[name] { return known }
      let columns = columns(ofTable: name)
      // One that reads itself is known only once all of it is.
      if isOpen.isEmpty { ofTables[name] = .some(columns) }
      return columns
    }

    private mutating func columns(ofTable name: String) -> [VisibleColumn]? {
      guard let common = outline.commonTable(named: name) else {
        return names.table(named: name)?.columns.map {
          VisibleColumn(name: $0.name, values: $0.values, isHidden: $0.isHidden)
        }
      }
      var results: [VisibleColumn]?
      if let query = common.query, isOpen.insert(name).inserted {
        results = self.results(of: query)
        isOpen.remove(name)
      }
      guard !common.columns.isEmpty else { return results }
      return common.columns.enumerated().map { place, column in
        let values = results.flatMap { place < $0.count ? $0[place].values : nil } ?? .none
        return VisibleColumn(name: column, values: values)
      }
    }

    /// The columns of a query's result that have a name; nil where it is not known which.
    mutating func results(of query: Int) -> [VisibleColumn]? {
      if let known = ofQueries[query] { return known }
      guard depth < Self.deepest else { return nil }
      depth += 1
      defer { depth -= 1 }
      var columns: [VisibleColumn]? = []
      for item in outline.queries[query].items {
        guard budget > 0, let found = results(of: outline.withoutDistinct(item), query) else {
          columns = nil
          break
        }
        budget -= found.count + 1
        columns? += found
      }
      if isOpen.isEmpty { ofQueries[query] = .some(columns) }
      return columns
    }

    private mutating func results(of item: Range<Int>, _ query: Int) -> [VisibleColumn]? {
      let lexemes = outline.lexemes[item]
      guard let last = lexemes.last else { return [] }
      let sources = outline.queries[query].sources
      if last.isSymbol("*"), item.count == 1 || item.count == 3 {
        let wanted = item.count == 3 ? lexemes.first?.text.lowercased() : nil
        var columns: [VisibleColumn] = []
        for source in sources where wanted == nil || source.qualifier == wanted {
          guard let found = self.columns(of: source) else { return nil }
          columns += found.filter { !$0.isHidden }
        }
        return columns
      }
      guard last.isName else { return [] }
      switch outline.roles[item.upperBound - 1] {
      case .alias:
        // `client as c` takes what `client` takes.
        let end = lexemes.dropLast().last?.isWord("as") == true ? 2 : 1
        let rest = item.dropLast(end)
        // Words upon words are no column, however many.
        let isAlone = rest.last.map { outline.roles[$0] != .alias } ?? false
        let origin = isAlone ? results(of: rest, query)?.first : nil
        return [VisibleColumn(name: last.text.lowercased(), values: origin?.values ?? .none)]
      case .name where item.count == 1 || item.count == 3 && lexemes.dropLast().last?.text == ".":
        let qualifier = item.count == 3 ? lexemes.first?.text.lowercased() : nil
        let name = last.text.lowercased()
        for source in sources where qualifier == nil || source.qualifier == qualifier {
          let column = self.columns(of: source)?.first { $0.name == name }
          if let column { return [column] }
        }
        return [VisibleColumn(name: name)]
      default: return []
      }
    }

    /// The queries that one sees, itself first, then those around it.
    func queriesSeen(from query: Int) -> [Int] {
      Array(sequence(first: query) { outline.queries[$0].outer })
    }

    /// The source of a qualifier in lower case, as a query sees it.
    func source(_ qualifier: String, from query: Int) -> Source? {
      for query in queriesSeen(from: query) {
        let source = outline.queries[query].sources.first { $0.qualifier == qualifier }
        if let source { return source }
      }
      return nil
    }
  }

  private func withoutDistinct(_ item: Range<Int>) -> Range<Int> {
    guard let first = lexemes[item].first, first.isWord("distinct") || first.isWord("all") else {
      return item
    }
    return item.dropFirst()
  }
}
