/// Whether names of a statement are those of something, asked of many words of the same statement.
///
/// Where the tables are not all known, every name may be one of theirs.
struct KnownNames {
  private let outline: StatementOutline
  private let aliases: Set<String>
  private var search: StatementOutline.ColumnSearch
  private var columns: [Int: Set<String>?] = [:]

  init(_ outline: StatementOutline, _ names: SQLNames) {
    self.outline = outline
    search = StatementOutline.ColumnSearch(outline, names)
    aliases = Set(
      zip(outline.lexemes, outline.roles).filter { $1 == .alias }.map { $0.0.text.lowercased() })
  }

  /// Whether columns can be qualified by a name there.
  func hasSource(_ name: String, from query: Int) -> Bool {
    search.source(name, from: query) != nil || ["main", "temp"].contains(name)
      || outline.queries[query].sources.isEmpty
  }

  /// Whether there is, or may be, such a column.
  mutating func hasColumn(_ name: String, of qualifier: String?, from query: Int) -> Bool {
    if name == SQLNames.momentColumn { return true }
    if let qualifier {
      guard let source = search.source(qualifier, from: query) else { return true }
      return search.columns(of: source)?.contains { $0.name == name } ?? true
    }
    guard !outline.queries[query].sources.isEmpty else { return true }
    // ORDER BY names what the first SELECT of a UNION gives, so all of them are looked through.
    return aliases.contains(name)
      || outline.queries.indices.contains { columns(of: $0)?.contains(name) ?? true }
  }

  /// The columns of a query's tables; nil where they are not all known.
  private mutating func columns(of query: Int) -> Set<String>? {
    if let known = columns[query] { return known }
    var found: Set<String>? = []
    for source in outline.queries[query].sources {
      guard let columns = search.columns(of: source) else {
        found = nil
        break
      }
      found?.formUnion(columns.lazy.map(\.name))
    }
    columns[query] = .some(found)
    return found
  }
}
